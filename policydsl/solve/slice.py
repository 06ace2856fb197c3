"""Answer whether conditions of a policy can hold together, and give the request in which they do.

A `Slice` is a solver that knows only what its questions rest on, so that a question about
one benefit does not pay for the others.  What the SAT solver finds is held against the
arithmetic of sums and dates; what that refutes becomes a clause, and the question is asked
again.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from policydsl.core import ir
from policydsl.core.values import ABSENT
from policydsl.solve.bounds import Refuted, solve
from policydsl.solve.domains import Domains
from policydsl.solve.finder import Finder
from policydsl.solve.gates import TRUE, Among, AtMost, Contains, Present
from policydsl.solve.sat import Literal, Sat
from policydsl.solve.witness import Witness, bounds_of, witness

MOST_LESSONS: Final = 60
"""How often one question is asked anew because arithmetic refuted an answer."""
MODELS_KEPT: Final = 5

Model = list[Literal]
"""The literal of each variable that is true, in a slice's own numbers from 1 on."""


class Answer(enum.Enum):
    """Whether literals can be true together; MAYBE: it was not found out within the bounds."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


def _holds(literals: Iterable[Literal], model: Model) -> bool:
    """Whether *model* makes all of *literals* true; it may be older than some variable."""
    known = len(model)
    for literal in literals:
        variable = abs(literal)
        if variable > known or model[variable - 1] != literal:
            return False
    return True


class Slice:
    """One solver, its variables numbered anew in the order in which they are met."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder
        self.gates = finder.gates
        self._sat = Sat()
        self._local: dict[int, int] = {}
        self._global: list[int] = [0]
        self._loaded: set[int] = set()
        self._models: list[Model] = []
        self._checked: dict[frozenset[Literal], bool] = {}
        self._domains = Domains(self.gates, finder.codes, self._add)
        self._begun = False
        self._habits: list[Literal] = []
        self._looked_at = 1

    # ---------------------------------------------------------------- loading

    def load(self, literals: Iterable[Literal]) -> None:
        """Let the solver know what *literals* rest on."""
        pending = [abs(literal) for literal in literals]
        while pending:
            variable = pending.pop()
            if variable in self._loaded:
                continue
            self._loaded.add(variable)
            inputs = self.gates.joined.get(variable)
            if inputs is not None:
                pending.extend(map(abs, inputs))
                gate, *parts = self._all_to_local([variable, *inputs])
                for part in parts:
                    self._sat.add([-gate, part])
                self._sat.add([gate, *(-part for part in parts)])
            elif variable in self.gates.leaves:
                self._domains.meet(variable, self.gates.leaves[variable])

    def _begin(self) -> None:
        """Let the solver know what holds in every request."""
        if not self._begun:
            self._begun = True
            self._add([TRUE])
            for condition, held in self.finder.about_plans():
                self.load([condition, held])
                self._add([-condition, held])

    def _name(self, variable: int) -> int:
        local = self._local.get(variable)
        if local is None:
            local = self._local[variable] = len(self._global)
            self._global.append(variable)
        return local

    def _add(self, clause: Sequence[Literal]) -> None:
        self._sat.add(self._all_to_local(clause))

    def _all_to_local(self, literals: Sequence[Literal]) -> list[Literal]:
        # By far the most often done of all: so not by a call for each.
        known = self._local.get
        found: list[Literal] = []
        for literal in literals:
            if literal > 0:
                found.append(known(literal) or self._name(literal))
            else:
                found.append(-(known(-literal) or self._name(-literal)))
        return found

    def _to_local(self, literal: Literal) -> Literal:
        local = self._local.get(abs(literal)) or self._name(abs(literal))
        return local if literal > 0 else -local

    def _to_global(self, literal: Literal) -> Literal:
        return self._global[literal] if literal > 0 else -self._global[-literal]

    # ----------------------------------------------------------------- asking

    def can(self, *literals: Literal) -> Answer:
        """Return whether some request makes all of *literals* true."""
        if -TRUE in literals:
            return Answer.NO
        self._begin()
        wanted = [literal for literal in literals if literal != TRUE]
        if any(abs(literal) not in self._loaded for literal in wanted):
            self.load(wanted)
        local = self._all_to_local(wanted)
        for model in reversed(self._models):
            if _holds(local, model) and self._lesson(wanted, model) is None:
                return Answer.YES
        for _ in range(MOST_LESSONS):
            if not self._sat.solve(local):
                return Answer.NO
            model = self._sat.model()
            lesson = self._lesson(wanted, model)
            if lesson is None:
                self._models.append(model)
                del self._models[:-MODELS_KEPT]
                return Answer.YES
            if not lesson:
                return Answer.MAYBE
            self._add([-literal for literal in lesson])
        return Answer.MAYBE

    def enough(self, wanted: Sequence[Literal], others: Sequence[Literal]) -> list[int]:
        """Return the places in *others* of a few of which one is true whenever *wanted* are.

        One of all of them is.
        """
        kept = list(range(len(others)))
        for place in tuple(kept):
            fewer = [other for other in kept if other != place]
            if self.can(*wanted, *(-others[other] for other in fewer)) is Answer.NO:
                kept = fewer
        return kept

    def _lesson(self, wanted: Sequence[Literal], model: Model) -> list[Literal] | None:
        """Return leaves that cannot be true together; empty: not known; None: all is sound."""
        intricate = self.finder.intricate
        if not any(intricate(abs(literal)) for literal in wanted):
            return None
        reasons = self.reasons(wanted, model, only_intricate=True)
        sums = [r for r in reasons if isinstance(self.gates.leaves[abs(r)], AtMost)]
        if not sums:
            return None
        sums += self._plain_bounds(sums, model)
        key = frozenset(sums)
        if self._checked.get(key):
            return None
        found = self._solved(sums)
        if found is None:
            self._checked[key] = True
            return None
        if found is Refuted.GIVEN_UP:
            return []
        kept = list(sums)
        for literal in sums:  # what is left after each that is not needed is left out
            fewer = [other for other in kept if other != literal]
            if self._solved(fewer) is Refuted.PROVED:
                kept = fewer
        return kept

    def _solved(self, literals: Sequence[Literal]) -> Refuted | None:
        customs = self.finder.customs
        bounds = bounds_of(self.gates, literals)
        found = solve(
            bounds,
            self.gates.facts,
            lambda base: customs.of(base, self.gates),
            self.finder.solved,
        )
        return found if isinstance(found, Refuted) else None

    def reasons(
        self, wanted: Iterable[Literal], model: Model, *, only_intricate: bool = False
    ) -> set[Literal]:
        """Return leaves that are true in *model* and make *wanted* true, as few as is easy."""
        intricate, joined, leaves = self.finder.intricate, self.gates.joined, self.gates.leaves
        found: set[Literal] = set()
        seen: set[Literal] = set()
        pending = [literal for literal in wanted if literal != TRUE]
        while pending:
            literal = pending.pop()
            variable = abs(literal)
            if literal in seen or (only_intricate and not intricate(variable)):
                continue
            seen.add(literal)
            inputs = joined.get(variable)
            if inputs is None:
                if variable in leaves:
                    found.add(literal)
            elif literal > 0:
                pending.extend(inputs)
            else:
                pending.append(self._failing(inputs, model, seen))
        return found

    def _failing(
        self, inputs: Iterable[Literal], model: Model, seen: Collection[Literal]
    ) -> Literal:
        """Return the negation of an input that is false in *model*: one *seen*, or a small one."""
        local, known = self._local, len(model)
        best, least = 0, 0
        for literal in inputs:
            place = local[abs(literal)]
            # True in the model is what says that the input is false.
            if place > known or model[place - 1] != (-place if literal > 0 else place):
                continue
            if -literal in seen:
                return -literal
            size = self._size(-literal)
            if not best or size < least:
                best, least = -literal, size
        return best

    def _plain_bounds(self, sums: Iterable[Literal], model: Model) -> list[Literal]:
        """Return what *model* says of each single number or day that *sums* read."""
        variables: set[int] = set()
        for literal in sums:
            leaf = self.gates.leaves[abs(literal)]
            if isinstance(leaf, AtMost):
                for bounds in self._domains.plain(leaf):
                    variables.update(variable for _, variable in bounds)
        local = self._local
        return [
            variable if _holds((local[variable],), model) else -variable
            for variable in sorted(variables)
        ]

    def _size(self, literal: Literal) -> int:
        weight = self.finder.weight(abs(literal))
        return weight.true if literal > 0 else weight.false

    # ------------------------------------------------------------------ cases

    def witness(self, *literals: Literal) -> Witness | None:
        """Return a natural request that makes *literals* true, defaults kept where they can be."""
        self._begin()
        wanted = [literal for literal in literals if literal != TRUE]
        self.load(wanted)
        habits = list(self._natural())
        for _ in range(MOST_LESSONS):
            assumed = [*map(self._to_local, wanted), *map(self._to_local, habits)]
            while not self._sat.solve(assumed):
                core = set(map(self._to_global, self._sat.core(assumed)))
                if not core & set(habits):
                    return None
                habits = [habit for habit in habits if habit not in core]
                assumed = [*map(self._to_local, wanted), *map(self._to_local, habits)]
            model = self._sat.model()
            reasons = self.reasons(wanted, model)
            found = witness(self.gates, reasons, self.finder.customs)
            if isinstance(found, Witness):
                return found
            lesson = self._lesson(wanted, model) if found is Refuted.PROVED else []
            if lesson:
                self._add([-literal for literal in lesson])
            elif habits:
                habits = []
            else:
                return None
        return None

    def _natural(self) -> list[Literal]:
        """Return what each loaded leaf is when every fact is as it is assumed to be."""
        defaults = self.finder.customs.defaults
        found = self._habits
        for variable in self._global[self._looked_at :]:
            leaf = self.gates.leaves.get(variable)
            held: bool | None = None
            match leaf:
                case Present(fact=fact):
                    held = defaults.get(fact) is not ABSENT
                case Among(fact=fact, values=values) if fact in defaults:
                    held = defaults[fact] in values
                case Contains(fact=fact, member=member) if fact in defaults:
                    value = defaults[fact]
                    held = isinstance(value, frozenset) and member in value
                case AtMost(form=((1, ir.FactTerm(fact)),), bound=bound) if fact in defaults:
                    value = defaults[fact]
                    held = isinstance(value, int) and value <= bound
                case _:
                    pass
            if held is not None:
                found.append(variable if held else -variable)
        self._looked_at = len(self._global)
        return found
