"""Put a checked policy and its evaluator behind one object that answers requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from policydsl.core import ir
from policydsl.core.conversion import ordinal_of
from policydsl.core.decision import Decision
from policydsl.core.determinations import Determination
from policydsl.core.faults import RequestFault
from policydsl.core.request import Request
from policydsl.core.requests import RequestChecker
from policydsl.core.scenario import Scenario
from policydsl.core.tables import Table
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen

if TYPE_CHECKING:
    import networkx

    from policydsl.explain import Explainer, Explanation
    from policydsl.kernel import Kernel
    from policydsl.policy.agreement import PlanChecker
    from policydsl.policy.scenarios import Ran
    from policydsl.semantics import Checked, Coverage

RequestData = dict[str, Any] | str | bytes


class PolicyError(Exception):
    """The policy cannot be decided with; `diagnostics` say why, and `str()` shows them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        from policydsl.diagnostics.text import render, summary

        return f"{summary(self.diagnostics)}\n{render(self.diagnostics)}".rstrip()


class RequestError(ValueError):
    """The request was refused before anything was decided; `faults` are all of its faults."""

    def __init__(self, faults: Iterable[RequestFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        count = len(self.faults)
        lines = [f"the request has {count} fault{'s' if count > 1 else ''}"]
        for fault in self.faults:
            help = f" ({fault.help})" if fault.help else ""
            lines.append(f"  {fault.path}: {fault.message} [{fault.code.id}]{help}")
        return "\n".join(lines)


@frozen
class InForce:
    """The first and the last day in force; None where there is none."""

    start: date | None
    end: date | None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@frozen
class Alone:
    """A program by itself, out of a compiled policy: without scenarios, coverage and warnings."""

    program: ir.Program
    scenarios: tuple[Scenario, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    tables: tuple[Table, ...] = ()


class Policy:
    """One policy, ready to decide.

    Immutable: threads may share it, and it pickles as the program it was made of.
    """

    def __init__(self, checked: Checked | Alone) -> None:
        """Take the outcome of `semantics.check`; one without a program is a `PolicyError`."""
        if checked.program is None:
            raise PolicyError(checked.diagnostics)
        self._checked = checked
        self._program: ir.Program = checked.program
        self._requests = _checker(self.program)

    @classmethod
    def of(cls, program: ir.Program) -> Policy:
        """Take a program of which nothing else is known."""
        return cls(Alone(program))

    def __reduce__(self) -> tuple[type[Policy], tuple[Any, ...]]:
        return Policy, (self.checked,)

    def __repr__(self) -> str:
        edition = f" edition {self.edition}" if self.edition else ""
        return f"<Policy {self.id}{edition}>"

    @property
    def checked(self) -> Checked | Alone:
        return self._checked

    @property
    def program(self) -> ir.Program:
        return self._program

    @property
    def id(self) -> str:
        return self.program.id

    @property
    def title(self) -> str:
        return self.program.title

    @property
    def edition(self) -> str | None:
        """The edition's date as text; None when the policy states none."""
        return self.program.edition

    @property
    def in_force(self) -> InForce:
        stated = self.program.in_force
        return InForce(_date(stated.start), _date(stated.end))

    @property
    def editions(self) -> tuple[Policy, ...]:
        """Every edition as a policy of its own, in the order of time; often only this one."""
        return (self,)

    def at(self, day: date | str) -> Policy:
        """Give the edition that decides requests of that day, `2026-03-04` or a `date`."""
        day_of(day)
        return self

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What `policyc check` says about the policy: nothing that is an error."""
        return self.checked.diagnostics

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        return self.checked.scenarios

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """How much of each source document the policy encodes."""
        return self.checked.coverage

    def decide(self, request: RequestData) -> Decision:
        """Decide one request: a dict as of JSON, or JSON text.

        Raises `RequestError` with every fault when the request is not sound.
        """
        if type(request) is dict and not self._program.settings:
            # This is the path that counts: one pass over the dict checks and decides it.
            found = self._kernel.decide_data(request)
            if isinstance(found, tuple):
                raise RequestError(found)
            return found
        return self._kernel.decide(self.request(request))

    def explain(self, request: RequestData) -> Explanation:
        """Decide one request and give every clause that was considered, and why.

        What would make it covered is sought when data or a page that holds it is made;
        `toward` names another goal, or none.
        """
        return self._explained(self.request(request))

    def _explained(self, sound: Request) -> Explanation:
        return self._explainer.explain(sound, self._kernel.decide(sound), Determination.COVERED)

    def request(self, request: RequestData) -> Request:
        """Check a request without deciding it; raises `RequestError`."""
        if isinstance(request, (str, bytes)):
            found = self._requests.read(request)
        else:
            found = self._requests.validate(request)
        if isinstance(found, tuple):
            raise RequestError(found)
        return found

    def test(self) -> Iterator[Ran]:
        """Run the policy's scenarios, one at a time and in order."""
        from policydsl.kernel import Kernel
        from policydsl.policy.scenarios import Evaluators, run

        # Scenarios are few of each kind, and few kinds are left out.
        evaluators = Evaluators(
            Kernel(self.program, by_scope=False).decide,
            lambda request, decision: self._explainer.explain(request, decision),
            self._contradictions,
        )
        for scenario in self.scenarios:
            yield run(scenario, evaluators)

    def schema(self) -> dict[str, Any]:
        """Describe a request as JSON Schema 2020-12; the dict is the caller's own."""
        from policydsl.policy.schema import json_schema

        return json_schema(self.program)

    @cached_property
    def graph(self) -> networkx.DiGraph[str]:
        """The decision graph: facts → conditions → clauses → determination."""
        from policydsl.graph import digraph

        return digraph(self.program)

    def _contradictions(self, request: Request) -> tuple[RequestFault, ...]:
        if not self.program.settings:
            return ()
        from policydsl.reference.settings import contradictions

        return contradictions(self.program, request)

    @cached_property
    def _explainer(self) -> Explainer:
        from functools import partial

        from policydsl.explain import Explainer
        from policydsl.explain.ways import Ground
        from policydsl.kernel.evaluation import Compiled

        kernel = self._kernel
        return Explainer(
            self.program, Ground(self.program, partial(Compiled, kernel), kernel.decide)
        )

    @cached_property
    def _kernel(self) -> Kernel:
        from policydsl.kernel import compile

        return compile(self.program)


def day_of(day: date | str) -> int:
    """Give the ordinal of a day; text that is none raises `ValueError`."""
    ordinal = ordinal_of(day) if isinstance(day, str) else day.toordinal()
    if ordinal is None:
        raise ValueError(f"{day!r} is not a day written as 2026-03-04")
    return ordinal


def _date(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)


def _checker(program: ir.Program) -> RequestChecker | PlanChecker:
    """Choose what checks requests; a policy whose plans set no facts pays nothing for them."""
    if not program.settings:
        return RequestChecker.of(program.facts)
    from policydsl.policy.agreement import PlanChecker

    return PlanChecker.of(program)
