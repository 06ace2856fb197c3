"""Word what can be wrong with types: values, units, ranges, sets, dates and absence."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import assert_never

from policydsl.core.codes import example_of
from policydsl.core.facts import (
    BOUND,
    Choice,
    CodeSet,
    CodeValue,
    Day,
    DisplayText,
    Fact,
    FactType,
    MemberSet,
    Number,
    NumberKind,
    RecordValue,
    YesNo,
)
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.problems_names import did_you_mean, listed
from policydsl.semantics.typing import (
    PLAIN,
    AgeType,
    DayType,
    Lowered,
    NumberType,
    TermType,
    alike,
    in_words,
)
from policydsl.source import Span
from policydsl.syntax import ast

# ------------------------------------------------------------- fact declared


def no_type(name: ast.Name) -> Diagnostic:
    return catalogue.NO_TYPE.at(
        name.span, f"the fact `{name.text}` has no type", "what can it be?"
    ).suggest("say below it what it can be, such as `yes or no`, `visits` or `one of {…}`")


def no_places(span: Span) -> Diagnostic:
    return catalogue.NO_TYPE.at(
        span, "a decimal fact states how many places it has", "how many places?"
    ).suggest("write `decimal with 2 places`")


def places_out_of_bounds(span: Span, most: int) -> Diagnostic:
    return catalogue.TOO_MANY_PLACES.at(
        span, f"a decimal fact has at most {most} places", "too many places"
    )


def end_of_another_kind(end: ast.Literal, type: FactType) -> Diagnostic:
    return catalogue.WRONG_VALUE.at(
        end.span,
        f"`{end.span.text}` cannot be the end of a range: the fact is {type_in_words(type)}",
        "of another kind",
    ).suggest(_how_to_write(type))


def stated_twice(span: Span, first: Span, what: str) -> Diagnostic:
    return catalogue.STATED_TWICE.at(
        span, f"a fact states {what} once, and this one does twice", "again here"
    ).and_at(first, "first here")


def needless_attribute(span: Span, what: str, type: FactType) -> Diagnostic:
    return catalogue.NEEDLESS_ATTRIBUTE.at(
        span, f"{what} does not go with {type_in_words(type)}", "take this out"
    )


def no_members(span: Span) -> Diagnostic:
    return catalogue.NO_TYPE.at(span, "this lists no members", "nothing to choose from").suggest(
        "list at least one member"
    )


def empty_range(span: Span, low: str, high: str) -> Diagnostic:
    return catalogue.EMPTY_RANGE.at(
        span, f"nothing lies from {low} to {high}", "this range is empty"
    ).suggest(f"write it from {high} to {low}")


def too_many_places(span: Span, text: str, places: int) -> Diagnostic:
    few = {0: "no decimal places", 1: "at most 1 decimal place"}.get(
        places, f"at most {places} decimal places"
    )
    return catalogue.TOO_MANY_PLACES.at(
        span, f"`{text}` has too many decimal places", f"{few} here"
    )


def too_large(span: Span, text: str) -> Diagnostic:
    return catalogue.OUT_OF_RANGE.at(
        span, f"`{text}` is more than any number here can be", f"numbers stay below {BOUND:,}"
    )


# ------------------------------------------------------------------- values


def wrong_value(span: Span, said: str, fact: Fact) -> Diagnostic:
    found = catalogue.WRONG_VALUE.at(
        span, f"`{fact.name}` cannot be {said}: it is {type_in_words(fact.type)}", "cannot be this"
    )
    return _declared(found, fact).suggest(_how_to_write(fact.type))


def unknown_member(span: Span, text: str, fact: Fact, members: Sequence[str]) -> Diagnostic:
    found = catalogue.UNKNOWN_MEMBER.at(
        span, f"`{fact.name}` has no member `{text}`", "not one of its members"
    )
    return _declared(found, fact).suggest(did_you_mean(text, members, "its members are"))


def unknown_result(span: Span, text: str, table: str, words: Sequence[str]) -> Diagnostic:
    return catalogue.UNKNOWN_MEMBER.at(
        span, f"the table `{table}` never gives `{text}`", "no row gives this"
    ).suggest(did_you_mean(text, words, "its rows give"))


def another_fact(span: Span, text: str, fact: Fact) -> Diagnostic:
    """Report a fact's name where a member stands: `is` compares with members only."""
    found = catalogue.UNKNOWN_MEMBER.at(
        span, f"`{text}` is a fact, and after `is` stands a value of `{fact.name}`", "a fact"
    )
    return _declared(found, fact).suggest(
        f"to compare two facts write `{fact.name} is the same as {text}`"
    )


def out_of_range(span: Span, said: str, fact: Fact) -> Diagnostic:
    found = catalogue.OUT_OF_RANGE.at(
        span, f"`{fact.name}` cannot be {said}: {range_in_words(fact)}", "outside the range"
    )
    return _declared(found, fact)


def malformed_code(span: Span, text: str, system: str) -> Diagnostic:
    found = catalogue.MALFORMED_CODE.at(
        span, f"`{text}` is not written like a code in `{system}`", "malformed"
    )
    example = example_of(system)
    return found.suggest(f"write it like `{example}`") if example else found


def range_of_members(item: ast.MemberRange) -> Diagnostic:
    high = item.high.text if item.high else ""
    return catalogue.RANGE_OF_MEMBERS.at(
        item.span, "only codes have ranges, and these are members", "no order here"
    ).suggest(f"list every member from `{item.low.text}` to `{high}`")


def never_absent(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.NEVER_ABSENT.at(
        span, f"`{fact.name}` is never absent", "so this asks nothing"
    )
    return _declared(found, fact).suggest(f"declare `{fact.name}` with `may be absent`")


def absent_value(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.NEVER_ABSENT.at(
        span, f"`{fact.name}` cannot be absent", "not declared `may be absent`"
    )
    return _declared(found, fact).suggest(f"declare `{fact.name}` with `may be absent`")


def else_never_absent(span: Span, text: str) -> Diagnostic:
    return catalogue.NEVER_ABSENT.at(
        span, f"`{text}` is never absent, so what follows `else` is never used", "never absent"
    ).suggest("take out the `else`, or declare the fact with `may be absent`")


def only_facts_are_absent(span: Span, state: ast.State) -> Diagnostic:
    return catalogue.NEVER_ABSENT.at(
        span, f"only a fact can be {state.value}", "not a fact"
    ).suggest(f"ask of the facts that it is made of whether each is {state.value}")


def known_in_a_clause(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.KNOWN_IN_A_CLAUSE.at(
        span, "a decision must not depend on what is known", "`is known` decides here"
    )
    if fact.may_be_absent:
        return found.suggest(f"write `{fact.name} is present`, if that is meant")
    return found.suggest("use `is known` in `advise` and `pays` only")


# --------------------------------------------------------------- conditions


def not_yes_or_no(span: Span, text: str, what: str, repair: str | None = None) -> Diagnostic:
    found = catalogue.NOT_YES_OR_NO.at(
        span, f"`{text}` is {what}, not yes or no", "neither yes nor no"
    )
    return found.suggest(repair) if repair else found


def not_yet_compared(span: Span, text: str, what: str) -> Diagnostic:
    repair = {"a date": "is before service date", "an age": "is at least 18 years"}.get(what)
    if repair is None:
        number = {"money": "$100.00", "a percentage": "50%"}.get(what, f"3 {what}")
        repair = f"is at least {'3' if what.startswith('a number') else number}"
    return not_yes_or_no(span, text, what, f"compare it, such as `{text} {repair}`")


def table_is_no_condition(span: Span, table: str, words: Sequence[str]) -> Diagnostic:
    return not_yes_or_no(
        span,
        table,
        "one of several words",
        f"say which: `{table} is {words[0]}`" if words else None,
    )


def fact_is_no_condition(span: Span, fact: Fact) -> Diagnostic:
    if isinstance(fact.type, DisplayText):
        return text_in_a_condition(span, fact)
    found = not_yes_or_no(span, fact.name, type_in_words(fact.type))
    return _declared(found, fact).suggest(f"say which: `{_example_test(fact)}`")


def text_in_a_condition(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.TEXT_IN_A_CONDITION.at(
        span, f"`{fact.name}` is text for people to read, which no condition may test", "text"
    )
    return _declared(found, fact).suggest("declare a fact for what the text says, and test that")


def condition_is_no_value(span: Span, text: str, said: str) -> Diagnostic:
    return catalogue.WRONG_VALUE.at(
        span, f"`{text}` is yes or no, so it cannot be {said}", "only `yes` or `no` can stand here"
    )


def set_with_is(span: Span, fact: Fact, said: str) -> Diagnostic:
    found = catalogue.SET_WITH_IS.at(
        span, f"`{fact.name}` is a set, and `is` compares one value", "a set can hold several"
    )
    return _declared(found, fact).suggest(
        f"write `{fact.name} includes {said}`, or `{fact.name} only {{{said}}}` if nothing else may"
    )


def set_with_in(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.SET_WITH_IS.at(
        span, f"`{fact.name}` is a set, and `in` tests one value", "a set can hold several"
    )
    return _declared(found, fact).suggest(
        f"write `{fact.name} any in {{…}}` if one is enough, `{fact.name} only {{…}}` if all must"
    )


def not_a_set(span: Span, fact: Fact, word: ast.SetWord) -> Diagnostic:
    found = catalogue.NOT_A_SET.at(
        span,
        f"`{word.value}` tests a set, and `{fact.name}` is {type_in_words(fact.type)}",
        "not a set",
    )
    return _declared(found, fact).suggest(f"write `{fact.name} in {{…}}`")


def no_members_to_test(span: Span, text: str, what: str) -> Diagnostic:
    return catalogue.WRONG_VALUE.at(
        span, f"`{text}` is {what}, which has no members", "no members to compare with"
    )


def cannot_be_the_same(span: Span, left: Fact, right: Fact) -> Diagnostic:
    found = catalogue.UNLIKE_KINDS.at(
        span,
        f"`{left.name}` is {type_in_words(left.type)} and "
        f"`{right.name}` is {type_in_words(right.type)}",
        "these cannot be compared",
    )
    return _declared(_declared(found, left), right)


# ---------------------------------------------------------- numbers and dates


def not_a_number(span: Span, text: str, what: str) -> Diagnostic:
    return catalogue.NOT_A_NUMBER.at(
        span, f"a number or a date is needed here, and `{text}` is {what}", "not a number"
    )


def not_a_plain_number(span: Span, text: str, what: str) -> Diagnostic:
    return catalogue.NOT_A_NUMBER.at(
        span, f"only numbers can be multiplied, and `{text}` is {what}", "not a number"
    )


def fact_is_no_number(span: Span, fact: Fact) -> Diagnostic:
    if isinstance(fact.type, DisplayText):
        return text_in_a_condition(span, fact)
    found = _declared(not_a_number(span, fact.name, type_in_words(fact.type)), fact)
    return found.suggest(f"to test it write `{_example_test(fact)}`")


def unlike(
    span: Span, left: tuple[ast.Expr, Lowered], right: tuple[ast.Expr, Lowered], doing: str
) -> Diagnostic:
    """Report two terms that cannot be put together; *doing* is `compare` or `add`."""
    sides = ((left, right), (right, left))
    for (one, _), (_, other) in sides:
        if isinstance(one, ast.Number) and isinstance(other.type, AgeType):
            return age_in_bare_number(one)
        if isinstance(one, ast.Number) and isinstance(other.type, NumberType):
            return _counted(bare_number(one, other.type), other)
        if isinstance(one, ast.Quantity) and alike(other.type, PLAIN):
            assert isinstance(other.type, NumberType)
            return _counted(needless_unit(one, other.type), other)
    for (one, mine), (_, other) in sides:
        if isinstance(mine.type, AgeType):
            return age_unit(one.span, other.type)
    a, b = in_words(left[1].type), in_words(right[1].type)
    link = "with" if doing == "compare" else "and"
    label = f"{a} on the left, {b} on the right"
    counts = _is_count(left[1].type) and _is_count(right[1].type)
    code = catalogue.MIXED_UNITS if counts else catalogue.UNLIKE_KINDS
    reason = ": units never convert" if counts else ""
    found = code.at(span, f"cannot {doing} {a} {link} {b}{reason}", label)
    found = _counted(_counted(found, left[1]), right[1])
    repair = _repair_of_unlike(left, right)
    return found.suggest(repair) if repair else found


def _repair_of_unlike(
    left: tuple[ast.Expr, Lowered], right: tuple[ast.Expr, Lowered]
) -> str | None:
    for (one, _), (other, mine) in ((left, right), (right, left)):
        if not isinstance(one, ast.Quantity):
            continue
        if isinstance(mine.type, NumberType) and mine.type.unit:
            return f"write `{amount_in_words(one.text, mine.type.unit)}`, if that is meant"
        if isinstance(mine.type, DayType) and one.unit.value in (
            "days",
            "weeks",
            "months",
            "years",
        ):
            return (
                "say from when it is counted, such as "
                f"`{other.span.text} is at most {one.span.text} before service date`"
            )
    return None


def _counted(found: Diagnostic, lowered: Lowered) -> Diagnostic:
    """Point at the fact behind a term, and say what it is counted in."""
    if lowered.declared is None or lowered.fact is None:
        return found
    type = lowered.type
    link = "is counted in " if isinstance(type, NumberType) and type.unit else "is "
    return found.and_at(lowered.declared, f"`{lowered.fact}` {link}{in_words(type)}")


def unexpected(expr: ast.Expr, found: Lowered, expected: TermType) -> Diagnostic:
    """Report a term that is unlike what its place needs."""
    if isinstance(expr, ast.Number) and isinstance(expected, NumberType):
        return bare_number(expr, expected)
    if isinstance(expr, ast.Quantity) and alike(expected, PLAIN):
        assert isinstance(expected, NumberType)
        return needless_unit(expr, expected)
    counts = _is_count(expected) and _is_count(found.type)
    code = catalogue.MIXED_UNITS if counts else catalogue.UNLIKE_KINDS
    wanted, given = in_words(expected), in_words(found.type)
    verb = "are" if isinstance(expected, NumberType) and expected.unit else "is"
    told = code.at(expr.span, f"{wanted} {verb} needed here, not {given}", given)
    return _counted(told, found)


def bare_number(number: ast.Number, other: NumberType) -> Diagnostic:
    repair = {NumberKind.MONEY: f"${number.text}", NumberKind.PERCENT: f"{number.text}%"}.get(
        other.kind, amount_in_words(number.text, other.unit or "")
    )
    return catalogue.BARE_NUMBER.at(
        number.span, f"`{number.text}` of what? {_what_is_here(other)}", "no unit"
    ).suggest(f"write `{repair}`")


def _what_is_here(type: NumberType) -> str:
    return f"{type.unit} are counted here" if type.unit else f"this is {in_words(type)}"


def needless_unit(quantity: ast.Quantity, other: NumberType) -> Diagnostic:
    return catalogue.NEEDLESS_UNIT.at(
        quantity.span,
        f"a number without a unit is compared here with {quantity.unit.value}",
        f"the other side is {in_words(other)}",
    ).suggest(f"write `{quantity.text}`, or declare the fact in {quantity.unit.value}")


def age_unit(span: Span, other: TermType) -> Diagnostic:
    return catalogue.AGE_UNIT.at(
        span, f"an age is compared with years or months, not with {in_words(other)}", "an age"
    ).suggest("write `3 years` or `36 months`")


def age_in_bare_number(number: ast.Number) -> Diagnostic:
    return catalogue.AGE_UNIT.at(
        number.span, f"an age of `{number.text}` is in years or in months", "which of the two?"
    ).suggest(f"write `{number.text} years` or `{number.text} months`")


_DATE_WORDS = {
    ast.Relation.AT_LEAST: ast.Relation.ON_OR_AFTER,
    ast.Relation.AT_MOST: ast.Relation.ON_OR_BEFORE,
    ast.Relation.MORE_THAN: ast.Relation.AFTER,
    ast.Relation.LESS_THAN: ast.Relation.BEFORE,
}
_NUMBER_WORDS = {dates: numbers for numbers, dates in _DATE_WORDS.items()}


def words_for_dates(span: Span, relation: ast.Relation) -> Diagnostic:
    return catalogue.WORDS_FOR_DATES.at(
        span, f"`{relation.value}` compares amounts, and these are dates", "dates"
    ).suggest(f"write `{_DATE_WORDS[relation].value}`")


def words_for_numbers(span: Span, relation: ast.Relation, what: str) -> Diagnostic:
    return catalogue.WORDS_FOR_DATES.at(
        span, f"`{relation.value}` compares dates, and this is {what}", "not a date"
    ).suggest(f"write `{_NUMBER_WORDS[relation].value}`")


def always_the_same(span: Span, text: str, fact: Fact, outcome: bool) -> Diagnostic:
    answer = "yes" if outcome else "no"
    found = catalogue.ALWAYS_THE_SAME.at(
        span, f"`{text}` always comes out {answer}", f"always {answer}"
    )
    return _declared(found, fact, range_in_words(fact))


def not_a_date(span: Span, text: str, what: str) -> Diagnostic:
    return catalogue.UNLIKE_KINDS.at(
        span, f"a date is needed here, and `{text}` is {what}", "not a date"
    )


def not_a_period(span: Span, text: str) -> Diagnostic:
    return catalogue.NOT_A_PERIOD.at(
        span,
        f"between two dates lie days, weeks, months or years, not `{text}`",
        "not a length of time",
    ).suggest("write it like `90 days` or `6 months`")


def months_of_a_fact(span: Span) -> Diagnostic:
    return catalogue.NOT_A_PERIOD.at(
        span, "only written months and years can be added to a date", "not a written number"
    ).suggest("write the number out, such as `6 months`, or count in days or weeks")


def dates_added(span: Span) -> Diagnostic:
    return catalogue.UNLIKE_KINDS.at(span, "two dates cannot be added", "dates").suggest(
        "add days to a date, or take one date from another"
    )


def not_linear(span: Span) -> Diagnostic:
    return catalogue.NOT_LINEAR.at(
        span, "one side of `times` is a written number", "both sides vary here"
    ).suggest("multiply by a number, an amount or a percentage that is written out")


def units_multiplied(span: Span, left: TermType, right: TermType) -> Diagnostic:
    return catalogue.MIXED_UNITS.at(
        span,
        f"cannot multiply {in_words(left)} by {in_words(right)}",
        "at most one side has a unit",
    )


# -------------------------------------------------- definitions and tables


def no_value(name: ast.Name) -> Diagnostic:
    return catalogue.NO_VALUE.at(
        name.span, f"`{name.text}` is not defined by anything", "says nothing"
    ).suggest("give it `when` and a condition, or `is` and a value")


def two_values(name: ast.Name) -> Diagnostic:
    return catalogue.NO_VALUE.at(
        name.span, f"`{name.text}` is defined twice over", "one definition is enough"
    ).suggest("keep one `is`, or only `when` lines")


def word_is_no_definition(span: Span, text: str) -> Diagnostic:
    return catalogue.NO_VALUE.at(
        span,
        f"a definition is a condition, a number or a date, and `{text}` is one of several words",
        "not a condition and not a number",
    ).suggest("define each condition that you need, with `when`")


def row_width(row: ast.Row, found: int, wanted: int) -> Diagnostic:
    return catalogue.ROW_WIDTH.at(
        row.span,
        f"this row has {found} cells, and the table has {wanted}",
        "one cell for each name after `given`, and one for the result",
    )


def no_given(name: ast.Name) -> Diagnostic:
    return catalogue.ROW_WIDTH.at(
        name.span, f"`{name.text}` does not say which facts its rows look at", "no `given`"
    ).suggest("add a line `given` with the names of the columns")


def no_rows(name: ast.Name) -> Diagnostic:
    return catalogue.NO_VALUE.at(name.span, f"the table `{name.text}` has no rows", "empty")


def row_result(span: Span) -> Diagnostic:
    return catalogue.ROW_RESULT.at(
        span, "the last cell of a row is the one value that it gives", "not a single value"
    )


def set_in_a_cell(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.SET_WITH_IS.at(
        span, f"`{fact.name}` is a set, and a cell tests one value", "a set can hold several"
    )
    return _declared(found, fact).suggest("define a condition for the set, and give that")


def range_in_a_cell(span: Span) -> Diagnostic:
    return catalogue.RANGE_OF_MEMBERS.at(
        span, "members have no order, so a cell lists them", "no range here"
    ).suggest("list the members, with commas between them, or write `any`")


def word_in_a_number_cell(span: Span, text: str) -> Diagnostic:
    return catalogue.NOT_A_NUMBER.at(
        span, f"this column holds numbers or dates, and `{text}` is neither", "not a number"
    )


def row_results_differ(span: Span, found: str, first: Span, earlier: str) -> Diagnostic:
    return catalogue.ROW_RESULT.at(
        span, f"this row gives {found}, and an earlier row {earlier}", found
    ).and_at(first, earlier)


# ---------------------------------------------------------------- in words


def type_in_words(type: FactType) -> str:
    """Say what a fact of *type* is, for the middle of a sentence."""
    match type:
        case YesNo():
            return "yes or no"
        case Choice():
            return "one of several members"
        case MemberSet():
            return "a set of members"
        case CodeValue(system):
            return f"a code in `{system}`"
        case CodeSet(system):
            return f"a set of codes in `{system}`"
        case Number(kind=NumberKind.MONEY):
            return "money"
        case Number(kind=NumberKind.PERCENT):
            return "a percentage"
        case Number(unit=None):
            return "a number without a unit"
        case Number(unit=unit):
            return f"a number of {unit}"
        case Day():
            return "a date"
        case DisplayText():
            return "text"
        case RecordValue():
            return "a record"
        case _:
            assert_never(type)


def value_in_words(value: ast.Value) -> str:
    """Say a written value as a message repeats it."""
    match value:
        case ast.YesNo():
            return "`yes`" if value.value else "`no`"
        case ast.Absent():
            return "`absent`"
        case ast.Unlimited():
            return "`none`"
        case _:
            return f"`{value.span.text}`"


def range_in_words(fact: Fact) -> str:
    """Say a fact's range.

    >>> range_in_words(Fact("n", "", Number(NumberKind.COUNT, "visits", 0, 1, BOUND),
    ...                     None, False, False))
    'it is at least 1 visit'
    """
    type = fact.type
    if isinstance(type, Day):
        low, high = type.low, type.high
        ends = [datetime.date.fromordinal(end).isoformat() for end in (low, high)]
        return f"it lies from {ends[0]} to {ends[1]}"
    assert isinstance(type, Number)
    open_low, open_high = type.low <= -BOUND, type.high >= BOUND
    if open_low and open_high:
        return "it can be any number"
    if open_high:
        return f"it is at least {_amount(type, type.low)}"
    if open_low:
        return f"it is at most {_amount(type, type.high)}"
    return f"it lies from {_amount(type, type.low)} to {_amount(type, type.high)}"


def amount_in_words(text: str, unit: str) -> str:
    """Put a number before its unit.

    >>> amount_in_words("1", "visits"), amount_in_words("3", "visits")
    ('1 visit', '3 visits')
    """
    return f"{text} {unit.removesuffix('s') if text == '1' else unit}"


def _amount(type: Number, value: int) -> str:
    sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(type.places + 1, "0")
    cut = len(digits) - type.places
    text = sign + digits[:cut] + (f".{digits[cut:]}" if type.places else "")
    match type.kind:
        case NumberKind.MONEY:
            return f"${text}"
        case NumberKind.PERCENT:
            return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"
        case NumberKind.COUNT:
            return amount_in_words(text, type.unit) if type.unit else text
        case _:
            assert_never(type.kind)


def _how_to_write(type: FactType) -> str:
    match type:
        case YesNo():
            return "write `yes` or `no`"
        case Choice(members) | MemberSet(members):
            return f"its members are {listed(members)}"
        case CodeValue(system) | CodeSet(system):
            return f"write a code like `{example_of(system)}`"
        case Number(kind=NumberKind.MONEY):
            return "write an amount like `$120.00`"
        case Number(kind=NumberKind.PERCENT):
            return "write a percentage like `80%`"
        case Number(unit=None):
            return "write a number"
        case Number(unit=unit):
            return f"write a number of {unit}, such as `3 {unit}`"
        case Day():
            return "write a date like `2026-03-04`"
        case DisplayText() | RecordValue():
            return "leave it out"
        case _:
            assert_never(type)


def _example_test(fact: Fact) -> str:
    name = fact.name
    match fact.type:
        case Choice(members):
            return f"{name} is {members[0]}"
        case MemberSet(members):
            return f"{name} includes {members[0]}"
        case CodeValue(system):
            return f"{name} in {{{example_of(system)}}}"
        case CodeSet(system):
            return f"{name} any in {{{example_of(system)}}}"
        case Number(kind=NumberKind.MONEY):
            return f"{name} is at least $100.00"
        case Number(kind=NumberKind.PERCENT):
            return f"{name} is at least 50%"
        case Number(unit=unit):
            return f"{name} is at least 3{f' {unit}' if unit else ''}"
        case Day():
            return f"{name} is before service date"
        case _:
            return f"{name} is yes"


def _is_count(type: TermType) -> bool:
    return isinstance(type, NumberType) and type.kind is NumberKind.COUNT


def _declared(found: Diagnostic, fact: Fact, text: str = "declared here") -> Diagnostic:
    return found.and_at(fact.span, text) if fact.span else found
