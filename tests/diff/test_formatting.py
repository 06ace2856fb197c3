"""Level 1 on the real policies: formatting is never a difference, and each word has its change."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Sequence

import pytest

from policydsl.changes.clauses import ItemChange, compared
from policydsl.changes.entries import Entry, entries
from policydsl.changes.page import edit_line
from policydsl.core.facts import FactTable
from policydsl.semantics import check
from policydsl.source import Source, decode
from policydsl.syntax.parser import parse
from policydsl.syntax.printer import format_source, print_file
from tests.analysis.defects import NAMES, read, vocabulary

Version = tuple[Sequence[Entry], FactTable]


def version(id: str, text: str) -> Version:
    policy = read(id)
    source = decode(f"{id}.pol", text.encode())
    assert isinstance(source, Source)
    files = (parse(vocabulary()).file, parse(source).file)
    found = check(files, policy.inventories)
    assert found.program is not None, [each.message for each in found.diagnostics]
    return entries(found.program, found.tables), found.program.facts


@functools.cache
def as_it_is(id: str) -> Version:
    return version(id, read(id).text)


def changed(id: str, text: str) -> tuple[ItemChange, ...]:
    """Return what happened to the items of a policy for its text to be *text*."""
    (old, before), (new, after) = as_it_is(id), version(id, text)
    return compared(old, new, (before, after)).changes


# ------------------------------------------------------------------- formatting

Format = Callable[[str, random.Random], str]


def blank_lines(text: str, rng: random.Random) -> str:
    return re.sub(r"\n(?=\n\S)", lambda _: "\n" * rng.randint(1, 4), text)


def comments(text: str, rng: random.Random) -> str:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return "".join(
        f"{line}  # as agreed\n" if line and rng.random() < 0.2 else f"{line}\n" for line in lines
    )


def no_comments(text: str, _: random.Random) -> str:
    return print_file(parse(Source("x.pol", text)).file)


def indents(text: str, rng: random.Random) -> str:
    step = rng.choice((3, 4, 8))
    return re.sub(r"(?m)^((?:  )+)", lambda m: " " * (len(m[1]) // 2 * step), text)


def laid_out(text: str, _: random.Random) -> str:
    return format_source(Source("x.pol", text)).text


def windows(text: str, _: random.Random) -> str:
    return re.sub(r"[ \t]*\n", " \r\n", text)


def members(text: str, rng: random.Random) -> str:
    """Shuffle the members of sets that stand in conditions."""

    def shuffled(found: re.Match[str]) -> str:
        each = found[1].split(", ")
        rng.shuffle(each)
        return f"{{{', '.join(each)}}}"

    return re.sub(r"\{([a-z_0-9]+(?:, [a-z_0-9]+)+)\}", shuffled, text)


FORMATS = (blank_lines, comments, no_comments, indents, laid_out, windows, members)


@pytest.mark.parametrize("id", NAMES)
def test_formatting_is_never_a_difference(id: str) -> None:
    text = read(id).text
    rng = random.Random(11)
    for format in FORMATS:
        other = format(text, rng)
        assert other != text or format in (laid_out, members)  # which may have nothing to do
        assert changed(id, other) == (), format
    for _ in range(2):
        other = text
        for format in rng.sample(FORMATS, 4):
            other = format(other, rng)
        assert changed(id, other) == ()


CLAUSES = ("applies ", "exclude ", "require ", "cover ", "document ", "limit ", "route ")


@pytest.mark.parametrize("id", NAMES)
def test_items_in_another_order_are_moved_and_nothing_else(id: str) -> None:
    blocks = re.split(r"\n\n(?=\S)", read(id).text.rstrip())
    clauses = [place for place, block in enumerate(blocks) if block.startswith(CLAUSES)]
    first, last = clauses[0], clauses[-1]
    assert first < last
    blocks[first], blocks[last] = blocks[last], blocks[first]
    found = changed(id, "\n\n".join(blocks) + "\n")
    assert found
    assert {each.way.value for each in found} == {"moved"}
    assert not any(each.weighs for each in found)


# ------------------------------------------------------------------------ words

EDITS: dict[str, tuple[str, tuple[tuple[str, str], ...], list[tuple[str, str, str]], str]] = {
    # what is done: policy, the edits, the items that changed, and a line of what is told
    "a requirement more": (
        "nwc",
        (
            (
                "  counts toward inpatient_days\n",
                '  counts toward inpatient_days\n  require surely "Surely" [NWC-IP-02]\n'
                "    met when medically_necessary\n",
            ),
        ),
        [("added", "require", "inpatient.surely")],
        "met when: medically_necessary",
    ),
    "a requirement less": (
        "nwc",
        (
            (
                "  require intensive_setting "
                '"Nothing less intensive would do" [NWC-IP-10]\n'
                '    say to member "A place with less care could do the same for you."\n'
                "    met when not less_intensive_setting_possible\n",
                "",
            ),
        ),
        [("removed", "require", "inpatient.intensive_setting")],
        "outcome: not_covered",
    ),
    "another name": (
        "nwc",
        (("require purpose ", "require aim "), ("about purpose,", "about aim,")),
        [("renamed", "require", "aim")],
        "",
    ),
    "a benefit with another name": (
        "nwc",
        (
            ("cover inpatient ", "cover admission "),
            ("about inpatient, outpatient", "about admission, outpatient"),
            ("about inpatient.", "about admission."),
            ("about inpatient\n", "about admission\n"),
        ),
        [("renamed", "cover", "admission")],
        "",
    ),
    "another title": (
        "nwc",
        (('"Nothing less intensive would do"', '"A place with less care would not do"'),),
        [("reworded", "require", "inpatient.intensive_setting")],
        "title: Nothing less intensive would do → A place with less care would not do",
    ),
    "another citation": (
        "nwc",
        (('from time to time" [NWC-IP-08c]', 'from time to time" [NWC-IP-08b]'),),
        [("reworded", "require", "inpatient.plan_reviewed_periodically")],
        "citations: NWC-IP-08c → NWC-IP-08b",
    ),
    "a member less": (
        "nwc",
        (
            (
                "met when function_loss_cause in {illness, injury, surgery}",
                "met when function_loss_cause in {illness, injury}",
            ),
        ),
        [("condition changed", "require", "cause_of_loss")],
        "met when, function_loss_cause: − surgery",
    ),
    "fewer visits": (
        "nwc",
        (("  30 visits per calendar year", "  25 visits per calendar year"),),
        [("number changed", "limit", "outpatient_visits")],
        "amount: 30 visits → 25 visits",
    ),
    "a smaller extension": (
        "nwc",
        (("  extend by up to 30 visits", "  extend by up to 20 visits"),),
        [("number changed", "limit", "outpatient_visits")],
        "extension: 30 visits → 20 visits",
    ),
    "another row": (
        "nwc",
        (("  out_of_network | 80% [", "  out_of_network | 70% ["),),
        [
            ("number changed", "table", "plan_share"),
            ("number changed", "pays", "inpatient 1"),
            ("number changed", "pays", "outpatient 1"),
        ],
        "row out_of_network: 80% → 70%",
    ),
    "other words to the member": (
        "nwc",
        (
            (
                '  say to member "The plan has to approve a hospital stay',
                '  say to member "The plan must approve a hospital stay',
            ),
        ),
        [("reworded", "authorize", "inpatient.precertification")],
        "says",
    ),
    "a paper in place of a requirement": (
        "nwc",
        (
            (
                '    say to member "Your care team must write a plan for your care."\n',
                '    say to member "Your care team must write a plan for your care."\n'
                "    otherwise pend\n",
            ),
        ),
        [("outcome changed", "require", "inpatient.written_multidisciplinary_plan")],
        "outcome: not_covered → pend_documentation",
    ),
    "other facts first": (
        "hmsa",
        (("asks first service, plan_includes_rehab_benefit", "asks first service"),),
        [("condition changed", "policy", "hmsa.short_term_therapy")],
        "asks first: service, plan_includes_rehab_benefit → service",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_each_change_has_its_word(name: str) -> None:
    id, edits, expected, line = EDITS[name]
    text = read(id).text
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after)
    found = changed(id, text)
    assert [(each.way.value, each.sort, each.name) for each in found] == expected
    said = [edit_line(edit) for each in found for edit in each.edits]
    assert any(each.startswith(line) for each in said) or not line, said
