"""Decide requests with the scopes of a program, each compiled when first needed."""

from __future__ import annotations

from collections.abc import Mapping

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.problems import RequestFault
from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.graph import build
from policydsl.kernel.given import Checked, Given, Known, Raw, RefusedError
from policydsl.kernel.later import LaterDecision
from policydsl.kernel.made import Made
from policydsl.kernel.pending import Pending
from policydsl.kernel.reasons import Reasons
from policydsl.kernel.scope import Scope, scoping_facts
from policydsl.reference.assumptions import resolve
from policydsl.reference.cells import Cells

MOST_SCOPES = 1024


class Kernel:
    """One program, ready to decide; immutable to callers, and picklable as its program.

    Threads may share it: what it remembers is only ever added, whole, or dropped.
    """

    def __init__(self, program: ir.Program) -> None:
        self.program = program
        self.graph = build(program)
        self._scoping = scoping_facts(self.graph)
        self.cells = Cells(program)
        self.given = Given(program.facts, defaults(program), self._scoping)
        # An assumption with a condition needs the definitions to resolve it.
        self._evidence = frozenset(a.fact for a in program.assumptions) - self.given.defaults.keys()
        self._scopes: dict[tuple[FactValue | None, ...], Scoped] = {}

    def __reduce__(self) -> tuple[type[Kernel], tuple[ir.Program]]:
        return Kernel, (self.program,)

    def decide(self, request: Request) -> Decision:
        """Return what `policydsl.reference.decide` returns.

        The request has been validated, and is not changed while the decision lives.
        Never raises.
        """
        facts = request.facts
        if self._evidence and not self._evidence <= facts.keys():
            facts = resolve(self.program, request).valuation.known
        scoped = self._scopes.get(tuple(map(facts.get, self._scoping)))
        if scoped is None:
            scoped = self.scoped(facts)
        bits = scoped.evaluate(facts.get, request.as_of)
        return scoped.decision(Checked(request, facts, self.given.defaults), request.as_of, bits)

    def decide_data(self, data: object) -> Decision | tuple[RequestFault, ...]:
        """Check a request as of JSON and decide it, or return every fault that it has.

        The same as `RequestChecker.validate` and then `decide`, in one pass where the
        request is plain and each of its values has been met before.
        """
        if type(data) is dict and len(data) == 2:
            facts = data.get("facts")
            if type(facts) is dict and (not self._evidence or self._evidence <= facts.keys()):
                try:
                    scoped = self._scopes.get(tuple(map(facts.get, self._scoping)))
                    if scoped is not None:
                        as_of = self.given.days[data.get("as_of")]
                        bits = scoped.read(facts, as_of)
                        return scoped.decision(Raw(self.given, facts, as_of), as_of, bits)
                except (RefusedError, LookupError, TypeError):
                    pass
        request = self.given.checker.validate(data)
        return request if isinstance(request, tuple) else self.decide(request)

    def scoped(self, facts: Mapping[str, FactValue]) -> Scoped:
        """Return the scope of a request, compiled if it is the first in it."""
        key = tuple(map(facts.get, self._scoping))
        found = self._scopes.get(key)
        if found is None:
            fixed = {
                name: self.given.defaults.get(name) if value is None else value
                for name, value in zip(self._scoping, key, strict=True)
            }
            if len(self._scopes) >= MOST_SCOPES:
                self._scopes = {}
            found = self._scopes[key] = Scoped(self, fixed)
        return found


def defaults(program: ir.Program) -> dict[str, FactValue]:
    """Return the facts that are always assumed while unknown, with what they are taken to be.

    Evidence comes before a stated default, and the first of several wins; a fact whose
    first assumption has a condition is not among them.
    """
    found: dict[str, FactValue] = {}
    seen: set[str] = set()
    for assumption in sorted(program.assumptions, key=lambda a: a.stated):
        if assumption.fact not in seen:
            seen.add(assumption.fact)
            if assumption.condition is None:
                found[assumption.fact] = assumption.value
    return found


class Scoped:
    """A scope with what decides in it."""

    def __init__(self, kernel: Kernel, fixed: Mapping[str, FactValue | None]) -> None:
        self.kernel = kernel
        self.scope = Scope(kernel.graph, kernel.cells, kernel.given, fixed)
        self.evaluate = self.scope.evaluate
        self.read = self.scope.read
        self.width = self.scope.layout.clauses
        self._full = self.scope.layout.full
        self._statuses = (1 << 2 * self.width) - 1  # the planes of no and of unknown
        self._settled = tuple(
            Made(
                outcome=lead.outcome,
                possible=(lead.outcome.determination,),
                possible_exact=True,
                missing=(),
                missing_exact=True,
                asking=None,
            )
            for lead in self.scope.leads
        )
        self._leads = self.scope.leads
        self.pending = Pending(self)
        self.reasons = Reasons(self)

    def decision(self, facts: Known, as_of: int, bits: int) -> Decision:
        """Return the decision on a request that was evaluated to *bits*."""
        state = bits & self._statuses
        unknown = state >> self.width
        yes = self._full & ~(state | unknown)
        if yes:
            place = (yes & -yes).bit_length() - 1
            lead = self._leads[place]
            if lead.settles and not unknown & ~state & lead.above:
                return LaterDecision((self, facts, as_of, bits, self._settled[place]))
        made = self.pending.made(facts, as_of, bits)
        return LaterDecision((self, facts, as_of, bits, made))
