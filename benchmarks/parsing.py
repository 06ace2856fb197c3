"""Parse 5,000 lines, against the policy that they repeat."""

from __future__ import annotations

from pathlib import Path

from benchmarks.timing import interleaved, report
from policydsl.source import Source
from policydsl.syntax.parser import parse

POLICY = Path("policies/nwc/nwc.pol")
LINES = 5_000
ROUNDS = 7


def main() -> None:
    lines = POLICY.read_text(encoding="utf-8").splitlines(keepends=True)
    # Whole items again and again; what a name is declared twice does not matter to a parser.
    text = "".join(lines * (LINES // len(lines) + 1))
    cut = text.splitlines(keepends=True)[:LINES]
    long, once = Source("long.pol", "".join(cut)), Source("nwc.pol", "".join(lines))
    assert not parse(once).diagnostics
    rivals = {
        f"{len(lines)} lines": lambda: parse(once),
        f"{LINES} lines": lambda: parse(long),
    }
    report("parsing", interleaved(rivals, ROUNDS), f"{len(lines)} lines")


if __name__ == "__main__":
    main()
