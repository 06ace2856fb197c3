"""Say how tests of codes hang together, as clauses, and which codes tell them apart.

Tests of one code come out in the ways in which they come out for some code.  A set of codes
is told by the kinds of codes in it: two codes are of a kind when they lie in the same ranges
of all that the tests of the set speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policydsl.core import ir
from policydsl.core.codes import example_of, is_code
from policydsl.solve.gates import Coded, Gates
from policydsl.solve.sat import Literal

Clause = list[Literal]


class Codes:
    """The tests of codes of one policy by fact.

    INVARIANT: no test of a code is met after the first question.
    """

    def __init__(self, gates: Gates) -> None:
        self.gates = gates
        self._clauses: dict[str, list[Clause]] = {}

    def clauses(self, fact: str) -> list[Clause]:
        """Return the clauses that hold between the tests of *fact*."""
        if fact not in self._clauses:
            tests = {
                variable: leaf.test
                for variable, leaf in self.gates.leaves.items()
                if isinstance(leaf, Coded) and leaf.fact == fact
            }
            of_one = {v: test for v, test in tests.items() if isinstance(test, ir.CodeIn)}
            of_sets = {v: test for v, test in tests.items() if isinstance(test, ir.CodeSetIs)}
            self._clauses[fact] = [
                *(_of_one(self.gates, of_one) if of_one else ()),
                *(_of_sets(self.gates, of_sets) if of_sets else ()),
            ]
        return self._clauses[fact]


# -------------------------------------------------------------------- one code


def _of_one(gates: Gates, tests: Mapping[int, ir.CodeIn]) -> list[Clause]:
    """Say that the tests come out as they do for some code."""
    from policydsl.reference.truths import in_ranges  # loaded only where there are codes

    plain = list(tests.values())
    system = plain[0].system
    seen = {
        tuple(in_ranges(code, system, test.ranges) for test in plain)
        for code in ["", *codes_to_try(system, plain)]
    }
    if len(seen) == 2 ** len(tests):
        return []
    clauses: list[Clause] = []
    cells: list[int] = []
    for signature in sorted(seen):
        gates.count += 1
        cells.append(gates.count)
        for variable, held in zip(tests, signature, strict=True):
            clauses.append([-gates.count, variable if held else -variable])
    return [*clauses, cells]


# --------------------------------------------------------------- sets of codes


def _of_sets(gates: Gates, tests: Mapping[int, ir.CodeSetIs]) -> list[Clause]:
    """Say of each test which kinds of codes have to be in the set, and which must not."""
    from policydsl.reference.truths import in_ranges

    plain = list(tests.values())
    system = plain[0].system
    spans = list(dict.fromkeys(span for test in plain for span in test.ranges))
    kinds: dict[tuple[bool, ...], int] = {}
    for code in codes_to_try(system, plain):
        kind = tuple(in_ranges(code, system, (span,)) for span in spans)
        if kind not in kinds:
            gates.count += 1
            kinds[kind] = gates.count
    within = {
        span: [variable for kind, variable in kinds.items() if kind[place]]
        for place, span in enumerate(spans)
    }
    clauses: list[Clause] = []
    for variable, test in tests.items():
        clauses += _means(gates, variable, test, within, list(kinds.values()))
    return clauses


def _means(
    gates: Gates,
    variable: int,
    test: ir.CodeSetIs,
    within: Mapping[ir.CodeRange, Sequence[int]],
    kinds: Sequence[int],
) -> Iterator[Clause]:
    """Yield that *variable* is whether the set of *kinds* passes the test."""
    inside = list(dict.fromkeys(kind for span in test.ranges for kind in within[span]))
    outside = [kind for kind in kinds if kind not in set(inside)]
    if test.word is ir.SetWord.INCLUDES:
        met = []
        for span in test.ranges:
            gates.count += 1
            met.append(gates.count)
            yield from _any_of(gates.count, list(within[span]))
        yield from ([-variable, each] for each in met)
        yield [variable, *(-each for each in met)]
        return
    if test.word is ir.SetWord.ANY_IN:
        yield from _any_of(variable, inside)
        return
    yield from ([-variable, -kind] for kind in outside)
    if test.word is ir.SetWord.ONLY:
        yield [variable, *outside]
        return
    yield [-variable, *inside]
    yield from ([variable, -kind, *outside] for kind in inside)


def _any_of(variable: int, kinds: Sequence[int]) -> Iterator[Clause]:
    yield [-variable, *kinds]
    yield from ([variable, -kind] for kind in kinds)


# ---------------------------------------------------------------- codes to try


def codes_to_try(system: str, tests: Sequence[ir.CodeIn | ir.CodeSetIs]) -> list[str]:
    """Return codes of *system* at and around the ends of every range that *tests* speak of."""
    found: dict[str, None] = {}
    ends = [end for test in tests for span in test.ranges for end in (span.low, span.high)]
    for end in ends:
        found[end] = None
    for end in [*ends, *filter(None, [example_of(system)])]:
        for code in (end, *_beside(end), *(f"{end}{more}" for more in ("0", ".0", "9", ".9"))):
            found[code] = None
    return [code for code in found if is_code(system, code)]


def _beside(code: str) -> Iterator[str]:
    """Yield the codes before and after, of the same length."""
    for place in range(len(code) - 1, -1, -1):
        letter = code[place]
        if not letter.isalnum():
            continue
        for other in (chr(ord(letter) + 1), chr(ord(letter) - 1)):
            if other.isalnum() and other.isascii():
                yield code[:place] + other + code[place + 1 :]
