"""What members are told is short, easy to read, and the policy's own words, whatever the case."""

from __future__ import annotations

import re

import pytest

from policydsl.core import texts
from policydsl.core.determinations import Determination
from policydsl.explain import Explanation
from policydsl.explain.clausetrace import Role
from policydsl.explain.member import sentences
from policydsl.explain.plainly import asks
from policydsl.policy import Policy
from tests.compiling import policy_from
from tests.explain.plans import PLANS, explained, plan
from tests.explain.reading_grade import grade, syllables

HARDEST = 8.0
_ENDS = re.compile(r"[.!?](?:\s|$)")
# What is said of a request as a whole, with numbers or facts put in.
_FRAMES = (
    r"Only part of what you ask for fits\.",
    r"After this you have .+ left.*\.",
    r"You have .+ left.*\.",
    r"You asked for .+ and have .+ left\.",
    r"The plan pays \$[\d,.]+ and you pay \$[\d,.]+\.",
    r"The plan pays no part of the (cost now|rest), so you would pay it\.",
    r"By these rules, .+\.",
    r"For a yes, \d+ (more )?things must be shown\.",
    r"This rests on what (a reviewer found|the plan has on file)\.",
    r"We assumed .+\.",
    r"We (also )?need to know .+\.",
    r"We need \d+ more things? as well\.",
    r"(Your doctor or therapist|You) can (tell us|send us|help with) (this|these things)\.",
    r"The plan has to look this up\.",
    r"A reviewer has to look at this\.",
    r"There (is|are) \d+ more reasons?\.",
    r"One of a few rules decides it, and which one is not known yet\.",
    r"They are not in force on the day of this care\.",
    r"None of the kinds of care that they speak of is the one in this request\.",
)


def own_words(policy: Policy) -> set[str]:
    program = policy.program
    clauses = {clause.says for clause in program.clauses}
    return clauses | {saying.text for saying in program.sayings}


@pytest.mark.parametrize("name", PLANS)
def test_every_example_is_told_in_two_to_six_sentences_that_are_easy_to_read(name: str) -> None:
    edition_words = set().union(*map(own_words, plan(name).editions))
    for scenario, explanation in explained(name):
        told = sentences(explanation)
        text = " ".join(sentence.text for sentence in told)
        assert 2 <= len(told) <= 6, (scenario.title, text)
        assert len(_ENDS.findall(text)) == len(told), (scenario.title, text)
        assert grade(text) <= HARDEST, (scenario.title, grade(text), text)
        for sentence in told:
            framed = any(re.fullmatch(frame, sentence.text) for frame in _FRAMES)
            assert framed or sentence.text in edition_words, (scenario.title, sentence.text)
        _says_why(explanation, text)
        _says_what_is_left(explanation, text)


def _says_why(explanation: Explanation, text: str) -> None:
    """The text of a deciding clause is told, of two reasons at the most."""
    if explanation.decision.determination is Determination.PEND_DOCUMENTATION:
        facts = explanation.program.facts
        for lack in explanation.missing[:1]:
            papers = [clause.says for clause in lack.asked_by if clause.says]
            assert any(each in text for each in (*papers, asks(facts[lack.read.fact]), "as well."))
        return
    reasons = [c for c in explanation.reasons() if c.role is Role.DECIDES and c.says]
    if reasons:
        assert any(clause.says in text for clause in reasons)


def _says_what_is_left(explanation: Explanation, text: str) -> None:
    """Every number of visits or days in the text is one of the decision's."""
    for limit in explanation.limits:
        if limit.remaining is None:
            continue
        after = limit.remaining - (limit.consumed or 0)
        for count, unit in re.findall(rf"(\d+|no) ({limit.unit.removesuffix('s')}s?) left", text):
            number = 0 if count == "no" else int(count)
            known = {limit.remaining, after} | {
                n
                for other in explanation.limits
                if other.unit == limit.unit and other.remaining is not None
                for n in (other.remaining, other.remaining - (other.consumed or 0))
            }
            assert number in known, (text, unit)


@pytest.mark.parametrize("name", PLANS)
def test_whatever_can_be_asked_for_has_a_name_for_members(name: str) -> None:
    for scenario, explanation in explained(name):
        for lack in explanation.missing:
            fact = explanation.program.facts[lack.read.fact]
            assert fact.says, (scenario.title, fact.name)
            assert not fact.says[0].isupper() or fact.says.split()[0].isupper()
            assert not fact.says.endswith(".")


def test_money_is_told_to_the_cent() -> None:
    told = [
        (explanation, " ".join(s.text for s in sentences(explanation)))
        for _, explanation in explained("nwc")
        if explanation.payment is not None and explanation.payment.member is not None
    ]
    assert told
    for explanation, text in told:
        pays = explanation.payment
        assert pays is not None
        if "The plan pays $" in text:
            assert pays.plan is not None
            assert pays.member is not None
            assert f"pays {texts.money(pays.plan)} and you pay {texts.money(pays.member)}" in text


PLAIN = """\
policy plain "Plain"

fact service "Service"
  one of {therapy, massage}

fact ordered "Ordered by a physician; by telephone will do"
  yes or no

cover therapy "Therapy"
  for service is therapy
  require ordered "Ordered by a physician"
"""


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (
            {"service": "therapy", "ordered": True},
            "The answer to this request is yes. Every rule that we looked at is met.",
        ),
        (
            {"service": "therapy", "ordered": False},
            "The answer to this request is no. "
            "The rule for this is called “Ordered by a physician.”",
        ),
        (
            {"service": "therapy"},
            "We can not decide this request yet. We need to know this: Ordered by a physician.",
        ),
        (
            {"service": "massage"},
            "These rules do not decide this request. "
            "None of the kinds of care that they speak of is the one in this request.",
        ),
    ],
)
def test_a_policy_without_words_for_members_says_nothing_of_its_own(
    facts: dict[str, object], text: str
) -> None:
    explanation = policy_from(PLAIN).explain({"as_of": "2026-03-04", "facts": facts})
    assert " ".join(sentence.text for sentence in sentences(explanation)) == text


LONG = """\
policy long "Long"
  asks first service

fact service "Service"
  one of {therapy, massage}
  say to member "the kind of care"
fact ordered "Ordered"
  yes or no
  say to member "your doctor ordered it"
fact licensed "Licensed"
  yes or no
  say to member "your therapist has a license"
fact planned "Planned"
  yes or no, asked of clinical
  say to member "there is a plan"
fact signed "Signed"
  yes or no, asked of clinical
  say to member "the plan is signed"
fact dated "Dated"
  yes or no, asked of clinical
  say to member "the plan has a date"

exclude massage "Massage"
  when service is massage

cover therapy "Therapy"
  for service in {therapy, massage}
  require ordered "Ordered"
  require licensed "Licensed"
  require planned "Planned"
  require signed "Signed"
  require dated "Dated"
"""
ALL = dict.fromkeys(("ordered", "licensed", "planned", "signed", "dated"), True)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (
            {**ALL, "service": "therapy", "ordered": False, "licensed": False, "dated": False},
            "By these rules, the answer is yes if your doctor ordered it, "
            "your therapist has a license and the plan has a date.",
        ),
        (
            {"service": "therapy", "ordered": False},
            "By these rules, the answer can change if your doctor ordered it. "
            "For a yes, 4 more things must be shown.",
        ),
        (
            {**dict.fromkeys(ALL, False), "service": "therapy", "ordered": True},
            "By these rules, the answer is yes if your therapist has a license, "
            "there is a plan, the plan is signed and the plan has a date.",
        ),
        (
            {**ALL, "service": "massage"},
            "By these rules, nothing that you could change now leads to a yes.",
        ),
    ],
)
def test_what_is_needed_is_told_however_much_it_is(facts: dict[str, object], told: str) -> None:
    explanation = policy_from(LONG).explain({"as_of": "2026-03-04", "facts": facts})
    text = " ".join(sentence.text for sentence in sentences(explanation))
    assert text.endswith(told)
    assert grade(text) <= HARDEST


@pytest.mark.parametrize(
    ("word", "count"),
    [("therapist", 3), ("people", 2), ("changed", 1), ("needed", 2), ("visits", 2), ("once", 1)],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_hard_text_has_a_high_grade() -> None:
    hard = (
        "The contractual determination of medical necessity presupposes documentation "
        "of functional rehabilitation potential by the attending physician."
    )
    assert grade(hard) > 18
    assert grade("Your plan pays for this care. You can go now.") < 3
