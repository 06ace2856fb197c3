"""What reading costs grows no faster than what is read: work is counted, not seconds."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest

from policydsl.compiled import build, read
from policydsl.core.requests import RequestChecker
from policydsl.semantics import check
from policydsl.source import Source
from policydsl.syntax.parser import parse
from policydsl.syntax.printer import format_source
from tests.compiling import checked, policy_from

HEAD = "policy p\n  in force on any date\n\nfact x\n  yes or no\n\nfact n\n  visits\n\n"
WHEN = 'applies a "A"\n  when '
POLICIES: dict[str, Callable[[int], str]] = {
    "items": lambda n: HEAD + "".join(f'exclude e{i} "E"\n  when x\n\n' for i in range(n)),
    "facts": lambda n: HEAD + "".join(f"fact f{i}\n  yes or no\n\n" for i in range(n)),
    "covers": lambda n: HEAD + "".join(f'cover c{i} "C"\n  for x\n\n' for i in range(n)),
    "definitions": lambda n: (
        HEAD
        + "".join(f"define d{i}\n  when {f'd{i - 1}' if i % 50 else 'x'}\n\n" for i in range(n))
    ),
    "overrides": lambda n: (
        HEAD
        + "exclude e0\n  when x\n\n"
        + "".join(f"exclude e{i}\n  when x\n  overrides e{i - 1}\n\n" for i in range(1, n))
    ),
    "limits": lambda n: (
        HEAD
        + f"fact s\n  one of {{{', '.join(f'm{i}' for i in range(n))}}}\n\n"
        + "".join(
            f'cover c{i} "C"\n  for s is m{i}\n  counts toward l{i}\n\n'
            f'limit l{i} "L"\n  {i % 40 + 1} visits per calendar year\n'
            "  used n\n  asked 1 visit\n\n"
            for i in range(n)
        )
    ),
    "conditions": lambda n: HEAD + WHEN + " and ".join(["x"] * n) + "\n",
    "members": lambda n: (
        HEAD
        + f"fact s\n  one of {{{', '.join(f'm{i}' for i in range(n))}}}\n\n"
        + f"exclude e\n  when s in {{{', '.join(f'm{i}' for i in range(n - 1))}}}\n"
    ),
    "rows": lambda n: (
        HEAD + "table t\n  given n\n" + "".join(f"  {i} visits | {i} visits\n" for i in range(n))
    ),
    "comments": lambda n: HEAD + f"{WHEN}x in {{\n" + "    m,  # c\n" * n + "    m}\n",
    "scenarios": lambda n: (
        HEAD
        + "".join(
            f'scenario "s{i}"\n  as of 2026-01-01\n  given\n    x is yes\n  expect covered\n\n'
            for i in range(n)
        )
    ),
    "unknown items": lambda n: "foo bar\n" * n,
    "unknown names": lambda n: HEAD + "".join(f"exclude e{i}\n  when no{i}\n" for i in range(n)),
    "repeated items": lambda n: HEAD + 'exclude e "E"\n  when x\n' * n,
    "quotes": lambda n: WHEN + '"' * n,
    "brackets": lambda n: WHEN + "(" * n,
    "citations": lambda n: WHEN + "[a" * n,
    "blank lines": lambda n: WHEN + "\n  " * n + "x",
    "blank lines in brackets": lambda n: HEAD + WHEN + "(x" + "\n    and x\n\n" * n + ")\n",
    "signs": lambda n: WHEN + "a & " * n,
    "letters": lambda n: WHEN + "é" * n,
}
FACTS = policy_from(
    HEAD
    + "fact many\n  set of {a, b, c}\n\ncover c\n  for x and n is 1 visit and many includes a\n"
).program.facts
REQUESTS: dict[str, Callable[[int], str]] = {
    "unknown facts": lambda n: _request({f"no{i}": 1 for i in range(n)}),
    "unknown keys": lambda n: json.dumps({f"no{i}": 1 for i in range(n)}),
    "a long list": lambda n: _request({"many": ["a"] * n}),
    "nested lists": lambda n: '{"as_of": ' + "[" * n + "]" * n + "}",
    "a long number": lambda n: _request({"n": 0})[:-2] + "9" * n + "}}",
    "a long text": lambda n: _request({"x": "é" * n}),
}


def _request(facts: dict[str, object]) -> str:
    return json.dumps({"as_of": "2026-03-04", "facts": facts})


def work(call: Callable[[], object]) -> int:
    """Count the functions that are called, Python's own in C as well, while *call* runs."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    call()  # what is kept for the next time is made now
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        call()
    finally:
        sys.setprofile(before)
    return count


def _grows_in_step(run: Callable[[int], object], size: int) -> None:
    once, twice, fourfold = (work(lambda n=n: run(n)) for n in (size, 2 * size, 4 * size))  # type: ignore[misc]
    # Of quadratic work the second difference would be above the first.
    assert fourfold - twice <= 2.5 * max(twice - once, 2_000), (once, twice, fourfold)


@pytest.mark.parametrize("sort", POLICIES)
def test_a_policy_of_twice_the_size_is_twice_the_work(sort: str) -> None:
    def run(n: int) -> None:
        source = Source("large.pol", POLICIES[sort](n))
        check((parse(source).file,))
        format_source(source)

    _grows_in_step(run, 100)


@pytest.mark.parametrize("sort", REQUESTS)
def test_a_request_of_twice_the_size_is_twice_the_work(sort: str) -> None:
    checker = RequestChecker.of(FACTS)
    _grows_in_step(lambda n: checker.read(REQUESTS[sort](n)), 1_000)


def test_a_compiled_policy_of_twice_the_size_is_twice_the_work() -> None:
    def built(n: int) -> bytes:
        program = checked(POLICIES["items"](n) + "cover c\n  for x\n").program
        assert program is not None
        data = build([program])
        assert isinstance(data, bytes)
        return data

    files = {n: built(n) for n in (100, 200, 400)}
    _grows_in_step(lambda n: read("a.polc", files[n]), 100)
