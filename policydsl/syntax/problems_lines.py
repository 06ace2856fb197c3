"""Word what is wrong with the lines of a policy: words where none, or others, may stand."""

from collections.abc import Sequence

from policydsl.diagnostics import catalogue as code
from policydsl.diagnostics.model import Diagnostic
from policydsl.source import Span

_MOST_SHOWN = 60

# Words that begin a line of one item only, and items of which no line is a clause's.
_HOMES = {
    **dict.fromkeys(("asks", "benefits", "edition", "issuer"), "the `policy`"),
    "uses": "the `policy` or its `vocabulary`",
    **dict.fromkeys(("inventory", "updated"), "the `source`"),
    "stands": "the `parameter`",
    "typically": "the `parameter` or the `plan`",
    "sets": "the `plan`",
}
_HEADS = frozenset({"policy", "vocabulary", "source", "fact", "parameter", "plan", "calendar"})


def quoted(text: str) -> str:
    """Put user text in backticks, cut when it is long."""
    shown = text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
    return f"`{shown}`"


def unexpected(span: Span, may: str) -> Diagnostic:
    found = code.UNEXPECTED.at(span, f"{quoted(span.text)} cannot stand here", "not here")
    return found.suggest(f"what may stand here is {may}")


def ends_early(span: Span, may: str) -> Diagnostic:
    found = code.UNEXPECTED.at(span, "the line ends too early", "something is lacking here")
    if span.source.text[: span.start].rstrip().endswith("asked of"):
        return found.suggest("say who can supply it, such as `asked of clinical`")
    return found.suggest(f"what may follow is {may}")


def unknown_item(span: Span, meant: str | None, items: str) -> Diagnostic:
    found = code.UNKNOWN_ITEM.at(span, f"no item begins with {quoted(span.text)}")
    if meant:
        return found.suggest(f"did you mean `{meant}`?")
    return found.suggest(f"an item begins with a word such as {items}")


def unknown_line(span: Span, meant: str | None, may: str) -> Diagnostic:
    found = code.UNKNOWN_LINE.at(span, f"no line here begins with {quoted(span.text)}")
    if meant:
        return found.suggest(f"did you mean `{meant}`?")
    return found.suggest(f"a line here begins with {may}")


def misplaced_line(span: Span, head: Span, may: str) -> Diagnostic:
    found = code.MISPLACED_LINE.at(
        span, f"no {quoted(head.text)} has a line {quoted(span.text)}", "not here"
    )
    found = found.and_at(head, "in this item")
    home = _HOMES.get(span.text)
    if head.text in _HEADS and home is None:
        home = "a clause, such as a `cover` or an `exclude`"
    if home is not None and quoted(head.text) not in home:
        return found.suggest(f"move it to {home}")
    return found.suggest(f"a line here begins with {may}")


def mixed(span: Span, first: Span, bracketed: str) -> Diagnostic:
    found = code.MIXED_AND_OR.at(
        span, "`and` and `or` are mixed without brackets", "which belong together?"
    )
    return found.and_at(first, "the other word").suggest(f"say it with brackets: `{bracketed}`")


def double_negation(span: Span) -> Diagnostic:
    found = code.DOUBLE_NEGATION.at(span, "two `not`s follow each other and cancel")
    return found.suggest("leave both out, or one of them")


def declared_range(span: Span) -> Diagnostic:
    found = code.UNEXPECTED.at(span, f"a member is declared by itself, not as {quoted(span.text)}")
    return found.suggest("list each member, with commas between them")


def comma_for_and(span: Span) -> Diagnostic:
    found = code.COMMA_FOR_AND.at(span, "a comma does not join conditions", "and, or or?")
    return found.suggest("write `and` for the comma, or `or` if one of them is enough")


def line_not_ended(span: Span) -> Diagnostic:
    found = code.LINE_NOT_ENDED.at(
        span, f"the line ends on {quoted(span.text)}", "nothing follows on this line"
    )
    if span.text == ",":
        return found.suggest("take the comma away, or go on in the same line")
    word = "all of" if span.text == "and" else "any of"
    return found.suggest(
        f"put the condition in brackets, or write `{word}` and each part on a bullet `- …` below"
    )


def broken_line(span: Span) -> Diagnostic:
    found = code.BROKEN_LINE.at(
        span, f"a line cannot begin with {quoted(span.text)}", "goes on from the line above"
    )
    word = "all of" if span.text == "and" else "any of"
    return found.suggest(
        f"put the whole condition in brackets, or write `{word}` and each part on a bullet below"
    )


def wrong_case(span: Span, keyword: str) -> Diagnostic:
    found = code.WRONG_CASE.at(
        span, "keywords are written in small letters", "not in small letters"
    )
    return found.suggest(f"write `{keyword}`")


def missing_per(span: Span, amount: str, period: str) -> Diagnostic:
    found = code.MISSING_PER.at(
        span, "the limit does not say `per` what", "`per` is lacking" if span.text.strip() else ""
    )
    return found.suggest(f"write `{amount} per {period}`")


def unnamed_period(span: Span, word: str) -> Diagnostic:
    kinds = {
        "year": "`calendar year`, `plan year` or `benefit year`",
        "month": "`calendar month` or `sliding 1 month`",
        "week": "`calendar week` or `sliding 1 week`",
    }
    found = code.UNNAMED_PERIOD.at(span, f"{quoted(word)} may mean more than one {word}")
    return found.suggest(f"write {kinds[word]}")


def rolling(span: Span, length: str) -> Diagnostic:
    found = code.UNNAMED_PERIOD.at(span, f"{quoted(span.text)} does not say how the period moves")
    return found.suggest(f"write `per sliding {length}`: the period that ends on the service date")


def unquoted_title(span: Span) -> Diagnostic:
    found = code.UNQUOTED_TITLE.at(span, "a title stands in double quotes", "not in quotes")
    return found.suggest(f'write "{span.text[:_MOST_SHOWN]}"')


def missing_when(span: Span) -> Diagnostic:
    found = code.UNEXPECTED.at(span, "the condition has no `when` before it", "the condition")
    return found.suggest(f"write `when {span.text[:_MOST_SHOWN]}`")


def missing_name(span: Span, head: str, name: str) -> Diagnostic:
    found = code.MISSING_NAME.at(span, f"this `{head}` has no name before its title")
    return found.suggest(f"give it one: `{head} {name} {quoted(span.text)[1:-1]}`")


def run_on(span: Span) -> Diagnostic:
    found = code.RUN_ON_LINE.at(span, f"{quoted(span.text)} begins a line of its own")
    return found.suggest(f"go to the next line before {quoted(span.text)}, and indent it")


def lacking_block(span: Span, word: str) -> Diagnostic:
    found = code.LACKING_BLOCK.at(
        span, f"nothing stands below this {quoted(word)}", "what it says is lacking"
    )
    return found.suggest("write it on the lines below, indented by two spaces")


def needless_block(span: Span, above: Span) -> Diagnostic:
    found = code.NEEDLESS_BLOCK.at(
        span, "this line is indented below one that takes no lines", "deeper than the line above"
    )
    return found.and_at(above, "takes no lines").suggest(
        "begin it under the first letter of the line above"
    )


def shallow_bullet(span: Span) -> Diagnostic:
    found = code.SHALLOW_BULLET.at(
        span, "a bullet is indented deeper than the line it belongs to", "not deeper"
    )
    return found.suggest("move it two spaces to the right")


def stray_bullet(span: Span, may: str) -> Diagnostic:
    found = code.UNEXPECTED.at(span, "no bullet can stand here", "belongs to no list")
    return found.suggest(f"a line here begins with {may}")


def tight_bullet(span: Span) -> Diagnostic:
    found = code.ODD_BULLET.at(span, "this bullet reads as a number below zero", "no space")
    return found.suggest(f"put a space behind the `-`: `- {span.text[1:]}`")


def indented_item(span: Span) -> Diagnostic:
    found = code.INDENTED_ITEM.at(
        span, f"{quoted(span.text)} begins an item, and is indented", "not at the left edge"
    )
    return found.suggest("move it to the left edge, with the lines that belong to it two spaces in")


def unindented_line(span: Span) -> Diagnostic:
    found = code.UNINDENTED_LINE.at(
        span, f"{quoted(span.text)} is a line of an item, and is not indented", "at the left edge"
    )
    return found.suggest("move it two spaces to the right, below the item that it belongs to")


def misplaced_citation(span: Span) -> Diagnostic:
    found = code.MISPLACED_CITATION.at(span, "a citation ends its line", "not the end of the line")
    return found.suggest("move the citation to the end of the line")


def reserved_word(span: Span) -> Diagnostic:
    found = code.RESERVED_NAME.at(
        span, f"{quoted(span.text)} is a word of the language and names no fact", "not a name"
    )
    return found.suggest("give the fact another name")


def unopened_bracket(span: Span) -> Diagnostic:
    opening = "(" if span.text == ")" else "{"
    found = code.UNOPENED_BRACKET.at(span, f"this {quoted(span.text)} closes nothing")
    return found.suggest(f"take it away, or open it with `{opening}`")


def wrong_bracket(span: Span, wanted: str) -> Diagnostic:
    found = code.UNEXPECTED.at(span, f"{quoted(span.text)} cannot stand here", "not here")
    return found.suggest(f"write `{wanted}`: members stand in `{{ }}`, conditions in `( )`")


def missing_is(span: Span, left: str) -> Diagnostic:
    found = code.MISSING_IS.at(span, f"{quoted(span.text)} follows a name without a comparison")
    return found.suggest(
        f"write `{left} is {span.text}`, or `{left}_{span.text}` if it is one name"
    )


def spaced_name(span: Span, parts: Sequence[str]) -> Diagnostic:
    found = code.SPACED_NAME.at(span, f"a name is one word, and {quoted(' '.join(parts))} is two")
    return found.suggest(f"write `{'_'.join(parts)}`")


def grouped_number(span: Span) -> Diagnostic:
    found = code.GROUPED_NUMBER.at(span, f"the number {quoted(span.text)} holds a comma")
    return found.suggest(f"write `{span.text.replace(',', '')}`")


def percent_word(span: Span, number: str) -> Diagnostic:
    found = code.MISPLACED_UNIT_SIGN.at(span, "a percentage is written with its sign")
    return found.suggest(f"write `{number}%`")


def unbraced(span: Span) -> Diagnostic:
    found = code.UNEXPECTED.at(span, "members stand in braces", "not in braces")
    return found.suggest(f"write `{{{span.text[:_MOST_SHOWN]}}}`")


def needless_comma(span: Span) -> Diagnostic:
    found = code.LINE_NOT_ENDED.at(span, "the line ends on `,`", "nothing follows on this line")
    return found.suggest("take the comma away")


def comma_before(span: Span, bracket: str) -> Diagnostic:
    found = code.UNEXPECTED.at(span, f"no comma stands before {quoted(bracket)}", "not here")
    return found.suggest("take the comma away")


def instead(span: Span, word: str) -> Diagnostic:
    found = code.UNEXPECTED.at(span, f"{quoted(span.text)} cannot stand here", "not here")
    return found.suggest(f"write `{word}`")


def near_word(span: Span, word: str) -> Diagnostic:
    found = code.UNEXPECTED.at(span, f"{quoted(span.text)} cannot stand here", "not here")
    return found.suggest(f"did you mean `{word}`?")


def not_beyond(span: Span, left: str, word: str) -> Diagnostic:
    """Report `is not more than`, which reads like `is at most` and means more."""
    found = code.OTHER_WORDS.at(span, f"{quoted(span.text)} is not how a comparison is written")
    instead = "is at most" if word == "more" else "is at least"
    return found.suggest(
        f"write `{instead}`; if it shall hold of what is absent, too, "
        f"write `not ({left} is {word} than …)`"
    )


def other_words(span: Span, words: str) -> Diagnostic:
    found = code.OTHER_WORDS.at(span, f"{quoted(span.text)} is not how a comparison is written")
    return found.suggest(f"write `{words}`")
