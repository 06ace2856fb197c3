"""`policyc check` as a whole process, against a Python that only imports its libraries."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from benchmarks.timing import interleaved, report

POLICY = "policies/nwc/nwc.pol"
IMPORTS = 'python -c "import lark, attrs, click"'
ROUNDS = 9


def main() -> None:
    def run(*arguments: str, **variables: str) -> None:
        environment = {**os.environ, **variables}
        subprocess.run(
            [sys.executable, *arguments], check=True, capture_output=True, env=environment
        )

    check = ("-m", "policydsl", "check", POLICY)

    rivals = {
        IMPORTS: lambda: run("-c", "import lark, attrs, click"),
        "python -c pass": lambda: run("-c", "pass"),
        f"policyc check {POLICY}": lambda: run(*check),
        "the same with nothing kept": lambda: run(*check, POLICYDSL_NO_CACHE="1"),
        "policyc rule POL0101": lambda: run("-m", "policydsl", "rule", "POL0101"),
    }
    report("whole processes", interleaved(rivals, ROUNDS, time.perf_counter), IMPORTS)


if __name__ == "__main__":
    main()
