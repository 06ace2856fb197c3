"""Run every benchmark: `python -m benchmarks`, from the root of a checkout."""

from __future__ import annotations

from benchmarks import decision, growth, guideline, parsing, startup

for benchmark in (decision, guideline, growth, startup, parsing):
    benchmark.main()
