"""Write the Python function that evaluates the clauses of one scope, and compile it.

For every fact that is given a table turns its value into bits, and one more gives those
of the facts that are not; then each condition of several facts, in topological order, is
worked out once and passes on what follows from it.  No text of an author reaches the
source: variables are numbered, and names, values, tables and functions go through a
table of constants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from policydsl.core import ir
from policydsl.core.values import ABSENT, FactValue, Kleene
from policydsl.kernel.arithmetic import CannotWriteError, Writer
from policydsl.kernel.conditions import Conditions, Told, held_by
from policydsl.kernel.given import NOT_GIVEN, Given, Met
from policydsl.kernel.layout import Layout, Part, Plane
from policydsl.kernel.residue import (
    AS_OF,
    Comparison,
    Join,
    Residues,
    Single,
    compared,
    reads,
)
from policydsl.kernel.tables import Table
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN


class Source:
    """Collects the lines and the constants of one module while it is written."""

    def __init__(
        self, residues: Residues, layout: Layout, conditions: Conditions, given: Given
    ) -> None:
        self._residues = residues
        self._program = residues.graph.program
        self._layout = layout
        self._conditions = conditions
        self._given = given
        self._lines: list[str] = []
        self._writer = Writer(self)
        self._shared: dict[ir.Term, str] = {}
        self._read: dict[str, None] = {}  # the facts of the comparison that is being written
        self.constants: dict[str, Any] = {}
        self._names: dict[tuple[type, Any], str] = {}
        self._variables: dict[str, str] = {}
        self._assumed: dict[str, str] = {}  # the local that holds what evidence may say
        self._singles: dict[str, list[Single]] = {fact: [] for fact in layout.facts}

    # -------------------------------------------------------------- constants

    def constant(self, value: Any) -> str:
        """Return the generated name of *value*."""
        key = (type(value), value)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"k{len(self.constants)}"
            self.constants[name] = value
        return name

    def variable(self, fact: str) -> str:
        """Return the local that holds a fact, None where it is unknown."""
        self._read[fact] = None
        name = self._variables.get(fact)
        if name is None:
            name = self._variables[fact] = f"v{len(self._variables)}"
        return name

    def table(self, work_out: Callable[[Any], Any]) -> str:
        """Return the name of what remembers the answers of a function."""
        return self._object(Table(work_out))

    # ------------------------------------------------------------- conditions

    def write(self, base: int, overrides: list[tuple[int, int]]) -> str:
        """Return two functions from facts and a service date to bits.

        *base* are the bits that the fixed facts already set; *overrides* are pairs
        (beaten, overrider) of clauses, an overrider settled before it beats.
        `evaluate` takes the facts of a checked request with what evidence says of others,
        `read` those of one as JSON.
        """
        for told in self._conditions.uses:
            match told:
                case Single():
                    self._singles[told.fact].append(told)
                case Comparison():
                    self._comparison(told)
                case Join():
                    self._join(told)
        for beaten, overrider in overrides:
            self._override(beaten, overrider)
        readings = {
            fact: Table(self._reading(fact, 1 << self._layout.given_at + index))
            for index, fact in enumerate(self._singles)
        }
        tables = self._object(readings)
        bases = f"a = {self.constant(base)}"
        rest = f"a |= {self._object(self._given.rest(self._layout, readings))}"
        rest += f"[a >> {self.constant(self._layout.given_at)}]"
        evaluate = [
            "def evaluate(facts, as_of):",
            bases,
            "for name, raw in facts.items():",
            f"    if name in {tables}: a |= {tables}[name][raw]",
            rest,
            "get = facts.get",
            *self._fetches(self._get),
        ]
        kinds = self._given.kinds(self._layout)
        yes: dict[str, int] = {}
        no: dict[str, int] = {}
        learn = self._object(self._given.learning(readings, Met(yes, no, kinds)))
        read = [
            "def read(facts, as_of):",
            bases,
            "for name, raw in facts.items():",
            "    try:",
            # Most values are yes or no, and `is` costs less than looking a type up.
            f"        if raw is {self.constant(True)}: a |= {self._object(yes)}[name]",
            f"        elif raw is {self.constant(False)}: a |= {self._object(no)}[name]",
            f"        else: a |= {self._object(kinds)}[type(raw)][name][raw]",
            f"    except KeyError: a |= {learn}(name, raw)",
            "get = facts.get",
            *self._evidence(readings),
            rest,
            *self._fetches(self._get_raw),
        ]
        functions = [[*lines, *self._lines, "return a"] for lines in (evaluate, read)]
        return "".join("\n    ".join(lines) + "\n" for lines in functions)

    def _bits(self, told: Told, held: Kleene) -> int:
        return self._conditions.bits(self._layout, told, held)

    def _join(self, join: Join) -> None:
        """Pass on what the operands have made of a join."""
        neutral = Kleene.of(join.conjunctive)
        place = self._conditions.places[join]
        some = self._layout.operand(place, UNKNOWN, join.conjunctive)
        decisive = self._layout.operand(place, ~neutral, join.conjunctive) ^ some
        none, open, decided = (self._bits(join, held) for held in (neutral, UNKNOWN, ~neutral))
        follows = self.constant(open)
        if decided != open:
            follows = f"{self.constant(decided)} if a & {self.constant(decisive)} else {follows}"
        touched = f"if a & {self.constant(some)}"
        if none:
            self._lines.append(f"a |= {follows} {touched} else {self.constant(none)}")
        else:
            self._lines.append(f"{touched}: a |= {follows}")

    def _comparison(self, residue: Comparison) -> None:
        """Compare exactly when all is known; else look up what the reference reads."""
        graph, fixed = self._residues.graph, self._residues.known
        atom = graph.nodes[residue.node].says
        by_value = {held: self._bits(residue, held) for held in (YES, NO, UNKNOWN)}
        try:
            self._read.clear()
            written = self._writer.comparison(atom)
            names = tuple(self._read)
        except CannotWriteError:
            written = ""
            names = compared(graph, residue.node)

        def read(key: tuple[Any, ...]) -> int:
            as_of, *values = key
            given = zip(names, values, strict=True)
            known = fixed | {name: value for name, value in given if value is not None}
            return by_value[truth(atom, Valuation(self._program.facts, as_of, known))]

        if AS_OF in compared(graph, residue.node):
            names = tuple(name for name in names if name != AS_OF)
            key = ["as_of", *map(self.variable, names)]
        else:
            key = ["1", *map(self.variable, names)]
        looked_up = f"{self.table(read)}[({', '.join(key)},)]"
        if not written:
            self._lines.append(f"a |= {looked_up}")
            return
        exact = f"({self.constant(by_value[YES])} if {written} else {self.constant(by_value[NO])})"
        unsure = [f"{self.variable(n)} is None" for n in names if n not in self._given.defaults]
        unsure += [
            f"{self.variable(name)} is {self.constant(ABSENT)}"
            for name in names
            if self._program.facts[name].may_be_absent
        ]
        choice = f"{looked_up} if {' or '.join(unsure)} else {exact}" if unsure else exact
        self._lines.append(f"a |= {choice}")

    def decided(self, condition: ir.Truth) -> Kleene:
        found = self._residues.of(self._residues.graph.ids[condition])
        return found if isinstance(found, Kleene) else UNKNOWN

    def shared(self, term: ir.Term, written: str) -> str:
        """Work a term out once, if all that it reads is always there to be read."""
        graph, program = self._residues.graph, self._program
        names = reads(graph, graph.ids[term]) - {AS_OF} - self._residues.fixed.keys()
        if term not in self._shared:
            defaults = self._given.defaults
            if not all(n in defaults and not program.facts[n].may_be_absent for n in names):
                return written
            name = self._shared[term] = f"t{len(self._shared)}"
            self._lines.append(f"{name} = {written}")
        # What looks the comparison up has to know these too.
        self._read.update(dict.fromkeys(sorted(names)))
        for fact in sorted(names):
            self.variable(fact)
        return self._shared[term]

    def _override(self, beaten: int, overrider: int) -> None:
        no, unknown = (self._layout.bit(p, overrider) for p in (Plane.NO, Plane.UNKNOWN))
        self._lines.append(f"t = a & {self.constant(no | unknown)}")
        beats, may_beat = (
            self.constant(self._layout.part(Part.LIFTED, held, beaten)) for held in (YES, UNKNOWN)
        )
        self._lines.append(f"if not t: a |= {beats}")
        self._lines.append(f"elif not t & {self.constant(no)}: a |= {may_beat}")

    # ------------------------------------------------------------------ facts

    def _fetches(self, get: Callable[[str], str]) -> list[str]:
        return [f"{variable} = {get(fact)}" for fact, variable in self._variables.items()]

    def _get(self, fact: str) -> str:
        """Write the reading of a fact of a checked request, None where it is unknown."""
        name, defaults = self.constant(fact), self._given.defaults
        return (
            f"get({name}, {self.constant(defaults[fact])})" if fact in defaults else f"get({name})"
        )

    def _get_raw(self, fact: str) -> str:
        """Write the reading of a fact of a request as JSON, which `read` has checked by then."""
        if fact in self._assumed:
            return self._assumed[fact]
        if self._given.is_plain(fact):
            return self._get(fact)
        values = self._object(self._given.values[fact])
        return f"{values}[get({self.constant(fact)}, {self.constant(NOT_GIVEN)})]"

    def _given_raw(self, fact: str) -> str:
        return f"{self._object(self._given.values[fact])}[facts[{self.constant(fact)}]]"

    def _object(self, value: object) -> str:
        """Return the generated name of something that is not hashable."""
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def _evidence(self, readings: Mapping[str, Table]) -> list[str]:
        """Write what is assumed of facts that `read` does not find in the request."""
        fixed, needed = self._residues.fixed, {*readings, *self._variables}
        lines: list[str] = []
        for assumed in self._given.evidence.behind(needed - fixed.keys()):
            fact = assumed.fact
            variable = self._assumed[fact] = f"e{len(self._assumed)}"
            reads = ["as_of" if assumed.dated else "1", *map(self._get_raw, assumed.reads)]
            lines += [
                f"if {self.constant(fact)} in facts: {variable} = {self._given_raw(fact)}",
                "else:",
                f"    {variable} = {self._object(assumed.value)}[({', '.join(reads)},)]",
            ]
            if fact in readings:
                bits = f"{self._object(readings[fact])}[{variable}]"
                lines.append(f"    if {variable} is not None: a |= {bits}")
        return lines

    def _reading(self, fact: str, given: int) -> Callable[[Any], int]:
        """Return what works out the bits that one value of a fact sets, *given* among them."""
        facts, known, layout = self._program.facts, self._residues.known, self._layout
        nodes, singles = self._residues.graph.nodes, self._singles[fact]
        classes = self._residues.classes(fact)

        def read(value: FactValue | None) -> int:
            valuation = Valuation(facts, 1, known)
            if value is not None:
                valuation = valuation.with_fact(fact, value)
            bits = given | layout.class_of(fact, classes[value])
            for single in singles:
                bits |= self._bits(single, held_by(nodes[single.node].says, valuation))
            return bits

        return read
