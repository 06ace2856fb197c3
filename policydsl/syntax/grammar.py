"""Turn `grammars/policy.lark` into the table that the automaton runs, and keep it between runs.

lark analyses the grammar (0.3 s); the table that comes of it is plain data, so a later
run needs neither the analysis nor lark itself. An installation brings the table along; in a
checkout whose grammar has changed since, the first run makes it and keeps it.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from policydsl import cache

if TYPE_CHECKING:
    from pathlib import Path

    from lark import Lark
    from lark.grammar import Rule

_FORMAT = 5
_HERE = os.path.dirname(__file__)
_PACKAGE = os.path.dirname(_HERE)
# A wheel carries the grammar inside the package; a checkout keeps it beside it.
_PLACES = tuple(
    os.path.join(place, "grammars", "policy.lark")
    for place in (_PACKAGE, os.path.dirname(_PACKAGE))
)
_BROUGHT = os.path.join(_HERE, "table.json")

_LITERALS = frozenset(
    {"NAME", "NUMERAL", "STRING", "ISO_DATE", "DOLLARS", "PERCENTAGE", "ORDINAL", "CITATION"}
    | {"MEDICAL_CODE"}
)

# How the values of a finished rule become one value.
PASS, CALL, BEGIN_LIST, GROW_LIST = range(4)

Reduction = tuple[str, int, int, str, tuple[int, ...]]
"""Symbol made, values taken, how, the builder's method, and which values it gets: `i` is the
value there, `-1` a part left out (None), `-2 - i` all values of the list at `i`."""


class Table:
    """An LALR(1) table: for each state, what to do on each symbol.

    Above zero: go to that state. Below: reduce by rule `~action`.
    """

    __slots__ = (
        "accepting",
        "actions",
        "entered_by",
        "keywords",
        "reductions",
        "start",
        "terminals",
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.actions: list[dict[str, int]] = data["actions"]
        self.reductions: list[Reduction] = data["reductions"]
        self.keywords: dict[str, str] = data["keywords"]
        self.start: int = data["start"]
        self.accepting: int = data["accepting"]
        self.entered_by: list[str] = data["entered_by"]
        self.terminals: frozenset[str] = frozenset(data["terminals"])


@functools.cache
def table() -> Table:
    """Give the table, from the cache or the installation when there is one that fits."""
    text = grammar_text()
    key = f"{_FORMAT}\n{text}"
    data = cache.kept("grammar", key)
    if data is None:
        data = _brought(key) or compile_grammar(text)
        cache.keep("grammar", key, data)
    return Table(data)


def bring(place: str | Path = _BROUGHT) -> None:
    """Write the table for an installation to bring along; in JSON, which every Python reads."""
    import json

    text = grammar_text()
    made = {"key": f"{_FORMAT}\n{text}", "table": compile_grammar(text)}
    with open(place, "w", encoding="utf-8") as file:
        file.write(json.dumps(made, separators=(",", ":")) + "\n")


def _brought(key: str) -> dict[str, Any] | None:
    import json

    try:
        with open(_BROUGHT, encoding="utf-8") as file:
            made = json.load(file)
    except (OSError, ValueError):
        return None
    if made["key"] != key:
        return None
    data: dict[str, Any] = made["table"]
    names = {word: sys.intern(word) for word in (*data["entered_by"], *data["terminals"])}
    data["actions"] = [
        {names.get(word, word): action for word, action in row.items()} for row in data["actions"]
    ]
    data["reductions"] = [
        (sys.intern(origin), size, how, method, tuple(picks))
        for origin, size, how, method, picks in data["reductions"]
    ]
    return data


def grammar_text() -> str:
    for place in _PLACES:
        if os.path.isfile(place):
            with open(place, encoding="utf-8") as file:
                return file.read()
    raise FileNotFoundError("policy.lark is missing from the installation")


# ----------------------------------------------------------------- compile


def analysed(text: str) -> Lark:
    """Let lark analyse the grammar; a conflict in it is our bug and raises."""
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """Stand where lark wants a lexer; ours gives its tokens to the automaton."""

        __future_interface__ = 1

        def __init__(self, lexer_conf: Any) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Any]:
            return iter(())

    # `strict` makes a shift/reduce conflict an error, as a reduce/reduce one always is.
    return Lark(text, parser="lalr", lexer=NoLexer, maybe_placeholders=True, strict=True)


def compile_grammar(text: str) -> dict[str, Any]:
    """Turn the grammar into the plain data of a `Table`."""
    lark = analysed(text)
    found: Any = lark.parser.parser
    states = found._parse_table.states
    rules = {rule: number for number, rule in enumerate(lark.rules)}
    reductions = [_reduction(rule) for rule in lark.rules]
    actions: list[dict[str, int]] = [{} for _ in range(len(states) + 1)]
    (start,) = found._parse_table.start_states.values()
    (accepting,) = found._parse_table.end_states.values()
    for state, row in states.items():
        into = actions[state + 1]
        for symbol, (action, argument) in row.items():
            if type(action).__name__ == "Action" and action.name == "Shift":
                into[sys.intern(symbol)] = argument + 1
            elif argument.origin.name.startswith("$"):
                continue
            else:
                into[sys.intern(symbol)] = ~_number(rules, reductions, argument)
    number = _numbers(actions, start + 1)
    actions = [{}] + [
        {sym: number.get(action, action) for sym, action in sorted(actions[state].items())}
        for state in number
    ]
    # In an LALR automaton every way into a state is by the same symbol.
    entered_by = [""] * len(actions)
    for row in actions:
        for symbol, action in row.items():
            if action > 0:
                entered_by[action] = symbol
    keywords = {
        word: terminal.name
        for terminal in lark.terminals
        # A declared terminal has no pattern, whatever lark's own types say.
        if (word := str(getattr(terminal.pattern, "value", ""))).isalpha()
    }
    # TRAP: lark 1.3 lets `"date"` in a rule share the name of a declared DATE.
    if shared := set(keywords.values()) & _LITERALS:
        raise ValueError(f"keywords share the names of literals: {sorted(shared)}")
    return {
        "actions": actions,
        "reductions": reductions,
        "keywords": keywords,
        "entered_by": entered_by,
        "terminals": sorted(set(entered_by) - {origin for origin, *_ in reductions} - {""}),
        "start": number[start + 1],
        "accepting": number[accepting + 1],
    }


def _numbers(actions: Sequence[Mapping[str, int]], start: int) -> dict[int, int]:
    """Number the states in an order of the grammar's; lark's own differs from run to run."""
    number = {start: 1}
    pending = [start]
    for state in pending:
        for _, action in sorted(actions[state].items()):
            if action > 0 and action not in number:
                number[action] = len(number) + 1
                pending.append(action)
    return number


def _number(rules: dict[Rule, int], reductions: list[Reduction], rule: Rule) -> int:
    if rule not in rules:
        rules[rule] = len(reductions)
        reductions.append(_reduction(rule))
    return rules[rule]


def _reduction(rule: Rule) -> Reduction:
    origin = sys.intern(str(rule.origin.name))
    method = rule.alias or origin
    picks = tuple(_picks(rule))
    how = CALL
    if origin.startswith("__"):
        grows = bool(rule.expansion) and rule.expansion[0].name == origin
        how = GROW_LIST if grows else BEGIN_LIST
        picks = picks[1:] if grows else picks
    elif rule.options.expand1 and not rule.alias and len(picks) == 1 and picks[0] >= 0:
        how = PASS
    return (origin, len(rule.expansion), how, method, picks)


def _picks(rule: Rule) -> Sequence[int]:
    """List the values that the builder gets, as lark's own tree builder would."""
    left_out = [0] * (len(rule.expansion) + 1)
    if rule.options.empty_indices:
        runs = "".join(str(int(empty)) for empty in rule.options.empty_indices).split("0")
        left_out = [len(run) for run in runs]
    picks: list[int] = []
    for index, symbol in enumerate(rule.expansion):
        picks += [-1] * left_out[index]
        if symbol.is_term:
            if rule.options.keep_all_tokens or not getattr(symbol, "filter_out", False):
                picks.append(index)
        elif symbol.name.startswith("_"):
            picks.append(-2 - index)
        else:
            picks.append(index)
    return picks + [-1] * left_out[-1]
