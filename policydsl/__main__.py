"""Let `python -m policydsl` be `policyc`."""

from policydsl.cli import main

main(prog_name="policyc")
