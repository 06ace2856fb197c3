"""Work out each limit that binds as one line of arithmetic, with where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core import ir, texts
from policydsl.core.decision import LimitReading
from policydsl.core.values import Kleene
from policydsl.explain import spelling, words
from policydsl.explain.arithmetic import Amount, Extending, LimitTrace, Summand, WindowTrace
from policydsl.explain.outline import Outline, place_of
from policydsl.explain.steps import Steps
from policydsl.explain.trace import ClauseTrace, Condition, FactRead
from policydsl.reference.terms import read
from policydsl.reference.truths import citations_of, term_facts

UNKNOWN = "not known"


def limits(
    outline: Outline,
    steps: Steps,
    readings: Iterable[LimitReading],
    clauses: tuple[ClauseTrace, ...],
) -> tuple[LimitTrace, ...]:
    """Return the arithmetic of the limits that the decision read, in its order."""
    by_id = {limit.id: limit for limit in outline.program.limits}
    about: dict[str, list[ClauseTrace]] = {}
    for clause in clauses:
        if clause.kind is ir.Kind.EXTENSION:
            about.setdefault(clause.id, []).append(clause)
    return tuple(
        _limit(by_id[reading.limit], reading, outline, steps, about.get(reading.limit, []))
        for reading in readings
    )


def _limit(
    limit: ir.Limit,
    reading: LimitReading,
    outline: Outline,
    steps: Steps,
    about: list[ClauseTrace],
) -> LimitTrace:
    valuation = steps.valuation
    base = amount(limit.base, steps)
    granted, used = amount(limit.granted, steps), amount(limit.used, steps)
    asked = amount(limit.asked, steps)
    windows = tuple(_window(window, outline, steps) for window in limit.windows)
    left, wanted = reading.remaining, asked.value
    fits = None if left is None or wanted is None else min(left, wanted)
    if reading.unlimited:
        fits = wanted
    cited = [*limit.citations, *base.citations, *used.citations, *asked.citations]
    cited += [id for window in windows for id in window.citations]
    return LimitTrace(
        limit=limit.id,
        title=limit.title,
        unit=limit.unit,
        places=limit.places,
        place=place_of(limit.span),
        unlimited=reading.unlimited,
        base=base,
        granted=granted,
        used=used,
        asked=asked,
        authorized=read(limit.authorized, valuation).exact,
        remaining=left,
        fits=fits,
        consumed=reading.consumed,
        windows=windows,
        extending=_extending(limit, outline, steps, about) if limit.extendable else None,
        citations=tuple(dict.fromkeys(cited)),
        line=_line(
            limit, reading.unlimited, base, granted, used, wanted, left, fits, windows, steps
        ),
    )


# ------------------------------------------------------------------------ numbers


def amount(term: ir.Term, steps: Steps) -> Amount:
    """Return a term with its summands; what is not a sum is one summand."""
    return Amount(
        read(term, steps.valuation).exact,
        tuple(_summand(factor, part, cited, steps) for factor, part, cited in _summands(term)),
    )


def _summands(term: ir.Term) -> Iterator[tuple[int, ir.Term, tuple[str, ...]]]:
    if not isinstance(term, ir.Sum):
        yield 1, term, ()
        return
    for addend in term.addends:
        for factor, part, cited in _summands(addend.term):
            yield factor * addend.factor, part, (*addend.citations, *cited)


def _summand(factor: int, term: ir.Term, cited: tuple[str, ...], steps: Steps) -> Summand:
    valuation = steps.valuation
    exact = read(term, valuation).exact
    names = dict.fromkeys(term_facts(term, valuation))
    facts = tuple(steps.fact(name) for name in names)
    # Citations of table rows come out of a comparison, so one is put around the term.
    rows = citations_of(ir.Compare(term, ir.Order.EQUAL, term), valuation)
    counted = _counted(term)
    if isinstance(counted, ir.FactTerm):
        said = words.short(steps.fact(counted.fact).label)
    else:
        said = spelling.term(counted, valuation.facts)
    return Summand(
        said,
        None if exact is None else factor * exact,
        tuple(dict.fromkeys((*cited, *rows))),
        facts,
    )


def _counted(term: ir.Term) -> ir.Term:
    """Return what counts while its condition holds; otherwise it is nothing."""
    match term:
        case ir.Cases((case,), ir.Constant(0)):
            return case.term
        case _:
            return term


# ------------------------------------------------------------------------ windows


def _window(window: ir.Window, outline: Outline, steps: Steps) -> WindowTrace:
    condition = outline.windows.get(id(window))
    if condition is None:
        return WindowTrace(window.words, None, None, None, window.citations)
    step = steps.of(condition)
    starts, ends = _days(condition, steps)
    cited = dict.fromkeys((*window.citations, *(id for s in step.walk() for id in s.citations)))
    return WindowTrace(
        window.words,
        texts.day(max(starts)) if starts else None,
        texts.day(min(ends)) if ends else None,
        step.result,
        tuple(cited),
    )


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


def _extending(
    limit: ir.Limit, outline: Outline, steps: Steps, about: list[ClauseTrace]
) -> Extending:
    """Return what an extension takes; its clauses count whether or not one is needed now."""
    rows: list[tuple[str, str, tuple[str, ...]]] = []
    status: FactRead | None = None
    for clause in about:
        parts = list(_conditions_in(outline.by_key[clause.key].when))
        cited = dict.fromkeys((*clause.citations, *(id for part in parts for id in part.citations)))
        rows.append((clause.key, clause.title, tuple(cited)))
        if clause.key.endswith(".denied"):
            status = next((steps.fact(name) for part in parts for name in part.facts or ()), None)
    ceiling = None if limit.ceiling is None else read(limit.ceiling, steps.valuation).exact
    return Extending(ceiling, status, tuple(rows))


def _conditions_in(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in condition.parts:
        yield from _conditions_in(part)


# --------------------------------------------------------------------- the line


def _line(
    limit: ir.Limit,
    unlimited: bool,
    base: Amount,
    granted: Amount,
    used: Amount,
    wanted: int | None,
    left: int | None,
    fits: int | None,
    windows: tuple[WindowTrace, ...],
    steps: Steps,
) -> str:
    """Return `30 visits per calendar year + 12 granted − 18 used (6 + 12) = 24 left; …`."""

    def shown(value: int | None) -> str:
        return UNKNOWN if value is None else texts.decimal_text(value, limit.places)

    period = "".join(f" per {window.words}" for window in windows if window.inside is None)
    usage = f"{shown(used.value)} used{_parts(used, limit.places)}"
    if unlimited:
        return f"no maximum{period}; {usage}; {shown(wanted)} asked"
    text = texts.counted(shown(base.value), limit.unit) + period
    if granted.value is None:
        text += f" + {UNKNOWN} granted"
    elif granted.value:
        text += f" + {shown(granted.value)} granted"
        text += _capped(base.value, granted.value, read(limit.authorized, steps.valuation).exact)
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
