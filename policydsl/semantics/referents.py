"""What a name or an operand turns out to be."""

from __future__ import annotations

import attrs

from policydsl.core import ir
from policydsl.core.facts import Fact
from policydsl.semantics.typing import Lowered


@attrs.frozen
class FactRef:
    """A declared fact, of whatever type."""

    fact: Fact


@attrs.frozen
class TruthRef:
    """A condition: a define with `when`, a table of yes and no, or one written out."""

    truth: ir.Truth


@attrs.frozen
class TermRef:
    """A number or a day."""

    lowered: Lowered


@attrs.frozen
class WordRow:
    """One row of a table that gives words."""

    word: str
    condition: ir.Truth


@attrs.frozen
class WordsRef:
    """A table that gives words; at most one of its rows holds."""

    name: str
    title: str
    rows: tuple[WordRow, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.word for row in self.rows))


@attrs.frozen
class Poisoned:
    """Something in error, which has been reported."""


Referent = FactRef | TruthRef | TermRef | WordsRef | Poisoned
POISONED = Poisoned()
POISON = ir.Truism(False)
