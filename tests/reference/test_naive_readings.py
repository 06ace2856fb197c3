"""What a naive reading of a policy gets wrong, each as a test (SPEC 4.12)."""

from __future__ import annotations

import pytest

from policydsl.core.decision import Decision
from policydsl.core.determinations import Determination
from tests.compiling import codes_of, policy_from

HEAD = """\
policy test.plan "Test plan"
  in force on any date

fact a "A"
  yes or no, asked of clinical
fact b "B"
  yes or no, asked of clinical
fact x "X"
  yes or no, asked of clinical
fact setting "Setting"
  one of {home, clinic}, asked of location
fact state "State"
  one of {AZ, OH, TX}, asked of admin
fact score "Score"
  whole number, from 0 to 10, may be absent, asked of clinical
fact used "Used"
  visits, at least 0, asked of payer_system
fact program_used "Used in the program"
  visits, at least 0, asked of payer_system
fact wanted "Wanted"
  visits, at least 1, unknown means 1 visit, asked of performer
fact extension "State of the extension request"
  one of {none, pending, granted, denied}, unknown means none, asked of payer_system
fact granted_visits "Visits granted"
  visits, at least 0, unknown means 0 visits, asked of payer_system
fact supported "Supported"
  yes or no, asked of clinical
"""


def decide(body: str, **facts: object) -> Decision:
    return policy_from(HEAD + body).decide({"as_of": "2026-03-04", "facts": facts})


def missing(decision: Decision) -> list[str]:
    return [m.fact for m in decision.missing]


def test_1_two_exclusions_that_complement_each_other_need_no_fact() -> None:
    decision = decide(
        """
cover care "Care"
  for a
exclude with_x "With x"
  when x
exclude without_x "Without x"
  when not x
""",
        a=True,
    )
    assert decision.determination is Determination.NOT_COVERED
    assert decision.possible == (Determination.NOT_COVERED,)
    assert missing(decision) == []
    assert all(reason.open for reason in decision.reasons)


def test_2_a_fact_that_cannot_matter_is_not_asked() -> None:
    decision = decide(
        """
cover care "Care"
  for setting is home
  require a "A"
  require either "A or b"
    met when a or b
""",
        setting="home",
    )
    assert decision.determination is Determination.PEND_DOCUMENTATION
    assert missing(decision) == ["a"]


def test_3_silence_ranks_last_so_a_known_exclusion_decides() -> None:
    decision = decide(
        """
cover care "Care"
  for setting is home
exclude never "Never"
  when x
""",
        setting="clinic",
        x=True,
    )
    assert decision.determination is Determination.NOT_COVERED


def test_4_a_redirect_widens_what_the_policy_applies_to() -> None:
    body = """
applies served "States served"
  when state in {AZ}
redirect elsewhere "States with a guideline of their own"
  given state
  OH | to ohio_guideline
  overrides served
cover care "Care"
  for setting is home
"""
    routed = decide(body, state="OH", setting="home")
    assert (routed.determination, routed.routes_to) == (Determination.ROUTE, "ohio_guideline")
    assert decide(body, state="TX", setting="home").determination is Determination.NOT_APPLICABLE
    assert decide(body, state="AZ", setting="home").determination is Determination.COVERED


def test_a_pend_sends_nobody_to_the_place_that_a_redirect_may_turn_out_to_name() -> None:
    body = """
redirect elsewhere "States with a guideline of their own"
  given state
  OH | to ohio_guideline
cover care "Care"
  for setting is home
"""
    waiting = decide(body, setting="home")
    assert (waiting.determination, waiting.routes_to) == (Determination.PEND_DOCUMENTATION, None)


def test_a_cover_sends_nobody_to_where_a_requirement_that_was_met_could_have() -> None:
    body = """
cover care "Care"
  for setting is home
  require a "Referred by the primary care physician"
    otherwise refer to primary_care
"""
    sent = decide(body, setting="home", a=False)
    assert (sent.determination, sent.routes_to) == (Determination.REFER, "primary_care")
    stays = decide(body, setting="home", a=True)
    assert (stays.determination, stays.routes_to) == (Determination.COVERED, None)


def test_5_a_decision_may_not_depend_on_not_knowing() -> None:
    codes = codes_of(
        HEAD
        + """
cover care "Care"
  for a
exclude unsaid "Nobody said"
  when not x is known
"""
    )
    assert codes


def test_6_null_needs_a_declaration_and_negation_is_exact() -> None:
    from policydsl import RequestError

    body = """
cover care "Care"
  for a
exclude low "Not above three"
  when not (score is more than 3)
"""
    with pytest.raises(RequestError):
        decide(body, a=None)
    assert decide(body, a=True, score=None).determination is Determination.NOT_COVERED
    other = """
cover care "Care"
  for a
exclude low "At most three"
  when score is at most 3
"""
    assert decide(other, a=True, score=None).determination is Determination.COVERED


LIMITS = """
cover care "Care"
  for a
  counts toward yearly
  counts toward program
limit yearly "Yearly"
  20 visits per calendar year
  used used
  asked wanted
  extend by up to 30 visits
    status extension
    granted granted_visits
    require supported "Supported"
      otherwise exhausted
limit program "Program"
  25 visits per program
  used program_used
  asked wanted
"""


def test_7_the_first_visit_that_does_not_fit_decides() -> None:
    decision = decide(LIMITS, a=True, used=18, program_used=20, wanted=10)
    assert decision.determination is Determination.NEEDS_EXTENSION
    assert decision.fits == 2
    assert decision.remaining == {"yearly": 2, "program": 5}


def test_8_granted_visits_count_whatever_the_state_of_the_next_request() -> None:
    decision = decide(
        LIMITS, a=True, used=31, program_used=0, granted_visits=12, extension="pending"
    )
    assert decision.determination is Determination.COVERED
    assert decision.remaining["yearly"] == 1


def test_9_a_cycle_of_overrides_is_refused() -> None:
    codes = codes_of(
        HEAD
        + """
cover care "Care"
  for setting is home
exclude first "First"
  when a
  overrides second
exclude second "Second"
  when b
  overrides first
"""
    )
    assert codes


SETTINGS = """
require a "A"
cover at_home "At home"
  for setting is home
cover in_clinic "In a clinic"
  for setting is clinic
"""


def test_10_a_general_requirement_known_to_fail_denies_without_the_setting() -> None:
    assert decide(SETTINGS, a=False).determination is Determination.NOT_COVERED
    pending = decide(SETTINGS)
    assert pending.determination is Determination.PEND_DOCUMENTATION
    assert missing(pending) == ["a"]


def test_11_the_outcome_of_a_route_is_the_determination_and_the_entity() -> None:
    decision = decide(
        """
cover care "Care"
  for setting is home
route school "The school" to school_system
  when a
route agency "The agency" to agency
  when a and b
  overrides school
""",
        setting="home",
        a=True,
    )
    assert decision.determination is Determination.PEND_DOCUMENTATION
    assert missing(decision) == ["b"]
    assert decision.possible == (Determination.ROUTE,)
