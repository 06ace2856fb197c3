"""A compiled policy loaded, against its source compiled, until either can decide."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.timing import interleaved, report
from policydsl.compiled import build
from policydsl.policy import Policy
from policydsl.workspace import load_to_decide

POLICIES = Path(__file__).parent.parent / "policies"
NAMES = ("hmsa", "nwc", "uhc_cs164h")
SOURCE = "source"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            source = POLICIES / name
            data = build([each.program for each in load_to_decide(source).editions])
            assert isinstance(data, bytes)
            compiled = Path(folder, f"{name}.polc")
            compiled.write_bytes(data)

            def load(path: Path) -> Policy:
                return load_to_decide(path)

            rivals = {
                SOURCE: lambda source=source: load(source),
                f"compiled, {len(data) // 1024} KiB": lambda compiled=compiled: load(compiled),
            }
            report(f"loading {name}", interleaved(rivals), SOURCE)


if __name__ == "__main__":
    main()
