"""Find a code for each class of codes that a policy tells apart."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core import ir
from policydsl.core.codes import example_of, first_code, next_code
from policydsl.reference.structure import Atom
from policydsl.reference.truths import in_ranges

Ranges = tuple[ir.CodeRange, ...]


def code_classes(system: str, atoms: Iterable[Atom]) -> list[str]:
    """Return a code of each class that the tests on codes among *atoms* tell apart.

    In the order of codes a range begins at its lower end and ends before the first code
    after its upper end and all subcodes, so that no class lies between those.  Of a system
    whose codes can have any shape, text around the ends of the ranges stands for them.
    """
    tests = code_tests(atoms)
    starts = code_starts(system, tests)
    if not starts:
        spans = [span for ranges in tests for span in ranges]
        return sorted({"", *(end for span in spans for end in _around(span))})
    by_class: dict[tuple[bool, ...], str] = {}
    for code in (*filter(None, [example_of(system)]), *starts):
        by_class.setdefault(class_of(code, system, tests), code)
    return sorted(by_class.values())


def code_starts(system: str, tests: Iterable[Ranges]) -> list[str]:
    """Return where each stretch of codes begins that *tests* treat alike; none of open systems."""
    first = first_code(system)
    if first is None:
        return []
    spans = [span for ranges in tests for span in ranges]
    ends = (next_code(system, span.high) for span in spans)
    return sorted({first, *(span.low for span in spans), *filter(None, ends)})


def code_tests(atoms: Iterable[Atom]) -> tuple[Ranges, ...]:
    """Return the ranges that are asked for together: a set `includes` them one by one."""
    found: dict[Ranges, None] = {}
    for atom in atoms:
        if isinstance(atom, ir.CodeSetIs) and atom.word is ir.SetWord.INCLUDES:
            found |= {(span,): None for span in atom.ranges}
        elif isinstance(atom, ir.CodeIn | ir.CodeSetIs):
            found[atom.ranges] = None
    return tuple(found)


def class_of(code: str, system: str, tests: Iterable[Ranges]) -> tuple[bool, ...]:
    """Return which *tests* a code meets."""
    return tuple(in_ranges(code, system, ranges) for ranges in tests)


def _around(span: ir.CodeRange) -> tuple[str, ...]:
    return span.low, span.high, f"{span.low}0", f"{span.high}0", f"{span.high}~"
