"""Find the request that shows what a change does, or that it does nothing.

What is determined, missing, paid, or gives a reason is compared by the solver, which also
proves that nothing is.  What only is told beside it is looked for around the requests of
scenarios, unless the solver rules it out: with one fact changed and with two, to every value
that a condition in the difference tells apart from others, and to not being given.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from typing import Final

import attrs

from policydsl.analysis.judging import Judged
from policydsl.analysis.mutation import Bench, Differing
from policydsl.analysis.standing import service_day
from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.reading import facts_read, nodes_in
from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.reference.assumptions import resolve
from policydsl.reference.cells import Cells, TooManyError
from policydsl.reference.report import advisories_of, limit_keys, limits_of
from policydsl.reference.settings import contradictions
from policydsl.solve.beside import otherwise
from policydsl.solve.differing import Comparison
from policydsl.solve.slice import Answer

MOST_BASES: Final = 12
MOST_TRIED: Final = 2_000
"""How many requests around those of scenarios are looked at for one change."""


@attrs.frozen
class Shown:
    """A request, and the decision on it before and after the change."""

    request: Request
    before: Decision
    after: Decision


@attrs.frozen
class Sought:
    """What a search came to: a request, or that there is none; neither: it is not known."""

    shown: Shown | None
    proved: bool = False


def sought(bench: Bench, mutant: ir.Program, differs: Differing) -> Sought:
    """Return a request that *mutant* decides otherwise; the weightiest difference first."""
    program = bench.program
    comparison = Comparison(program, mutant, service_day(program), bench.deciding.decide)
    beside = otherwise(comparison.old, comparison.new)
    proved = True
    for found in itertools.chain(comparison.found(), comparison.reasons()):
        case = getattr(found, "case", None)
        if case is not None:
            return Sought(Shown(case.request, case.before, case.after))
        proved = False
    if proved and comparison.slice.can(beside) is Answer.NO:
        return Sought(None, proved=True)
    around = _Around(bench, mutant, differs).requests()
    tried = itertools.chain(itertools.islice(around, MOST_TRIED), comparison.requests(beside))
    trying = _Trying(bench, mutant, differs)
    for request in tried:
        shown = trying.shown(request)
        if shown is not None:
            return Sought(trying.smaller(shown))
    return Sought(None)


class _Trying:
    """One mutant, for as long as requests are tried on it."""

    def __init__(self, bench: Bench, mutant: ir.Program, differs: Differing) -> None:
        self.program = bench.program
        self.mutant = mutant
        self._decide = bench.deciding.decide
        self._quickly = not (differs.keys or differs.assumptions or differs.first)
        self._limits = differs.limits

    def shown(self, request: Request) -> Shown | None:
        """Return what is told otherwise of *request*; None: nothing is."""
        if self._may_differ(request):
            before, after = self._decide(self.program, request), self._decide(self.mutant, request)
            if _told(before) != _told(after):
                return Shown(request, before, after)
        return None

    def smaller(self, shown: Shown) -> Shown:
        """Return the case without the facts that neither it nor its determination needs."""
        for name in reversed(list(shown.request.facts)):
            facts = {other: v for other, v in shown.request.facts.items() if other != name}
            fewer = self.shown(Request(shown.request.as_of, facts))
            if fewer and fewer.before.determination is shown.before.determination:
                shown = fewer
        return shown

    def _may_differ(self, request: Request) -> bool:
        """Whether what is told may differ: without deciding, where that can be seen."""
        if contradictions(self.program, request) or contradictions(self.mutant, request):
            return False
        return not self._quickly or self._read(self.program, request) != self._read(
            self.mutant, request
        )

    def _read(self, program: ir.Program, request: Request) -> object:
        state = Judged(program, resolve(program, request).valuation)
        telling = state.telling
        advice = [each.id for each in advisories_of(program, telling)]
        if not self._limits:
            return advice
        return advice, limits_of(program, telling, state.front(limit_keys(program)))


def _told(decision: Decision) -> tuple[object, ...]:
    """Return all that a scenario can expect, its citations and questions aside."""
    pays = decision.pays
    return (
        decision.determination,
        decision.routes_to,
        [each.fact for each in decision.missing],
        pays and (pays.rate, pays.amount, pays.member_pays),
        {each.clause for each in decision.reasons},
        decision.limits,
        decision.fits,
        [each.id for each in decision.advisories],
        decision.possible,
        {each.clause for each in decision.outranked},
        [(each.fact, each.value) for each in decision.assumptions],
    )


class _Around:
    """The requests around those of scenarios, as far as a change can tell them apart."""

    def __init__(self, bench: Bench, mutant: ir.Program, differs: Differing) -> None:
        self.bench = bench
        both = (bench.program, mutant)
        parts = [part for each in both for part in _changed_parts(each, both, differs.keys)]
        first = [name for program in both for name in program.asks_first if differs.first]
        self.first = tuple(dict.fromkeys(first))
        assumed = [part.fact for part in parts if isinstance(part, ir.Assumption)]
        self.facts = sorted(facts_read(*parts).union(first, assumed))
        truths = [node for node in nodes_in(*parts) if isinstance(node, ir.Truth)]
        self.cells = Cells.telling_apart(truths)

    def requests(self) -> Iterator[Request]:
        """Yield the requests to try, those with fewer changes first."""
        bases = self._bases()
        yield from bases
        for base in bases if self.first else ():
            # What is asked first shows where much is to be asked.
            for given in _subsets(self.first):
                facts = {name: base.facts[name] for name in given if name in base.facts}
                yield Request(base.as_of, facts)
        for count in (1, 2):
            for base in bases:
                for names in itertools.combinations(self.facts, count):
                    yield from self._with(base, names)

    def _bases(self) -> list[Request]:
        """Return requests of scenarios that are unlike in what the change reads."""
        found: dict[object, Request] = {}
        for trial in self.bench.trials:
            known = trial.resolved.valuation.known
            found.setdefault(tuple(known.get(name) for name in self.facts), trial.request)
            if len(found) == MOST_BASES:
                break
        return list(found.values())

    def _with(self, base: Request, names: Iterable[str]) -> Iterator[Request]:
        names = tuple(names)
        for values in itertools.product(*(self._values(base, name) for name in names)):
            facts = dict(base.facts)
            for name, value in zip(names, values, strict=True):
                facts.pop(name, None)
                if value is not None:
                    facts[name] = value
            yield Request(base.as_of, facts)

    def _values(self, base: Request, name: str) -> list[FactValue | None]:
        """Return what to try for a fact, and None for not giving it."""
        valuation = resolve(self.bench.program, base).valuation
        known = {other: value for other, value in valuation.known.items() if other != name}
        try:
            return [*self.cells.of(name, attrs.evolve(valuation, known=known)), None]
        except TooManyError:
            return [None]


def _subsets(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for count in range(len(names) + 1):
        yield from itertools.combinations(names, count)


def _changed_parts(
    program: ir.Program, both: tuple[ir.Program, ir.Program], keys: Collection[str]
) -> Iterator[object]:
    """Yield what *program* has of clauses, advice, limits, assumptions that are not alike."""
    yield from (clause for clause in program.clauses if clause.key in keys)
    for name in ("advice", "limits", "assumptions"):
        for part in getattr(program, name):
            if not all(part in getattr(each, name) for each in both):
                yield part
