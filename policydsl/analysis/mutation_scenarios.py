"""Write the scenario that tells a policy from the change of it, ready to paste."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.analysis.cases import request_lines, written
from policydsl.analysis.mutation_witness import Shown
from policydsl.core import ir
from policydsl.core.decision import Decision, LimitReading
from policydsl.core.determinations import Determination
from policydsl.core.scenario import Part
from policydsl.core.texts import money, percent
from policydsl.reference.assumptions import resolve

_PARTS = (Part.BASE, Part.GRANTED, Part.USED, Part.ASKED, Part.REMAINING)


def to_paste(program: ir.Program, title: str, shown: Shown) -> str:
    """Write the request with what the policy decides today and the change would not."""
    before, after = shown.before, shown.after
    reasons = _reasons(before, after)
    lines = request_lines(program, title, shown.request)
    lines.append(f"  expect {before.determination.value}{reasons}")
    expected = [*_expected(before, after), *_told(program, shown)]
    lines += [f"    {line}" for line in expected]
    return "\n".join(lines)


def _reasons(before: Decision, after: Decision) -> str:
    """Name the reasons where nothing weightier is another."""
    keys = [reason.clause for reason in before.reasons]
    alike = before.determination is after.determination and before.pays == after.pays
    if not alike or _missing(before) != _missing(after) or set(keys) == _keys(after):
        return ""
    gone = [key for key in keys if key not in _keys(after)]
    return f" because {', '.join(gone)}" if gone else f" because only {', '.join(keys)}"


def _expected(before: Decision, after: Decision) -> Iterator[str]:
    other = before.determination is not after.determination
    if before.routes_to and (other or before.routes_to != after.routes_to):
        yield f"routes to {before.routes_to}"
    elif before.routes_to != after.routes_to and not other:
        yield "routes nowhere"
    if before.determination is Determination.PEND_DOCUMENTATION:
        yield f"missing {', '.join(sorted(_missing(before)))}"


def _told(program: ir.Program, shown: Shown) -> Iterator[str]:
    """Yield the weightiest of what is told otherwise, where as much is determined and missing."""
    before, after = shown.before, shown.after
    if before.determination is not after.determination or _missing(before) != _missing(after):
        return
    weighty = [
        *_paid(before, after),
        *_fitting(before, after),
        *_read(before, after),
        *_advised(before, after),
    ]
    yield from weighty or [*_beside(before, after)] or _assumed(program, shown)


def _fitting(before: Decision, after: Decision) -> Iterator[str]:
    if before.fits != after.fits and before.fits is not None:
        yield f"fits {before.fits}"


def _beside(before: Decision, after: Decision) -> Iterator[str]:
    """Yield what was possible, or held and lost, where that is another."""
    if before.possible != after.possible:
        yield f"possible {', '.join(each.value for each in before.possible)}"
    here, there = ([each.clause for each in one.outranked] for one in (before, after))
    if set(here) != set(there):
        gone = [key for key in here if key not in there]
        if gone or not here:
            yield f"outranked {', '.join(gone) or 'nothing'}"


def _assumed(program: ir.Program, shown: Shown) -> Iterator[str]:
    """Yield what is assumed, where nothing but that is another."""
    here, there = (
        {each.fact: each.value for each in one.assumptions} for one in (shown.before, shown.after)
    )
    used = resolve(program, shown.request).used
    other = [fact for fact, value in here.items() if fact not in there or there[fact] != value]
    for fact in other:
        yield f"assumes {fact} is {written(program.facts[fact], used[fact].value)}"
    if there and not here:
        yield "assumes nothing"


def _paid(before: Decision, after: Decision) -> Iterator[str]:
    one, other = before.pays, after.pays
    if one == other or (one and other and _amounts(one) == _amounts(other)):
        return
    stated = []
    if one is not None and one.rate is not None:
        stated.append(percent(one.rate))
    if one is not None and one.amount is not None:
        stated.append(money(one.amount))
    yield f"pays {', '.join(stated) or 'unstated'}"
    if one is not None and one.member_pays is not None:
        yield f"member pays {money(one.member_pays)}"


def _amounts(pays: object) -> tuple[object, ...]:
    return tuple(getattr(pays, name) for name in ("rate", "amount", "member_pays"))


def _read(before: Decision, after: Decision) -> Iterator[str]:
    """Yield the first part of each limit that is another."""
    reading_by_limit = {reading.limit: reading for reading in after.limits}
    for reading in before.limits:
        other = reading_by_limit.get(reading.limit)
        for part in _PARTS:
            amount = _amount(reading, part)
            if other is None or amount != _amount(other, part):
                yield f"{reading.limit}.{part.value} is {amount}"
                break


def _amount(reading: LimitReading, part: Part) -> str:
    if reading.unlimited and part in (Part.BASE, Part.REMAINING):
        return "none"
    amount = getattr(reading, part.value)
    return "unknown" if amount is None else str(amount)


def _advised(before: Decision, after: Decision) -> Iterator[str]:
    here = [advisory.id for advisory in before.advisories]
    there = {advisory.id for advisory in after.advisories}
    if set(here) == there:
        return
    gone = [id for id in here if id not in there]
    if gone:
        yield f"advises {', '.join(gone)}"
    else:
        yield f"advises only {', '.join(here)}" if here else "advises nothing"


def _missing(decision: Decision) -> frozenset[str]:
    return frozenset(each.fact for each in decision.missing)


def _keys(decision: Decision) -> set[str]:
    return {reason.clause for reason in decision.reasons}
