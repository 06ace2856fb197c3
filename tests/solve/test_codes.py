"""What is answered of tests of a set of codes is held against every small set of codes."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.reference.truths import code_set_is
from policydsl.solve.finder import Finder
from policydsl.solve.slice import Answer, Slice
from policydsl.solve.witness import Witness
from tests.analysis.analysing import checked

TEXT = """\
policy p "P"
  in force on any date

fact billed "Codes billed"
  set of codes in cpt

cover care "Care"
  for billed any in {97110}
"""
SPANS = [
    ir.CodeRange(low, high)
    for low, high in (
        ("97110", "97110"),
        ("97112", "97112"),
        ("97110", "97116"),
        ("97112", "97140"),
        ("97000", "97999"),
        ("92507", "92507"),
    )
]
CODES = ("92507", "92508", "97001", "97110", "97111", "97112", "97116", "97130", "97150", "98000")
SETS = [frozenset(s) for size in range(4) for s in itertools.combinations(CODES, size)]
TESTS = st.builds(
    ir.CodeSetIs,
    st.just("billed"),
    st.just("cpt"),
    st.sampled_from(ir.SetWord),
    st.lists(st.sampled_from(SPANS), min_size=1, max_size=2, unique=True).map(tuple),
)


@given(st.lists(st.tuples(TESTS, st.booleans()), min_size=1, max_size=4))
@settings(max_examples=200)
def test_tests_of_a_set_hold_together_when_they_do_for_some_set(
    tests: list[tuple[ir.CodeSetIs, bool]],
) -> None:
    program = checked(TEXT).program
    assert program is not None
    finder = Finder(program, 739_000)
    literals = [
        finder.gates.truth(test) if held else -finder.gates.truth(test) for test, held in tests
    ]
    possible = any(all(code_set_is(s, test) is held for test, held in tests) for s in SETS)
    slice = Slice(finder)
    answer = slice.can(*literals)
    assert (answer is Answer.YES) == possible
    if possible:
        found = slice.witness(*literals)
        assert isinstance(found, Witness)
        given = found.facts.get("billed", frozenset())
        assert isinstance(given, frozenset)
        assert all(code_set_is(given, test) is held for test, held in tests)
