"""Tell the arithmetic of a decision: each limit as one sum, and the payment."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import texts
from policydsl.core.values import Kleene
from policydsl.explain.arithmetic import Extending, LimitTrace, Summand, WindowTrace
from policydsl.explain.blocks import Entry, Mark
from policydsl.explain.explanation import Explanation
from policydsl.explain.reading import fact_line
from policydsl.explain.trace import FactState


def limits(explanation: Explanation) -> Iterator[Entry]:
    """Yield each limit with its sum, what was used, its period, and what more it could be."""
    for limit in explanation.limits:
        below = [Entry(limit.line)]
        used = [part for part in limit.used.summands if part.value != 0]
        if used:
            parts = tuple(_summand(part, limit.places) for part in used)
            below.append(Entry("used", below=parts))
        below += [
            _window(window, explanation.decision.receipt.as_of)
            for window in limit.windows
            if window.inside is not None
        ]
        if limit.extending is not None:
            below.append(_extending(limit, limit.extending))
        yield Entry(limit.title, limit.citations, Mark.ITEM, tuple(below))


def _summand(part: Summand, places: int) -> Entry:
    count = "not known" if part.value is None else texts.decimal_text(part.value, places)
    assumed = any(read.state is FactState.ASSUMED for read in part.facts)
    return Entry(f"{count}: {part.words}{' (assumed)' if assumed else ''}", part.citations)


def _window(window: WindowTrace, as_of: str) -> Entry:
    if window.start is None and window.end is None:
        return Entry(f"{window.words}: which days those are is not known", window.citations)
    span = f"{window.start or 'not known'} to {window.end or 'not known'}"
    match window.inside:
        case Kleene.YES:
            said = f"the service date {as_of} is inside"
        case Kleene.NO:
            said = f"the service date {as_of} is outside"
        case _:
            said = "whether the service date is inside is not known"
    return Entry(f"{window.words}: {span}; {said}", window.citations)


def _extending(limit: LimitTrace, extending: Extending) -> Entry:
    """Tell how far the limit can be extended; what that takes, only when it is needed."""
    most = "can be extended"
    if extending.ceiling is not None:
        ceiling = texts.decimal_text(extending.ceiling, limit.places)
        most += f" to {texts.counted(ceiling, limit.unit)} in all"
    requirements = [row for row in extending.steps if row[1] != limit.title]
    own = (id for row in extending.steps if row not in requirements for id in row[2])
    cited = tuple(id for id in dict.fromkeys(own) if id not in limit.citations)
    below: list[Entry] = []
    wanted = limit.fits is None or limit.asked.value is None or limit.fits < limit.asked.value
    if extending.status is not None and (wanted or limit.granted.value != 0):
        below.append(Entry(fact_line(extending.status)))
    if wanted:
        below += [Entry(f"takes: {title}", ids) for _, title, ids in requirements]
    return Entry(most, cited, below=tuple(below))


def payment(explanation: Explanation) -> Iterator[Entry]:
    """Yield the plan's share as a sum, with the facts that it was worked out from."""
    pays = explanation.payment
    if pays is not None:
        known = [read for read in pays.facts if read.state is not FactState.UNKNOWN]
        below = tuple(Entry(fact_line(read)) for read in known)
        yield Entry(pays.line, pays.citations, Mark.ITEM, below)
