"""Write the Python function that evaluates the clauses of one scope, and compile it.

The function is a straight line: for every fact a table turns its value into bits;
then each condition of several facts, in topological order, is worked out once and
adds its own.  No text of an author reaches the source: variables are numbered, and
names, values, tables and functions go through a table of constants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import CodeType
from typing import Any

from policydsl.core.values import ABSENT, FactValue, Kleene
from policydsl.kernel.arithmetic import CannotWriteError, Writer
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
)
from policydsl.kernel.tables import Table
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN

Evaluate = Callable[[Callable[..., Any], int], int]
Uses = dict[Residue, list[tuple[Part, int]]]


class Source:
    """Collects the lines and the constants of one function while it is written."""

    def __init__(
        self,
        residues: Residues,
        layout: Layout,
        defaults: Mapping[str, FactValue],
    ) -> None:
        self._residues = residues
        self._program = residues.graph.program
        self._layout = layout
        self._defaults = defaults
        self._lines: list[str] = []
        self.constants: dict[str, Any] = {}
        self._names: dict[tuple[type, Any], str] = {}
        self._variables: dict[str, str] = {}
        self._conditions: dict[Residue, int] = {}
        self._singles: dict[str, list[tuple[str, int, list[tuple[Part, int]]]]] = {}

    # -------------------------------------------------------------- constants

    def constant(self, value: Any) -> str:
        """Return the generated name of *value*."""
        key = (type(value), value)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"k{len(self.constants)}"
            self.constants[name] = value
        return name

    def table(self, work_out: Callable[[Any], Any]) -> str:
        name = f"k{len(self.constants)}"
        self.constants[name] = Table(work_out)
        return name

    def variable(self, fact: str) -> str:
        """Return the local that holds a fact, None where it is unknown."""
        if fact == AS_OF:
            return "as_of"
        name = self._variables.get(fact)
        if name is None:
            name = self._variables[fact] = f"v{len(self._variables)}"
        return name

    # ------------------------------------------------------------- conditions

    def write(self, uses: Uses, base: int, overrides: list[tuple[int, int]]) -> str:
        """Return the source of the function whose clauses use conditions as *uses* says.

        *base* are the bits that the fixed facts already set; *overrides* are pairs
        (beaten, overrider) of clauses, an overrider settled before it beats.
        """
        for residue in uses:
            self._number(residue)
        for residue in self._conditions:
            self._condition(residue, uses.get(residue, []))
        for beaten, overrider in overrides:
            self._override(beaten, overrider)
        body = [*self._fetches(), *self._tables(base), *self._lines, "return a"]
        return "def evaluate(get, as_of):\n" + "".join(f"    {line}\n" for line in body)

    def _number(self, residue: Residue) -> None:
        """Number a condition after those it is made of, so that order is topological."""
        if isinstance(residue, Kleene) or residue in self._conditions:
            return
        if isinstance(residue, Negation):
            self._number(residue.operand)
        elif isinstance(residue, Join):
            for part in residue.parts:
                self._number(part)
        if residue not in self._conditions:
            self._conditions[residue] = len(self._conditions)

    def _bit(self, residue: Residue, held: Kleene) -> int:
        """Return the bit set when *residue* is *held*; a negation has those of its operand."""
        if isinstance(residue, Negation):
            return self._bit(residue.operand, ~held)
        return self._layout.condition(self._conditions[residue], held)

    def _bits(self, residue: Residue, held: Kleene, used: list[tuple[Part, int]]) -> int:
        bits = 0 if isinstance(residue, Negation) else self._bit(residue, held)
        for part, clause in used:
            bits |= self._layout.part(part, held, clause)
        return bits

    def _condition(self, residue: Residue, used: list[tuple[Part, int]]) -> None:
        match residue:
            case Single():
                index = self._conditions[residue]
                self._singles.setdefault(residue.fact, []).append((residue.node, index, used))
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

    def _choose(self, yes: str, no: str, residue: Residue, used: list[tuple[Part, int]]) -> None:
        one, other, neither = (
            self.constant(self._bits(residue, held, used)) for held in (YES, NO, UNKNOWN)
        )
        self._lines.append(f"a |= {one} if {yes} else {other} if {no} else {neither}")

    def _join(self, residue: Join, used: list[tuple[Part, int]]) -> None:
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

    def _comparison(self, residue: Comparison, used: list[tuple[Part, int]]) -> None:
        """Compare exactly when all is known; else look up what the reference reads."""
        graph = self._residues.graph
        atom = graph.nodes[residue.node].says
        names = compared(graph, residue.node)
        facts = [name for name in names if name != AS_OF]
        values = ", ".join(self.variable(name) for name in names)
        by_value = {held: self._bits(residue, held, used) for held in (YES, NO, UNKNOWN)}

        def read(key: tuple[Any, ...]) -> int:
            given = dict(zip(names, key, strict=True))
            as_of = given.pop(AS_OF, 1)
            known = {name: value for name, value in given.items() if value is not None}
            return by_value[truth(atom, Valuation(self._program.facts, as_of, known))]

        table = self.table(read)
        looked_up = f"{table}[({values},)]"
        try:
            written = Writer(self.variable, self.constant).comparison(atom)
        except CannotWriteError:
            self._lines.append(f"a |= {looked_up}")
            return
        yes, no = self.constant(by_value[YES]), self.constant(by_value[NO])
        exact = f"({yes} if {written} else {no})"
        if not facts:
            self._lines.append(f"a |= {exact}")
            return
        absent = self.constant(ABSENT)
        unsure = [f"{self.variable(name)} is None" for name in facts]
        unsure += [
            f"{self.variable(name)} is {absent}"
            for name in facts
            if self._program.facts[name].may_be_absent
        ]
        self._lines.append(f"a |= {looked_up} if {' or '.join(unsure)} else {exact}")

    def _override(self, beaten: int, overrider: int) -> None:
        no, unknown = (self._layout.bit(p, overrider) for p in (Plane.NO, Plane.UNKNOWN))
        self._lines.append(f"t = a & {self.constant(no | unknown)}")
        beats, may_beat = (
            self.constant(self._layout.part(Part.LIFTED, held, beaten)) for held in (YES, UNKNOWN)
        )
        self._lines.append(f"if not t: a |= {beats}")
        self._lines.append(f"elif not t & {self.constant(no)}: a |= {may_beat}")

    # ------------------------------------------------------------------ facts

    def _fetches(self) -> list[str]:
        return [f"{variable} = {self._get(fact)}" for fact, variable in self._variables.items()]

    def _get(self, fact: str) -> str:
        name = self.constant(fact)
        if fact in self._defaults:
            return f"get({name}, {self.constant(self._defaults[fact])})"
        return f"get({name})"

    def _tables(self, base: int) -> list[str]:
        looked_up = [self.constant(base)]
        for fact, singles in self._singles.items():
            value = self._variables.get(fact) or self._get(fact)
            looked_up.append(f"{self.table(self._reading(fact, singles))}[{value}]")
        # Several statements, because a deep expression would exhaust the compiler's stack.
        lines = []
        for at in range(0, len(looked_up), 50):
            joined = " | ".join(looked_up[at : at + 50])
            lines.append(f"a {'|=' if at else '='} {joined}")
        return lines

    def _reading(
        self, fact: str, singles: list[tuple[str, int, list[tuple[Part, int]]]]
    ) -> Callable[[Any], int]:
        facts, known, layout = self._program.facts, self._residues.known, self._layout
        nodes = self._residues.graph.nodes

        def read(value: FactValue | None) -> int:
            valuation = Valuation(facts, 1, known)
            if value is not None:
                valuation = valuation.with_fact(fact, value)
            bits = 0
            for node, index, used in singles:
                held = held_by(nodes[node].says, valuation)
                bits |= layout.condition(index, held)
                for part, clause in used:
                    bits |= layout.part(part, held, clause)
            return bits

        return read


def held_by(says: Any, valuation: Valuation) -> Kleene:
    """Return what a condition, or an exception, is under *valuation*."""
    from policydsl.core import ir

    if not isinstance(says, ir.Exception_):
        return truth(says, valuation)
    held = [truth(says.condition, valuation)]
    held += [~held_by(nested, valuation) for nested in says.exceptions]
    return min(held, key=lambda value: value.value)


def compiled(source: str, constants: Mapping[str, Any]) -> Evaluate:
    """Run *source* and return its one function."""
    code: CodeType = compile(source, "<kernel>", "exec")
    namespace: dict[str, Any] = {"__builtins__": {"min": min, "max": max}, **constants}
    exec(code, namespace)
    evaluate: Evaluate = namespace["evaluate"]
    return evaluate
