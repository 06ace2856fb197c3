"""Lower facts and terms into nodes, each once."""

from __future__ import annotations

from typing import Any, assert_never

from policydsl.core import ir
from policydsl.core.facts import Choice, CodeSet, CodeValue, Day, Fact, MemberSet, Number
from policydsl.graph.nodes import Kind, Node, Role, node_id

Inputs = tuple[tuple[Role, str], ...]


class Terms:
    """Holds the nodes while one graph is built; a node is added after its inputs."""

    def __init__(self, program: ir.Program) -> None:
        self.program = program
        self.nodes: dict[str, Node] = {}
        self.facts: dict[str, str] = {}
        self.ids: dict[ir.Term | ir.Truth, str] = {}
        # Expressions share subtrees as objects, so each object is lowered once.  The
        # element is kept beside its id: an id is only good while the object lives.
        self._lowered: dict[int, tuple[Any, str]] = {}

    def add(self, kind: Kind, inputs: Inputs, says: Any = None, **detail: Any) -> str:
        pairs = tuple(detail.items())
        id = node_id(kind, inputs, pairs)
        if id not in self.nodes:
            self.nodes[id] = Node(id, kind, inputs, pairs, says)
        return id

    def truth(self, expr: ir.Truth) -> str:
        """Lower a condition; the cases of a term hold some."""
        raise NotImplementedError

    def term(self, term: ir.Term) -> str:
        known = self._lowered.get(id(term))
        if known is None:
            known = self._lowered[id(term)] = (term, self._term(term))
            self.ids[term] = known[1]
        return known[1]

    def _term(self, term: ir.Term) -> str:
        match term:
            case ir.Constant():
                return self.add(Kind.CONSTANT, (), term, value=term.value)
            case ir.ServiceDate():
                return self.add(Kind.SERVICE_DATE, (), term)
            case ir.FactTerm():
                return self.fact(term.fact)
            case ir.Sum():
                parts = tuple((Role.TERM, self.term(addend.term)) for addend in term.addends)
                factors = tuple(addend.factor for addend in term.addends)
                citations = tuple(addend.citations for addend in term.addends)
                return self.add(Kind.SUM, parts, term, factors=factors, citations=citations)
            case ir.Least() | ir.Greatest():
                kind = Kind.LEAST if isinstance(term, ir.Least) else Kind.GREATEST
                return self.add(kind, tuple((Role.TERM, self.term(p)) for p in term.terms), term)
            case ir.ElseTerm():
                first, second = self.term(term.term), self.term(term.otherwise)
                return self.add(Kind.ELSE, ((Role.TERM, first), (Role.OTHERWISE, second)), term)
            case ir.Cases():
                return self._cases(term)
            case ir.AddPeriod():
                shift = {"count": term.count, "period": term.period.value}
                return self.add(Kind.ADD_PERIOD, self._one(term.term), term, **shift)
            case ir.AgeTerm():
                unit = "months" if term.in_months else "years"
                return self.add(Kind.AGE, self._one(term.born), term, unit=unit)
            case ir.BirthdayTerm():
                return self.add(Kind.BIRTHDAY, self._one(term.born), term, years=term.years)
            case ir.YearTerm():
                return self.add(Kind.YEAR, self._one(term.term), term)
            case _:
                assert_never(term)

    def _one(self, term: ir.Term) -> Inputs:
        return ((Role.TERM, self.term(term)),)

    def _cases(self, term: ir.Cases) -> str:
        inputs: list[tuple[Role, str]] = []
        for case in term.cases:
            parts = (
                (Role.CONDITION, self.truth(case.condition)),
                (Role.TERM, self.term(case.term)),
            )
            inputs.append(
                (Role.OPERAND, self.add(Kind.CASE, parts, case, citations=case.citations))
            )
        if term.otherwise is not None:
            inputs.append((Role.OTHERWISE, self.term(term.otherwise)))
        return self.add(Kind.CASES, tuple(inputs), term)

    def fact(self, name: str) -> str:
        if name not in self.facts:
            fact = self.program.facts[name]
            self.facts[name] = self.add(
                Kind.FACT,
                (),
                fact,
                fact=name,
                label=fact.label,
                type=_type(fact),
                may_be_absent=fact.may_be_absent,
                supplier=fact.supplier.value if fact.supplier else None,
            )
        return self.facts[name]


def _type(fact: Fact) -> tuple[Any, ...]:
    """Return the part of a fact's type that a condition can notice."""
    kind = fact.type
    name = type(kind).__name__
    match kind:
        case Choice() | MemberSet():
            return (name, *kind.members)
        case CodeValue() | CodeSet():
            return (name, kind.system)
        case Number():
            return (name, kind.kind.value, kind.unit, kind.places, kind.low, kind.high)
        case Day():
            return (name, kind.low, kind.high)
        case _:
            return (name,)
