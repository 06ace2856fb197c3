"""Items that decide or speak: clauses, sendings, reviews, advice, assumptions, open questions."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.lines import Line, Outcome
from policydsl.syntax.ast.node import Name, Text
from policydsl.syntax.ast.values import Value

if TYPE_CHECKING:
    from policydsl.syntax.ast.expressions import Expr
    from policydsl.syntax.ast.kinds import AnyLine


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


@frozen(eq=False, repr=False)
class Accept(Line):
    """A finding of the analysis that stays, and why; an item of its own has `about` lines."""

    code: Name
    reason: Text
    lines: tuple[About, ...]
