"""What a name or an operand turns out to be."""

from __future__ import annotations

from policydsl.core import ir
from policydsl.core.facts import Fact
from policydsl.frozen import frozen
from policydsl.semantics.typing import Lowered


@frozen
class FactRef:
    """A declared fact, of whatever type."""

    fact: Fact


@frozen
class TruthRef:
    """A condition: a define with `when`, a table of yes and no, or one written out."""

    truth: ir.Truth


@frozen
class TermRef:
    """A number or a day; *endless* where it may be `none`, an amount without end."""

    lowered: Lowered
    endless: bool = False


@frozen
class WordRow:
    """One row of a table that gives words."""

    word: str
    condition: ir.Truth


@frozen
class WordsRef:
    """A table that gives words, or a parameter of members; at most one row holds.

    `members` are declared; a table declares none, and gives what its rows do.
    """

    name: str
    title: str
    rows: tuple[WordRow, ...]
    members: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return self.members or tuple(dict.fromkeys(row.word for row in self.rows))


@frozen
class SetRow:
    """One row of a parameter that is a set."""

    values: frozenset[str]
    condition: ir.Truth


@frozen
class SetsRef:
    """A parameter that plans set to sets of its members; at most one row holds."""

    name: str
    title: str
    rows: tuple[SetRow, ...]
    members: tuple[str, ...]


@frozen
class Poisoned:
    """Something in error, which has been reported."""


Referent = FactRef | TruthRef | TermRef | WordsRef | SetsRef | Poisoned
POISONED = Poisoned()
POISON = ir.Truism(False)
