"""Corners of the proof: what differs in facts left out alone, and facts that are not one fact."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence

import pytest

from policydsl.changes import Changes, compare
from policydsl.core.request import Request
from policydsl.core.values import ABSENT, FactValue
from policydsl.solve.contrast import Aspect, contrast
from policydsl.solve.differing import Comparison
from tests.diff.editing import checked, given

DAY = datetime.date(2026, 3, 4).toordinal()

VOCABULARY = """\
vocabulary demo "What the demonstration speaks of"

fact service "Service asked for"
  one of, asked of code
    - therapy "Therapy"
    - massage "Massage"

fact note "The note is there"
  yes or no, asked of clinical

fact plan "The plan is there"
  yes or no, asked of clinical

fact used "Visits used this year"
  visits, from 0 to 3, asked of payer_system

fact birth_date "Date of birth"
  date, asked of admin, fixed
"""

POLICY = """\
policy demo.care "Care at home"
  in force on any date
  uses demo

cover therapy "Therapy"
  for service is therapy
"""


def changes(old: str, new: str, *vocabulary: tuple[str, str]) -> Changes:
    """Compare POLICY with *old* at its end with POLICY with *new*, and a vocabulary's edits."""
    words = VOCABULARY
    for before, after in vocabulary:
        assert words.count(before) == 1
        words = words.replace(before, after)
    versions = (checked(POLICY + old, VOCABULARY), checked(POLICY + new, words))
    return compare(*(given(each) for each in versions))


VALUES: dict[str, Sequence[FactValue]] = {
    "service": ("therapy", "massage"),
    "note": (True, False),
    "plan": (True, False),
    "used": (0, 1, 2, 3),
}


def every(names: Sequence[str] = tuple(VALUES)) -> Iterator[Request]:
    """Yield every request, with every combination of facts left out."""
    for values in itertools.product(*((None, *VALUES[name]) for name in names)):
        pairs = zip(names, values, strict=True)
        yield Request(DAY, {name: value for name, value in pairs if value is not None})


def differing(found: Changes) -> list[tuple[Request, set[Aspect]]]:
    """Return the requests that the two versions decide differently, by brute force."""
    old, new = found.programs
    both = [name for name in VALUES if name in old.facts and name in new.facts]
    told = []
    for request in every(both):
        case = contrast(old, new, request)
        assert case is not None
        aspects = set(case.aspects) - {Aspect.REASON}
        if aspects:
            told.append((request, aspects))
    return told


def agrees(found: Changes) -> None:
    """Hold what was found against brute force: in both directions."""
    differ = differing(found)
    decided = found.decided
    if not differ:
        assert decided.classes == ()
        return
    assert decided.classes
    comparison = Comparison(*found.programs, DAY)
    named = {(each.aspect, each.old, each.new) for each in decided.classes}
    open_ = {(each.aspect, each.old, each.new) for each in decided.unproved}
    for request, aspects in differ:
        classes = {(c.aspect, c.old, c.new) for c in comparison.classes_of(request)}
        if not classes & named:  # what it can become is in a class
            learned = [
                Request(DAY, {**other.facts, **request.facts}) for other in every(tuple(VALUES))
            ]
            classes = {
                (c.aspect, c.old, c.new) for each in learned for c in comparison.classes_of(each)
            }
        assert classes & (named | open_), (request, aspects)


def paper(name: str, met: str, asks: str = "") -> str:
    asked = f"    ask for {asks}\n" if asks else ""
    return f'  require {name} "{name.title()}"\n    met when {met}\n    otherwise pend\n{asked}'


PAPERS = {
    "the same by cases": ("note", "(note or plan) and (note or not plan)"),
    "one more that another implies": ("note", "note and (note or plan)"),
    "an alternative": ("note", "note or plan"),
    "both": ("note", "note and plan"),
    "from a number on": ("note or used is at most 1 visit", "note or used is at most 2 visits"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_papers_that_differ_where_facts_are_left_out(name: str) -> None:
    before, after = PAPERS[name]
    agrees(changes(paper("letter", before), paper("letter", after)))


def test_a_paper_that_asks_for_another_fact_differs_only_in_what_is_asked() -> None:
    found = changes(paper("letter", "note", "note"), paper("letter", "note", "plan"))
    assert {each.aspect for each in found.decided.classes} == {Aspect.MISSING}
    agrees(found)


def test_two_papers_in_place_of_one_that_takes_both() -> None:
    two = paper("letter", "note") + paper("sheet", "plan")
    agrees(changes(paper("letter", "note and plan"), two))


def test_a_paper_behind_a_requirement_that_denies_never_shows() -> None:
    denies = '  require note "Note"\n    met when note\n'
    found = changes(denies, denies + paper("letter", "note"))
    agrees(found)
    assert not differing(found)
    assert found.is_equivalent


# ------------------------------------------------------------------------ facts


def test_of_a_birth_date_only_what_both_versions_allow_is_compared() -> None:
    young = '  require young "Under 21"\n    met when age is less than 21 years\n'
    younger = young.replace("21", "18")
    range_ = (
        "  date, asked of admin, fixed\n",
        "  date, at least 2015-01-01, asked of admin, fixed\n",
    )
    assert not changes(young, younger).is_equivalent
    found = changes(young, younger, range_)
    given_ = [each.case.request for each in found.decided.classes]
    # Nobody born since 2015 is 18 years old before 2033.
    for request in given_:
        born = request.facts.get("birth_date")
        if born is not None:
            assert isinstance(born, int)
            assert born >= datetime.date(2015, 1, 1).toordinal()
            assert request.as_of >= datetime.date(2033, 1, 1).toordinal()
    assert any("birth_date" in request.facts for request in given_)
    # Until then a version that knows that need not ask for the date.
    (less,) = (
        each for each in found.decided.classes if "birth_date" not in each.case.request.facts
    )
    assert less.case.before.missing[0].fact == "birth_date"
    assert less.case.after.determination.value == "covered"


TYPES = {
    "yes or no": ("  yes or no, asked of clinical\n", "note"),
    "a number": ("  visits, from 0 to 3, asked of clinical\n", "note is at most 2 visits"),
    "another unit": ("  sessions, from 0 to 3, asked of clinical\n", "note is at most 2 sessions"),
    "a choice": ("  one of {long, short}, asked of clinical\n", "note is long"),
    "a set": ("  set of {long, short}, asked of clinical\n", "note includes long"),
    "a date": ("  date, asked of clinical\n", "note is before 2020-01-01"),
    "a code": ("  code in icd10, asked of clinical\n", "note in {I21}"),
    "money": ("  money, at least $0.00, asked of clinical\n", "note is at most $5.00"),
}
NOTE = '"The note is there"\n' + TYPES["yes or no"][0]


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(TYPES, 2)))
def test_a_fact_of_another_type_is_in_no_case(one: str, other: str) -> None:
    require = '  require it "It"\n    met when {}\n'
    sides = []
    for name in (one, other):
        kind, condition = TYPES[name]
        words = VOCABULARY.replace(NOTE, f'"The note is there"\n{kind}')
        sides.append(given(checked(POLICY + require.format(condition), words)))
    found = compare(*sides)
    assert [each.name for each in found.items if each.sort == "fact"] == ["note"]
    # No request gives it, and both versions ask for it of every request that they pend.
    assert found.decided.classes == ()
    assert found.is_equivalent


def test_what_cannot_be_followed_of_a_fact_of_two_types_is_not_called_proved() -> None:
    dated = VOCABULARY.replace(NOTE, NOTE.replace("yes or no", "date"))
    old = checked(POLICY + '  require it "It"\n    met when note is before service date\n', dated)
    new = checked(POLICY + '  require it "It"\n    met when note\n', VOCABULARY)
    for sides in ((old, new), (new, old)):
        found = compare(*map(given, sides))
        # On the first day that there is no date is before it, whatever it is.
        assert not found.is_equivalent
        assert all("note" not in each.case.request.facts for each in found.decided.classes)


def test_a_fact_of_one_version_alone_is_asked_for_by_that_one() -> None:
    fresh = '\nfact fresh "Freshly signed"\n  yes or no, asked of clinical\n'
    end = "  date, asked of admin, fixed\n"
    found = changes("", '  require fresh "Fresh"\n', (end, end + fresh))
    said = {
        (each.old.outcome.determination.value, each.new.outcome.determination.value)
        for each in found.decided.classes
    }
    assert said == {("covered", "not_covered"), ("covered", "pend_documentation")}
    for each in found.decided.classes:
        assert "fresh" in each.case.request.facts or each.case.after.missing[0].fact == "fresh"
    gone = compare(*reversed([given(checked(POLICY, VOCABULARY)), _given_with(fresh, end)]))
    assert {each.direction.value for each in gone.decided.classes} == {"broader"}


def _given_with(fresh: str, end: str):  # type: ignore[no-untyped-def]
    words = VOCABULARY.replace(end, end + fresh)
    return given(checked(POLICY + '  require fresh "Fresh"\n', words))


def test_another_vocabulary_with_the_same_facts_is_no_difference() -> None:
    other = checked(
        POLICY.replace("uses demo", "uses plain") + paper("letter", "note"),
        VOCABULARY.replace("vocabulary demo", "vocabulary plain"),
    )
    found = compare(given(checked(POLICY + paper("letter", "note"), VOCABULARY)), given(other))
    assert found.is_equivalent
    assert [each for each in found.items if each.weighs] == []


def test_a_vocabulary_with_other_names_has_other_facts() -> None:
    words = VOCABULARY.replace("fact note ", "fact letter_note ")
    other = checked(POLICY + paper("letter", "letter_note"), words)
    found = compare(given(checked(POLICY + paper("letter", "note"), VOCABULARY)), given(other))
    assert {each.way.value for each in found.items if each.sort == "fact"} == {"added", "removed"}
    assert not found.is_equivalent
    for each in found.decided.classes:
        replayed = contrast(*found.programs, each.case.request)
        assert replayed is not None
        assert each.aspect in replayed.aspects


def test_a_fact_that_may_be_absent_in_one_version_alone_is_never_given_as_absent() -> None:
    present = '  require it "It"\n    met when birth_date is present\n'
    old = changes("", "").programs[0]
    assert not old.facts["birth_date"].may_be_absent
    words = ("  date, asked of admin, fixed\n", "  date, asked of admin, fixed, may be absent\n")
    found = changes("", present, words)
    for each in found.decided.classes:
        assert each.case.request.facts.get("birth_date") is not ABSENT
