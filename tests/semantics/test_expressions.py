"""What an expression means, construct by construct."""

import attrs
import pytest

from policydsl.core import ir
from policydsl.core.dates import Period
from policydsl.core.facts import NumberKind
from policydsl.semantics.referents import TermRef, TruthRef, WordsRef
from policydsl.semantics.typing import NumberType
from policydsl.syntax import ast
from tests.semantics.lowered import NOWHERE, assumed, lowering, meaning, messages, term, truth

USED = ir.FactTerm("visits_used")
ORDERED = ir.FactTerm("order_date")
TODAY = ir.ServiceDate()
URGENT = ir.MemberIs("urgent", frozenset({True}))


def service(*members: str) -> ir.MemberIs:
    return ir.MemberIs("service", frozenset(members))


# ------------------------------------------------------------------ members


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("urgent", URGENT),
        ("not urgent", ir.Not(URGENT)),
        ("urgent is no", ir.MemberIs("urgent", frozenset({False}))),
        ("service is yoga", service("yoga")),
        ("service is not yoga", ir.Not(service("yoga"))),
        ("service in {yoga, speech_therapy}", service("yoga", "speech_therapy")),
        ("service not in {yoga}", ir.Not(service("yoga"))),
        ("service like {yoga} or urgent", ir.Or((service("yoga"), URGENT))),
        ("areas only {motor}", ir.SetIs("areas", ir.SetWord.ONLY, frozenset({"motor"}))),
        ("diagnosis is I21", ir.CodeIn("diagnosis", "icd10", (ir.CodeRange("I21", "I21"),))),
        (
            "procedures any in {97110 to 97150}",
            ir.CodeSetIs("procedures", "cpt", ir.SetWord.ANY_IN, (ir.CodeRange("97110", "97150"),)),
        ),
    ],
)
def test_tests_of_members(condition: str, expected: ir.Truth) -> None:
    assert truth(condition) == expected


def test_a_negation_is_never_turned_into_the_opposite_comparison() -> None:
    less = ir.Compare(ir.Constant(3), ir.Order.LESS, USED)
    assert truth("not visits_used is more than 3 visits") == ir.Not(less)


def test_a_member_keeps_the_citation_that_supports_it() -> None:
    found = truth("service is any of\n    - yoga [Y-1]\n    - speech_therapy\n")
    assert found == ir.Or((ir.Cited(service("yoga"), ("Y-1",)), service("speech_therapy")))


def test_a_bullet_keeps_the_citation_that_supports_it() -> None:
    found = truth("none of [N-1]\n    - urgent [U-1]\n    - service is yoga\n")
    inner = ir.Or((ir.Cited(URGENT, ("U-1",)), service("yoga")))
    assert found == ir.Cited(ir.Not(inner), ("N-1",))


def test_members_that_leave_nothing_out_always_hold() -> None:
    found = truth("service is yoga or service is not yoga")
    assert found == ir.Or((service("yoga"), ir.Not(service("yoga")), ir.Truism(True)))


def test_members_that_exclude_each_other_never_hold() -> None:
    found = truth("reason is injury and reason is illness")
    assert isinstance(found, ir.And)
    assert found.operands[-1] == ir.Truism(False)


def test_a_fact_that_may_be_absent_may_lie_outside_all_members() -> None:
    assert isinstance(found := truth("reason is injury or reason is illness"), ir.Or)
    assert ir.Truism(True) not in found.operands


# --------------------------------------------------------- numbers and dates


@pytest.mark.parametrize(
    ("relation", "order", "swapped"),
    [
        ("is at least", ir.Order.AT_MOST, True),
        ("is at most", ir.Order.AT_MOST, False),
        ("is more than", ir.Order.LESS, True),
        ("is less than", ir.Order.LESS, False),
        ("is exactly", ir.Order.EQUAL, False),
    ],
)
def test_comparisons_of_numbers(relation: str, order: ir.Order, swapped: bool) -> None:
    sides: tuple[ir.Term, ir.Term] = (USED, ir.Constant(3))
    left, right = reversed(sides) if swapped else sides
    assert truth(f"visits_used {relation} 3 visits") == ir.Compare(left, order, right)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (
            "order_date is at most 90 days before service date",
            ir.And(
                (
                    ir.Compare(ORDERED, ir.Order.AT_MOST, TODAY),
                    ir.Compare(TODAY, ir.Order.AT_MOST, ir.AddPeriod(ORDERED, 90, Period.DAYS)),
                )
            ),
        ),
        (
            "order_date is less than 2 months before service date",
            ir.And(
                (
                    ir.Compare(ORDERED, ir.Order.AT_MOST, TODAY),
                    ir.Compare(TODAY, ir.Order.LESS, ir.AddPeriod(ORDERED, 2, Period.MONTHS)),
                )
            ),
        ),
        (
            "order_date is at least 2 weeks after service date",
            ir.Compare(ir.AddPeriod(TODAY, 2, Period.WEEKS), ir.Order.AT_MOST, ORDERED),
        ),
        (
            "order_date is more than 1 year before service date",
            ir.Compare(ir.AddPeriod(ORDERED, 1, Period.YEARS), ir.Order.LESS, TODAY),
        ),
    ],
    ids=["at-most-before", "less-than-before", "at-least-after", "more-than-before"],
)
def test_a_period_is_added_to_the_earlier_date(condition: str, expected: ir.Truth) -> None:
    assert truth(condition) == expected


def test_numbers_are_compared_to_the_same_number_of_places() -> None:
    assert truth("score is at least 3.5") == ir.Compare(
        ir.Constant(350), ir.Order.AT_MOST, ir.FactTerm("score")
    )
    assert truth("score plus 0.125 is at least 1") == ir.Compare(
        ir.Constant(1000),
        ir.Order.AT_MOST,
        ir.Sum((ir.Addend(1, _times_ten("score")), ir.Addend(1, ir.Constant(125)))),
    )


def _times_ten(fact: str) -> ir.Term:
    return ir.Sum((ir.Addend(10, ir.FactTerm(fact)),))


def test_a_percentage_of_money_is_exact() -> None:
    found = meaning("define it\n  is allowed times 12.5%\n", "it")
    assert isinstance(found, TermRef)
    # Cents, hundredths of a percent, and the hundred of the percent: six places of a dollar.
    assert found.lowered.type == NumberType(NumberKind.MONEY, None, 6)
    assert found.lowered.term == ir.Sum((ir.Addend(1250, ir.FactTerm("allowed")),))
    assert found.lowered.may_be_absent


def test_an_age_is_in_the_unit_that_it_is_compared_with() -> None:
    born = ir.FactTerm("birth_date")
    assert truth("age is less than 3 years") == ir.Compare(
        ir.AgeTerm(born, in_months=False), ir.Order.LESS, ir.Constant(3)
    )
    assert truth("age is less than 30 months") == ir.Compare(
        ir.AgeTerm(born, in_months=True), ir.Order.LESS, ir.Constant(30)
    )


def test_what_is_written_out_is_a_constant() -> None:
    assert term("0 minus 1.5") == ir.Constant(-15)


def test_else_stands_for_an_absent_value() -> None:
    assert term("allowed else $3") == ir.ElseTerm(ir.FactTerm("allowed"), ir.Constant(300))
    assert truth("agreed else urgent") == ir.Or(
        (
            ir.MemberIs("agreed", frozenset({True})),
            ir.And((ir.IsAbsent("agreed"), URGENT)),
        )
    )


def test_a_summand_keeps_its_citation() -> None:
    found = term("sum of\n    - visits_used [U-1]\n    - 2 visits\n")
    assert found == ir.Sum((ir.Addend(1, USED, ("U-1",)), ir.Addend(1, ir.Constant(2))))


# --------------------------------------------------- definitions and tables


def test_a_definition_is_named_where_it_is_used() -> None:
    found = meaning(
        'define rushed "Rushed" [R-1]\n  when urgent\ndefine it\n  when not rushed\n', "it"
    )
    assert isinstance(found, TruthRef)
    assert isinstance(found.truth, ir.Named)
    assert found.truth.operand == ir.Not(ir.Named("rushed", "Rushed", URGENT, ("R-1",)))


def test_a_table_of_words_is_read_by_word() -> None:
    text = (
        "table length\n  given service\n"
        "  yoga             | short [L-1]\n"
        "  physical_therapy | long\n"
        "  speech_therapy   | long\n"
        "define it\n  when length is long\n"
    )
    words = meaning(text, "length")
    assert isinstance(words, WordsRef)
    assert words.words == ("short", "long")
    found = meaning(text, "it")
    assert isinstance(found, TruthRef)
    rows = ir.Or((service("physical_therapy"), service("speech_therapy")))
    assert found.truth == ir.Named("it", "", ir.Named("length", "", rows))


def test_a_table_of_numbers_gives_the_first_row_that_holds_and_else_is_absent() -> None:
    found = meaning(
        "table length\n  given service, visits_used\n"
        "  yoga | over 2 to 4 | 3 weeks [L-1]\n"
        "  any  | at least 9  | 5 weeks\n",
        "length",
    )
    assert isinstance(found, TermRef)
    over = ir.Compare(ir.Constant(2), ir.Order.LESS, USED)
    to = ir.Compare(USED, ir.Order.AT_MOST, ir.Constant(4))
    first = ir.And((service("yoga"), ir.And((over, to))))
    second = ir.Compare(ir.Constant(9), ir.Order.AT_MOST, USED)
    assert found.lowered.term == ir.Cases(
        (ir.Case(first, ir.Constant(3), ("L-1",)), ir.Case(second, ir.Constant(5))), None
    )
    assert found.lowered.may_be_absent
    assert found.lowered.type == NumberType(unit="weeks")


def test_definitions_that_nothing_uses_are_checked_too() -> None:
    low = lowering("define it\n  when nowhere\n")
    low.check_definitions()
    assert [problem.code.id for problem in low.problems] == ["POL0201"]


def test_a_long_chain_of_definitions_is_refused_and_does_not_overflow() -> None:
    chain = "".join(f"define d{n}\n  when d{n + 1} or urgent\n" for n in range(1000))
    low = lowering(f"{chain}define d1000\n  when urgent\n")
    low.check_definitions()
    assert {problem.code.id for problem in low.problems} == {"POL0906"}


def test_definitions_that_double_at_every_use_are_refused() -> None:
    chain = "".join(f"define d{n}\n  when d{n + 1} and (urgent or d{n + 1})\n" for n in range(60))
    low = lowering(f"{chain}define d60\n  when urgent\n")
    low.check_definitions()
    assert {problem.code.id for problem in low.problems} == {"POL0906"}


def test_a_long_circle_of_definitions_is_reported_once() -> None:
    ring = "".join(f"define d{n}\n  when d{(n + 1) % 1000} or urgent\n" for n in range(1000))
    low = lowering(ring)
    low.check_definitions()
    assert [problem.message for problem in low.problems] == [
        "`d0` is defined by itself: it rests on `d1`, which rests on `d2`, "
        "which rests on others, which rests on `d999`, which rests on `d0`"
    ]


# ------------------------------------------------------- states and problems


def test_known_may_be_asked_only_where_nothing_is_decided() -> None:
    low = lowering("")
    known = ast.IsState(ast.Name("urgent", span=NOWHERE), ast.State.KNOWN, False, span=NOWHERE)
    assert low.truth(known, knowing=True) == ir.IsKnown("urgent")
    assert not low.problems
    low.truth(known)
    assert [problem.code.id for problem in low.problems] == ["POL0303"]


def test_a_definition_may_not_ask_what_is_known_even_for_advice() -> None:
    low = lowering("define it\n  when urgent is known\n")
    low.truth(ast.Name("it", span=NOWHERE), knowing=True)
    assert [problem.code.id for problem in low.problems] == ["POL0303"]


def test_one_unknown_name_is_reported_once() -> None:
    assert messages("nobody and (nobody or not nobody)") == [
        "there is no fact or definition named `nobody`"
    ]


def test_an_unknown_name_hides_no_other_problem() -> None:
    assert messages("nobody is more than 3 visits and service is dance") == [
        "there is no fact or definition named `nobody`",
        "`service` has no member `dance`",
    ]


def test_a_place_that_expects_visits_takes_no_sessions() -> None:
    low = lowering("")
    sessions = ast.Quantity("3", ast.Unit.SESSIONS, span=NOWHERE)
    assert low.term(sessions, expected=NumberType(unit="visits")) is None
    assert [problem.message for problem in low.problems] == ["visits are needed here, not sessions"]


def test_what_is_expected_comes_with_the_places_expected() -> None:
    low = lowering("")
    found = low.term(
        ast.Quantity("3", ast.Unit.VISITS, span=NOWHERE),
        expected=NumberType(unit="visits", places=2),
    )
    assert found is not None
    assert found.term == ir.Constant(300)


# -------------------------------------------------------------- assumptions


def test_evidence_goes_before_a_default() -> None:
    found = assumed(
        "fact progress\n  yes or no, unknown means no\n"
        'assume progress is yes "Evidence" [P-1]\n  when urgent [P-2]\n'
    )
    assert [attrs.evolve(each, span=None) for each in found] == [
        ir.Assumption(
            "progress", True, ir.Cited(URGENT, ("P-2",)), "Evidence", ("P-1",), stated=False
        ),
        ir.Assumption("progress", False, None, "", (), stated=True),
    ]
