"""A file that was cut, altered or forged is answered with a diagnostic, whatever stands in it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.compiled import MAGIC, MAX_BYTES, Compiled, build, container, read, shapes
from policydsl.core.request import Request
from policydsl.diagnostics.catalogue import (
    COMPILED_DAMAGED,
    COMPILED_OTHER_VERSION,
    COMPILED_TOO_LARGE,
    COMPILED_UNSOUND,
)
from policydsl.diagnostics.model import Code, Diagnostic
from policydsl.diagnostics.text import render
from policydsl.graph import build as draw
from policydsl.graph.export import to_json
from policydsl.policy import Policy
from tests.compiled.forging import body_of, forged, tampered
from tests.compiling import policy_from

CLINIC = policy_from(
    (Path(__file__).parents[1] / "explain" / "clinic.pol").read_text(encoding="utf-8")
)


def _built() -> bytes:
    data = build([CLINIC.program])
    assert isinstance(data, bytes)
    return data


DATA = _built()
WHOLE = body_of(DATA)


def answer(data: bytes) -> Code | None:
    """Give the code of what is wrong with *data*; None when nothing is."""
    found = read("some.polc", data)
    if isinstance(found, Compiled):
        return None
    assert found.help
    assert "some.polc" in found.message
    render([found])
    return found.code


def test_every_cut_is_seen() -> None:
    for length in [*range(60), *range(60, len(DATA), 997), len(DATA) - 1]:
        assert answer(DATA[:length]) is COMPILED_DAMAGED, length


def test_every_changed_byte_is_seen() -> None:
    for place in [*range(60), *range(60, len(DATA), 997), len(DATA) - 1]:
        for change in (1, 0x80):
            altered = bytearray(DATA)
            altered[place] ^= change
            expected = COMPILED_OTHER_VERSION if place == len(MAGIC) else COMPILED_DAMAGED
            assert answer(bytes(altered)) is expected, place


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", COMPILED_DAMAGED),
        (b"policy demo\n", COMPILED_DAMAGED),
        (DATA.replace(b"\r\n", b"\n"), COMPILED_DAMAGED),
        (DATA + b"\n", COMPILED_DAMAGED),
        (MAGIC + b"\2" + DATA[10:], COMPILED_OTHER_VERSION),
        (DATA + b"\0" * MAX_BYTES, COMPILED_TOO_LARGE),
        (container.packed(b""), COMPILED_UNSOUND),
        (container.packed(b"\xff"), COMPILED_UNSOUND),
        (container.packed(b"[" * 100_000), COMPILED_UNSOUND),
        (container.packed(b"9" * 100_000), COMPILED_UNSOUND),
        (container.packed(b"{}"), COMPILED_UNSOUND),
        (container.packed(b"NaN"), COMPILED_UNSOUND),
        (forged({**WHOLE, "shapes": "of another"}), COMPILED_OTHER_VERSION),
        (forged({**WHOLE, "compiler": "\x1b[31m"}), COMPILED_UNSOUND),
        (forged({**WHOLE, "more": 1}), COMPILED_UNSOUND),
        (forged({**WHOLE, "rows": {}}), COMPILED_UNSOUND),
        (forged({**WHOLE, "editions": []}), COMPILED_UNSOUND),
        (forged({**WHOLE, "editions": [0]}), COMPILED_UNSOUND),
        (forged({**WHOLE, "editions": [True]}), COMPILED_UNSOUND),
        (forged({**WHOLE, "sources": []}), COMPILED_UNSOUND),
        (forged({**WHOLE, "sources": [["a", "b", "c"]]}), COMPILED_UNSOUND),
        (forged({**WHOLE, "rows": [[]] * 600_000}), COMPILED_UNSOUND),
    ],
    ids=[
        "empty", "source", "line-ends-mended", "longer", "newer", "large", "no-json", "no-text",
        "deep", "digits", "no-parts", "nan", "other-shapes", "hidden-characters", "more-parts",
        "rows-no-list", "no-edition", "edition-no-program", "edition-no-number", "no-sources",
        "odd-source", "rows",
    ],
)  # fmt: skip
def test_what_is_no_compiled_policy_is_named(data: bytes, code: Code) -> None:
    assert answer(data) is code


def _place(kind: str, field: str) -> int:
    """Say where in a row of *kind* stands what *field* holds."""
    return 1 + [name for name, _ in shapes.kinds()[kind][1]].index(field)


def _edit(kind: str, field: str, change: Callable[[Any], Any]) -> bytes:
    """Forge the last row of *kind* with another value in *field*."""
    rows = list(WHOLE["rows"])
    number = max(index for index, row in enumerate(rows) if row[0] == kind)
    rows[number], place = [*rows[number]], _place(kind, field)
    rows[number][place] = change(rows[number][place])
    return forged({**WHOLE, "rows": rows})


@pytest.mark.parametrize(
    "data",
    [
        _edit("MemberIs", "fact", lambda _: "no_such_fact"),
        _edit("MemberIs", "values", lambda _: ["neither"]),
        _edit("FactTerm", "fact", lambda _: "service"),
        _edit("Constant", "value", lambda _: 10**70),
        _edit("Constant", "value", lambda _: True),
        _edit("Constant", "value", lambda _: 1.5),
        _edit("Fact", "name", lambda _: "service"),
        _edit("Clause", "title", lambda _: "care\u202e"),
        _edit("Clause", "title", lambda _: "\ud800"),
        _edit("Clause", "overridden_by", lambda _: ["nobody"]),
        _edit("Clause", "rank", lambda rank: rank - 1),
        _edit("Clause", "span", lambda place: [place[0], place[1], 10**9]),
    ],
    ids=[
        "fact-unknown", "member-unknown", "fact-no-number", "huge", "truth-for-number", "decimal",
        "fact-twice", "hidden", "surrogate", "overridden-by-nobody", "rank", "place",
    ],
)  # fmt: skip
def test_what_the_compiler_would_never_write_is_not_believed(data: bytes) -> None:
    assert answer(data) is COMPILED_UNSOUND


def test_a_circle_of_overrides_is_not_believed() -> None:
    rows = [[*row] for row in WHOLE["rows"]]
    clauses = [row for row in rows if row[0] == "Clause"]
    key, beaten_by = _place("Clause", "key"), _place("Clause", "overridden_by")
    for one, other in (clauses[:2], clauses[1::-1]):
        one[beaten_by] = [other[key]]
    found = read("some.polc", forged({**WHOLE, "rows": rows}))
    assert isinstance(found, Diagnostic)
    assert "in a circle" in found.message


def _grown(times: int) -> bytes:
    """Forge a clause whose condition refers twice to one that refers twice to one, and so on."""
    rows = list(WHOLE["rows"])
    first = next(index for index, row in enumerate(rows) if row[0] == "MemberIs")
    for index in range(times):
        rows.append(["And", None, [len(rows) - 1 if index else first] * 2])
    (edition,) = WHOLE["editions"]
    program, clauses = [*rows[edition]], _place("Program", "clauses")
    clause = [*rows[program[clauses][0]]]
    clause[_place("Clause", "bite")] = len(rows) - 1
    program[clauses] = [len(rows), *program[clauses][1:]]
    rows += [clause, program]
    return forged({**WHOLE, "rows": rows, "editions": [len(rows) - 1]})


def test_what_would_grow_without_bound_is_not_believed() -> None:
    assert answer(_grown(3)) is None
    for times in (40, 400):  # too many parts, too many levels
        found = read("some.polc", _grown(times))
        assert isinstance(found, Diagnostic)
        assert "too deep" in found.message


@given(st.integers(0, 2**32), st.sampled_from([1, 1, 2, 4]))
def test_no_forgery_makes_anything_raise(seed: int, times: int) -> None:
    found = read("some.polc", forged(tampered(WHOLE, random.Random(seed), times)))
    if isinstance(found, Diagnostic):
        render([found])
        return
    policy = Policy.of(found.editions[0])
    for request in (Request(739_000, {}), Request(739_000, {"referred": True})):
        if all(name in policy.program.facts for name in request.facts):
            policy._kernel.decide(request).to_json()
            policy._explainer.explain(request).to_dict()
    to_json(draw(policy.program))
    policy.schema()


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_make_the_reader_raise(tail: bytes, packed: bool) -> None:
    answer(container.packed(tail) if packed else MAGIC + tail)
