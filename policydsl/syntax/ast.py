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

from policydsl.source import Span


@attrs.frozen(kw_only=True)
class Node:
    span: Span = attrs.field(eq=False, repr=False)


# ------------------------------------------------------------------- shared


@attrs.frozen
class Name(Node):
    """A name as written; dots separate a record or limit from its part."""

    text: str


@attrs.frozen
class Text(Node):
    """A quoted title or passage, without its quotes."""

    text: str


@attrs.frozen
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


@attrs.frozen
class Number(Node):
    """A bare number; the text is kept because `02` may be a code."""

    text: str


@attrs.frozen
class Quantity(Node):
    text: str
    unit: Unit


@attrs.frozen
class Money(Node):
    """An amount of dollars as written, without the sign: `1,250.00`."""

    text: str


@attrs.frozen
class Percent(Node):
    """A percentage as written, without the sign: `12.5`."""

    text: str


@attrs.frozen
class Date(Node):
    value: datetime.date


@attrs.frozen
class YesNo(Node):
    value: bool


@attrs.frozen
class Absent(Node):
    pass


@attrs.frozen
class Unlimited(Node):
    """The word `none` where a value stands: no limit, or an empty set."""


@attrs.frozen
class Member(Node):
    """A member of an enumeration or a code, by its text."""

    text: str


@attrs.frozen
class MemberRange(Node):
    """`97110` or `97110 to 97150`; `high` is None for a single member."""

    low: Member
    high: Member | None
    citations: Citations = ()


@attrs.frozen
class SetValue(Node):
    items: tuple[MemberRange, ...]


Literal = Number | Quantity | Money | Percent | Date
Value = Literal | YesNo | Absent | Unlimited | Member | SetValue


# -------------------------------------------------------------- expressions


@attrs.frozen
class Bracketed(Node):
    inner: Expr


@attrs.frozen
class Not(Node):
    operand: Expr


class Joiner(enum.Enum):
    AND = "and"
    OR = "or"


@attrs.frozen
class Chain(Node):
    """`a and b and c` or `a or b or c`, never mixed."""

    joiner: Joiner
    operands: tuple[Expr, ...]


@attrs.frozen
class Is(Node):
    left: Expr
    value: Value
    negated: bool


class State(enum.Enum):
    ABSENT = "absent"
    PRESENT = "present"
    KNOWN = "known"


@attrs.frozen
class IsState(Node):
    left: Expr
    state: State
    negated: bool


@attrs.frozen
class In(Node):
    left: Expr
    items: tuple[MemberRange, ...]
    negated: bool


@attrs.frozen
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


@attrs.frozen
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


@attrs.frozen
class Compare(Node):
    left: Expr
    relation: Relation
    right: Expr


@attrs.frozen
class Between(Node):
    left: Expr
    low: Expr
    high: Expr


class Side(enum.Enum):
    BEFORE = "before"
    AFTER = "after"


@attrs.frozen
class BusinessDays(Node):
    text: str


@attrs.frozen
class Within(Node):
    """`order_date is less than 45 days before the service date`."""

    left: Expr
    relation: Relation
    amount: Quantity | Number | Money | Percent | BusinessDays
    side: Side
    anchor: Expr


class Quantifier(enum.Enum):
    ANY = "any"
    EVERY = "every"
    NO = "no"


@attrs.frozen
class Quantified(Node):
    quantifier: Quantifier
    records: Name
    condition: Expr


class FoldWord(enum.Enum):
    COUNT = "count of"
    SUM = "sum of"
    FIRST = "first"
    LATEST = "latest"


@attrs.frozen
class Fold(Node):
    """`count of visits where (…)`, `latest evaluation.date where (…)`."""

    word: FoldWord
    records: Name
    condition: Expr | None


class ListWord(enum.Enum):
    ANY = "any of"
    ALL = "all of"
    NONE = "none of"


@attrs.frozen
class Bullet(Node):
    """One bullet of a condition or a sum, with the citations that support it."""

    expr: Expr
    citations: Citations


@attrs.frozen
class Listed(Node):
    """`any of`, `all of` or `none of` with one condition a bullet."""

    word: ListWord
    citations: Citations
    bullets: tuple[Bullet, ...]


@attrs.frozen
class MemberBullet(Node):
    item: MemberRange
    title: Text | None
    citations: Citations


@attrs.frozen
class MemberList(Node):
    """`service is any of` with one member a bullet."""

    left: Expr
    negated: bool
    citations: Citations
    bullets: tuple[MemberBullet, ...]


@attrs.frozen
class SumOf(Node):
    """`sum of` with one summand a bullet."""

    citations: Citations
    bullets: tuple[Bullet, ...]


class Sign(enum.Enum):
    PLUS = "plus"
    MINUS = "minus"


@attrs.frozen
class Term(Node):
    sign: Sign
    operand: Expr


@attrs.frozen
class Sum(Node):
    """`a plus b minus c`; the first term's sign is always plus."""

    terms: tuple[Term, ...]


@attrs.frozen
class Product(Node):
    left: Expr
    right: Expr


@attrs.frozen
class Else(Node):
    """`a else b`: b when a is absent, not when it is unknown."""

    left: Expr
    right: Expr


class ExtremeWord(enum.Enum):
    SMALLER = "smaller of"
    LARGER = "larger of"


@attrs.frozen
class Extreme(Node):
    word: ExtremeWord
    operands: tuple[Expr, ...]


@attrs.frozen
class Age(Node):
    pass


@attrs.frozen
class ServiceDate(Node):
    pass


@attrs.frozen
class Birthday(Node):
    number: int


@attrs.frozen
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


@attrs.frozen
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


@attrs.frozen
class Outcome(Node):
    word: OutcomeWord
    target: Name | None


@attrs.frozen(kw_only=True)
class Line(Node):
    citations: Citations = ()


@attrs.frozen
class When(Line):
    condition: Expr


@attrs.frozen
class MetWhen(Line):
    condition: Expr


@attrs.frozen
class Unless(Line):
    condition: Expr


@attrs.frozen
class CountsWhen(Line):
    condition: Expr


@attrs.frozen
class SatisfiedBy(Line):
    condition: Expr


@attrs.frozen
class For(Line):
    """`for CONDITION`; with a block it guards the lines inside."""

    condition: Expr
    lines: tuple[AnyLine, ...]


@attrs.frozen
class If(Line):
    condition: Expr
    lines: tuple[AnyLine, ...]


@attrs.frozen
class Except(Line):
    title: Text | None
    items: tuple[Name, ...]
    condition: Expr
    lines: tuple[AnyLine, ...]


@attrs.frozen
class InForce(Line):
    """Inclusive dates; both None: in force on any date."""

    start: Date | None
    end: Date | None


@attrs.frozen
class PartOf(Line):
    benefit: Name


@attrs.frozen
class Overrides(Line):
    clauses: tuple[Name, ...]


@attrs.frozen
class Otherwise(Line):
    outcome: Outcome


@attrs.frozen
class AskFor(Line):
    facts: tuple[Name, ...]


@attrs.frozen
class CountsToward(Line):
    counter: Name
    limited: bool


@attrs.frozen
class Outside(Line):
    """`outside COUNTER`; None: `outside every limit`."""

    counter: Name | None


@attrs.frozen
class Complete(Line):
    document: Name


@attrs.frozen
class DirectTo(Line):
    target: Name


@attrs.frozen
class IncludedIn(Line):
    benefit: Name


@attrs.frozen
class SettledBy(Line):
    condition: Expr


class ItemWord(enum.Enum):
    WHEN = "when"
    MET_WHEN = "met when"


@attrs.frozen
class Item(Line):
    """A bullet with an id of its own, in an `exclude` or a `document`."""

    id: Name
    title: Text | None
    word: ItemWord | None
    condition: Expr | None
    lines: tuple[AnyLine, ...]


@attrs.frozen
class AnyOf(Line):
    """Alternative elements of a document: one of them is enough."""

    lines: tuple[AnyLine, ...]


@attrs.frozen
class TextLine(Line):
    text: Text


@attrs.frozen
class ValueLine(Line):
    """`is …` in a `define`."""

    value: Expr


@attrs.frozen
class PaysRate(Node):
    rate: Expr


@attrs.frozen
class PaysCopay(Node):
    amount: Expr
    per: Name | None


@attrs.frozen
class PaysDeductible(Node):
    amount: Expr


@attrs.frozen
class PaysOf(Node):
    basis: Expr


@attrs.frozen
class PaysRounded(Node):
    mode: Name


@attrs.frozen
class PaysNothing(Node):
    pass


Payment = PaysRate | PaysCopay | PaysDeductible | PaysOf | PaysRounded | PaysNothing


@attrs.frozen
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


@attrs.frozen
class WindowName(Node):
    """What follows `per`; `name` holds `day`, `lifetime`, `program` or a weekday."""

    word: WindowWord
    name: Name | None = None
    length: Literal | None = None


@attrs.frozen
class Amount(Line):
    """`30 visits per calendar year`; `amount` None: unlimited."""

    amount: Expr | None
    window: WindowName | None


@attrs.frozen
class WindowFrom(Line):
    """`for 12 weeks from start_date`, `once` or `again from the next`."""

    length: Literal
    anchor: Expr
    repeats: bool | None


@attrs.frozen
class WindowUntil(Line):
    end: Expr


@attrs.frozen
class Used(Line):
    """`used EXPR`; None: counted from the request's history."""

    value: Expr | None


@attrs.frozen
class Asked(Line):
    value: Expr


@attrs.frozen
class AskedBy(Line):
    condition: Expr


@attrs.frozen
class Extend(Line):
    """`extend by up to N`; None: without ceiling."""

    amount: Expr | None
    lines: tuple[AnyLine, ...]


@attrs.frozen
class Status(Line):
    fact: Name


@attrs.frozen
class Granted(Line):
    value: Expr


@attrs.frozen
class Beyond(Line):
    outcome: Outcome


@attrs.frozen
class MeasureDates(Line):
    also: Name | None


@attrs.frozen
class MeasureUnit(Line):
    unit: Unit


@attrs.frozen
class MeasureMoney(Line):
    basis: Name


@attrs.frozen
class ForEach(Line):
    fact: Name


@attrs.frozen
class FromNth(Line):
    """`from the 5th visit of COUNT on`."""

    number: int
    unit: Unit
    count: Expr | None


# -------------------------------------------------------------------- items


@attrs.frozen(kw_only=True)
class Headed(Line):
    """What an item begins with; also a line when it stands inside another."""

    id: Name
    title: Text | None = None


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


@attrs.frozen
class Clause(Headed):
    word: ClauseWord
    lines: tuple[AnyLine, ...]


class SendingWord(enum.Enum):
    ROUTE = "route"
    REFER = "refer"


@attrs.frozen
class Sending(Headed):
    word: SendingWord
    target: Name
    lines: tuple[AnyLine, ...]


@attrs.frozen
class Review(Headed):
    leaning: Outcome | None
    lines: tuple[AnyLine, ...]


@attrs.frozen
class Advise(Line):
    id: Name | None
    text: Text
    condition: Expr | None
    lines: tuple[AnyLine, ...]


@attrs.frozen
class Assume(Line):
    fact: Name
    value: Value
    title: Text | None
    lines: tuple[AnyLine, ...]


@attrs.frozen
class NotEncoded(Line):
    why: Text
    lines: tuple[AnyLine, ...]


@attrs.frozen
class Reading(Line):
    text: Text


@attrs.frozen
class About(Line):
    clauses: tuple[Name, ...]


@attrs.frozen
class OpenQuestion(Line):
    question: Text
    lines: tuple[AnyLine, ...]


# ------------------------------------------------------------------ headers


@attrs.frozen
class Issuer(Line):
    text: Text


@attrs.frozen
class Edition(Line):
    date: Date


@attrs.frozen
class Uses(Line):
    vocabularies: tuple[Name, ...]


@attrs.frozen
class AsksFirst(Line):
    facts: tuple[Name, ...]


@attrs.frozen
class Alternatives(Line):
    """`benefits are alternatives`."""


@attrs.frozen
class Policy(Headed):
    lines: tuple[AnyLine, ...]


@attrs.frozen
class Vocabulary(Headed):
    lines: tuple[AnyLine, ...]


class SourceWord(enum.Enum):
    UPDATED = "updated"
    EFFECTIVE = "effective"
    INVENTORY = "inventory"
    PUBLISHER = "publisher"


@attrs.frozen
class SourceDate(Line):
    """`updated` or `effective`."""

    word: SourceWord
    date: Date


@attrs.frozen
class SourceText(Line):
    """`inventory` (a file beside the policy) or `publisher`."""

    word: SourceWord
    text: Text


@attrs.frozen
class SourceItem(Headed):
    lines: tuple[AnyLine, ...]


# -------------------------------------------------------------------- facts


@attrs.frozen
class EnumMember(Node):
    member: Member
    title: Text | None
    citations: Citations = ()


@attrs.frozen
class YesNoType(Node):
    pass


@attrs.frozen
class OneOfType(Node):
    """`members` from braces, or from bullets when `bulleted`."""

    members: tuple[EnumMember, ...]
    bulleted: bool


@attrs.frozen
class SetOfType(Node):
    members: tuple[EnumMember, ...]
    bulleted: bool


@attrs.frozen
class CodeType(Node):
    system: Name


@attrs.frozen
class CodeSetType(Node):
    system: Name


@attrs.frozen
class WholeType(Node):
    pass


@attrs.frozen
class DecimalType(Node):
    places: int | None


@attrs.frozen
class QuantityType(Node):
    unit: Unit


@attrs.frozen
class MoneyType(Node):
    pass


@attrs.frozen
class PercentType(Node):
    pass


@attrs.frozen
class DateType(Node):
    pass


@attrs.frozen
class TextType(Node):
    pass


@attrs.frozen
class RecordType(Node):
    fields: tuple[Fact, ...]
    listed: bool


class RangeWord(enum.Enum):
    FROM = "from"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@attrs.frozen
class Range(Node):
    """`from A to B`, `at least A`, `at most B`; the word keeps the spelling."""

    word: RangeWord
    low: Literal | None
    high: Literal | None


@attrs.frozen
class MayBeAbsent(Node):
    pass


@attrs.frozen
class Fixed(Node):
    pass


@attrs.frozen
class AskedOf(Node):
    supplier: Name


@attrs.frozen
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


@attrs.frozen
class Attributes(Line):
    """One line of a fact's attributes, in the author's order."""

    attributes: tuple[Attribute, ...]


@attrs.frozen
class Fact(Headed):
    """A declared fact, or a field of a record."""

    lines: tuple[AnyLine, ...]


@attrs.frozen
class Typically(Line):
    low: Literal
    high: Literal


@attrs.frozen
class StandsFor(Line):
    """A parameter's fact: `stands for plan_visit_limit`."""

    fact: Name


@attrs.frozen
class Parameter(Headed):
    lines: tuple[AnyLine, ...]


@attrs.frozen
class Sets(Line):
    parameter: Name
    value: Value


@attrs.frozen
class Plan(Headed):
    lines: tuple[AnyLine, ...]


@attrs.frozen
class RestDays(Line):
    days: tuple[Name, ...]


@attrs.frozen
class Holiday(Line):
    date: Date
    title: Text | None


@attrs.frozen
class Spans(Line):
    start: Date
    end: Date


@attrs.frozen
class Calendar(Headed):
    lines: tuple[AnyLine, ...]


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


@attrs.frozen
class Cell(Node):
    word: CellWord
    values: tuple[Value, ...] = ()
    target: Name | None = None


@attrs.frozen
class Row(Line):
    cells: tuple[Cell, ...]


@attrs.frozen
class GivenNames(Line):
    facts: tuple[Name, ...]


class RowsWord(enum.Enum):
    REDIRECT = "redirect"
    TABLE = "table"


@attrs.frozen
class Rows(Headed):
    word: RowsWord
    lines: tuple[AnyLine, ...]


@attrs.frozen
class AsOf(Line):
    date: Date


@attrs.frozen
class GivenFact(Line):
    fact: Name
    value: Value


@attrs.frozen
class Given(Line):
    facts: tuple[GivenFact, ...]


@attrs.frozen
class ExpectMissing(Line):
    facts: tuple[Name, ...]


@attrs.frozen
class ExpectRemaining(Line):
    """None: the least of what the limits read have left."""

    limit: Name | None
    amount: Literal


@attrs.frozen
class ExpectPays(Line):
    """A rate, an amount, or both."""

    values: tuple[Literal, ...]


@attrs.frozen
class ExpectFits(Line):
    amount: Literal


@attrs.frozen
class ExpectPossible(Line):
    determinations: tuple[Name, ...]


@attrs.frozen
class ExpectRoutesTo(Line):
    target: Name


@attrs.frozen
class ExpectOpenQuestion(Line):
    question: Text


@attrs.frozen
class Expect(Line):
    """The citations are rows that the explanation has to name."""

    determination: Name
    because: tuple[Name, ...]
    lines: tuple[AnyLine, ...]


@attrs.frozen
class Columns(Line):
    names: tuple[Name, ...]
    rows: tuple[Row, ...]


@attrs.frozen
class Scenario(Line):
    title: Text
    lines: tuple[AnyLine, ...]


@attrs.frozen
class ScenarioTable(Line):
    title: Text
    lines: tuple[AnyLine, ...]


# --------------------------------------------------------------- amendments


@attrs.frozen
class Amends(Line):
    policy: Name
    edition: Date


@attrs.frozen
class Change(Line):
    path: tuple[Name, ...]
    old: Expr
    new: Expr


@attrs.frozen
class Remove(Line):
    clauses: tuple[Name, ...]


@attrs.frozen
class Add(Line):
    items: tuple[AnyItem, ...]


@attrs.frozen
class Replace(Line):
    items: tuple[AnyItem, ...]


@attrs.frozen
class Amendment(Headed):
    lines: tuple[AnyLine, ...]


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
    | ExpectPays
    | ExpectFits
    | ExpectPossible
    | ExpectRoutesTo
    | ExpectOpenQuestion
    | Columns
    | Amends
    | Change
    | Remove
    | Add
    | Replace
)


@attrs.frozen
class Comment(Node):
    """A `#` comment; `own_line` when nothing else stands on its line."""

    text: str
    own_line: bool


@attrs.frozen
class File(Node):
    """One file: its items in order, and its comments for the formatter."""

    items: tuple[AnyItem, ...]
    comments: tuple[Comment, ...] = attrs.field(default=(), eq=False)
