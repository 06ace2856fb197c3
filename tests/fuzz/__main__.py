"""Let atheris look for bytes that a target does not answer; README.md beside this says how."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

USAGE = "python -m tests.fuzz policy|request|compiled [options of libFuzzer]"
SEEDS = 300


def main(arguments: list[str]) -> None:
    import atheris

    # What is looked for is new ways through our own code.
    with atheris.instrument_imports(include=["policydsl"]):
        from tests.fuzz.drawing import DRAWN, FOUND
        from tests.fuzz.targets import TARGETS
    if not arguments or arguments[0] not in TARGETS:
        sys.exit(USAGE)
    name, *options = arguments
    known = FOUND / name
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(SEEDS):
            Path(folder, str(seed)).write_bytes(DRAWN[name](random.Random(seed)))
        folders = [folder, *([str(known)] if known.is_dir() else [])]
        atheris.Setup([f"fuzz-{name}", *options, *folders], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
