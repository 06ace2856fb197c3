"""`policyc check` as a whole process, against a Python that only imports its libraries."""

from __future__ import annotations

import subprocess
import sys
import time

from benchmarks.timing import interleaved, report

POLICY = "policies/nwc/nwc.pol"
IMPORTS = 'python -c "import lark, attrs, click"'
ROUNDS = 9


def main() -> None:
    def run(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)

    rivals = {
        IMPORTS: lambda: run("-c", "import lark, attrs, click"),
        "python -c pass": lambda: run("-c", "pass"),
        f"policyc check {POLICY}": lambda: run("-m", "policydsl", "check", POLICY),
        "policyc rule POL0101": lambda: run("-m", "policydsl", "rule", "POL0101"),
    }
    report("whole processes", interleaved(rivals, ROUNDS, time.perf_counter), IMPORTS)


if __name__ == "__main__":
    main()
