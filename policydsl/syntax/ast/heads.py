"""Heads of files: a policy, a vocabulary, and the sources that they rest on."""

from __future__ import annotations

import enum

from policydsl.frozen import frozen
from policydsl.syntax.ast.clauses import HeadedBlock
from policydsl.syntax.ast.lines import Line
from policydsl.syntax.ast.node import Name, Text
from policydsl.syntax.ast.values import Date


@frozen(eq=False, repr=False)
class Issuer(Line):
    text: Text


@frozen(eq=False, repr=False)
class Edition(Line):
    date: Date


@frozen(eq=False, repr=False)
class Uses(Line):
    vocabularies: tuple[Name, ...]


@frozen(eq=False, repr=False)
class AsksFirst(Line):
    facts: tuple[Name, ...]


class Alternatives(Line):
    """`benefits are alternatives`."""

    __slots__ = ()


class Policy(HeadedBlock):
    __slots__ = ()


class Vocabulary(HeadedBlock):
    __slots__ = ()


class SourceWord(enum.Enum):
    UPDATED = "updated"
    EFFECTIVE = "effective"
    INVENTORY = "inventory"
    PUBLISHER = "publisher"


@frozen(eq=False, repr=False)
class SourceDate(Line):
    """`updated` or `effective`."""

    word: SourceWord
    date: Date


@frozen(eq=False, repr=False)
class SourceText(Line):
    """`inventory` (a file beside the policy) or `publisher`."""

    word: SourceWord
    text: Text


class SourceItem(HeadedBlock):
    __slots__ = ()
