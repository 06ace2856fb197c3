"""A whole policy, and the documents that it rests on."""

from __future__ import annotations

from policydsl.core.determinations import Determination
from policydsl.core.facts import FactTable
from policydsl.core.ir.amounts import Limit, Payment, Setting
from policydsl.core.ir.clauses import Advice, Assumption, Benefit, Clause, OpenQuestion
from policydsl.core.ir.expressions import Placed
from policydsl.frozen import frozen


@frozen
class Saying:
    """What the policy says to a member where it comes to *determination*."""

    determination: Determination
    text: str


@frozen
class Provision:
    """A statement of a source document, as its inventory has it."""

    id: str
    section: str
    paraphrase: str


@frozen
class Document:
    """A source document; `dated` is the day that it states, as text."""

    id: str
    title: str
    publisher: str
    dated: str
    provisions: tuple[Provision, ...]


@frozen
class InForce:
    """Inclusive days; None is open."""

    start: int | None
    end: int | None


@frozen
class Program(Placed):
    """A whole policy, ready to be decided.

    `documents` are what it rests on; they take no part in its hash.
    """

    id: str
    title: str
    issuer: str
    edition: str | None
    in_force: InForce
    facts: FactTable
    read_facts: tuple[str, ...]
    asks_first: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    clauses: tuple[Clause, ...]
    benefits: tuple[Benefit, ...]
    limits: tuple[Limit, ...]
    payments: tuple[Payment, ...]
    advice: tuple[Advice, ...]
    open_questions: tuple[OpenQuestion, ...]
    alternatives: bool
    content_hash: str
    settings: tuple[Setting, ...] = ()
    sayings: tuple[Saying, ...] = ()
    documents: tuple[Document, ...] = ()
