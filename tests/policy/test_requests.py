"""A request is checked as a whole before anything is decided: every fault, each with its path."""

import datetime
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.core.facts import (
    BOUND,
    Choice,
    CodeSet,
    CodeValue,
    Day,
    DisplayText,
    Fact,
    FactTable,
    FactType,
    MemberSet,
    Number,
    NumberKind,
    YesNo,
)
from policydsl.core.request import Request
from policydsl.core.requests import MAX_FAULTS, RequestChecker, from_json, validate
from policydsl.core.texts import to_json_value
from policydsl.core.values import ABSENT, FactValue


def _fact(name: str, type: FactType, may_be_absent: bool = False) -> tuple[str, Fact]:
    return name, Fact(name, name, type, None, False, may_be_absent)


MEMBERS = ("physical_therapy", "occupational_therapy", "speech_therapy")
FACTS = FactTable(
    dict(
        [
            _fact("service", Choice(MEMBERS)),
            _fact("approve", YesNo()),
            _fact("goals", YesNo(), True),
            _fact("visits", Number(NumberKind.COUNT, "visits", 0, 1, 60)),
            _fact("allowed", Number(NumberKind.MONEY, None, 2, 0, BOUND)),
            _fact("score", Number(NumberKind.COUNT, None, 1, -50, 1000)),
            _fact("share", Number(NumberKind.PERCENT, None, 2, 0, 10_000)),
            _fact("started", Day(), True),
            _fact("born", Day(low=datetime.date(1900, 1, 1).toordinal())),
            _fact("settings", MemberSet(("home", "office", "school"))),
            _fact("code", CodeValue("cpt")),
            _fact("diagnoses", CodeSet("icd10")),
            _fact("note", DisplayText()),
        ]
    )
)
DAY = datetime.date(2026, 3, 4).toordinal()


def _said(data: object) -> list[str]:
    found = validate(data, FACTS)
    assert isinstance(found, tuple), found
    return [
        f"{f.code.id} {f.path}: {f.message}" + (f" | {f.help}" if f.help else "") for f in found
    ]


def _one(facts: dict[str, object]) -> object:
    return {"as_of": "2026-03-04", "facts": facts}


ACCEPTED: list[tuple[str, object, FactValue]] = [
    ("service", "speech_therapy", "speech_therapy"),
    ("approve", False, False),
    ("goals", None, ABSENT),
    ("visits", 60, 60),
    ("allowed", 126, 12600),
    ("allowed", 126.5, 12650),
    ("allowed", 0.29, 29),
    ("allowed", Decimal("126.50"), 12650),
    ("allowed", "126.05", 12605),
    ("allowed", Decimal("1E+2"), 10000),
    ("allowed", Decimal("0E+99999"), 0),
    ("score", -5, -50),
    ("score", "-4.5", -45),
    ("share", 12.5, 1250),
    ("started", None, ABSENT),
    ("started", "2024-02-29", datetime.date(2024, 2, 29).toordinal()),
    ("settings", [], frozenset()),
    ("settings", ["home", "school"], frozenset({"home", "school"})),
    ("code", "97110", "97110"),
    ("diagnoses", ["I21.4", "M54"], frozenset({"I21.4", "M54"})),
    ("note", "für später", "für später"),
]


@pytest.mark.parametrize(("name", "given", "value"), ACCEPTED)
def test_a_value_is_read_exactly(name: str, given: object, value: FactValue) -> None:
    assert validate(_one({name: given}), FACTS) == Request(DAY, {name: value})


REFUSED: list[tuple[str, object, str]] = [
    ("service", "speech_therpy", "POL0710 $.facts.service: `service` cannot be `speech_therpy` "
     "| did you mean `speech_therapy`?"),
    ("service", 3, "POL0709 $.facts.service: `service` is one of 3 texts, such as "
     "`physical_therapy` or `occupational_therapy`, not the number 3"),
    ("approve", 1, "POL0709 $.facts.approve: `approve` is `true` or `false`, not the number 1"),
    ("approve", "yes", "POL0709 $.facts.approve: `approve` is `true` or `false`, not the text "
     "`yes` | write `true`, without quotes"),
    ("approve", None, "POL0716 $.facts.approve: `approve` cannot be absent, so `null` says "
     "nothing | leave the key out when the value is not known"),
    ("visits", True, "POL0709 $.facts.visits: `visits` is a whole number, not `true`"),
    ("visits", "3", "POL0709 $.facts.visits: `visits` is a whole number, not the text `3` "
     "| write 3 without quotes"),
    ("visits", 3.0, "POL0713 $.facts.visits: `visits` is a whole number, without a decimal "
     "point, not 3.0 | write 3"),
    ("visits", 0, "POL0711 $.facts.visits: `visits` is from 1 to 60: 0 is outside"),
    ("visits", 10**500, "POL0711 $.facts.visits: `visits` is from 1 to 60: a number of about "
     "501 digits is outside"),
    ("allowed", 126.505, "POL0713 $.facts.allowed: `allowed` has at most 2 decimals: 126.505 "
     "has more"),
    ("allowed", -1, "POL0711 $.facts.allowed: `allowed` is at least 0.00: -1 is outside"),
    ("allowed", Decimal("1E+999999"), "POL0711 $.facts.allowed: `allowed` is from 0.00 to "
     "10000000000.00: 1E+999999 is outside"),
    ("allowed", float("nan"), "POL0714 $.facts.allowed: `NaN` is not a number | leave out a fact "
     "that is not known"),
    ("allowed", Decimal("sNaN"), "POL0714 $.facts.allowed: `sNaN` is not a number | leave out a "
     "fact that is not known"),
    ("allowed", "$5", "POL0709 $.facts.allowed: `allowed` is a number of dollars, such as "
     '126.50 or "126.50", not the text `$5`'),
    ("started", "2026-02-30", "POL0712 $.facts.started: `2026-02-30` is not a day of the "
     "calendar, written year-month-day | write it like `2026-03-04`"),
    ("started", "2026-W10-3", "POL0712 $.facts.started: `2026-W10-3` is not a day of the "
     "calendar, written year-month-day | write it like `2026-03-04`"),
    ("started", datetime.date(2026, 3, 4), "POL0712 $.facts.started: `started` is a date, not a "
     'Python `date` | write `"2026-03-04"`'),
    ("born", "1899-12-31", "POL0711 $.facts.born: `born` is from 1900-01-01 to 9999-12-31: "
     "1899-12-31 is outside"),
    ("settings", "home", "POL0709 $.facts.settings: `settings` is a list, not the text `home` "
     '| write `["home"]`'),
    ("settings", ["home", "home"], "POL0715 $.facts.settings[1]: `home` stands twice, first at "
     "`$.facts.settings[0]` | name each member once"),
    ("settings", ["moon"], "POL0710 $.facts.settings[0]: `settings` cannot be `moon` | it can "
     "be `home`, `office` or `school`"),
    ("settings", ["home"] * 1001, "POL0702 $.facts.settings: `settings` has 1,001 items, and "
     "may have 1,000"),
    ("code", "9711", "POL0717 $.facts.code: `code` is a code in `cpt`, and `9711` is not "
     "written like one | write it like `97110`"),
    ("note", "\ud800", "POL0709 $.facts.note: `note` is a text in Unicode, not the text `?`"),
    ("servcie", "x", "POL0708 $.facts.servcie: there is no fact `servcie` | did you mean "
     "`service`?"),
    ("a b", 1, "POL0708 $.facts['a b']: there is no fact `a b`"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "said"), REFUSED, ids=[s[:30] for _, _, s in REFUSED])
def test_a_fault_names_its_path_and_a_remedy(name: str, given: object, said: str) -> None:
    assert _said(_one({name: given})) == [said]


SHAPES: list[tuple[object, list[str]]] = [
    ([], ['POL0703 $: a request is an object, not a list | give `{"as_of": "2026-03-04", '
          '"facts": {…}}`']),
    ({}, ['POL0705 $: the request has no `as_of` | give the day of service, such as '
          '`"as_of": "2026-03-04"`',
          'POL0705 $: the request has no `facts` | give what is known, `"facts": {…}`; it may '
          'be empty']),
    ({"as_of": "2026-03-04", "facts": []},
     ["POL0703 $.facts: `facts` is an object, not a list | give a fact and its value each, such "
      'as `{"visits_requested": 1}`']),
    ({"asof": "2026-03-04", "facts": {}},
     ['POL0705 $: the request has no `as_of` | give the day of service, such as '
      '`"as_of": "2026-03-04"`',
      "POL0704 $.asof: a request has no key `asof` | did you mean `as_of`?"]),
    ({"as_of": "2026-03-04", "facts": {}, "visits": 1},
     ["POL0704 $.visits: a request has no key `visits` | `visits` is a fact: put it into "
      "`facts`"]),
    ({"as_of": "2026-03-04", "facts": {}, "history": []},
     ["POL0707 $.history: this version does not read `history` yet | give what has been used "
      "as facts"]),
    ({"as_of": "2026-3-4", "facts": {}},
     ["POL0712 $.as_of: `2026-3-4` is not a day of the calendar, written year-month-day | write "
      "it like `2026-03-04`"]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), SHAPES)
def test_a_request_of_the_wrong_shape_is_refused(data: object, said: list[str]) -> None:
    assert _said(data) == said


def test_all_faults_are_found_at_once_in_the_request_s_order() -> None:
    data = {"facts": {"visits": 0, "servcie": 1, "settings": ["x", "x", 3]}, "as_of": 5, "z": 1}
    found = validate(data, FACTS)
    assert isinstance(found, tuple)
    assert [fault.path for fault in found] == [
        "$.facts.visits",
        "$.facts.servcie",
        "$.facts.settings[0]",
        "$.facts.settings[1]",
        "$.facts.settings[2]",
        "$.as_of",
        "$.z",
    ]


def test_a_fact_that_is_given_as_null_where_it_may_be_absent_is_known_not_to_exist() -> None:
    request = validate(_one({"goals": None}), FACTS)
    assert isinstance(request, Request)
    assert request.facts == {"goals": ABSENT}


TEXTS: list[tuple[str | bytes, str, str]] = [
    ("{", "POL0701", "$"),
    ("", "POL0701", "$"),
    (b"\xff", "POL0701", "$"),
    ("[" * 200_000, "POL0702", "$"),
    ("1" * 5_000, "POL0702", "$"),
    (" " * 1_048_577, "POL0702", "$"),
    ('{"as_of": "2026-03-04", "facts": {"visits": 1, "visits": 1}}', "POL0706", "$.facts.visits"),
    ('{"as_of": "2026-03-04", "as_of": "2026-03-04", "facts": {}}', "POL0706", "$.as_of"),
    ('{"as_of": "2026-03-04", "facts": {"allowed": NaN}}', "POL0714", "$.facts.allowed"),
    ('{"as_of": "2026-03-04", "facts": {"allowed": -Infinity}}', "POL0714", "$.facts.allowed"),
    ('{"as_of": "2026-03-04", "facts": {"\\ud800": 1}}', "POL0708", "$.facts['?']"),
]


@pytest.mark.parametrize(("text", "code", "path"), TEXTS, ids=range(len(TEXTS)))
def test_a_text_that_is_no_request_is_refused(text: str | bytes, code: str, path: str) -> None:
    found = RequestChecker.of(FACTS).read(text)
    assert isinstance(found, tuple)
    assert [(fault.code.id, fault.path) for fault in found] == [(code, path)]
    json.dumps([fault.to_dict() for fault in found], ensure_ascii=False).encode("utf-8")


def test_a_number_never_becomes_binary_on_its_way_from_json() -> None:
    text = '\ufeff{"as_of": "2026-03-04", "facts": {"allowed": 9007199254.99}}'
    for form in (text, text.encode()):
        found = RequestChecker.of(FACTS).read(form)
        assert found == Request(DAY, {"allowed": 900719925499})


def test_a_flood_of_faults_is_counted_not_worded() -> None:
    found = validate(_one({f"x{i}": 1 for i in range(MAX_FAULTS + 7)}), FACTS)
    assert isinstance(found, tuple)
    assert len(found) == MAX_FAULTS + 1
    assert "7 more faults" in found[-1].message


def test_the_request_does_not_share_the_caller_s_dict() -> None:
    facts: dict[str, object] = {"visits": 3}
    request = validate(_one(facts), FACTS)
    facts["visits"] = 4
    assert request == Request(DAY, {"visits": 3})


# ---------------------------------------------------------------- properties

_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=20)
    | st.dates().map(str)
    | st.sampled_from([*MEMBERS, "home", "97110"])
)
_json = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
_requests = st.fixed_dictionaries(
    {
        "as_of": st.just("2026-03-04") | _json,
        "facts": st.dictionaries(st.sampled_from([*FACTS.by_name, "servcie"]), _json) | _json,
    },
    optional={"history": _json, "x": _json},
)


@given(_json | _requests)
def test_nothing_that_is_given_raises(data: object) -> None:
    found = validate(data, FACTS)
    if isinstance(found, tuple):
        assert found
        assert all(fault.path.startswith("$") for fault in found)


@given(
    st.text(max_size=60) | st.binary(max_size=60) | _json.map(lambda v: json.dumps(v, default=str))
)
def test_no_text_raises(text: str | bytes) -> None:
    assert from_json(text) is not NotImplemented
    RequestChecker.of(FACTS).read(text)


def _values_of(fact: Fact) -> st.SearchStrategy[FactValue]:
    values: st.SearchStrategy[FactValue]
    match fact.type:
        case YesNo():
            values = st.booleans()
        case Choice(members):
            values = st.sampled_from(members)
        case MemberSet(members):
            values = st.frozensets(st.sampled_from(members))
        case Number(low=low, high=high):
            values = st.integers(low, high)
        case Day(low, high):
            values = st.integers(low, high)
        case CodeValue():
            values = st.from_regex(r"[0-9]{5}", fullmatch=True)
        case CodeSet():
            values = st.frozensets(st.from_regex(r"[A-Z][0-9][0-9A-Z]", fullmatch=True))
        case _:
            values = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    return values | st.just(ABSENT) if fact.may_be_absent else values


@given(
    st.fixed_dictionaries(
        {}, optional={n: _values_of(f) for n, f in FACTS.by_name.items() if n != "plan"}
    )
)
def test_a_sound_request_comes_back_as_it_was(values: dict[str, FactValue]) -> None:
    facts = {name: to_json_value(FACTS[name], value) for name, value in values.items()}
    request = Request(DAY, values)
    assert validate(_one(facts), FACTS) == request
    assert RequestChecker.of(FACTS).read(json.dumps(_one(facts))) == request


@given(_requests)
def test_the_quick_pass_agrees_with_the_careful_reading(data: dict[str, object]) -> None:
    careful = type("Slow", (dict,), {})(data)  # a subclass of dict is never taken quickly
    assert validate(data, FACTS) == validate(careful, FACTS)


@given(
    st.integers(-(10**7), 10**17).map(lambda cents: cents / 100) | st.floats(),
    st.lists(st.sampled_from(["home", "office", "school", "moon", 1, ["home"]])),
)
def test_floats_and_sets_are_taken_quickly_as_they_are_with_care(
    amount: float, settings: list[object]
) -> None:
    for facts in ({"allowed": amount}, {"score": amount}, {"settings": settings}):
        data = {"as_of": "2026-03-04", "facts": facts}
        careful = type("Slow", (dict,), {})(data)
        assert repr(validate(data, FACTS)) == repr(validate(careful, FACTS))
