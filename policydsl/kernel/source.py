"""Write the Python function that evaluates the clauses of one scope, and compile it.

The function is a straight line: for every fact a table turns its value into bits;
then each condition of several facts, in topological order, is worked out once and
adds its own.  No text of an author reaches the source: variables are numbered, and
names, values, tables and functions go through a table of constants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from policydsl.core import ir
from policydsl.core.values import ABSENT, FactValue, Kleene
from policydsl.kernel.arithmetic import CannotWriteError, Writer
from policydsl.kernel.conditions import Conditions, Used, Uses, held_by
from policydsl.kernel.given import NOT_GIVEN, Given, Met
from policydsl.kernel.layout import Layout, Part, Plane
from policydsl.kernel.residue import (
    AS_OF,
    Comparison,
    Join,
    Negation,
    Residue,
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
        self._writer = Writer(self.variable, self.constant, self._share, self._decided)
        self._shared: dict[ir.Term, str] = {}
        self._read: dict[str, None] = {}  # the facts of the comparison that is being written
        self.constants: dict[str, Any] = {}
        self._names: dict[tuple[type, Any], str] = {}
        self._variables: dict[str, str] = {}
        self._singles: dict[str, list[tuple[Single, Used]]] = {fact: [] for fact in layout.facts}

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

    # ------------------------------------------------------------- conditions

    def write(self, uses: Uses, base: int, overrides: list[tuple[int, int]]) -> str:
        """Return two functions whose clauses use conditions as *uses* says.

        *base* are the bits that the fixed facts already set; *overrides* are pairs
        (beaten, overrider) of clauses, an overrider settled before it beats.
        `evaluate` takes the facts of a checked request, `read` those of one as JSON.
        """
        for residue in self._conditions.order:
            self._condition(residue, uses.get(residue, []))
        for beaten, overrider in overrides:
            self._override(beaten, overrider)
        readings = {fact: Table(self._reading(fact)) for fact in self._singles}
        bases = self.constant(base)
        evaluate = [
            "def evaluate(get, as_of):",
            *self._fetches(self._get),
            *self._tables(bases, readings),
        ]
        low = (1 << self._layout.given_at) - 1
        kinds = self._given.kinds(self._layout)
        yes: dict[str, int] = {}
        no: dict[str, int] = {}
        learning = self._given.learning(self._layout, readings, Met(yes, no, kinds))
        learn = self._object(learning)
        read = [
            "def read(facts, as_of):",
            f"a = {bases}",
            "for name, raw in facts.items():",
            "    try:",
            # Most values are yes or no, and `is` costs less than looking a type up.
            f"        if raw is {self.constant(True)}: a |= {self._object(yes)}[name]",
            f"        elif raw is {self.constant(False)}: a |= {self._object(no)}[name]",
            f"        else: a |= {self._object(kinds)}[type(raw)][name][raw]",
            f"    except KeyError: a |= {learn}(name, raw)",
            f"rest = {self._object(self._given.rest(self._layout, readings))}",
            f"a = a & {self.constant(low)} | rest[a >> {self.constant(self._layout.given_at)}]",
            "get = facts.get",
            *self._fetches(self._get_raw),
        ]
        functions = [[*lines, *self._lines, "return a"] for lines in (evaluate, read)]
        return "".join("\n    ".join(lines) + "\n" for lines in functions)

    def _bit(self, residue: Residue, held: Kleene) -> int:
        """Return the bit set when *residue* is *held*; a negation has those of its operand."""
        if isinstance(residue, Negation):
            return self._bit(residue.operand, ~held)
        place = self._conditions.places.get(residue)
        return 0 if place is None else self._layout.condition(place, held)

    def _bits(self, residue: Residue, held: Kleene, used: Used) -> int:
        bits = 0 if isinstance(residue, Negation) else self._bit(residue, held)
        for part, clause in used:
            bits |= self._layout.part(part, held, clause)
        return bits

    def _condition(self, residue: Residue, used: Used) -> None:
        match residue:
            case Single():
                self._singles[residue.fact].append((residue, used))
            case Comparison():
                self._comparison(residue, used)
            case Join():
                self._join(residue, used)
            case Negation():
                if used:
                    yes, no = self._bit(residue, YES), self._bit(residue, NO)
                    self._choose(
                        f"a & {self.constant(yes)}", f"a & {self.constant(no)}", residue, used
                    )
            case _:
                raise AssertionError("a decided condition is not evaluated")

    def _choose(self, yes: str, no: str, residue: Residue, used: Used) -> None:
        one, other, neither = (
            self.constant(self._bits(residue, held, used)) for held in (YES, NO, UNKNOWN)
        )
        self._lines.append(f"a |= {one} if {yes} else {other} if {no} else {neither}")

    def _join(self, residue: Join, used: Used) -> None:
        parts = [part for part in residue.parts if not isinstance(part, Kleene)]
        partial = len(parts) < len(residue.parts)  # some part stays unknown
        yes_bits = self._union(parts, YES)
        no_bits = self._union(parts, NO)
        all_bits, any_bits = (yes_bits, no_bits) if residue.conjunctive else (no_bits, yes_bits)
        every = self.constant(False) if partial else f"a & {all_bits} == {all_bits}"
        some = f"a & {any_bits}"
        yes, no = (every, some) if residue.conjunctive else (some, every)
        self._choose(yes, no, residue, used)

    def _union(self, parts: Sequence[Residue], held: Kleene) -> str:
        bits = 0
        for part in parts:
            bits |= self._bit(part, held)
        return self.constant(bits)

    def _comparison(self, residue: Comparison, used: Used) -> None:
        """Compare exactly when all is known; else look up what the reference reads."""
        graph, fixed = self._residues.graph, self._residues.known
        atom = graph.nodes[residue.node].says
        by_value = {held: self._bits(residue, held, used) for held in (YES, NO, UNKNOWN)}
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
        looked_up = f"{self._object(Table(read))}[({', '.join(key)},)]"
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

    def _decided(self, condition: ir.Truth) -> Kleene:
        found = self._residues.of(self._residues.graph.ids[condition])
        return found if isinstance(found, Kleene) else UNKNOWN

    def _share(self, term: ir.Term, written: str) -> str:
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
        if self._given.is_plain(fact):
            return self._get(fact)
        values = self._object(self._given.values[fact])
        return f"{values}[get({self.constant(fact)}, {self.constant(NOT_GIVEN)})]"

    def _object(self, value: object) -> str:
        """Return the generated name of something that is not hashable."""
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def _tables(self, base: str, readings: Mapping[str, Table]) -> list[str]:
        looked_up = [base]
        for fact, table in readings.items():
            value = self._variables.get(fact) or self._get(fact)
            looked_up.append(f"{self._object(table)}[{value}]")
        # Several statements, because a deep expression would exhaust the compiler's stack.
        lines = []
        for at in range(0, len(looked_up), 50):
            joined = " | ".join(looked_up[at : at + 50])
            lines.append(f"a {'|=' if at else '='} {joined}")
        return lines

    def _reading(self, fact: str) -> Callable[[Any], int]:
        """Return what works out the bits that one value of a fact sets."""
        facts, known, layout = self._program.facts, self._residues.known, self._layout
        nodes, singles = self._residues.graph.nodes, self._singles[fact]
        classes = self._residues.classes(fact)

        def read(value: FactValue | None) -> int:
            valuation = Valuation(facts, 1, known)
            if value is not None:
                valuation = valuation.with_fact(fact, value)
            bits = layout.class_of(fact, classes[value])
            for single, used in singles:
                bits |= self._bits(single, held_by(nodes[single.node].says, valuation), used)
            return bits

        return read
