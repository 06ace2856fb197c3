"""Turn what came of one request into the path that a picture of the policy shows."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from policydsl.core import ir, texts
from policydsl.core.decision import Decision, LimitReading, decimal_string
from policydsl.core.request import Request
from policydsl.core.values import Kleene
from policydsl.explain import Explainer, Explanation
from policydsl.explain.known import Vocabulary
from policydsl.explain.spelling import type_of
from policydsl.explain.steps import Steps, shown
from policydsl.explain.trace import FactRead, FactState
from policydsl.explain.verdicts import SUPPLIER
from policydsl.explain.words import short
from policydsl.graph import Graph, Kind
from policydsl.graph.path import Part, Path
from policydsl.graph.sentences import limit_test, verdict
from policydsl.graph.words import term_words
from policydsl.reference.structure import atom_facts
from policydsl.reference.terms import read as read_term
from policydsl.reference.truths import truth

_CONDITIONS = frozenset(
    {Kind.TRUISM, Kind.TEST, Kind.NOT, Kind.AND, Kind.OR, Kind.CITED, Kind.NAMED}
)
_NO_TEST = ir.Truism | ir.And | ir.Or | ir.Not | ir.Cited | ir.Named
_STATE = {FactState.GIVEN: "given", FactState.ABSENT: "given", FactState.ASSUMED: "assumed"}


def path_of(graph: Graph, request: Request) -> Path:
    """Decide *request* by the policy of *graph* and return the way that the decision took."""
    explanation = Explainer(graph.program).explain(request)
    return _Finding(graph, request, explanation).path()


class _Finding:
    """What is known of one request, while its path is put together."""

    def __init__(self, graph: Graph, request: Request, explanation: Explanation) -> None:
        self.graph = graph
        self.request = request
        self.explanation = explanation
        self.steps = Steps(Vocabulary(graph.program), request)
        self.reading_by_limit = {r.limit: r for r in explanation.decision.limits}

    def path(self) -> Path:
        decision = self.explanation.decision
        entity = (decision.routes_to or "") if decision.determination.sends else ""
        return Path(
            service_date=texts.day(self.request.as_of),
            determination=decision.determination,
            entity=entity,
            summary=_summary(decision),
            notes=tuple(self._notes(decision)),
            results=MappingProxyType(self._results()),
            parts=MappingProxyType(
                {
                    clause.key: Part(clause.role.value)
                    for clause in self.explanation.clauses
                    if clause.role.value != "none"
                }
            ),
            found=MappingProxyType(dict(self._found())),
        )

    def _results(self) -> dict[str, Kleene]:
        graph, valuation = self.graph, self.steps.valuation
        results = {
            node.id: truth(node.says, valuation)
            for node in graph.topological_order()
            if node.kind in _CONDITIONS
        }
        for clause in self.explanation.clauses:
            results[graph.clauses[clause.key]] = clause.result
        for benefit in graph.program.benefits:
            results[graph.benefits[benefit.id]] = truth(benefit.scope, valuation)
        for node in graph.topological_order():
            if node.kind is Kind.EXCEPTION:
                # Inputs come first, so what is nested has its result.
                (_, condition), *nested = node.inputs
                held = [results[condition], *(~results[id] for _, id in nested)]
                results[node.id] = min(held, key=lambda value: value.value)
        return results

    # ------------------------------------------------------------------- in words

    def _found(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for node in self.graph.topological_order():
            if node.kind is Kind.FACT:
                yield node.id, (self._held(self.steps.fact(node.says.name)),)
            elif node.kind is Kind.TEST:
                yield node.id, tuple(self._test(node.says))
        for limit in self.graph.program.limits:
            reading = self.reading_by_limit.get(limit.id)
            if reading is not None:
                yield self.graph.limits[limit.id], (_sums(reading, limit.places),)

    def _held(self, read: FactRead) -> str:
        if read.state is FactState.UNKNOWN:
            whom = f"; from {SUPPLIER[read.supplier]}" if read.supplier else ""
            return f"not known{whom}"
        return f"{_STATE[read.state]}: {read.words}"

    def _test(self, test: ir.Truth) -> Iterator[str]:
        about = limit_test(self.graph.program, test)
        if about is not None:
            reading = self.reading_by_limit.get(about.limit.id)
            if reading is not None:
                yield _sums(reading, about.limit.places)
            return
        if isinstance(test, _NO_TEST):
            return
        if not isinstance(test, ir.Compare):
            for name in dict.fromkeys(atom_facts(test)):
                yield self._held(self.steps.fact(name))
            return
        facts = self.graph.program.facts
        sides = [s for s in (test.left, test.right) if not isinstance(s, ir.Constant)]
        for side in sides:
            if isinstance(side, ir.FactTerm):
                read = self.steps.fact(side.fact)
                label = f"{short(read.label)}, " if len(sides) > 1 else ""
                yield f"{label}{self._held(read)}"
            elif isinstance(side, ir.ServiceDate):
                yield f"service date: {texts.day(self.request.as_of)}"
            else:
                value = shown(read_term(side, self.steps.valuation), type_of(side, facts))
                words = f"{term_words(side, facts)}: " if len(sides) > 1 else "worked out: "
                yield f"{words}{value}"

    def _notes(self, decision: Decision) -> Iterator[str]:
        for missing in decision.missing:
            read = self.steps.fact(missing.fact)
            yield f"Asked for: {short(read.label)}{_from(missing.supplier)}"
        if not decision.settled:
            words = dict.fromkeys(verdict(d, None) for d in decision.possible)
            yield f"Still possible: {'; '.join(words)}"
        for reading in decision.limits:
            places = next(x.places for x in self.graph.program.limits if x.id == reading.limit)
            yield f"{reading.title or reading.limit}: {_sums(reading, places)}"


def _from(supplier: str | None) -> str:
    return f", from {SUPPLIER[supplier]}" if supplier else ""


def _summary(decision: Decision) -> str:
    said = verdict(decision.determination, decision.routes_to)
    rate = decision.pays.rate if decision.pays else None
    if rate is not None:
        said += f"; the plan pays {texts.percent(rate)}"
        amount = decimal_string(decision.pays.amount, 2) if decision.pays else None
        said += f", ${amount}" if amount else ""
    if decision.fits is not None and decision.fits != decision.asked:
        said += f"; {decision.fits} of {decision.asked} fit"
    return said


def _sums(reading: LimitReading, places: int) -> str:
    def said(value: int | None) -> str:
        return "not known" if value is None else texts.decimal_text(value, places)

    unit = f" {reading.unit}" if reading.unit else ""
    if reading.unlimited:
        return f"no maximum; {said(reading.used)} used, {said(reading.asked)}{unit} asked for"
    return (
        f"{said(reading.authorized)}{unit} allowed, {said(reading.used)} used,"
        f" {said(reading.asked)} asked for"
    )
