"""`policyc check` as a whole process, against a Python that only imports its libraries.

The package is laid out as an installation leaves it: compiled, with its parser's table. Counted
is the time that the processors spend on a process and not what else they do meanwhile.
"""

from __future__ import annotations

import compileall
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import interleaved, report
from policydsl.syntax.grammar import bring

ROOT = Path(__file__).parent.parent
CHECKED = (
    ROOT / "benchmarks" / "rider.pol",
    ROOT / "policies" / "nwc" / "nwc.pol",
    ROOT / "policies" / "uhc_cs164h" / "uhc_cs164h.pol",
)
IMPORTS = 'python -c "import lark, attrs, click"'
ROUNDS = 15
_NOT_INHERITED = ("PYTHONDONTWRITEBYTECODE", "POLICYDSL_NO_CACHE")


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        installed = Path(directory)
        install(installed)
        kept = {n: value for n, value in os.environ.items() if n not in _NOT_INHERITED}
        kept |= {"PYTHONPATH": directory, "XDG_CACHE_HOME": str(installed / "cache")}

        def run(*arguments: str, **variables: str) -> None:
            process = [sys.executable, *arguments]
            env = kept | variables
            # Not from a checkout, whose package would be found first.
            subprocess.run(process, check=True, capture_output=True, env=env, cwd=directory)

        def policyc(*arguments: str, **variables: str) -> None:
            run("-m", "policydsl", *arguments, **variables)

        rivals = {
            IMPORTS: lambda: run("-c", "import lark, attrs, click"),
            "python -c pass": lambda: run("-c", "pass"),
            "policyc rule POL0101": lambda: policyc("rule", "POL0101"),
        }
        for path in CHECKED:
            check = ("check", str(path))
            lines = len(path.read_text(encoding="utf-8").splitlines())
            rivals |= {
                f"policyc check, {lines} lines, nothing kept": lambda check=check: policyc(
                    *check, POLICYDSL_NO_CACHE="1"
                ),
                f"policyc check, {lines} lines, checked before": lambda check=check: policyc(
                    *check
                ),
            }
        report("whole processes", interleaved(rivals, ROUNDS, spent), IMPORTS)


def install(place: Path) -> None:
    """Lay the package out below *place* as an installation has it."""
    package = place / "policydsl"
    shutil.copytree(
        ROOT / "policydsl", package, ignore=shutil.ignore_patterns("__pycache__", "table.json")
    )
    shutil.copytree(ROOT / "grammars", package / "grammars")
    shutil.copytree(ROOT / "docs" / "errors", package / "docs" / "errors")
    bring(package / "syntax" / "table.json")
    compileall.compile_dir(package, quiet=1)


def spent() -> float:
    """Return the seconds that the processors have spent on processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
