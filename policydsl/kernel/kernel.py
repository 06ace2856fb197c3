"""Decide requests with the scopes of a program, each compiled when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.faults import RequestFault
from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.graph import build
from policydsl.kernel.given import Checked, Given, Known, Raw, RefusedError
from policydsl.kernel.later import LaterDecision
from policydsl.kernel.made import Made
from policydsl.kernel.pending import Pending
from policydsl.kernel.reasons import Reasons
from policydsl.kernel.remembered import Remembered
from policydsl.kernel.residue import Residues, Studied
from policydsl.kernel.running import key_of
from policydsl.kernel.scope import Scope, scoping_facts
from policydsl.reference.clauses import Front
from policydsl.reference.report import limit_keys

MOST_SCOPES = 1024


class Kernel:
    """One program, ready to decide; immutable to callers, and picklable as its program.

    Threads may share it: what it remembers is only ever added, whole, or dropped.
    """

    def __init__(self, program: ir.Program, *, by_scope: bool = True) -> None:
        """Make ready; `by_scope`: one small scope for each kind of request.

        Without, there is one for all: made at once, it decides each request more slowly.
        """
        self.program = program
        self.graph = build(program)
        self.studied = Studied(self.graph)
        self.remembered = Remembered(program)
        self._by_scope = by_scope
        self._scoping = scoping_facts(self.graph) if by_scope else ()
        self._key = key_of(self._scoping)
        self.given = Given(program, defaults(program), self._scoping)
        self._evidence = self.given.evidence
        # What evidence says of these has to be known before there is a scope.
        self._first = self._evidence.facts.intersection(self._scoping)
        self._scopes: dict[tuple[FactValue | None, ...], Scoped] = {}
        self._alike: dict[tuple[int, ...], Scoped] = {}
        unfixed = Residues(self.studied, {})
        self._classes = tuple((name, unfixed.classes(name)) for name in self._scoping)

    def __reduce__(self) -> tuple[partial[Kernel], tuple[ir.Program]]:
        return partial(Kernel, by_scope=self._by_scope), (self.program,)

    def decide(self, request: Request) -> Decision:
        """Return what `policydsl.reference.decide` returns.

        The request has been validated, and is not changed while the decision lives.
        Never raises.
        """
        facts = request.facts
        if not self._evidence.facts <= facts.keys():
            facts = self._evidence.filled(facts, request.as_of)
        scoped = self._scopes.get(self._key(facts.get))
        if scoped is None:
            scoped = self.scoped(facts)
        bits = scoped.evaluate(facts, request.as_of)
        return scoped.decision(Checked(request, facts, self.given.defaults), request.as_of, bits)

    def decide_data(self, data: object) -> Decision | tuple[RequestFault, ...]:
        """Check a request as of JSON and decide it, or return every fault that it has.

        The same as `RequestChecker.validate` and then `decide`, in one pass where the
        request is plain and each of its values has been met before.
        """
        if type(data) is dict and len(data) == 2:
            facts = data.get("facts")
            if type(facts) is dict and self._first <= facts.keys():
                try:
                    scoped = self._scopes.get(self._key(facts.get))
                    if scoped is not None:
                        as_of = self.given.days[data.get("as_of")]
                        bits = scoped.read(facts, as_of)
                        return scoped.decision(Raw(self.given, facts, as_of), as_of, bits)
                except (RefusedError, LookupError, TypeError):
                    pass
        request = self.given.checker.validate(data)
        return request if isinstance(request, tuple) else self.decide(request)

    def scoped(self, facts: Mapping[str, FactValue]) -> Scoped:
        """Return the scope of a request, compiled if it is the first in it.

        Values that no condition tells apart have one scope.
        """
        key = self._key(facts.get)
        found = self._scopes.get(key)
        if found is None:
            if len(self._scopes) >= MOST_SCOPES:
                self._scopes, self._alike = {}, {}
            defaults = self.given.defaults
            fixed = {name: facts.get(name, defaults.get(name)) for name in self._scoping}
            alike = tuple(classes[fixed[name]] for name, classes in self._classes)
            found = self._alike.get(alike)
            if found is None:
                found = self._alike[alike] = Scoped(self, fixed)
            self._scopes[key] = found
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
        self.scope = Scope(kernel.studied, kernel.given, fixed)
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
        self._limits = self.scope.mask(limit_keys(kernel.program))
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

    def unlimited(self, bits: int) -> Front:
        """Return what would lead if no limit bound."""
        return self.scope.front(bits, self._limits)
