"""Name the facts that make an atom what it is, along the cases that apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.reference.structure import facts_read, subterms
from policydsl.reference.truths import leaf_facts, truth
from policydsl.reference.valuation import Valuation


def facts_along(atom: ir.Truth, valuation: Valuation) -> Iterable[str]:
    """Return facts such that *atom* stays what it is while they stay; may repeat one.

    Where it is not known which case of a term applies, all that can be read.
    """
    if isinstance(atom, ir.Compare) and any(_in_doubt(atom, valuation)):
        return facts_read(atom)
    return leaf_facts(atom, valuation)


def _in_doubt(atom: ir.Compare, valuation: Valuation) -> Iterator[bool]:
    for side in (atom.left, atom.right):
        for part in subterms(side):
            if isinstance(part, ir.Cases):
                for case in part.cases:
                    held = truth(case.condition, valuation)
                    yield held is Kleene.UNKNOWN
                    if held is Kleene.YES:
                        break
