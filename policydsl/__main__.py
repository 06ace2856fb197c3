"""Let `python -m policydsl` be `policyc`."""

from policydsl.cli import run

if __name__ == "__main__":
    run()
