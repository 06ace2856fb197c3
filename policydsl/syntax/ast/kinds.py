"""The closed unions of what may be an item, and what may be a line."""

from __future__ import annotations

from policydsl.syntax.ast.amendments import (
    Amendment,
    Amends,
    Delta,
)
from policydsl.syntax.ast.clauses import (
    About,
    Accept,
    Advise,
    Assume,
    Clause,
    NotEncoded,
    OpenQuestion,
    Reading,
    Review,
    Sending,
)
from policydsl.syntax.ast.expectations import (
    Expect,
    ExpectLine,
)
from policydsl.syntax.ast.heads import (
    Alternatives,
    AsksFirst,
    Edition,
    Issuer,
    Policy,
    SourceDate,
    SourceItem,
    SourceText,
    Uses,
    Vocabulary,
)
from policydsl.syntax.ast.limits import (
    Extend,
    LimitLine,
)
from policydsl.syntax.ast.lines import (
    AnyOf,
    AskFor,
    Complete,
    CountsToward,
    CountsWhen,
    DirectTo,
    Except,
    For,
    If,
    IncludedIn,
    InForce,
    Item,
    MetWhen,
    Otherwise,
    Outside,
    Overrides,
    PartOf,
    SatisfiedBy,
    Say,
    SettledBy,
    TextLine,
    Unless,
    ValueLine,
    When,
)
from policydsl.syntax.ast.payments import Pays
from policydsl.syntax.ast.plans import (
    Calendar,
    Holiday,
    Parameter,
    Plan,
    RestDays,
    Sets,
    Spans,
    StandsFor,
    Typically,
)
from policydsl.syntax.ast.scenarios import AsOf, Case, Columns, Given, Scenario, ScenarioTable
from policydsl.syntax.ast.tables import GivenNames, Row, Rows
from policydsl.syntax.ast.vocabulary import Attributes, Fact

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
    | LimitLine
    | Extend
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
    | ExpectLine
    | Columns
    | Amends
    | Delta
)
