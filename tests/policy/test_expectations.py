"""What a scenario expects is held against the decision, part by part, and shown as it is."""

from __future__ import annotations

import datetime

import pytest

from policydsl.core.expectations import Check
from policydsl.policy import Policy
from policydsl.semantics import check
from policydsl.source import Source
from policydsl.syntax.parser import parse

POLICY = """
policy p "P"
  in force on any date

fact service "Service"
  one of {therapy, surgery}
fact used "Visits used"
  visits, unknown means 0 visits
fact place "Place"
  one of {office, home}
fact hurried "Hurried"
  yes or no, unknown means no
fact allowed_amount "Charge"
  money
fact signed "Signed"
  yes or no
fact goals "Goals"
  set of {walk, climb}, unknown means none

cover therapy "Therapy"
  for service is therapy
  require signed "Signed"
    otherwise pend
  counts toward visits
  pays 80%
  advise at_home "At home, as a rule" when place is home
  advise nearly_out "Few visits are left" when used is at least 29 visits
  exclude aimless "Nothing but climbing"
    when goals only {climb} and goals includes climb

exclude hurry "Hurry"
  when hurried

limit visits "Visits"
  30 visits per calendar year
  used used
  asked one
fact one "One visit"
  visits, unknown means 1 visit

open question "Of which visits?"
  reading "Of all."
  about visits

case sound
  as of 2026-03-04
  given
    service is therapy
    place is office
    signed is yes
    used is 10 visits
    allowed_amount is $100.00

"""


def checks(given: str, expected: str, lines: str) -> tuple[Check, ...]:
    """Return the failures of one scenario on top of a sound case."""
    facts = "".join(f"    {line.strip()}\n" for line in given.split(";") if line.strip())
    below = "".join(f"    {line.strip()}\n" for line in lines.split(";") if line.strip())
    scenario = f'scenario "s"\n  given like sound\n{facts}  expect {expected}\n{below}'
    parsed = parse(Source("p.pol", POLICY + scenario))
    assert not parsed.diagnostics, parsed.diagnostics
    checked = check((parsed.file,))
    (ran,) = Policy(checked).test()
    return ran.failures


@pytest.mark.parametrize(
    ("given", "expected", "line", "what", "wanted", "actual"),
    [
        ("", "not_covered", "", "determination", "not_covered", "covered"),
        ("hurried is yes", "not_covered because visits", "", "because", "visits", "hurry"),
        ("hurried is yes; used is 30", "not_covered because only hurry, visits", "", "because only",
         "hurry, visits", "hurry"),
        ("hurried is yes; goals is {climb}", "not_covered because only hurry", "", "because only",
         "hurry", "therapy.aimless, hurry"),
        ("signed is unknown", "pend_documentation", "missing nothing", "missing", "nothing",
         "signed"),
        ("signed is unknown", "pend_documentation", "missing signed because visits",
         "signed because", "visits", "therapy.signed"),
        ("", "covered", "remaining 19", "remaining", "19", "20"),
        ("", "covered", "remaining visits is 19 visits", "visits.remaining", "19", "20"),
        ("", "covered", "visits.base is 31", "visits.base", "31", "30"),
        ("", "covered", "visits.base is none", "visits.base", "none", "30"),
        ("", "covered", "visits.granted is 1", "visits.granted", "1", "0"),
        ("", "covered", "visits.authorized is unknown", "visits.authorized", "unknown", "30"),
        ("", "covered", "visits.used is 11", "visits.used", "11", "10"),
        ("", "covered", "visits.asked is 2", "visits.asked", "2", "1"),
        ("", "covered", "visits.remaining_after is 20", "visits.remaining_after", "20", "19"),
        ("", "covered", "visits.effect is 0", "visits.effect", "0", "1"),
        ("service is surgery", "not_applicable", "visits.used is 10", "visits.used", "10",
         "not read"),
        ("", "covered", "asked 2", "asked", "2", "1"),
        ("", "covered", "fits 0", "fits", "0", "1"),
        ("", "covered", "effects nothing", "effects", "nothing", "visits: 1"),
        ("", "covered", "pays 90%", "pays", "90%", "80%"),
        ("", "covered", "pays $90.00", "pays", "$90.00", "$80.00"),
        ("", "covered", "pays unstated", "pays", "unstated", "80%, $80.00"),
        ("allowed_amount is unknown", "covered", "pays $80.00", "pays", "$80.00", "no amount"),
        ("", "covered", "member pays $21.00", "member pays", "$21.00", "$20.00"),
        ("signed is unknown", "pend_documentation", "possible covered", "possible", "covered",
         "covered, pend_documentation"),
        ("signed is unknown", "pend_documentation", "settled", "settled", "yes", "no"),
        ("", "covered", "not settled", "settled", "no", "yes"),
        ("", "covered", "routes to clinic", "routes to", "clinic", "nowhere"),
        ("", "covered", "outranked hurry", "outranked", "hurry", "nothing"),
        ("hurried is yes; used is 30", "not_covered", "outranked nothing", "outranked", "nothing",
         "visits"),
        ("", "covered", "assumes nothing", "assumes", "nothing", "goals, hurried, one"),
        ("", "covered", "assumes used", "assumes", "used", "goals, hurried, one"),
        ("", "covered", "assumes hurried is yes", "assumes hurried", "yes", "no"),
        ("", "covered", "assumes one is 2 visits", "assumes one", "2", "1"),
        ("", "covered", "assumes goals is {walk}", "assumes goals", "{walk}", "{}"),
        ("", "covered", "assumes used is 0 visits", "assumes used", "0", "not assumed"),
        ("", "covered", "advises at_home", "advises", "therapy.at_home", "nothing"),
        ("place is home; used is 29", "covered", "advises only nearly_out", "advises only",
         "therapy.nearly_out", "therapy.at_home, therapy.nearly_out"),
        ("place is home", "covered", "advises nothing", "advises", "nothing", "therapy.at_home"),
        ("", "covered", 'open question "Whose?"', "open question", "Whose?", "Of which visits?"),
        ("", "covered", "no open question", "open question", "none", "Of which visits?"),
    ],
)  # fmt: skip
def test_what_is_not_as_expected_is_shown_beside_what_it_is(
    given: str, expected: str, line: str, what: str, wanted: str, actual: str
) -> None:
    (failure,) = checks(given, expected, line)
    assert (failure.what, failure.expected, failure.actual) == (what, wanted, actual)


def test_of_several_cases_the_last_goes_before_and_the_first_with_a_date_gives_it() -> None:
    cases = """
case in_a_hurry
  given
    hurried is yes
    used is 30 visits

case next_year
  as of 2027-01-05
  given
    used is 13 visits

scenario "s"
  given like in_a_hurry
  given like next_year
  given like sound
    place is home
  expect not_covered
"""
    checked = check((parse(Source("p.pol", POLICY + cases)).file,))
    assert not checked.diagnostics
    (scenario,) = checked.scenarios
    facts = scenario.request.facts
    assert scenario.request.as_of == datetime.date(2027, 1, 5).toordinal()
    assert (facts["hurried"], facts["used"], facts["place"]) == (True, 10, "home")
