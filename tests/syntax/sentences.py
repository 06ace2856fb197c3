"""Draw sentences of the grammar at random, so that every construct is tried in every place."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator
from typing import Any

from policydsl.syntax.grammar import analysed, grammar_text

_WORDS = {
    "NAME": ("alpha", "beta.gamma", "delta_2", "Epsilon"),
    "NUMERAL": ("3", "0", "1", "12.5", "007", "-2"),
    "STRING": ('"A title"', '""', '"# no comment [here]"'),
    "ISO_DATE": ("2026-03-04", "2024-02-29"),
    "DOLLARS": ("$25", "$1,500.00"),
    "PERCENTAGE": ("90%", "12.5%"),
    "ORDINAL": ("1st", "22nd", "113th"),
    "MEDICAL_CODE": ("F80.0", "0202T"),
    "CITATION": ("[A-1]", "[A-1, B-2]"),
}


@functools.cache
def _rules() -> tuple[dict[str, list[tuple[Any, ...]]], dict[str, int], dict[str, str]]:
    """Give the expansions of each rule, the least depth of each, and the text of terminals."""
    lark = analysed(grammar_text())
    expansions: dict[str, list[tuple[Any, ...]]] = {}
    for rule in lark.rules:
        expansions.setdefault(rule.origin.name, []).append(tuple(rule.expansion))
    texts = {one.name: str(getattr(one.pattern, "value", "")) for one in lark.terminals}
    depths: dict[str, int] = {}
    while len(depths) < len(expansions):
        for name, choices in expansions.items():
            found = [_depth(choice, depths) for choice in choices]
            if known := [depth for depth in found if depth is not None]:
                depths[name] = 1 + min(known)
    return expansions, depths, texts


def _depth(expansion: tuple[Any, ...], depths: dict[str, int]) -> int | None:
    inner = [0 if symbol.is_term else depths.get(symbol.name) for symbol in expansion]
    return None if None in inner else max((each for each in inner if each is not None), default=0)


def sentence(draw: random.Random, budget: int) -> str:
    """Draw one item; below *budget* levels of rules the shortest way out is taken."""
    _, _, texts = _rules()
    levels, fresh, out = [0], True, ""
    for terminal in _terminals(draw, "start", budget):
        if terminal == "_NEWLINE":
            out += "\n"
            fresh = True
        elif terminal == "_INDENT":
            levels.append(levels[-1] + draw.choice((1, 2, 4)))
        elif terminal == "_DEDENT":
            levels.pop()
        else:
            words = _WORDS.get(terminal)
            word = draw.choice(words) if words else texts.get(terminal) or "-"
            out += (" " * levels[-1] if fresh else " ") + word
            fresh = False
    return out


def _terminals(draw: random.Random, name: str, budget: int) -> Iterator[str]:
    expansions, depths, _ = _rules()
    pending: list[tuple[Any, int]] = []
    _expand(draw, expansions[name], depths, budget, pending)
    while pending:
        symbol, left = pending.pop()
        if symbol.is_term:
            yield symbol.name
        else:
            _expand(draw, expansions[symbol.name], depths, left, pending)


def _expand(
    draw: random.Random,
    choices: list[tuple[Any, ...]],
    depths: dict[str, int],
    budget: int,
    pending: list[tuple[Any, int]],
) -> None:
    fitting = [choice for choice in choices if (_depth(choice, depths) or 0) < budget]
    if not fitting:
        fitting = [min(choices, key=lambda choice: _depth(choice, depths) or 0)]
    chosen = draw.choice(fitting)
    pending.extend((symbol, budget - 1) for symbol in reversed(chosen))
