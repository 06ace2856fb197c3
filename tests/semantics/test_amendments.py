"""Amendments become complete editions that can be printed; what cannot be done is said in place.

A file of `corpus/amendments` begins with an amendment of `base.pol`; `# file: NAME` begins
another file. Bad ones mark the guilty lines, `# error: [POL0807] "part of the message"`.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from policydsl.diagnostics.model import in_order
from policydsl.diagnostics.text import render
from policydsl.policy import Policy
from policydsl.semantics import Checked, check
from policydsl.semantics.amendments import Edition, editions
from policydsl.semantics.amendments.changes import places, places_in, replaced
from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.parser import parse
from policydsl.syntax.printer import format_source, print_file
from policydsl.workspace import verdicts

CORPUS = Path(__file__).parents[1] / "corpus" / "amendments"
GOOD = sorted((CORPUS / "good").glob("*.pol"))
BAD = sorted((CORPUS / "bad").glob("*.pol"))
_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)
_MARK = re.compile(r'# (error|warning): \[(POL\d{4})\] "(.*?)"(?= #|$)')


def files_in(path: Path) -> dict[str, str]:
    """Give the files of one situation, its policy among them."""
    first, *others = _FILE.split(path.read_text(encoding="utf-8"))
    found = {"base.pol": (CORPUS / "base.pol").read_text(encoding="utf-8"), "second.pol": first}
    return found | dict(zip(others[::2], others[1::2], strict=True))


def made_of(files: dict[str, str]) -> tuple[Edition, ...]:
    parsed = [parse(Source(name, text)) for name, text in files.items()]
    assert all(not each.diagnostics for each in parsed)
    return editions([each.file for each in parsed])


def checked(file: ast.File) -> Checked:
    words = parse(Source("words.pol", (CORPUS / "words.pol").read_text(encoding="utf-8")))
    return check((words.file, file))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_complete_editions(path: Path, golden: SnapshotAssertion) -> None:
    made = made_of(files_in(path))
    assert not [found for each in made for found in each.diagnostics]
    texts = [print_file(each.file) for each in made if each.file and each.amendments]
    assert "\n----\n\n".join((path.read_text(encoding="utf-8"), *texts)) == golden


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_complete_edition_stands_by_itself_once_printed(path: Path) -> None:
    for made in made_of(files_in(path)):
        assert made.file is not None
        text = print_file(made.file)
        again = parse(Source("printed.pol", text))
        assert not again.diagnostics, render(again.diagnostics)
        assert again.file == made.file
        assert format_source(Source("printed.pol", text)).text == text
        one, two = checked(made.file), checked(again.file)
        assert not one.diagnostics, render(one.diagnostics)
        assert not two.diagnostics, render(two.diagnostics)
        assert one.program is not None
        assert two.program is not None
        assert one.program.content_hash == two.program.content_hash


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_is_wrong_is_said_where_it_is_wrong(path: Path, tmp_path: Path) -> None:
    files = files_in(path)
    (tmp_path / "words.pol").write_text((CORPUS / "words.pol").read_text(encoding="utf-8"))
    folder = tmp_path / "plan"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (found,), unread = verdicts([str(folder)])
    assert not unread
    assert [each.message for each in found.diagnostics if not each.help] == []
    expected = [
        (name, number, *mark)
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        for mark in _MARK.findall(line)
    ]
    assert expected
    told = [
        (Path(d.span.source.name).name, d.span.start_position.line, d.severity.value, d)
        for d in found.diagnostics
        if d.span is not None
    ]
    for name, number, level, code, words in expected:
        match = next(
            (
                each
                for each in told
                if each[:3] == (name, number, level)
                and each[3].code.id == code
                and words in each[3].message
            ),
            None,
        )
        assert match is not None, f"{name}:{number} {code} {words}\n{render(found.diagnostics)}"
        told.remove(match)
    assert not told, render(each[3] for each in told)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_fault_reads_like_help(path: Path, golden: SnapshotAssertion) -> None:
    found = [found for each in made_of(files_in(path)) for found in each.diagnostics]
    assert render(in_order(found)) == golden


def test_what_is_said_once_can_be_found_and_put_back() -> None:
    base = parse(Source("base.pol", (CORPUS / "base.pol").read_text(encoding="utf-8"))).file
    words = {place.node: place for item in base.items for place in places_in(item)}
    assert len(words) > 60
    for item in base.items:
        for place in places_in(item):
            if len(places(item, place.says)) == 1 and not isinstance(place.says, ast.Listed):
                name = ast.Name("it", span=place.span)
                change = ast.Change((name,), place.says, place.says, span=place.span)
                assert replaced(place, change) == item


# ------------------------------------------------------------------- decisions

_FOR_SOME = CORPUS / "good" / "for-some.pol"
_VALUES_FOR_SOME = CORPUS / "good" / "values-and-scopes-for-some.pol"
_CONDITION = "  for member_state is OH [O-1]\n"


@functools.cache
def _policies() -> tuple[Policy, Policy, Policy]:
    """Give the base, what the amendment makes of it for some, and what it would for everybody."""
    files = files_in(_FOR_SOME)
    dates = "  edition 2026-01-01\n  in force from 2025-01-01 to 2025-12-31\n"
    everybody = files | {"second.pol": files["second.pol"].replace(_CONDITION, dates)}
    return _three({"base.pol": files["base.pol"]}, files, everybody)


@functools.cache
def _divided_policies() -> tuple[Policy, Policy, Policy]:
    """Give the same three of an amendment that divides scopes, tables, values and limits."""
    files = files_in(_VALUES_FOR_SOME)
    before = {name: files[name] for name in ("base.pol", "second.pol")}
    ohio = files["ohio.pol"]
    dates = "  edition 2027-01-01\n  in force from 2026-01-02 [S-0]\n"
    everybody = ohio.replace("  for member_state is OH [O-0]\n", dates)
    return _three(before, before | {"ohio.pol": ohio}, before | {"ohio.pol": everybody})


def _three(*situations: dict[str, str]) -> tuple[Policy, Policy, Policy]:
    last = [made_of(files)[-1] for files in situations]
    assert last[-1].amendments
    one, two, three = (Policy(checked(each.file)) for each in last if each.file)
    return one, two, three


def _facts() -> st.SearchStrategy[dict[str, object]]:
    yes_no = st.booleans()
    known = {
        "service": st.sampled_from(["physical_therapy", "speech_therapy", "surgery", "massage"]),
        "setting": st.sampled_from(["office", "hospital", "home"]),
        "network": st.sampled_from(["inside", "outside"]),
        "prescribed": yes_no,
        "plateau": yes_no,
        "prevents_decline": yes_no,
        "chronic": yes_no,
        "admitted": yes_no,
        "notified": yes_no,
        "plan_signed_on": st.sampled_from(["2025-01-01", None]),
        "birth_date": st.sampled_from(["2000-01-01", "2003-01-01", "2015-01-01", "2020-01-01"]),
        "visits_used": st.sampled_from([0, 29, 30, 39, 40, 99]),
        "finding": st.sampled_from(["in_favour", None]),
        "allowed_amount": st.just("100.00"),
    }
    return st.fixed_dictionaries({}, optional=known)


def _told(
    policy: Policy, state: str, facts: dict[str, object], day: str = "2025-06-30"
) -> dict[str, object]:
    request = {"as_of": day, "facts": {**facts, "member_state": state}}
    found = policy.decide(request).to_dict()
    told = ("determination", "possible", "fits", "routes_to", "pays", "member_pays", "settled")
    return {
        "missing": sorted(each["fact"] for each in found["missing"]),
        "remaining": sorted(found["remaining"].values(), key=str),
        **{key: found[key] for key in told if key != "pays"},
        "rate": found["pays"] and found["pays"]["rate"],
    }


@given(_facts())
@settings(max_examples=120)
def test_for_some_it_is_as_if_amended_for_all_and_for_others_as_it_was(
    facts: dict[str, object],
) -> None:
    base, for_some, for_all = _policies()
    assert _told(for_some, "OH", facts) == _told(for_all, "OH", facts)
    for state in ("NY", "FL", "TX"):
        assert _told(for_some, state, facts) == _told(base, state, facts)


@given(_facts())
@settings(max_examples=120)
def test_scopes_tables_values_and_limits_are_divided_as_clauses_are(
    facts: dict[str, object],
) -> None:
    base, for_some, for_all = _divided_policies()
    day = "2026-06-30"
    assert _told(for_some, "OH", facts, day) == _told(for_all, "OH", facts, day)
    for state in ("NY", "FL", "TX"):
        assert _told(for_some, state, facts, day) == _told(base, state, facts, day)
