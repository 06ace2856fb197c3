"""Say which facts a way may set, and to which values: one for each that conditions tell apart.

What the request gives can be changed, unless it is `fixed`, or the payer's system or a
reviewer supplies it.  What it does not give can be learned, unless a plan sets it, or the
payer's system is what it is assumed to be: those are the payer's to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core.codes import SYSTEMS, is_code
from policydsl.core.facts import (
    Choice,
    CodeSet,
    CodeValue,
    Day,
    DisplayText,
    Fact,
    Number,
    RecordValue,
    Supplier,
)
from policydsl.core.request import Request
from policydsl.core.values import ABSENT, FactValue, Kleene
from policydsl.explain.ways.ground import Ground
from policydsl.explain.ways.model import Kind
from policydsl.reference.cells import TooManyError
from policydsl.reference.codes import class_of, code_tests
from policydsl.reference.structure import facts_read
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

OUT_OF_REACH = (Supplier.PAYER_SYSTEM, Supplier.REVIEWER)
MOST_VALUES = 200
"""How many values one fact may be tried with."""


class States:
    """The facts of one request that can be set, and their values, worked out when asked for."""

    def __init__(
        self, ground: Ground, request: Request, kept: frozenset[str] = frozenset()
    ) -> None:
        """Take a request; the facts that are *kept* stay what they are, too."""
        program = ground.program
        self._kept = kept
        self.program = program
        self.ground = ground
        self.request = request
        self.original = ground.valuation(request)
        self.partly: set[str] = set()
        """The facts of which not every class is known."""
        self._conditions = ground.conditions
        self._plans = {setting.fact for setting in program.settings}
        self._kinds = {name: self._kind(program.facts[name]) for name in program.read_facts}
        self.cells = ground.all_cells
        self._values: dict[str, tuple[FactValue, ...]] = {}
        self._stretches: dict[str, tuple[tuple[int, int], ...]] = {}
        known = self.original.known.items()
        self._base = Valuation(
            program.facts,
            request.as_of,
            {n: v for n, v in known if self.kind(n) is None and n not in self._conditions},
        )

    # --------------------------------------------------------------- which facts

    def kind(self, name: str) -> Kind | None:
        """Return how *name* may be set; None: it stays what it is."""
        return self._kinds.get(name)

    def _kind(self, fact: Fact) -> Kind | None:
        if fact.name in self._kept or isinstance(fact.type, DisplayText | RecordValue):
            return None
        if fact.name not in self.original.known:
            return Kind.LEARNED
        if fact.name in self._plans:
            return None
        if fact.name not in self.request.facts:
            return None if fact.supplier is Supplier.PAYER_SYSTEM else Kind.LEARNED
        return None if fact.fixed or fact.supplier in OUT_OF_REACH else Kind.CHANGED

    def behind(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return *names* and the facts on which it depends what they are assumed to be."""
        found: dict[str, None] = {}
        pending = list(names)
        while pending:
            name = pending.pop(0)
            if name not in found:
                found[name] = None
                for condition in self._conditions.get(name, ()):
                    pending += facts_read(condition)
        return tuple(found)

    def is_plain(self, name: str) -> bool:
        """Whether what *name* is assumed to be depends on nothing."""
        return name not in self._conditions

    # -------------------------------------------------------------- which values

    def values(self, name: str) -> tuple[FactValue, ...]:
        """Return a value for each class that differs from what *name* is now.

        Where the classes cannot be told, those that can be while other facts are as they are,
        or as they naturally would be; the fact is then one of `partly`.
        """
        found = self._values.get(name)
        if found is None:
            found = self._values[name] = self._divide(name)
        return found

    def _divide(self, name: str) -> tuple[FactValue, ...]:
        fact = self.program.facts[name]
        for given in self._surroundings(name):
            try:
                values = self.cells.of(name, given)
            except TooManyError:
                self.partly.add(name)
                continue
            break
        else:
            return ()
        match fact.type:
            case Number() | Day():
                return self._numbers(fact, values)
            case CodeValue(system) if system not in SYSTEMS:
                self.partly.add(name)  # a class may have no code among those that are tried
                values = [v for v in values if v is ABSENT or is_code(system, str(v))]
            case CodeSet(system) if system not in SYSTEMS:
                self.partly.add(name)
                sets = (v for v in values if isinstance(v, frozenset))
                values = [v for v in sets if all(is_code(system, code) for code in v)]
            case CodeSet(system):
                values = self._keeping(name, system, values)
            case _:
                pass
        now = self.original.known.get(name)
        own = None if now is None else self._signature(name, now)
        values = [value for value in values if self._signature(name, value) != own]
        if len(values) > MOST_VALUES:
            self.partly.add(name)
        return tuple(values[:MOST_VALUES])

    def _keeping(self, name: str, system: str, values: list[FactValue]) -> list[FactValue]:
        """Return sets of codes that keep those of *name* now that they have a place for.

        What adds or drops the least comes first.
        """
        now = self.original.known.get(name)
        if not isinstance(now, frozenset):
            return values
        tests = code_tests(self.cells.atoms_by_fact.get(name, ()))
        own = {code: class_of(code, system, tests) for code in sorted(now)}
        found: list[FactValue] = []
        for value in values:
            if isinstance(value, frozenset):
                wanted = {class_of(code, system, tests): code for code in sorted(value)}
                kept = {code for code, class_ in own.items() if class_ in wanted}
                there = {own[code] for code in kept}
                new = (code for class_, code in wanted.items() if class_ not in there)
                found.append(frozenset({*kept, *new}))
            else:
                found.append(value)
        return sorted(found, key=lambda v: len(v ^ now) if isinstance(v, frozenset) else 0)

    def _surroundings(self, name: str) -> Iterator[Valuation]:
        """Yield what is known of the other facts: ever more, and so ever less is told apart."""
        yield self._base
        known = {n: v for n, v in self.original.known.items() if n != name}
        yield Valuation(self._base.facts, self._base.as_of, known)
        for other in self.program.read_facts:
            fact = self.program.facts[other]
            if other != name and other not in known and isinstance(fact.type, Number | Day):
                known[other] = min(max(self._natural(fact), fact.type.low), fact.type.high)
        yield Valuation(self._base.facts, self._base.as_of, known)

    def _numbers(self, fact: Fact, values: list[FactValue]) -> tuple[FactValue, ...]:
        starts = [value for value in values if isinstance(value, int)]
        assert isinstance(fact.type, Number | Day)
        ends = [start - 1 for start in starts[1:]] + [fact.type.high]
        stretches = tuple(zip(starts, ends, strict=True))
        now = self.original.known.get(fact.name)
        near = now if isinstance(now, int) else self._natural(fact)
        self._stretches[fact.name] = stretches
        found: list[FactValue] = [
            min(max(near, low), high)
            for low, high in stretches
            if not (isinstance(now, int) and low <= now <= high)
        ]
        if fact.may_be_absent and now is not ABSENT:
            found.append(ABSENT)
        return tuple(found)

    def _natural(self, fact: Fact) -> int:
        return self.request.as_of if isinstance(fact.type, Day) else 0

    def _signature(self, name: str, value: FactValue) -> tuple[Kleene, ...]:
        valuation = self._base.with_fact(name, value)
        return tuple(truth(atom, valuation) for atom in self.cells.atoms_by_fact.get(name, ()))

    # ---------------------------------------------------------- what stands for what

    def alike(self, name: str, value: FactValue) -> tuple[FactValue, ...]:
        """Return the members that *value* stands for, itself among them; else itself."""
        fact = self.program.facts[name]
        if not isinstance(fact.type, Choice) or value is ABSENT:
            return (value,)
        own = self._signature(name, value)
        return tuple(m for m in fact.type.members if self._signature(name, m) == own)

    def stretches(self, name: str, values: Iterable[FactValue]) -> tuple[tuple[int, int], ...]:
        """Return the ranges of numbers or days that *values* stand for, adjoining ones joined."""
        numbers = [value for value in values if isinstance(value, int)]
        found = [
            (low, high)
            for low, high in self._stretches.get(name, ())
            if any(low <= number <= high for number in numbers)
        ]
        joined: list[tuple[int, int]] = []
        for low, high in found:
            if joined and joined[-1][1] == low - 1:
                joined[-1] = (joined[-1][0], high)
            else:
                joined.append((low, high))
        return tuple(joined)
