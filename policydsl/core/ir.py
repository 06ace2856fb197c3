"""The policy as definitions: expressions, clauses, benefits, limits, payment.

This is the tree that `policydsl.reference` interprets, that `policydsl.graph`
shares nodes of, and that SPEC 4 (the definitions of a decision) speaks about.
Every name is bound: facts by name, clauses and benefits by id.

Expressions are of two kinds.  A *truth* is yes, no or unknown; a *term* is an
exact integer (scaled as its fact is), or absent, or unknown.  Chains are n-ary.
"""

from __future__ import annotations

import enum

from policydsl.core.dates import Period
from policydsl.core.determinations import Determination
from policydsl.core.facts import FactTable
from policydsl.core.values import FactValue
from policydsl.frozen import field, frozen
from policydsl.source import Span


@frozen(kw_only=True)
class Placed:
    """Something with a place in the author's text; the place is not its meaning."""

    span: Span | None = field(default=None, eq=False, repr=False)


# -------------------------------------------------------------------- terms


@frozen
class Constant(Placed):
    """An exact integer."""

    value: int


@frozen
class FactTerm(Placed):
    """The number or day that a fact holds."""

    fact: str


@frozen
class ServiceDate(Placed):
    """The day the request is about (`as_of`)."""


@frozen
class Addend:
    factor: int
    term: Term
    citations: tuple[str, ...] = ()


@frozen
class Sum(Placed):
    """The sum of factor × term; absent when any term is absent."""

    addends: tuple[Addend, ...]


@frozen
class Least(Placed):
    terms: tuple[Term, ...]


@frozen
class Greatest(Placed):
    terms: tuple[Term, ...]


@frozen
class ElseTerm(Placed):
    """*term*, or *otherwise* where it is absent (not where it is unknown)."""

    term: Term
    otherwise: Term


@frozen
class Case:
    condition: Truth
    term: Term
    citations: tuple[str, ...] = ()


@frozen
class Cases(Placed):
    """The term of the first case that holds, else *otherwise*; None is absent."""

    cases: tuple[Case, ...]
    otherwise: Term | None


@frozen
class AddPeriod(Placed):
    """A day plus *count* periods, months clipped to their end (SPEC 6.2)."""

    term: Term
    count: int
    period: Period


@frozen
class AgeTerm(Placed):
    """Completed years or months on the service date of one born on *born*."""

    born: Term
    in_months: bool


@frozen
class BirthdayTerm(Placed):
    """The day on which one born on *born* turns *years*."""

    born: Term
    years: int


@frozen
class YearTerm(Placed):
    """The calendar year of a day."""

    term: Term


Term = (
    Constant
    | FactTerm
    | ServiceDate
    | Sum
    | Least
    | Greatest
    | ElseTerm
    | Cases
    | AddPeriod
    | AgeTerm
    | BirthdayTerm
    | YearTerm
)


# ------------------------------------------------------------------- truths


@frozen
class Truism(Placed):
    """Always yes, or always no."""

    value: bool


@frozen
class MemberIs(Placed):
    """A yes-or-no or one-of fact holds one of *values*; no when it is absent."""

    fact: str
    values: frozenset[bool] | frozenset[str]


@frozen
class CodeRange:
    """Codes from *low* to *high* inclusive; for `icd10` a code contains its subcodes."""

    low: str
    high: str


@frozen
class CodeIn(Placed):
    """A code fact lies in one of *ranges*."""

    fact: str
    system: str
    ranges: tuple[CodeRange, ...]


class SetWord(enum.Enum):
    INCLUDES = "includes"  # every one of *values* is in the fact's set
    ANY_IN = "any in"  # at least one element is among *values*
    ALL_IN = "all in"  # nonempty, and every element is among *values*
    ONLY = "only"  # every element is among *values*; the empty set too


@frozen
class SetIs(Placed):
    """A test on a set-of-members fact."""

    fact: str
    word: SetWord
    values: frozenset[str]


@frozen
class CodeSetIs(Placed):
    """A test on a set-of-codes fact."""

    fact: str
    system: str
    word: SetWord
    ranges: tuple[CodeRange, ...]


class Order(enum.Enum):
    AT_MOST = "<="
    LESS = "<"
    EQUAL = "="


@frozen
class Compare(Placed):
    """left ≤, < or = right; no when either side is absent."""

    left: Term
    order: Order
    right: Term


@frozen
class IsAbsent(Placed):
    fact: str


@frozen
class IsKnown(Placed):
    """Whether a fact was given; only advice and payment may ask (SPEC 2.4)."""

    fact: str


@frozen
class Not(Placed):
    operand: Truth


@frozen
class And(Placed):
    operands: tuple[Truth, ...]


@frozen
class Or(Placed):
    operands: tuple[Truth, ...]


@frozen
class Cited(Placed):
    """A truth with the inventory rows that support it."""

    operand: Truth
    citations: tuple[str, ...]


@frozen
class Named(Placed):
    """The use of a `define`d condition, or of an assumption's condition."""

    name: str
    title: str
    operand: Truth
    citations: tuple[str, ...] = ()


Truth = (
    Truism
    | MemberIs
    | CodeIn
    | SetIs
    | CodeSetIs
    | Compare
    | IsAbsent
    | IsKnown
    | Not
    | And
    | Or
    | Cited
    | Named
)


# ------------------------------------------------------------------ clauses


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
class Setting(Placed):
    """What a plan makes of a fact while *condition* holds; None: an amount without end.

    It supplies the fact through an assumption; a request that gives the fact another
    value is refused.
    """

    fact: str
    value: FactValue | None
    condition: Truth
    plan: str
    title: str
    citations: tuple[str, ...]


@frozen
class Window(Placed):
    """How a limit's period is named, and the day range it binds in, if it has one.

    `words` is what follows `per`, for people: `calendar year`, `program`.
    `inside` is the condition that the service date lies in the period from the
    anchor; None when usage is already counted for the right period.
    """

    words: str
    inside: Truth | None
    citations: tuple[str, ...]


@frozen
class Limit(Placed):
    """The arithmetic of a limit, as terms (SPEC 4.4, LIMIT).

    `authorized` is base plus granted extension, `remaining` what is left of it
    before this request, `asked` what the request takes.  `ceiling` is the most
    that an extension can reach; None: no extension, or no ceiling.
    """

    id: str
    title: str
    unit: str
    live: Truth
    base: Term
    granted: Term
    ceiling: Term | None
    authorized: Term
    used: Term
    asked: Term
    remaining: Term
    windows: tuple[Window, ...]
    extendable: bool
    citations: tuple[str, ...]
    unlimited: bool = False  # `base` is then `facts.BOUND`
    places: int = 0  # the terms are counts times 10**places


@frozen
class Payment(Placed):
    """One `pays` line: guards in order, then what it pays.

    `rate` in hundredths of a percent; `basis` in cents (None: it cannot be
    computed); `copay` and `deductible` in cents, both the member's.
    """

    guards: tuple[Truth, ...]
    benefit: str | None
    rate: Term | None
    basis: Term | None
    copay: Term | None
    copay_times: Term | None
    deductible: Term | None
    rounding: str
    nothing: bool
    citations: tuple[str, ...]


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
