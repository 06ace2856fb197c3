"""What decides and what speaks: clauses with their guards, benefits, what is assumed, advice."""

from __future__ import annotations

import enum

from policydsl.core.determinations import Determination
from policydsl.core.ir.expressions import Placed, Truth
from policydsl.core.values import FactValue
from policydsl.frozen import frozen


class Kind(enum.Enum):
    """Which construct a clause comes from; the word in JSON."""

    APPLIES = "applies"
    IN_FORCE = "in_force"
    REDIRECT = "redirect"
    ROUTE = "route"
    REFER = "refer"
    REVIEW = "review"
    EXCLUDE = "exclude"
    REQUIRE = "require"
    DOCUMENT = "document"
    AUTHORIZE = "authorize"
    LIMIT = "limit"
    EXTENSION = "extension"
    COVER = "cover"
    SILENCE = "silence"


@frozen
class Exception_(Placed):
    """`except when`: holds when its condition does and none of its own exceptions."""

    title: str
    condition: Truth
    exceptions: tuple[Exception_, ...]
    citations: tuple[str, ...]


@frozen
class Clause(Placed):
    """One reason to determine something (SPEC 4.4).

    `key` is unique in the policy; `id` is the author's name for the construct,
    which several clauses share where one construct says several things (a limit
    and its extension).  It holds when every guard and the bite do, none of its
    exceptions does, and no clause that overrides it holds.
    """

    key: str
    id: str
    title: str
    kind: Kind
    determination: Determination
    target: str | None
    guards: tuple[Truth, ...]
    bite: Truth
    exceptions: tuple[Exception_, ...]
    overridden_by: tuple[str, ...]  # keys
    papers: bool
    asks_for: tuple[str, ...]
    benefit: str | None
    citations: tuple[str, ...]
    rank: int
    member_pays: bool = False  # the member pays all: payment is a rate of zero
    leaning: Determination | None = None  # what a `review` leans to
    says: str = ""  # to a member, where it decides


@frozen
class Benefit(Placed):
    """A `cover`; `scope` is S_b of SPEC 4.4, `lineage` itself and what it is part of."""

    id: str
    title: str
    scope: Truth
    lineage: tuple[str, ...]
    citations: tuple[str, ...]


@frozen
class Assumption(Placed):
    """What an unknown fact is taken to be, always or when a condition holds.

    `stated` tells `unknown means` (a default of the vocabulary) from `assume`
    (evidence that stands for a finding).
    """

    fact: str
    value: FactValue
    condition: Truth | None
    title: str
    citations: tuple[str, ...]
    stated: bool


@frozen
class Advice(Placed):
    id: str
    text: str
    guards: tuple[Truth, ...]
    citations: tuple[str, ...]


@frozen
class OpenQuestion(Placed):
    """`clauses` are the keys whose part in a decision carries the question along."""

    question: str
    reading: str
    clauses: frozenset[str]
    citations: tuple[str, ...]
