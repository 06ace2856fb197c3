"""Reduce the conditions of a graph to what is left of them once some facts are fixed.

A fact may be fixed as unknown.  What is decided stays decided whatever the other
facts turn out to be, because conditions are monotone: knowing more never changes a
yes or a no.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Mapping

import attrs

from policydsl.core import ir
from policydsl.core.values import ABSENT, FactValue, Kleene
from policydsl.graph import Graph, Kind, Node, Role
from policydsl.kernel.tables import Table
from policydsl.reference.cells import Cells
from policydsl.reference.structure import facts_read, subterms
from policydsl.reference.terms import read
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

AS_OF = ""  # stands for the service date among facts; no fact has an empty name
ANY_DAY = 1


@attrs.frozen
class Single:
    """A condition that turns on one fact alone."""

    node: str
    fact: str


@attrs.frozen
class Comparison:
    """A comparison of several facts, the service date among them."""

    node: str


@attrs.frozen
class Join:
    """A conjunction, or a disjunction, of parts that are not decided; unknown ones are `Kleene`."""

    node: str
    conjunctive: bool
    parts: tuple[Residue, ...]


@attrs.frozen
class Negation:
    operand: Residue


Residue = Kleene | Single | Comparison | Join | Negation


class Studied:
    """A graph with what every scope needs to know of it, found out once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.cells = Cells(graph.program)
        self.reads = Table(lambda id: reads(graph, id), sys.maxsize)
        self.cited_terms = tuple(
            addend.term
            for node in graph.nodes.values()
            if isinstance(node.says, ir.Sum)
            for addend in node.says.addends
            if addend.citations
        )


class Residues:
    """The residues of one graph's conditions under one choice of fixed facts."""

    def __init__(self, studied: Studied, fixed: Mapping[str, FactValue | None]) -> None:
        self.graph = graph = studied.graph
        self._studied = studied
        self.fixed = fixed
        self.known = {name: value for name, value in fixed.items() if value is not None}
        self._valuation = Valuation(graph.program.facts, ANY_DAY, self.known)
        self._classes: dict[str, Table] = {}
        self._residues: dict[str, Residue] = {}
        self._facts: dict[str, frozenset[str]] = {}

    def of(self, id: str) -> Residue:
        found = self._residues.get(id)
        if found is None:
            found = self._residues[id] = self._of(self.graph.nodes[id])
        return found

    def free_facts(self, id: str) -> frozenset[str]:
        """Return the facts that a condition can read and that are not fixed."""
        found = self._facts.get(id)
        if found is None:
            found = self._studied.reads[id] - self.fixed.keys()
            self._facts[id] = found
        return found

    def classes(self, fact: str) -> Table:
        """Return the number of the class of each value of *fact*, None among them.

        Values of one class are told apart by no test of the fact alone.
        """
        found = self._classes.get(fact)
        if found is None:
            found = self._classes[fact] = Table(self._class_of(fact))
        return found

    def _class_of(self, fact: str) -> Callable[[FactValue | None], int]:
        facts, known = self.graph.program.facts, self.known
        atoms = [
            atom
            for atom in self._studied.cells.atoms_by_fact.get(fact, [])
            if set(facts_read(atom)) - self.fixed.keys() <= {fact} and not dated(atom)
        ]
        counted = self._cited_terms(fact)
        numbers: dict[object, int] = {}
        count = itertools.count()

        def number(value: FactValue | None) -> int:
            tests: object = value
            if value is not None and value is not ABSENT:
                valuation = Valuation(facts, ANY_DAY, {**known, fact: value})
                tests = bytes(
                    [truth(atom, valuation).value for atom in atoms]
                    + [read(term, valuation).exact == 0 for term in counted]
                )
            # Both calls are atomic, so that no two classes come by one number.
            return numbers.setdefault(tests, next(count))

        return number

    def _cited_terms(self, fact: str) -> list[ir.Term]:
        """Return the addends that turn on *fact* alone and are cited unless they are zero."""
        return [
            term
            for term in self._studied.cited_terms
            if self.free_facts(self.graph.ids[term]) == {fact}
        ]

    def _of(self, node: Node) -> Residue:
        residue = self._reduced(node)
        if isinstance(residue, Kleene):
            return residue
        free = self.free_facts(node.id)
        if len(free) == 1 and AS_OF not in free:
            return Single(node.id, next(iter(free)))
        return residue

    def _reduced(self, node: Node) -> Residue:
        match node.kind:
            case Kind.TRUISM:
                return Kleene.of(node.says.value)
            case Kind.NOT:
                return negated(self.of(node.inputs[0][1]))
            case Kind.CITED | Kind.NAMED:
                return self.of(node.inputs[0][1])
            case Kind.AND | Kind.OR:
                parts = [self.of(id) for id in node.of_role(Role.OPERAND)]
                return _joined(node.id, parts, conjunctive=node.kind is Kind.AND)
            case Kind.EXCEPTION:
                parts = [self.of(id) for id in node.of_role(Role.CONDITION)]
                parts += [negated(self.of(id)) for id in node.of_role(Role.EXCEPTION)]
                return _joined(node.id, parts, conjunctive=True)
            case Kind.TEST:
                return self._test(node)
            case _:
                raise AssertionError(f"{node.kind.value} is not a condition")

    def _test(self, node: Node) -> Residue:
        if AS_OF in self.free_facts(node.id):
            return Comparison(node.id)
        held = truth(node.says, self._valuation)
        if held is not Kleene.UNKNOWN or not self.free_facts(node.id):
            return held
        return Comparison(node.id)


def reads(graph: Graph, id: str) -> frozenset[str]:
    """Return every fact that a condition, or an exception, can read, `AS_OF` included."""
    found: set[str] = set()
    for behind in graph.behind([id]):
        node = graph.nodes[behind]
        if node.kind is Kind.FACT:
            found.add(node.says.name)
        elif node.kind in (Kind.SERVICE_DATE, Kind.AGE):
            found.add(AS_OF)
    return frozenset(found)


def compared(graph: Graph, id: str) -> tuple[str, ...]:
    """Return what a comparison reads, in a stable order, `AS_OF` last."""
    found = reads(graph, id)
    names = sorted(found - {AS_OF})
    return (*names, AS_OF) if AS_OF in found else tuple(names)


def negated(residue: Residue) -> Residue:
    if isinstance(residue, Kleene):
        return ~residue
    return residue.operand if isinstance(residue, Negation) else Negation(residue)


def _joined(id: str, parts: list[Residue], *, conjunctive: bool) -> Residue:
    """Join what is left: a decisive part decides, a neutral one says nothing."""
    neutral = Kleene.of(conjunctive)
    if ~neutral in parts:
        return ~neutral
    left = [part for part in parts if part is not neutral]
    if not left:
        return neutral
    if all(part is Kleene.UNKNOWN for part in left):
        return Kleene.UNKNOWN
    return left[0] if len(left) == 1 else Join(id, conjunctive, tuple(dict.fromkeys(left)))


def dated(atom: ir.Truth) -> bool:
    """Whether a comparison itself reads the service date, alone or as an age."""
    return isinstance(atom, ir.Compare) and any(
        isinstance(part, ir.ServiceDate | ir.AgeTerm)
        for side in (atom.left, atom.right)
        for part in subterms(side)
    )
