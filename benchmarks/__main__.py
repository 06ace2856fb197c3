"""Run every benchmark: `python -m benchmarks`, from the root of a checkout."""

from __future__ import annotations

from benchmarks import analysis, decision, explanation, growth, guideline, loading, parsing, startup

for benchmark in (decision, guideline, explanation, growth, startup, loading, parsing, analysis):
    benchmark.main()
