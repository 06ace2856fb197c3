"""Run worked examples: hold each expectation against the decision that is made."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from policydsl.core.decision import Decision
from policydsl.core.determinations import Determination
from policydsl.core.problems import RequestFault
from policydsl.core.scenario import Expectation, Scenario
from policydsl.core.texts import money, percent


class Verdict(enum.Enum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not checked"


@attrs.frozen
class Check:
    """One thing that was expected and what there is, in the words of a scenario."""

    what: str
    expected: str
    actual: str
    verdict: Verdict

    def to_dict(self) -> dict[str, str]:
        return {
            "what": self.what,
            "expected": self.expected,
            "actual": self.actual,
            "verdict": self.verdict.value,
        }


@attrs.frozen
class Ran:
    """A scenario, the decision on its request, and every check that was made."""

    scenario: Scenario
    decision: Decision
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing failed; what could not be checked did not fail."""
        return not self.failures

    @property
    def failures(self) -> tuple[Check, ...]:
        return tuple(c for c in self.checks if c.verdict is Verdict.FAILED)

    @property
    def unchecked(self) -> tuple[Check, ...]:
        return tuple(c for c in self.checks if c.verdict is Verdict.NOT_CHECKED)


@attrs.frozen
class Evaluators:
    """What decides a request, and what explains one (None: nothing here does).

    `explained` gives an explanation as JSON-ready data; `refused` says why a request would
    be refused though each of its facts is sound.
    """

    decide: Callable[[Any], Decision]
    explained: Callable[[Any], object] | None
    refused: Callable[[Any], tuple[RequestFault, ...]] = lambda request: ()


def run(scenario: Scenario, evaluators: Evaluators) -> Ran:
    """Decide the scenario's request and hold the decision against what is expected."""
    decision = evaluators.decide(scenario.request)
    checks = [check for made in _CHECKS for check in made(scenario.expect, decision)]
    checks += [_refused(fault) for fault in evaluators.refused(scenario.request)]
    if scenario.expect.citations:
        checks.append(_citations(scenario, evaluators))
    return Ran(scenario, decision, tuple(checks))


def _refused(fault: RequestFault) -> Check:
    return Check("given", "a sound request", fault.message, Verdict.FAILED)


def _check(what: str, expected: str, actual: str, holds: bool) -> Check:
    return Check(what, expected, actual, Verdict.PASSED if holds else Verdict.FAILED)


def _same(what: str, expected: str, actual: str) -> Check:
    return _check(what, expected, actual, expected == actual)


def _determination(expect: Expectation, decision: Decision) -> Iterator[Check]:
    yield _same("determination", expect.determination.value, decision.determination.value)


def _because(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.because:
        reasons = [reason.clause for reason in decision.reasons]
        holds = all(any(_names(id, reason) for reason in reasons) for id in expect.because)
        yield _check("because", _list(expect.because), _list(reasons), holds)


def _names(id: str, clause: str) -> bool:
    # A clause inside a benefit is `benefit.name`; a limit's extension is `limit.part`.
    return clause == id or clause.startswith(f"{id}.") or clause.endswith(f".{id}")


def _missing(expect: Expectation, decision: Decision) -> Iterator[Check]:
    wanted = expect.missing
    if wanted is None:
        if decision.determination is Determination.PEND_DOCUMENTATION:
            return
        wanted = frozenset()
    actual = {missing.fact for missing in decision.missing}
    if wanted or actual or expect.missing is not None:
        yield _same("missing", _list(sorted(wanted)), _list(sorted(actual)))


def _remaining(expect: Expectation, decision: Decision) -> Iterator[Check]:
    for wanted in expect.remaining:
        left = decision.remaining
        if wanted.limit is None:
            known = [number for number in left.values() if number is not None]
            yield _same("remaining", str(wanted.amount), str(min(known)) if known else "nothing")
        else:
            actual = left.get(wanted.limit)
            shown = "not known" if actual is None and wanted.limit in left else str(actual)
            shown = shown if wanted.limit in left else "not read"
            yield _same(f"remaining {wanted.limit}", str(wanted.amount), shown)


def _pays(expect: Expectation, decision: Decision) -> Iterator[Check]:
    pays = decision.pays
    if expect.rate is not None:
        rate = pays.rate if pays else None
        yield _same("pays", _rate(expect.rate), _rate(rate))
    if expect.amount is not None:
        amount = pays.amount if pays else None
        yield _same("pays", _dollars(expect.amount), _dollars(amount))


def _fits(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.fits is not None:
        yield _same("fits", str(expect.fits), _or(decision.fits, "not known"))


def _possible(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.possible is not None:
        wanted = sorted(each.value for each in expect.possible)
        actual = sorted(each.value for each in decision.possible)
        yield _same("possible", _list(wanted), _list(actual))


def _routes_to(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.routes_to is not None:
        yield _same("routes to", expect.routes_to, decision.routes_to or "nowhere")


def _open_questions(expect: Expectation, decision: Decision) -> Iterator[Check]:
    passed = [passed.question for passed in decision.open_questions]
    for question in expect.open_questions:
        yield _check("open question", question, "; ".join(passed) or "none", question in passed)


_CHECKS = (
    _determination,
    _routes_to,
    _because,
    _missing,
    _remaining,
    _fits,
    _pays,
    _possible,
    _open_questions,
)


def _citations(scenario: Scenario, evaluators: Evaluators) -> Check:
    """Look for every expected row anywhere in the explanation."""
    expected = _list(scenario.expect.citations)
    if evaluators.explained is None:
        return Check("citations", expected, "no explanation", Verdict.NOT_CHECKED)
    named = set(_texts(evaluators.explained(scenario.request)))
    lacking = [id for id in scenario.expect.citations if id not in named]
    actual = f"without {_list(lacking)}" if lacking else expected
    return _check("citations", expected, actual, not lacking)


def _texts(value: object) -> Iterator[str]:
    left = [value]
    while left:
        match left.pop():
            case str() as text:
                yield text
            case dict() as mapping:
                left.extend(mapping.values())
            case list() as items:
                left.extend(items)
            case _:
                pass


def _list(items: Iterable[str]) -> str:
    return ", ".join(items) or "nothing"


def _or(value: int | None, otherwise: str) -> str:
    return otherwise if value is None else str(value)


def _rate(rate: int | None) -> str:
    return "no rate" if rate is None else percent(rate)


def _dollars(amount: int | None) -> str:
    return "no amount" if amount is None else money(amount)
