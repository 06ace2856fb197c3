"""Hold a decision against what a scenario expects of it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from typing import Any

from policydsl.core.decision import Decision, LimitReading
from policydsl.core.determinations import Determination
from policydsl.core.scenario import Expectation, Meant, Part, ReadingExpected
from policydsl.core.texts import money, percent
from policydsl.frozen import frozen


class Verdict(enum.Enum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not checked"


@frozen
class Check:
    """One thing that was expected and what there is, in the words of a scenario."""

    what: str
    expected: str
    actual: str
    verdict: Verdict

    @property
    def failed(self) -> bool:
        return self.verdict is Verdict.FAILED

    def to_dict(self) -> dict[str, str]:
        return {
            "what": self.what,
            "expected": self.expected,
            "actual": self.actual,
            "verdict": self.verdict.value,
        }


def checks(expect: Expectation, decision: Decision) -> Iterator[Check]:
    """Yield a check for everything that is expected of a decision but its citations."""
    for made in _CHECKS:
        yield from made(expect, decision)


def fails(expect: Expectation, decision: Decision) -> bool:
    """Whether a decision is not what is expected; no more is looked at than that takes."""
    return any(check.failed for check in checks(expect, decision))


def _check(what: str, expected: str, actual: str, holds: bool) -> Check:
    return Check(what, expected, actual, Verdict.PASSED if holds else Verdict.FAILED)


def _same(what: str, expected: str, actual: str) -> Check:
    return _check(what, expected, actual, expected == actual)


# ------------------------------------------------------------------ what decided


def _determination(expect: Expectation, decision: Decision) -> Iterator[Check]:
    yield _same("determination", expect.determination.value, decision.determination.value)


def _because(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if not expect.because:
        return
    reasons = [reason.clause for reason in decision.reasons]
    holds = all(meant.among(reasons) for meant in expect.because)
    if expect.only:
        holds &= all(any(meant.among([key]) for meant in expect.because) for key in reasons)
    what = "because only" if expect.only else "because"
    yield _check(what, _clauses(expect.because), _list(reasons), holds)


def _outranked(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.outranked is not None:
        lost = [reason.clause for reason in decision.outranked]
        holds = all(meant.among(lost) for meant in expect.outranked)
        nothing = bool(lost) and not expect.outranked
        yield _check("outranked", _clauses(expect.outranked), _list(lost), holds and not nothing)


def _routes_to(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.routes_to is not None:
        yield _same("routes to", expect.routes_to or "nowhere", decision.routes_to or "nowhere")


# --------------------------------------------------------------- what is not known


def _missing(expect: Expectation, decision: Decision) -> Iterator[Check]:
    wanted = expect.missing
    if wanted is None:
        if decision.determination is Determination.PEND_DOCUMENTATION:
            return
        wanted = frozenset()
    actual = {missing.fact for missing in decision.missing}
    if wanted or actual or expect.missing is not None:
        yield _same("missing", _list(sorted(wanted)), _list(sorted(actual)))


def _askers(expect: Expectation, decision: Decision) -> Iterator[Check]:
    asked_by = {missing.fact: missing.asked_by for missing in decision.missing}
    for asker in expect.askers:
        keys = asked_by.get(asker.fact, ())
        name, holds = asker.clause.name, asker.clause.among(keys)
        yield _check(f"{asker.fact} because", name, _list(keys), holds)


def _possible(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.possible is not None:
        wanted = sorted(each.value for each in expect.possible)
        actual = sorted(each.value for each in decision.possible)
        yield _same("possible", _list(wanted), _list(actual))


def _settled(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.settled is not None:
        yield _same("settled", _yes_or_no(expect.settled), _yes_or_no(decision.settled))


def _assumes(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.assumes is None:
        return
    value_by_fact = {used.fact: used.value for used in decision.assumptions}
    if not expect.assumes:
        yield _same("assumes", "nothing", _list(value_by_fact))
    for wanted in expect.assumes:
        if not wanted.words:
            there = wanted.fact in value_by_fact
            yield _check("assumes", wanted.fact, _list(value_by_fact), there)
            continue
        actual = "not assumed"
        if wanted.fact in value_by_fact:
            actual = _value(value_by_fact[wanted.fact], wanted.value, wanted.words)
        yield _same(f"assumes {wanted.fact}", wanted.words, actual)


def _value(actual: Any, wanted: Any, words: str) -> str:
    """Write *actual* as the scenario writes *wanted*."""
    if actual == wanted:
        return words
    match actual:
        case bool():
            return _yes_or_no(actual)
        case None:
            return "absent"
        case list():
            return f"{{{', '.join(actual)}}}"
        case _:
            return str(actual)


# ------------------------------------------------------------------------ limits


def _readings(expect: Expectation, decision: Decision) -> Iterator[Check]:
    reading_by_limit = {reading.limit: reading for reading in decision.limits}
    for wanted in expect.readings:
        if wanted.limit is None:
            known = [left for left in decision.remaining.values() if left is not None]
            actual = str(min(known)) if known else "nothing"
            yield _same("remaining", str(wanted.amount), actual)
        else:
            reading = reading_by_limit.get(wanted.limit)
            what = f"{wanted.limit}.{wanted.part.value}"
            yield _same(what, _amount(wanted), _read(reading, wanted.part))


def _amount(wanted: ReadingExpected) -> str:
    if wanted.unlimited:
        return "none"
    return _or(wanted.amount, "unknown")


def _read(reading: LimitReading | None, part: Part) -> str:
    if reading is None:
        return "not read"
    if reading.unlimited and part in _ENDLESS:
        return "none"
    match part:
        case Part.EFFECT:
            return _or(reading.consumed, "unknown")
        case Part.REMAINING_AFTER:
            before, taken = reading.remaining, reading.consumed
            return "unknown" if before is None or taken is None else str(before - taken)
        case _:
            return _or(getattr(reading, part.value), "unknown")


# Of an amount without end, what there is no number for.
_ENDLESS = (Part.BASE, Part.AUTHORIZED, Part.REMAINING, Part.REMAINING_AFTER)


def _quantities(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.asked is not None:
        yield _same("asked", str(expect.asked), _or(decision.asked, "not known"))
    if expect.fits is not None:
        yield _same("fits", str(expect.fits), _or(decision.fits, "not known"))
    if expect.no_effects:
        used = [f"{reading.limit}: {reading.consumed}" for reading in decision.limits]
        taken = [words for words, read in zip(used, decision.limits, strict=True) if read.consumed]
        yield _same("effects", "nothing", _list(taken))


# ----------------------------------------------------------------------- payment


def _pays(expect: Expectation, decision: Decision) -> Iterator[Check]:
    pays = decision.pays
    rate, amount = (pays.rate, pays.amount) if pays else (None, None)
    if expect.unstated:
        stated = [percent(rate)] if rate is not None else []
        stated += [money(amount)] if amount is not None else []
        yield _same("pays", "unstated", ", ".join(stated) or "unstated")
    if expect.rate is not None:
        yield _same("pays", percent(expect.rate), "no rate" if rate is None else percent(rate))
    if expect.amount is not None:
        yield _same("pays", money(expect.amount), _dollars(amount))
    if expect.member_pays is not None:
        actual = _dollars(pays.member_pays if pays else None)
        yield _same("member pays", money(expect.member_pays), actual)


# ---------------------------------------------------------- advice and questions


def _advises(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.advises is None:
        return
    given = [advisory.id for advisory in decision.advisories]
    texts = {advisory.text for advisory in decision.advisories}
    if not expect.advises:
        yield _same("advises", "nothing", _list(given))
    for wanted in expect.advises:
        holds = wanted in texts or wanted in given
        yield _check("advises", wanted, _list(given), holds)
    if expect.only_advises and expect.advises and set(given) - set(expect.advises):
        yield _check("advises only", _list(expect.advises), _list(given), False)


def _open_questions(expect: Expectation, decision: Decision) -> Iterator[Check]:
    if expect.open_questions is None:
        return
    passed = [passed.question for passed in decision.open_questions]
    if not expect.open_questions:
        yield _same("open question", "none", "; ".join(passed) or "none")
    for question in expect.open_questions:
        yield _check("open question", question, "; ".join(passed) or "none", question in passed)


_CHECKS = (
    _determination,
    _routes_to,
    _because,
    _outranked,
    _missing,
    _askers,
    _readings,
    _quantities,
    _pays,
    _possible,
    _settled,
    _assumes,
    _advises,
    _open_questions,
)


# ------------------------------------------------------------------------- words


def _list(items: Iterable[str]) -> str:
    return ", ".join(items) or "nothing"


def _clauses(meant: Iterable[Meant]) -> str:
    return _list(each.name for each in meant)


def _or(value: int | None, otherwise: str) -> str:
    return otherwise if value is None else str(value)


def _dollars(amount: int | None) -> str:
    return "no amount" if amount is None else money(amount)


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"
