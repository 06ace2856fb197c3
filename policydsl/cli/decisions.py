"""Lay a decision out for a person at a terminal."""

from collections.abc import Iterable, Iterator

from policydsl.core.decision import Decision, LimitReading, Reason, decimal_string
from policydsl.core.determinations import Determination


def as_text(decision: Decision) -> str:
    """Give the determination, and a line for each thing that bears on it."""
    return "".join(f"{line}\n" for line in _lines(decision))


def _lines(decision: Decision) -> Iterator[str]:
    target = f" to {decision.routes_to}" if decision.routes_to else ""
    yield f"{decision.determination.value}{target}"
    one_of = _is_one_of(decision)
    yield from _listed(
        "because",
        (f"{_reason(r)}{' (one of these)' if one_of else ''}" for r in decision.reasons),
    )
    yield from _listed(
        "missing",
        (f"{m.fact}{f' (from {m.supplier})' if m.supplier else ''}" for m in decision.missing),
    )
    if not decision.settled:
        yield from _listed("possible", [", ".join(d.value for d in decision.possible)])
    if decision.fits is not None and decision.fits != decision.asked:
        yield from _listed("fits", [f"{decision.fits} of {decision.asked}"])
    yield from _listed("limits", map(_limit, decision.limits))
    if (pays := decision.pays) is not None:
        rate, amount = decimal_string(pays.rate, 4), decimal_string(pays.amount, 2)
        parts = [f"rate {rate}"] if rate else []
        parts += [f"amount {amount}"] if amount else []
        if (member := decimal_string(pays.member_pays, 2)) is not None:
            parts.append(f"member pays {member}")
        yield from _listed("pays", [f"{', '.join(parts)}{_cited(pays.citations)}"])
    yield from _listed("outranked", map(_reason, decision.outranked))
    yield from _listed(
        "assumed",
        (f"{a.fact} is {_value(a.value)}{_cited(a.citations)}" for a in decision.assumptions),
    )
    yield from _listed("advice", (f"{a.text}{_cited(a.citations)}" for a in decision.advisories))
    yield from _listed(
        "open question",
        (
            f"{q.question} Reading: {q.reading}{_cited(q.citations)}"
            for q in decision.open_questions
        ),
    )


_WIDTH = 14


def _listed(heading: str, items: Iterable[str]) -> Iterator[str]:
    for number, item in enumerate(items):
        yield f"  {(heading if number == 0 else ''):<{_WIDTH}}{item}"


def _is_one_of(decision: Decision) -> bool:
    """Say whether it is certain that one of several reasons holds, and not which (SPEC 4.9)."""
    pends = decision.determination is Determination.PEND_DOCUMENTATION
    several = len(decision.reasons) > 1
    return several and not pends and all(reason.open for reason in decision.reasons)


def _reason(reason: Reason) -> str:
    title = f" “{reason.title}”" if reason.title else ""
    return f"{reason.clause}{title}{_cited(reason.citations)}"


def _limit(reading: LimitReading) -> str:
    if reading.unlimited:
        return f"{reading.limit}: no maximum{_cited(reading.citations)}"
    if reading.remaining is None:
        left = "not known"
    elif reading.authorized is None:
        left = str(reading.remaining)
    else:
        left = f"{reading.remaining} of {reading.authorized}"
    return f"{reading.limit}: {left} {reading.unit} left{_cited(reading.citations)}"


def _value(value: object) -> str:
    match value:
        case None:
            return "absent"
        case bool():
            return "yes" if value else "no"
        case list():
            return "{" + ", ".join(map(str, value)) + "}"
        case _:
            return str(value)


def _cited(citations: tuple[str, ...]) -> str:
    return f" [{', '.join(citations)}]" if citations else ""
