"""Run the grammar's table over the tokens of one item, building its tree on the way.

lark made the table; the loop is ours, because a word can only be told from a keyword
here, where the state is known, and because a loop without tree, callbacks' wrappers and
exceptions is several times faster.  Nothing in it recurses.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from policydsl.frozen import frozen
from policydsl.source import Source, Span
from policydsl.syntax.grammar import BEGIN_LIST, CALL, GROW_LIST, PASS, Table
from policydsl.syntax.tokens import DEDENT, MAX_LIST, NAME, NEWLINE, Token

MAX_NESTING = 60
"""The most brackets, indented blocks, `not`s and `else`s within each other."""

# The words and marks after which the rest stands one level deeper.
_NESTING = frozenset({"LPAR", "_INDENT", "NOT", "ELSE", "YEAR"})

# A fact cannot have these names, so they are never weighed against one.
RESERVED = frozenset({"all", "any", "at", "none", "not"})
_RESERVED_TERMINALS = frozenset(word.upper() for word in RESERVED)

_LAYOUT = frozenset({NEWLINE, "_INDENT", DEDENT})

Rule = Callable[[Span, list[Any]], Any]
Literal = Callable[[str, Span], Any]


@frozen
class Grammar:
    """The table with what the builder does: for each reduction, and for each literal."""

    table: Table
    rules: Sequence[Rule]
    literals: Mapping[str, Literal]


@frozen
class Stuck:
    """The token at *index* cannot stand there."""

    index: int


@frozen
class TooDeep:
    """The token at *index* opens one level more than is allowed."""

    index: int


@frozen
class TooLong:
    """A list that ends before the token at *index* has more than `MAX_LIST` entries."""

    index: int


@frozen
class Built:
    value: Any


Outcome = Built | Stuck | TooDeep | TooLong


def run(grammar: Grammar, source: Source, tokens: Sequence[Token]) -> Outcome:
    """Read *tokens* as one item and give its tree, or say which token does not fit.

    The builder's methods get the span of what they are given, layout not included.
    """
    table = grammar.table
    actions, reductions, keywords = table.actions, table.reductions, table.keywords
    rules, literals = grammar.rules, grammar.literals
    state = table.start
    states = [state]
    values: list[Any] = []
    starts: list[int] = []
    last_end = tokens[0][2] if tokens else 0
    index = 0
    count = len(tokens)
    while True:
        if index < count:
            symbol, text, start, end = tokens[index]
        else:
            symbol, text, start, end = "$END", "", last_end, last_end
        while True:
            row = actions[state]
            action = row.get(symbol)
            if action is None:
                if text not in keywords or symbol == NAME or NAME not in row:
                    return Stuck(index)
                symbol = NAME
                continue
            if action > 0:
                if (
                    symbol is not NAME
                    and row.get(NAME, 0) > 0
                    and text in keywords
                    and _is_name(table, row, tokens, index)
                ):
                    action = row[NAME]
                    symbol = NAME
                break
            origin, size, how, _, picks = reductions[~action]
            if size:
                taken = values[-size:]
                del values[-size:], states[-size:]
                first = starts[-size]
                del starts[-size:]
            else:
                taken = []
                first = last_end
            if how == CALL:
                value = rules[~action](
                    Span(source, first, last_end), _picked(picks, taken) if picks else taken
                )
            elif how == PASS:
                value = taken[picks[0]]
            elif how == GROW_LIST:
                value = taken[0]
                for pick in picks:
                    value.append(taken[pick])
                if len(value) > MAX_LIST * len(picks):
                    return TooLong(index)
            else:
                assert how == BEGIN_LIST
                value = [taken[pick] for pick in picks]
            state = actions[states[-1]][origin]
            states.append(state)
            values.append(value)
            starts.append(first)
            if symbol == "$END" and state == table.accepting:
                return Built(value)
        make = literals.get(symbol)
        values.append(text if make is None else make(text, Span(source, start, end)))
        state = action
        states.append(state)
        starts.append(start)
        if symbol not in _LAYOUT:
            last_end = end
        if symbol in _NESTING and len(states) > MAX_NESTING and _depth(table, states) > MAX_NESTING:
            return TooDeep(index)
        index += 1


def _picked(picks: tuple[int, ...], taken: list[Any]) -> list[Any]:
    chosen: list[Any] = []
    for pick in picks:
        if pick >= 0:
            chosen.append(taken[pick])
        elif pick == -1:
            chosen.append(None)
        else:
            chosen.extend(taken[-2 - pick])
    return chosen


def _is_name(table: Table, row: Mapping[str, int], tokens: Sequence[Token], index: int) -> bool:
    """Tell, where both may stand, whether the word at *index* is a name and not a keyword.

    It is a name when what follows could not follow the keyword; `service is …` is about a
    fact, `service date` is not.
    """
    word = tokens[index][0]
    if word in _RESERVED_TERMINALS:
        return False
    next_symbol, next_text = tokens[index + 1][:2] if index + 1 < len(tokens) else ("$END", "")
    after_keyword = table.actions[row[word]]
    after_name = table.actions[row[NAME]]
    if next_text in table.keywords:
        if next_symbol in after_keyword:
            return False
        return next_symbol in after_name or NAME not in after_keyword
    return next_symbol not in after_keyword


def _depth(table: Table, states: Sequence[int]) -> int:
    entered = table.entered_by
    return sum(entered[state] in _NESTING for state in states)


def expected(table: Table, tokens: Sequence[Token], index: int) -> frozenset[str]:
    """Give exactly the terminals that could stand where the token at *index* does.

    Every token before it fits.  The stack is built anew, because a table of this kind
    finishes rules before it finds that the next token does not fit.
    """
    states = [table.start]
    for position in range(index):
        symbol, text, _, _ = tokens[position]
        while True:
            row = table.actions[states[-1]]
            action = row.get(symbol)
            if action is None:
                symbol = NAME
                action = row[NAME]
            if action > 0:
                if row.get(NAME, 0) > 0 and text in table.keywords and symbol != NAME:
                    action = row[NAME] if _is_name(table, row, tokens, position) else action
                states.append(action)
                break
            _reduce(table, states, action)
    return frozenset(
        symbol
        for symbol in table.actions[states[-1]]
        if symbol in table.terminals and _shifts(table, states, symbol)
    )


def _shifts(table: Table, states: Sequence[int], symbol: str) -> bool:
    stack = list(states)
    while True:
        action = table.actions[stack[-1]].get(symbol)
        if action is None or action > 0:
            return action is not None
        _reduce(table, stack, action)


def _reduce(table: Table, states: list[int], action: int) -> None:
    origin, size, *_ = table.reductions[~action]
    if size:
        del states[-size:]
    states.append(table.actions[states[-1]][origin])
