"""Replay the case of every finding that any test comes to through the reference evaluator.

`watched()` stands between the analysis and whoever asked for it.  The case of a finding is
read as an author would paste it, as text; what the evaluator then makes of that request has
to be what the case expects and what the finding says.  A process that a test starts is not
watched.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any, Final
from unittest import mock

from policydsl import kernel
from policydsl.analysis import analysing, cases
from policydsl.analysis.claims import Claim
from policydsl.analysis.findings import Analysed
from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.request import Request
from policydsl.core.values import Kleene
from policydsl.diagnostics.model import Diagnostic
from policydsl.reference import decide
from policydsl.reference.assumptions import resolve
from policydsl.reference.clauses import Statuses
from policydsl.reference.settings import contradictions
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation
from policydsl.semantics.values import read_value
from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.parser import parse

# The clause that is named first in these decides nothing in the case that is shown.
IDLE: Final = ("POL0605", "POL0608")
# The reference evaluator takes most of a second for what the longest policy leaves open.
MOST_CLAUSES: Final = 100


class Replaying:
    """What was replayed so far, and what did not show what it should."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str, str]] = set()
        self.findings = 0
        self.failures: list[str] = []
        self._of_thread = threading.local()

    @property
    def _claims(self) -> dict[str, tuple[ir.Program, Claim]]:
        """What is claimed of each case that this thread has written and not yet told."""
        return vars(self._of_thread).setdefault("claims", {})

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Watch all analyses of this process."""
        make, settle, write = cases.case_for, analysing.settle, cases.Case.scenario
        claim_by_case: dict[int, tuple[cases.Case, Claim]] = {}

        def making(program: ir.Program, facts: Any, claim: Claim, day: int) -> cases.Case | None:
            case = make(program, facts, claim, day)
            if case is not None:
                claim_by_case[id(case)] = (case, claim)
            return case

        def writing(case: cases.Case, title: str) -> str:
            text = write(case, title)
            if id(case) in claim_by_case:
                self._claims[text] = (case.program, claim_by_case[id(case)][1])
            return text

        def settling(*arguments: Any) -> Analysed:
            analysed = settle(*arguments)
            for told in analysed.diagnostics:
                self._look_at(told)
            self._claims.clear()
            claim_by_case.clear()
            return analysed

        with (
            mock.patch.object(cases, "case_for", making),
            mock.patch.object(cases.Case, "scenario", writing),
            mock.patch.object(analysing, "settle", settling),
        ):
            yield

    def _look_at(self, told: Diagnostic) -> None:
        if told.case is None:
            return
        claimed = self._claims.get(told.case)
        if claimed is None:
            self.failures.append(f"{told.code.id} has a case that nothing is claimed of")
            return
        program, claim = claimed
        key = (program.content_hash, told.code.id, told.case)
        if program.content_hash and key in self.seen:
            return
        self.seen.add(key)
        self.findings += 1
        self.failures += [
            f"{told.code.id}: {told.message}\n{told.case}\n{fault}"
            for fault in faults(program, told, claim)
        ]


def faults(program: ir.Program, told: Diagnostic, claim: Claim) -> Iterator[str]:
    """Say in what the case of *told*, pasted and decided, is not what the finding says."""
    assert told.case is not None
    request, expect = read(program, told.case)
    if contradictions(program, request):
        yield "the request contradicts its plan"
        return
    decision = _decided(program, request)
    if (decision.determination.value, decision.routes_to or "") != expect:
        yield f"it is {decision.determination.value}, not {expect}"
    valuation = resolve(program, request).valuation
    statuses = Statuses(program, valuation)
    if not (claim.truths or claim.statuses or claim.alone):
        yield "nothing is claimed"
    for expr, held in claim.truths:
        if truth(expr, valuation) is not held:
            yield f"{expr.span.text if expr.span else expr} is not {held.value}"
    for clause, held in claim.statuses:
        if statuses.of(clause) is not held:
            yield f"`{clause.key}` is not {held.value}"
    reasons = {reason.clause for reason in decision.reasons}
    if claim.alone and reasons != {clause.key for clause in claim.alone}:
        yield f"{sorted(reasons)} decide"
    given = Valuation(program.facts, request.as_of, dict(request.facts))
    if any(truth(expr, given) is Kleene.YES for expr in claim.unassumed):
        yield "what is said to be assumed was given"
    named = told.message.split("`")[1] if "`" in told.message else ""
    leading = {clause.key for clause in statuses.front().holding}
    if told.code.id in IDLE and named in leading:
        yield f"`{named}` decides"


def _decided(program: ir.Program, request: Request) -> Decision:
    """Decide; of a long policy the claims alone are left to the reference evaluator."""
    if len(program.clauses) <= MOST_CLAUSES:
        return decide(program, request)
    return kernel.compile(program).decide(request)


def read(program: ir.Program, text: str) -> tuple[Request, tuple[str, str]]:
    """Read a scenario as it is written; what is expected of it, and where it is sent."""
    parsed = parse(Source("case.pol", text))
    assert not parsed.diagnostics, [each.message for each in parsed.diagnostics]
    (item,) = parsed.file.items
    assert isinstance(item, ast.Scenario)
    facts: dict[str, Any] = {}
    day, expected, target = None, "", ""
    for line in item.lines:
        match line:
            case ast.AsOf(date=date):
                day = date.value.toordinal()
            case ast.Given(facts=given):
                for each in given:
                    assert each.fact.text not in facts, f"{each.fact.text} is given twice"
                    value = read_value(program.facts[each.fact.text], each.value)
                    assert not isinstance(value, Diagnostic), value.message
                    facts[each.fact.text] = value
            case ast.Expect(determination=name, lines=lines):
                expected = name.text
                for inner in lines:
                    assert isinstance(inner, ast.ExpectRoutesTo)
                    assert inner.target is not None
                    target = inner.target.text
            case _:
                raise AssertionError(line.span.text)
    assert day is not None
    return Request(day, facts), (expected, target)
