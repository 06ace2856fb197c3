"""The tree of a `.pol` file, as its author wrote it.

Nodes are frozen and compare by what they say: the span takes no part in
equality, so `parse(print(tree)) == tree` is a plain assertion.  Nothing here is
bound, typed or checked; `policydsl.semantics` lowers this tree into
`policydsl.core.ir` and no later stage looks back.

Chains (`and`, `or`, `plus`, bullets) are n-ary, so that the depth of a tree is
the depth of the author's nesting, which the parser bounds.
"""

from __future__ import annotations

import datetime
import enum

import attrs

from policydsl.frozen import field, frozen
from policydsl.source import Span


# The classes below leave comparing, hashing and showing to `Node`, and those that hold the same
# parts share one class that lists them.
@frozen(kw_only=True, eq=False, repr=False)
class Node:
    """A part of a policy and where it stands; two nodes are equal when they say the same."""

    span: Span = field(eq=False, repr=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Node):
            return NotImplemented
        # Without recursion: a tree may be as deep as the parser allows.
        pending: list[tuple[object, object]] = [(self, other)]
        while pending:
            one, two = pending.pop()
            if one is two:
                continue
            if type(one) is not type(two):
                return False
            if isinstance(one, Node) and isinstance(two, Node):
                pending += zip(_said(one), _said(two), strict=True)
            elif isinstance(one, tuple) and isinstance(two, tuple):
                if len(one) != len(two):
                    return False
                pending += zip(one, two, strict=True)
            elif one != two:
                return False
        return True

    def __hash__(self) -> int:
        return hash((type(self), *_said(self)))

    def __repr__(self) -> str:
        said = (f"{name}={getattr(self, name)!r}" for name in _compared(type(self)))
        return f"{type(self).__name__}({', '.join(said)})"


def _said(node: Node) -> tuple[object, ...]:
    return tuple([getattr(node, name) for name in _compared(type(node))])


_COMPARED: dict[type, tuple[str, ...]] = {}


def _compared(kind: type[Node]) -> tuple[str, ...]:
    if kind not in _COMPARED:
        _COMPARED[kind] = tuple(field.name for field in attrs.fields(kind) if field.eq)
    return _COMPARED[kind]


# ------------------------------------------------------------------- shared


@frozen(eq=False, repr=False)
class Spelled(Node):
    """What is known by its letters alone."""

    text: str


class Name(Spelled):
    """A name as written; dots separate a record or limit from its part."""

    __slots__ = ()


class Text(Spelled):
    """A quoted title or passage, without its quotes."""

    __slots__ = ()


@frozen(eq=False, repr=False)
class Citation(Node):
    """One id of an inventory row, from `[A, B]` at the end of a line."""

    id: str


Citations = tuple[Citation, ...]


class Unit(enum.Enum):
    VISITS = "visits"
    SESSIONS = "sessions"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    MINUTES = "minutes"
    UNITS = "units"


# ------------------------------------------------------------------- values


class Number(Spelled):
    """A bare number; the text is kept because `02` may be a code."""

    __slots__ = ()


@frozen(eq=False, repr=False)
class Quantity(Node):
    text: str
    unit: Unit


class Money(Spelled):
    """An amount of dollars as written, without the sign: `1,250.00`."""

    __slots__ = ()


class Percent(Spelled):
    """A percentage as written, without the sign: `12.5`."""

    __slots__ = ()


@frozen(eq=False, repr=False)
class Date(Node):
    value: datetime.date


@frozen(eq=False, repr=False)
class YesNo(Node):
    value: bool


class Absent(Node):
    __slots__ = ()


class Unlimited(Node):
    """The word `none` where a value stands: no limit, or an empty set."""

    __slots__ = ()


class Member(Spelled):
    """A member of an enumeration or a code, by its text."""

    __slots__ = ()


@frozen(eq=False, repr=False)
class MemberRange(Node):
    """`97110` or `97110 to 97150`; `high` is None for a single member."""

    low: Member
    high: Member | None
    citations: Citations = ()


@frozen(eq=False, repr=False)
class SetValue(Node):
    items: tuple[MemberRange, ...]


Literal = Number | Quantity | Money | Percent | Date
Value = Literal | YesNo | Absent | Unlimited | Member | SetValue


# -------------------------------------------------------------- expressions


@frozen(eq=False, repr=False)
class Bracketed(Node):
    inner: Expr


@frozen(eq=False, repr=False)
class Not(Node):
    operand: Expr


class Joiner(enum.Enum):
    AND = "and"
    OR = "or"


@frozen(eq=False, repr=False)
class Chain(Node):
    """`a and b and c` or `a or b or c`, never mixed."""

    joiner: Joiner
    operands: tuple[Expr, ...]


@frozen(eq=False, repr=False)
class Is(Node):
    left: Expr
    value: Value
    negated: bool


class State(enum.Enum):
    ABSENT = "absent"
    PRESENT = "present"
    KNOWN = "known"


@frozen(eq=False, repr=False)
class IsState(Node):
    left: Expr
    state: State
    negated: bool


@frozen(eq=False, repr=False)
class In(Node):
    left: Expr
    items: tuple[MemberRange, ...]
    negated: bool


@frozen(eq=False, repr=False)
class Like(Node):
    """`service like {a, b} or finding`: members hold, others take the finding."""

    left: Expr
    items: tuple[MemberRange, ...]
    finding: Name


class SetWord(enum.Enum):
    INCLUDES = "includes"
    ANY_IN = "any in"
    ALL_IN = "all in"
    ONLY = "only"


@frozen(eq=False, repr=False)
class SetTest(Node):
    left: Expr
    word: SetWord
    items: tuple[MemberRange, ...]


class Relation(enum.Enum):
    AT_LEAST = "is at least"
    AT_MOST = "is at most"
    MORE_THAN = "is more than"
    LESS_THAN = "is less than"
    EXACTLY = "is exactly"
    SAME_AS = "is the same as"
    BEFORE = "is before"
    AFTER = "is after"
    ON_OR_BEFORE = "is on or before"
    ON_OR_AFTER = "is on or after"


@frozen(eq=False, repr=False)
class Compare(Node):
    left: Expr
    relation: Relation
    right: Expr


@frozen(eq=False, repr=False)
class Between(Node):
    left: Expr
    low: Expr
    high: Expr


class Side(enum.Enum):
    BEFORE = "before"
    AFTER = "after"


class BusinessDays(Spelled):
    __slots__ = ()


@frozen(eq=False, repr=False)
class Within(Node):
    """`order_date is less than 45 days before service date`."""

    left: Expr
    relation: Relation
    amount: Quantity | Number | Money | Percent | BusinessDays
    side: Side
    anchor: Expr


class Quantifier(enum.Enum):
    ANY = "any"
    EVERY = "every"
    NO = "no"


@frozen(eq=False, repr=False)
class Quantified(Node):
    quantifier: Quantifier
    records: Name
    condition: Expr


class FoldWord(enum.Enum):
    COUNT = "count of"
    SUM = "sum of"
    FIRST = "first"
    LATEST = "latest"


@frozen(eq=False, repr=False)
class Fold(Node):
    """`count of visits where (…)`, `latest evaluation.date where (…)`."""

    word: FoldWord
    records: Name
    condition: Expr | None


class ListWord(enum.Enum):
    ANY = "any of"
    ALL = "all of"
    NONE = "none of"


@frozen(eq=False, repr=False)
class Bullet(Node):
    """One bullet of a condition, with the citations that support it."""

    expr: Expr
    citations: Citations


@frozen(eq=False, repr=False)
class Listed(Node):
    """`any of`, `all of` or `none of` with one condition a bullet."""

    word: ListWord
    citations: Citations
    bullets: tuple[Bullet, ...]


@frozen(eq=False, repr=False)
class MemberBullet(Node):
    item: MemberRange
    title: Text | None
    citations: Citations


@frozen(eq=False, repr=False)
class MemberList(Node):
    """`service is any of` with one member a bullet."""

    left: Expr
    negated: bool
    citations: Citations
    bullets: tuple[MemberBullet, ...]


@frozen(eq=False, repr=False)
class Summand(Node):
    """One bullet of a sum; with a condition it counts only where that holds."""

    expr: Expr
    condition: Expr | None
    citations: Citations


@frozen(eq=False, repr=False)
class SumOf(Node):
    """`sum of` with one summand a bullet."""

    citations: Citations
    bullets: tuple[Summand, ...]


class Sign(enum.Enum):
    PLUS = "plus"
    MINUS = "minus"


@frozen(eq=False, repr=False)
class Term(Node):
    sign: Sign
    operand: Expr


@frozen(eq=False, repr=False)
class Sum(Node):
    """`a plus b minus c`; the first term's sign is always plus."""

    terms: tuple[Term, ...]


@frozen(eq=False, repr=False)
class Product(Node):
    left: Expr
    right: Expr


@frozen(eq=False, repr=False)
class Else(Node):
    """`a else b`: b when a is absent, not when it is unknown."""

    left: Expr
    right: Expr


class ExtremeWord(enum.Enum):
    SMALLER = "smaller of"
    LARGER = "larger of"


@frozen(eq=False, repr=False)
class Extreme(Node):
    word: ExtremeWord
    operands: tuple[Expr, ...]


class Age(Node):
    __slots__ = ()


class ServiceDate(Node):
    __slots__ = ()


@frozen(eq=False, repr=False)
class Birthday(Node):
    number: int


@frozen(eq=False, repr=False)
class YearOf(Node):
    operand: Expr


Expr = (
    Name
    | Number
    | Quantity
    | Money
    | Percent
    | Date
    | Bracketed
    | Not
    | Chain
    | Is
    | IsState
    | In
    | Like
    | SetTest
    | Compare
    | Between
    | Within
    | Quantified
    | Fold
    | Listed
    | MemberList
    | SumOf
    | Sum
    | Product
    | Else
    | Extreme
    | Age
    | ServiceDate
    | Birthday
    | YearOf
)


@frozen(eq=False, repr=False)
class Condition(Node):
    """An expression where a condition stands, with its citations."""

    expr: Expr
    citations: Citations


# -------------------------------------------------------------------- lines


class OutcomeWord(enum.Enum):
    NOT_COVERED = "not covered"
    PEND = "pend"
    REVIEW = "review"
    REFER = "refer to"
    PRIOR_AUTH = "needs prior auth"
    EXHAUSTED = "exhausted"
    NOT_APPLICABLE = "not applicable"
    MEMBER_PAYS = "member pays all"
    COVERED = "covered"


@frozen(eq=False, repr=False)
class Outcome(Node):
    word: OutcomeWord
    target: Name | None


@frozen(kw_only=True, eq=False, repr=False)
class Line(Node):
    citations: Citations = ()


@frozen(eq=False, repr=False)
class ConditionLine(Line):
    """A line that is a word and a condition."""

    condition: Expr


class When(ConditionLine):
    __slots__ = ()


class MetWhen(ConditionLine):
    __slots__ = ()


class Unless(ConditionLine):
    __slots__ = ()


class CountsWhen(ConditionLine):
    __slots__ = ()


class SatisfiedBy(ConditionLine):
    __slots__ = ()


@frozen(eq=False, repr=False)
class For(Line):
    """`for CONDITION`; with a block it guards the lines inside."""

    condition: Expr
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class If(Line):
    condition: Expr
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Except(Line):
    title: Text | None
    items: tuple[Name, ...]
    condition: Expr
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class InForce(Line):
    """Inclusive dates; both None: in force on any date."""

    start: Date | None
    end: Date | None


@frozen(eq=False, repr=False)
class PartOf(Line):
    benefit: Name


@frozen(eq=False, repr=False)
class Overrides(Line):
    clauses: tuple[Name, ...]


@frozen(eq=False, repr=False)
class Otherwise(Line):
    outcome: Outcome


@frozen(eq=False, repr=False)
class AskFor(Line):
    facts: tuple[Name, ...]


@frozen(eq=False, repr=False)
class CountsToward(Line):
    counter: Name
    limited: bool


@frozen(eq=False, repr=False)
class Outside(Line):
    """`outside COUNTER`; None: `outside every limit`."""

    counter: Name | None


@frozen(eq=False, repr=False)
class Complete(Line):
    document: Name


@frozen(eq=False, repr=False)
class DirectTo(Line):
    target: Name


@frozen(eq=False, repr=False)
class IncludedIn(Line):
    benefit: Name


class SettledBy(ConditionLine):
    __slots__ = ()


class ItemWord(enum.Enum):
    WHEN = "when"
    MET_WHEN = "met when"


@frozen(eq=False, repr=False)
class Item(Line):
    """A bullet with an id of its own, in an `exclude` or a `document`."""

    id: Name
    title: Text | None
    word: ItemWord | None
    condition: Expr | None
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class AnyOf(Line):
    """Alternative elements of a document: one of them is enough."""

    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class TextLine(Line):
    text: Text


@frozen(eq=False, repr=False)
class Say(Line):
    """What is said to a member: where a clause decides, of a fact, or *when* so determined.

    `otherwise` is what is said of a yes-or-no fact when it is not so.
    """

    text: Text
    when: Name | None = None
    otherwise: Text | None = None


@frozen(eq=False, repr=False)
class Accept(Line):
    """A finding of the analysis that stays, and why; an item of its own has `about` lines."""

    code: Name
    reason: Text
    lines: tuple[About, ...]


@frozen(eq=False, repr=False)
class ValueLine(Line):
    """`is …` in a `define`."""

    value: Expr


@frozen(eq=False, repr=False)
class PaysRate(Node):
    rate: Expr


@frozen(eq=False, repr=False)
class PaysCopay(Node):
    amount: Expr
    per: Name | None


@frozen(eq=False, repr=False)
class PaysDeductible(Node):
    amount: Expr


@frozen(eq=False, repr=False)
class PaysOf(Node):
    basis: Expr


@frozen(eq=False, repr=False)
class PaysRounded(Node):
    mode: Name


class PaysNothing(Node):
    __slots__ = ()


Payment = PaysRate | PaysCopay | PaysDeductible | PaysOf | PaysRounded | PaysNothing


@frozen(eq=False, repr=False)
class Pays(Line):
    payments: tuple[Payment, ...]
    condition: Expr | None


class WindowWord(enum.Enum):
    CALENDAR_WEEK = "calendar week"
    CALENDAR_MONTH = "calendar month"
    CALENDAR_YEAR = "calendar year"
    PLAN_YEAR = "plan year"
    BENEFIT_YEAR = "benefit year"
    SLIDING = "sliding"
    NAMED = "named"


@frozen(eq=False, repr=False)
class WindowName(Node):
    """What follows `per`; `name` holds `day`, `lifetime`, `program` or a weekday."""

    word: WindowWord
    name: Name | None = None
    length: Literal | None = None


@frozen(eq=False, repr=False)
class Amount(Line):
    """`30 visits per calendar year`; `amount` None: unlimited."""

    amount: Expr | None
    window: WindowName | None


@frozen(eq=False, repr=False)
class WindowFrom(Line):
    """`for 12 weeks from start_date`, `once` or `again from the next`."""

    length: Literal
    anchor: Expr
    repeats: bool | None


@frozen(eq=False, repr=False)
class WindowUntil(Line):
    end: Expr


@frozen(eq=False, repr=False)
class Used(Line):
    """`used EXPR`; None: counted from the request's history."""

    value: Expr | None


@frozen(eq=False, repr=False)
class Asked(Line):
    value: Expr


class AskedBy(ConditionLine):
    __slots__ = ()


@frozen(eq=False, repr=False)
class Extend(Line):
    """`extend by up to N`; None: without ceiling."""

    amount: Expr | None
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Status(Line):
    fact: Name


@frozen(eq=False, repr=False)
class Granted(Line):
    value: Expr


@frozen(eq=False, repr=False)
class Beyond(Line):
    outcome: Outcome


@frozen(eq=False, repr=False)
class MeasureDates(Line):
    also: Name | None


@frozen(eq=False, repr=False)
class MeasureUnit(Line):
    unit: Unit


@frozen(eq=False, repr=False)
class MeasureMoney(Line):
    basis: Name


@frozen(eq=False, repr=False)
class ForEach(Line):
    fact: Name


@frozen(eq=False, repr=False)
class FromNth(Line):
    """`from the 5th visit of COUNT on`."""

    number: int
    unit: Unit
    count: Expr | None


# -------------------------------------------------------------------- items


@frozen(kw_only=True, eq=False, repr=False)
class Headed(Line):
    """What an item begins with; also a line when it stands inside another."""

    id: Name
    title: Text | None = None


@frozen(eq=False, repr=False)
class HeadedBlock(Headed):
    """An item that is a word, a name, a title, and lines."""

    lines: tuple[AnyLine, ...]


class ClauseWord(enum.Enum):
    APPLIES = "applies"
    EXCLUDE = "exclude"
    COVER = "cover"
    DOCUMENT = "document"
    AUTHORIZE = "authorize"
    COUNTER = "counter"
    LIMIT = "limit"
    REQUIRE = "require"
    DEFINE = "define"


@frozen(eq=False, repr=False)
class Clause(Headed):
    word: ClauseWord
    lines: tuple[AnyLine, ...]


class SendingWord(enum.Enum):
    ROUTE = "route"
    REFER = "refer"


@frozen(eq=False, repr=False)
class Sending(Headed):
    word: SendingWord
    target: Name
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Review(Headed):
    leaning: Outcome | None
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Advise(Line):
    id: Name | None
    text: Text
    condition: Expr | None
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Assume(Line):
    fact: Name
    value: Value
    title: Text | None
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class NotEncoded(Line):
    why: Text
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Reading(Line):
    text: Text


@frozen(eq=False, repr=False)
class About(Line):
    clauses: tuple[Name, ...]


@frozen(eq=False, repr=False)
class OpenQuestion(Line):
    question: Text
    lines: tuple[AnyLine, ...]


# ------------------------------------------------------------------ headers


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


# -------------------------------------------------------------------- facts


@frozen(eq=False, repr=False)
class EnumMember(Node):
    member: Member
    title: Text | None
    citations: Citations = ()


class YesNoType(Node):
    __slots__ = ()


@frozen(eq=False, repr=False)
class OneOfType(Node):
    """`members` from braces, or from bullets when `bulleted`."""

    members: tuple[EnumMember, ...]
    bulleted: bool


@frozen(eq=False, repr=False)
class SetOfType(Node):
    members: tuple[EnumMember, ...]
    bulleted: bool


@frozen(eq=False, repr=False)
class CodeType(Node):
    system: Name


@frozen(eq=False, repr=False)
class CodeSetType(Node):
    system: Name


class WholeType(Node):
    __slots__ = ()


@frozen(eq=False, repr=False)
class DecimalType(Node):
    places: int | None


@frozen(eq=False, repr=False)
class QuantityType(Node):
    unit: Unit


class MoneyType(Node):
    __slots__ = ()


class PercentType(Node):
    __slots__ = ()


class DateType(Node):
    __slots__ = ()


class TextType(Node):
    __slots__ = ()


@frozen(eq=False, repr=False)
class RecordType(Node):
    fields: tuple[Fact, ...]
    listed: bool


class RangeWord(enum.Enum):
    FROM = "from"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@frozen(eq=False, repr=False)
class Range(Node):
    """`from A to B`, `at least A`, `at most B`; the word keeps the spelling."""

    word: RangeWord
    low: Literal | None
    high: Literal | None


class MayBeAbsent(Node):
    __slots__ = ()


class Fixed(Node):
    __slots__ = ()


@frozen(eq=False, repr=False)
class AskedOf(Node):
    supplier: Name


@frozen(eq=False, repr=False)
class UnknownMeans(Node):
    value: Value
    condition: Expr | None


FactType = (
    YesNoType
    | OneOfType
    | SetOfType
    | CodeType
    | CodeSetType
    | WholeType
    | DecimalType
    | QuantityType
    | MoneyType
    | PercentType
    | DateType
    | TextType
    | RecordType
)
Attribute = FactType | Range | MayBeAbsent | Fixed | AskedOf | UnknownMeans


@frozen(eq=False, repr=False)
class Attributes(Line):
    """One line of a fact's attributes, in the author's order."""

    attributes: tuple[Attribute, ...]


class Fact(HeadedBlock):
    """A declared fact, or a field of a record."""

    __slots__ = ()


@frozen(eq=False, repr=False)
class Typically(Line):
    """The usual range of the parameter it stands in, or of one that a plan sets."""

    low: Literal
    high: Literal
    parameter: Name | None = None


@frozen(eq=False, repr=False)
class StandsFor(Line):
    """A parameter's fact: `stands for plan_visit_limit`."""

    fact: Name


class Parameter(HeadedBlock):
    __slots__ = ()


@frozen(eq=False, repr=False)
class Sets(Line):
    parameter: Name
    value: Value


class Plan(HeadedBlock):
    __slots__ = ()


@frozen(eq=False, repr=False)
class RestDays(Line):
    days: tuple[Name, ...]


@frozen(eq=False, repr=False)
class Holiday(Line):
    date: Date
    title: Text | None


@frozen(eq=False, repr=False)
class Spans(Line):
    start: Date
    end: Date


class Calendar(HeadedBlock):
    __slots__ = ()


# ------------------------------------------------------ tables and scenarios


class CellWord(enum.Enum):
    ANY = "any"
    TO = "to"
    VALUES = "values"
    BETWEEN = "between"
    OVER_TO = "over to"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@frozen(eq=False, repr=False)
class Cell(Node):
    word: CellWord
    values: tuple[Value, ...] = ()
    target: Name | None = None


@frozen(eq=False, repr=False)
class Row(Line):
    cells: tuple[Cell, ...]


@frozen(eq=False, repr=False)
class GivenNames(Line):
    facts: tuple[Name, ...]


class RowsWord(enum.Enum):
    REDIRECT = "redirect"
    TABLE = "table"


@frozen(eq=False, repr=False)
class Rows(Headed):
    word: RowsWord
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class AsOf(Line):
    date: Date


@frozen(eq=False, repr=False)
class GivenFact(Line):
    fact: Name
    value: Value


@frozen(eq=False, repr=False)
class Given(Line):
    """The facts of a request; with `like`, on top of those of a `case`."""

    facts: tuple[GivenFact, ...]
    like: Name | None = None


@frozen(eq=False, repr=False)
class ExpectMissing(Line):
    """The facts that are missing, each of them asked for by every one of the clauses."""

    facts: tuple[Name, ...]
    because: tuple[Name, ...] = ()


@frozen(eq=False, repr=False)
class ExpectRemaining(Line):
    """None: the least of what the limits read have left."""

    limit: Name | None
    amount: Value


@frozen(eq=False, repr=False)
class ExpectReading(Line):
    """What a part of a limit comes to, such as `outpatient_visits.used`."""

    part: Name
    amount: Value


@frozen(eq=False, repr=False)
class ExpectPays(Line):
    """A rate, an amount, or both; nothing when the decision states neither."""

    values: tuple[Literal, ...]


@frozen(eq=False, repr=False)
class ExpectMemberPays(Line):
    amount: Literal


@frozen(eq=False, repr=False)
class ExpectAsked(Line):
    amount: Literal


@frozen(eq=False, repr=False)
class ExpectFits(Line):
    amount: Literal


@frozen(eq=False, repr=False)
class ExpectNoEffects(Line):
    """Nothing is used up."""


@frozen(eq=False, repr=False)
class ExpectSettled(Line):
    """Whether only one determination is possible."""

    settled: bool


@frozen(eq=False, repr=False)
class ExpectOutranked(Line):
    clauses: tuple[Name, ...]


@frozen(eq=False, repr=False)
class ExpectAssumes(Line):
    """A fact that the decision assumes, and as what; no fact: it assumes none."""

    fact: Name | None
    value: Value | None = None


@frozen(eq=False, repr=False)
class ExpectAdvises(Line):
    """The advice given, by names or by its words; no names: there is none.

    `only`: there is no other.
    """

    advice: tuple[Name, ...] | Text
    only: bool = False


@frozen(eq=False, repr=False)
class ExpectPossible(Line):
    determinations: tuple[Name, ...]


@frozen(eq=False, repr=False)
class ExpectRoutesTo(Line):
    """Where the person is sent; None: nowhere."""

    target: Name | None


@frozen(eq=False, repr=False)
class ExpectOpenQuestion(Line):
    """A question that the decision passes through; None: it passes through none."""

    question: Text | None


@frozen(eq=False, repr=False)
class Because(Node):
    """The clauses among the reasons; `only`: there is no other."""

    clauses: tuple[Name, ...]
    only: bool = False


@frozen(eq=False, repr=False)
class Expect(Line):
    """The citations are rows that the explanation has to name."""

    determination: Name
    because: Because | None
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Columns(Line):
    names: tuple[Name, ...]
    rows: tuple[Row, ...]


@frozen(eq=False, repr=False)
class Case(HeadedBlock):
    """What scenarios may begin with: a date and facts, by a name."""


@frozen(eq=False, repr=False)
class Scenario(Line):
    title: Text
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class ScenarioTable(Line):
    title: Text
    lines: tuple[AnyLine, ...]


# --------------------------------------------------------------- amendments


@frozen(eq=False, repr=False)
class Amends(Line):
    policy: Name
    edition: Date


@frozen(eq=False, repr=False)
class Change(Line):
    """`change A, B from OLD to NEW`: what each of the clauses says, and is to say.

    A condition stands in brackets, a title is a text; an amount may have its period.
    """

    clauses: tuple[Name, ...]
    old: Said
    new: Said


@frozen(eq=False, repr=False)
class Remove(Line):
    """What is taken away: by its name, or a passage without one by its words."""

    clauses: tuple[Name | Text, ...]


@frozen(eq=False, repr=False)
class Add(Line):
    items: tuple[AnyItem, ...]


@frozen(eq=False, repr=False)
class AddTo(Line):
    """Lines that are added to a clause."""

    clause: Name
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Replace(Line):
    """Items that take the place of those of their names."""

    items: tuple[AnyItem, ...]


Said = Expr | Value | Text | Amount


class Amendment(HeadedBlock):
    __slots__ = ()


AnyItem = (
    Policy
    | Vocabulary
    | SourceItem
    | Fact
    | Clause
    | Sending
    | Review
    | Rows
    | Parameter
    | Plan
    | Calendar
    | Advise
    | Assume
    | NotEncoded
    | OpenQuestion
    | Case
    | Accept
    | Scenario
    | ScenarioTable
    | Amendment
)

AnyLine = (
    When
    | MetWhen
    | Unless
    | CountsWhen
    | SatisfiedBy
    | For
    | If
    | Except
    | InForce
    | PartOf
    | Overrides
    | Otherwise
    | AskFor
    | CountsToward
    | Outside
    | Complete
    | DirectTo
    | IncludedIn
    | SettledBy
    | Item
    | AnyOf
    | TextLine
    | Say
    | Accept
    | ValueLine
    | Pays
    | Amount
    | WindowFrom
    | WindowUntil
    | Used
    | Asked
    | AskedBy
    | Extend
    | Status
    | Granted
    | Beyond
    | MeasureDates
    | MeasureUnit
    | MeasureMoney
    | ForEach
    | FromNth
    | Clause
    | Advise
    | Reading
    | About
    | Issuer
    | Edition
    | Uses
    | AsksFirst
    | Alternatives
    | SourceDate
    | SourceText
    | Attributes
    | Typically
    | StandsFor
    | Sets
    | RestDays
    | Holiday
    | Spans
    | Row
    | GivenNames
    | AsOf
    | Given
    | Expect
    | ExpectMissing
    | ExpectRemaining
    | ExpectReading
    | ExpectPays
    | ExpectMemberPays
    | ExpectAsked
    | ExpectFits
    | ExpectNoEffects
    | ExpectPossible
    | ExpectSettled
    | ExpectOutranked
    | ExpectAssumes
    | ExpectAdvises
    | ExpectRoutesTo
    | ExpectOpenQuestion
    | Columns
    | Amends
    | Change
    | Remove
    | Add
    | AddTo
    | Replace
)


@frozen(eq=False, repr=False)
class Comment(Node):
    """A `#` comment; `own_line` when nothing else stands on its line."""

    text: str
    own_line: bool


@frozen(eq=False, repr=False)
class File(Node):
    """One file: its items in order, and its comments for the formatter."""

    items: tuple[AnyItem, ...]
    comments: tuple[Comment, ...] = field(default=(), eq=False)
