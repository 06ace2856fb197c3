"""Say which leaves of one fact can be true together, as clauses."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from policydsl.core import ir
from policydsl.core.codes import example_of, is_code
from policydsl.core.facts import Choice, FactTable
from policydsl.solve.gates import Among, AtMost, Coded, Gates, Leaf
from policydsl.solve.sat import Literal

Clauses = list[list[Literal]]


def group_of(leaf: Leaf) -> object:
    """Return what *leaf* shares with the leaves that it depends on; None: it is independent."""
    match leaf:
        case Among(fact=fact):
            return ("among", fact)
        case Coded(fact=fact, test=ir.CodeIn()):
            return ("coded", fact)
        case AtMost(form=form):
            return form
        case _:
            return None


def related(gates: Gates, leaves: Mapping[int, Leaf]) -> Clauses:
    """Return the clauses that hold between *leaves* of one group."""
    first = next(iter(leaves.values()))
    match first:
        case Among(fact=fact):
            kind = gates.facts[fact].type
            if not isinstance(kind, Choice):
                return []
            tests = [leaf.values for leaf in leaves.values() if isinstance(leaf, Among)]
            seen = {tuple(member in test for test in tests) for member in kind.members}
            return _exactly(gates, list(leaves), seen)
        case Coded():
            seen = set(_signatures(gates.facts, leaves))
            return _exactly(gates, list(leaves), seen)
        case AtMost():
            ordered = sorted(
                (leaf.bound, variable)
                for variable, leaf in leaves.items()
                if isinstance(leaf, AtMost)
            )
            return [[-one, other] for (_, one), (_, other) in itertools.pairwise(ordered)]
        case _:
            return []


def _exactly(gates: Gates, tests: Sequence[int], seen: set[tuple[bool, ...]]) -> Clauses:
    """Say that the *tests* come out in one of the ways that were *seen*."""
    if len(seen) == 2 ** len(tests):
        return []
    clauses: Clauses = []
    cells: list[int] = []
    for signature in sorted(seen):
        gates.count += 1
        cells.append(gates.count)
        for test, held in zip(tests, signature, strict=True):
            clauses.append([-gates.count, test if held else -test])
    return [*clauses, cells]


# ----------------------------------------------------------------------- codes


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


def _signatures(facts: FactTable, leaves: Mapping[int, Leaf]) -> Iterator[tuple[bool, ...]]:
    from policydsl.reference.truths import in_ranges  # loaded only where there are codes

    tests = [leaf.test for leaf in leaves.values() if isinstance(leaf, Coded)]
    plain = [test for test in tests if isinstance(test, ir.CodeIn)]
    system = plain[0].system
    for code in ["", *codes_to_try(system, plain)]:
        yield tuple(in_ranges(code, system, test.ranges) for test in plain)
