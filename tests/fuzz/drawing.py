"""Draw bytes that come close to what a target reads: changed files, soups of words, odd text."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from policydsl.compiled import build, container
from tests.compiled.forging import body_of, forged, tampered
from tests.fuzz.targets import CLINIC
from tests.syntax.sentences import sentence

ROOT = Path(__file__).parents[2]
FOUND = Path(__file__).parent / "found"
TEXTS = [
    path.read_text(encoding="utf-8")
    for path in (
        *sorted((ROOT / "tests" / "corpus").rglob("*.pol")),
        *sorted((ROOT / "policies").glob("*/*.pol")),
        ROOT / "tests" / "explain" / "clinic.pol",
    )
    if path.stat().st_size < 12_000
]
WORDS = sorted({word for text in TEXTS for word in text.split() if len(word) < 24})
ODD = (
    "\x00", "\t", "\r", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad", "\u0301",
    "\u200b", "\u202e", "\u2028", "\ufeff", "\ufffd", "\U0001f600", "\U000e0001", "e\u0301" * 9,
    "日本", "ß", "İ", "ﬃ", "“", "”", "’", "–", "−", "≤", "½", "²", "１２", "٣", "𝟙", "Ⅷ",
)  # fmt: skip
MARKS = (*"\"'[](){}|,.:;-+=<>&#%$/*\\", "\n", "\n  ", "\n    - ", " ", "  ", "#", "<<<<<<< HEAD\n")
NUMBERS = (
    "0", "-0", "1", "007", "9" * 30, "9" * 31, "9" * 4_400, "1e9", "1.5", "0." + "0" * 40 + "1",
    "-1", "1,000", "$1", "$1,000.00", "100%", "1000000%", "2026-02-30", "0001-01-01", "9999-12-31",
)  # fmt: skip


def policy(rng: random.Random) -> bytes:
    draw: Callable[[random.Random], str] = rng.choice((_changed, _changed, _soup, _nested, _spoken))
    return _as_bytes(draw(rng), rng)


def request(rng: random.Random) -> bytes:
    facts = {name: _value(rng, 3) for name in _some(tuple(CLINIC.program.facts.by_name), rng)}
    whole: object = {"as_of": rng.choice(("2026-03-10", 1, None, "2026-02-30")), "facts": facts}
    if rng.random() < 0.2:
        whole = _value(rng, 4)
    text = json.dumps(whole, ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.6:
        text = _mutilated(text, rng, (*MARKS, *ODD, *NUMBERS, "NaN", "[" * 2_000, '"facts":'))
    return _as_bytes(text, rng)


def compiled(rng: random.Random) -> bytes:
    data = build([CLINIC.program])
    assert isinstance(data, bytes)
    if rng.random() < 0.2:
        # The target puts a body into a container itself.
        body = container.unpacked(data)
        assert isinstance(body, bytes)
        return _mutilated(body.decode(), rng, (*MARKS, *NUMBERS, *ODD)).encode()
    if rng.random() < 0.3:
        cut = bytearray(data[: rng.randrange(len(data) + 1)])
        for _ in range(min(len(cut), rng.randrange(4))):
            cut[rng.randrange(len(cut))] = rng.randrange(256)
        return bytes(cut)
    return forged(tampered(body_of(data), rng, rng.randint(1, 4)))


DRAWN: dict[str, Callable[[random.Random], bytes]] = {
    "policy": policy,
    "request": request,
    "compiled": compiled,
}


# ------------------------------------------------------------------ policies


def _changed(rng: random.Random) -> str:
    return _mutilated(rng.choice(TEXTS), rng, (*MARKS, *ODD, *NUMBERS, *_some(WORDS, rng)))


def _mutilated(text: str, rng: random.Random, pieces: Sequence[str]) -> str:
    """Cut, double, move and put in a few times."""
    for _ in range(rng.randint(1, 5)):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.choice((0, 0, 1, 3, 12, 80)))
        piece = rng.choice((rng.choice(pieces), rng.choice(pieces), text[start:end] * 2, ""))
        text = text[:start] + piece + text[end:]
    return text


def _soup(rng: random.Random) -> str:
    pieces = (*MARKS, *ODD, *NUMBERS)
    return "".join(
        rng.choice((rng.choice(WORDS) + " ", rng.choice(WORDS) + " ", rng.choice(pieces)))
        for _ in range(rng.randrange(200))
    )


def _spoken(rng: random.Random) -> str:
    """Say sentences of the grammar about what is declared."""
    items = [sentence(rng, rng.randint(4, 16)) for _ in range(rng.randint(1, 4))]
    return "policy p\n\nfact alpha\n  yes or no\n\n" + "\n".join(items)


def _nested(rng: random.Random) -> str:
    depth = rng.choice((3, 59, 60, 61, 400, 5_000))
    opening, closing = rng.choice(
        (("(", ")"), ("not (", ")"), ("{", "}"), ("(alpha and (", "))"), ("larger of (1, ", ")"))
    )
    inside = f"{opening * depth}alpha{closing * rng.choice((depth, depth, depth - 1, 0))}"
    if rng.random() < 0.2:
        inside = "".join(f"\n{' ' * level}if alpha" for level in range(2, min(depth, 300)))
    return f"policy p\n\nfact alpha\n  yes or no\n\napplies a\n  when {inside}\n"


# ------------------------------------------------------------------ requests


def _value(rng: random.Random, depth: int) -> object:
    members = ("physical_therapy", "office", "2026-01-31", "I21.4", "", *ODD)
    plain = (True, False, None, 0, -1, 7, 10**40, 1.5, 1e300, *members)
    if depth == 0 or rng.random() < 0.7:
        return rng.choice(plain)
    inner = [_value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return inner if rng.random() < 0.6 else {str(each)[:9]: each for each in inner}


def _some(words: Sequence[str], rng: random.Random) -> list[str]:
    return rng.sample(words, min(len(words), rng.randint(1, 12)))


def _as_bytes(text: str, rng: random.Random) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    match rng.randrange(12):
        case 0:
            cut = rng.randrange(len(data) + 1)
            return data[:cut] + bytes([rng.randrange(256)]) + data[cut:]
        case 1:
            return data.replace(b"\n", b"\r\n")
        case 2:
            return b"\xef\xbb\xbf" + data
        case _:
            return data
