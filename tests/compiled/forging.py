"""Forge compiled policies: change what stands in one, and mend the sum so that it is believed."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from policydsl.compiled import container

WORDS = ("", "service", "no_such_fact", "silence", "COVERED", "\u202e", "\ud800", "x" * 300)
NUMBERS = (0, 1, -1, 7, 10**12, 3_652_060, 10**40, 10**70)


def body_of(data: bytes) -> dict[str, Any]:
    body = container.unpacked(data)
    assert isinstance(body, bytes)
    whole: dict[str, Any] = json.loads(body)
    return whole


def forged(whole: object) -> bytes:
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return container.packed(text.encode("utf-8", "surrogatepass"))


def tampered(whole: dict[str, Any], rng: random.Random, times: int) -> dict[str, Any]:
    """Give a copy of *whole* in which some values are others, mostly of the same type."""
    changed = {**whole, "rows": list(whole["rows"]), "editions": list(whole["editions"])}
    for _ in range(times):
        # Most rows are facts, which are all alike.
        number = max(rng.randrange(len(changed["rows"])) for _ in range(2))
        row = changed["rows"][number] = copy.deepcopy(changed["rows"][number])
        _tamper(row, rng, changed["rows"])
    if rng.random() < 0.02:
        changed["editions"] = [rng.randrange(-1, len(changed["rows"]) + 1)]
    return changed


def _tamper(values: list[Any], rng: random.Random, rows: list[Any]) -> None:
    place = rng.randrange(len(values))
    value = values[place]
    if type(value) is list and value and rng.random() < 0.8:
        _tamper(value, rng, rows)
    elif rng.random() < 0.08:
        values[place] = rng.choice([None, True, {}, [], 1, "word", 1.5, [[]], {"a": 1}])
    elif rng.random() < 0.05:
        del values[place]
    elif type(value) is bool:
        values[place] = not value
    elif type(value) is int:
        values[place] = rng.choice([*NUMBERS, rng.randrange(len(rows)), value + 1, value - 1])
    elif type(value) is str:
        values[place] = rng.choice([*WORDS, _other_word(rows, rng)])
    elif type(value) is list:
        values[place] = rng.choice([[], value * 2, [rng.randrange(len(rows))]])


def _other_word(rows: list[Any], rng: random.Random) -> str:
    words = [each for each in rng.choice(rows) if type(each) is str]
    return rng.choice(words or WORDS)
