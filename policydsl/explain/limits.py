"""Work out each limit that binds as one line of arithmetic, with where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from policydsl.core import ir, texts
from policydsl.core.decision import LimitReading
from policydsl.core.values import Kleene
from policydsl.explain.amounts import amount
from policydsl.explain.arithmetic import Amount, Extending, LimitTrace, WindowTrace
from policydsl.explain.outline import ClauseOutline, Outline, place_of
from policydsl.explain.steps import Conditions, Read, Remembered, Steps
from policydsl.explain.trace import Condition
from policydsl.reference.terms import read

UNKNOWN = "not known"


class Limits:
    """The limits of one program, for all requests."""

    def __init__(self, outline: Outline, conditions: Conditions) -> None:
        about: dict[str, list[ClauseOutline]] = {}
        for clause in outline.clauses:
            if clause.clause.kind is ir.Kind.EXTENSION:
                about.setdefault(clause.clause.id, []).append(clause)
        self._by_id = {
            limit.id: _Limit(limit, about.get(limit.id, []), outline, conditions)
            for limit in outline.program.limits
        }

    def of(self, steps: Steps, readings: Iterable[LimitReading]) -> tuple[LimitTrace, ...]:
        """Return the arithmetic of the limits that the decision read, in its order."""
        return tuple([self._by_id[reading.limit].trace(reading, steps) for reading in readings])


class _Limit:
    """A limit with what was found of its numbers."""

    def __init__(
        self,
        limit: ir.Limit,
        about: list[ClauseOutline],
        outline: Outline,
        conditions: Conditions,
    ) -> None:
        self._limit = limit
        self._place = place_of(limit.span)
        facts = outline.program.facts
        terms = (limit.base, limit.granted, limit.used, limit.asked)
        self._amounts = [amount(term, facts) for term in terms]
        self._windows = [_window(window, outline, conditions) for window in limit.windows]
        self._extending = _Extending(limit, about) if limit.extendable else None
        whole = (*terms, limit.authorized, *(() if limit.ceiling is None else (limit.ceiling,)))
        rows = [ir.Compare(term, ir.Order.EQUAL, term) for term in whole]
        status = self._extending.status if self._extending else None
        self._read = Remembered.of_all(
            [*self._amounts, *self._windows, Remembered.of_truth(ir.And(tuple(rows)), id)],
            self._numbers,
            more=() if status is None else (status,),
        )

    def trace(self, reading: LimitReading, steps: Steps) -> LimitTrace:
        numbers = steps.looking_at(self._read)
        # Whatever else a reading says is worked out from the same facts.
        key = (reading.remaining, reading.consumed, reading.unlimited)
        trace = numbers.traces.get(key)
        if trace is None:
            trace = numbers.traces[key] = self._trace(reading, numbers)
        return trace

    def _numbers(self, steps: Steps) -> Read[_Numbers]:
        amounts = [part.of(steps) for part in self._amounts]
        windows = [part.of(steps) for part in self._windows]
        looked_at = 0
        for bits in (*(each.looked_at for each in amounts), *(each.looked_at for each in windows)):
            looked_at |= bits
        extending = self._extending.of(steps) if self._extending else None
        if extending is not None and extending.status is not None:
            looked_at |= steps.known[extending.status.fact].bit
        base, granted, used, asked = (each.value for each in amounts)
        authorized = read(self._limit.authorized, steps.valuation).exact
        found = tuple(each.value for each in windows)
        numbers = _Numbers(base, granted, used, asked, authorized, found, extending, {})
        return Read(numbers, looked_at)

    def _trace(self, reading: LimitReading, numbers: _Numbers) -> LimitTrace:
        limit, left, wanted = self._limit, reading.remaining, numbers.asked.value
        fits = None if left is None or wanted is None else min(left, wanted)
        if reading.unlimited:
            fits = wanted
        cited = [*limit.citations, *numbers.base.citations]
        cited += [*numbers.used.citations, *numbers.asked.citations]
        cited += [id for window in numbers.windows for id in window.citations]
        return LimitTrace(
            limit=limit.id,
            title=limit.title,
            unit=limit.unit,
            places=limit.places,
            place=self._place,
            unlimited=reading.unlimited,
            base=numbers.base,
            granted=numbers.granted,
            used=numbers.used,
            asked=numbers.asked,
            authorized=numbers.authorized,
            remaining=left,
            fits=fits,
            consumed=reading.consumed,
            windows=numbers.windows,
            extending=numbers.extending,
            citations=tuple(dict.fromkeys(cited)),
            line=_line(limit, reading, numbers, fits),
        )


@attrs.frozen
class _Numbers:
    """A limit's numbers, with the traces that they were met in."""

    base: Amount
    granted: Amount
    used: Amount
    asked: Amount
    authorized: int | None
    windows: tuple[WindowTrace, ...]
    extending: Extending | None
    traces: dict[tuple[int | None, int | None, bool], LimitTrace]


# ------------------------------------------------------------------------ windows


def _window(
    window: ir.Window, outline: Outline, conditions: Conditions
) -> Remembered[Read[WindowTrace]]:
    condition = outline.windows.get(id(window))
    if condition is None:
        trace = WindowTrace(window.words, None, None, None, window.citations)
        return Remembered((), lambda _: Read(trace, 0), dated=False)
    inside = conditions.of(condition)

    def found(steps: Steps) -> Read[WindowTrace]:
        found = inside.of(steps)
        step = found.step
        starts, ends = _days(condition, steps)
        cited = dict.fromkeys((*window.citations, *(id for s in step.walk() for id in s.citations)))
        trace = WindowTrace(
            window.words,
            texts.day(max(starts)) if starts else None,
            texts.day(min(ends)) if ends else None,
            step.result,
            tuple(cited),
        )
        return Read(trace, found.looked_at)

    return Remembered.of_all([inside], found)


def _days(condition: Condition, steps: Steps) -> tuple[list[int], list[int]]:
    """Return the first and the last days that a window's comparisons name."""
    starts: list[int] = []
    ends: list[int] = []
    pending = [condition]
    while pending:
        part = pending.pop()
        pending.extend(part.parts)
        atom = part.truth
        if not isinstance(atom, ir.Compare) or atom.order is ir.Order.EQUAL:
            continue
        strict = 1 if atom.order is ir.Order.LESS else 0
        left = read(atom.left, steps.valuation).exact
        right = read(atom.right, steps.valuation).exact
        if isinstance(atom.right, ir.ServiceDate) and left is not None:
            starts.append(left + strict)
        elif isinstance(atom.left, ir.ServiceDate) and right is not None:
            ends.append(right - strict)
    return starts, ends


# ---------------------------------------------------------------------- extension


class _Extending:
    """What an extension takes; its clauses count whether or not one is needed now."""

    def __init__(self, limit: ir.Limit, about: list[ClauseOutline]) -> None:
        self._ceiling = limit.ceiling
        self.status: str | None = None
        rows: list[tuple[str, str, tuple[str, ...]]] = []
        for outline in about:
            clause, parts = outline.clause, list(_conditions_in(outline.when))
            cited = [*clause.citations, *(id for part in parts for id in part.citations)]
            rows.append((clause.key, clause.title, tuple(dict.fromkeys(cited))))
            if clause.key.endswith(".denied"):
                self.status = next((name for part in parts for name in part.facts or ()), None)
        self._rows = tuple(rows)

    def of(self, steps: Steps) -> Extending:
        ceiling = None if self._ceiling is None else read(self._ceiling, steps.valuation).exact
        status = None if self.status is None else steps.known[self.status].read
        return Extending(ceiling, status, self._rows)


def _conditions_in(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in condition.parts:
        yield from _conditions_in(part)


# --------------------------------------------------------------------- the line


def _line(limit: ir.Limit, reading: LimitReading, numbers: _Numbers, fits: int | None) -> str:
    """Return `30 visits per calendar year + 12 granted − 18 used (6 + 12) = 24 left; …`."""
    base, granted, used = numbers.base, numbers.granted, numbers.used
    wanted, left, windows = numbers.asked.value, reading.remaining, numbers.windows

    def shown(value: int | None) -> str:
        return UNKNOWN if value is None else texts.decimal_text(value, limit.places)

    period = "".join(f" per {window.words}" for window in windows if window.inside is None)
    usage = f"{shown(used.value)} used{_parts(used, limit.places)}"
    if reading.unlimited:
        return f"no maximum{period}; {usage}; {shown(wanted)} asked"
    text = texts.counted(shown(base.value), limit.unit) + period
    if granted.value is None:
        text += f" + {UNKNOWN} granted"
    elif granted.value:
        text += f" + {shown(granted.value)} granted"
        text += _capped(base.value, granted.value, numbers.authorized)
    text += f" − {usage}"
    outside = [window for window in windows if window.inside is Kleene.NO]
    if outside:
        text += "; none left, for the service date is outside its period"
    elif left is None:
        text += "; what is left is not known"
    elif left == 0 and None not in (base.value, used.value):
        text += ": none left"
    else:
        text += f" = {shown(left)} left"
    if fits is None:
        return f"{text}; {shown(wanted)} asked"
    return f"{text}; {shown(wanted)} asked; {_fitting(fits, wanted, shown(fits))}"


def _capped(base: int | None, granted: int, authorized: int | None) -> str:
    if base is None or authorized is None or authorized == base + granted:
        return ""
    return f" (of which {authorized - base} count)"


def _parts(used: Amount, places: int) -> str:
    parts = [part.value for part in used.summands if part.value != 0]
    if len(parts) < 2 or None in parts:
        return ""
    return f" ({' + '.join(texts.decimal_text(part or 0, places) for part in parts)})"


def _fitting(fits: int, wanted: int | None, shown: str) -> str:
    if fits == 0:
        return "none fits"
    if fits == wanted:
        return f"{shown} fits" if shown == "1" else f"all {shown} fit"
    return f"{shown} {'fits' if shown == '1' else 'fit'}"
