"""Turn a program into its decision graph: each condition once, with its two rails."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, assert_never

from policydsl.core import ir
from policydsl.graph.nodes import Graph, Kind, Rails, Role
from policydsl.graph.terms import Terms


def build(program: ir.Program) -> Graph:
    """Lower *program* into a graph in which equal conditions are one node.

    INVARIANT: overrides are acyclic (policydsl.semantics refuses cycles).
    """
    building = _Building(program)
    for clause in program.clauses:
        building.clause(clause)
    building.outcomes()
    for benefit in program.benefits:
        building.benefit(benefit)
    for limit in program.limits:
        building.limit(limit)
    return Graph(
        program,
        MappingProxyType(building.nodes),
        MappingProxyType(building.rails),
        MappingProxyType(building.facts),
        MappingProxyType({clause.key: building.clauses[clause.key] for clause in program.clauses}),
        MappingProxyType(building.benefits),
        MappingProxyType(building.limits),
        MappingProxyType(building.ids),
        MappingProxyType(building.determinations),
    )


class _Building(Terms):
    """Adds clauses and conditions to the nodes of a graph."""

    def __init__(self, program: ir.Program) -> None:
        super().__init__(program)
        self.rails: dict[str, Rails] = {}
        self.clauses: dict[str, str] = {}
        self.benefits: dict[str, str] = {}
        self.limits: dict[str, str] = {}
        self.determinations: dict[tuple[str, str], str] = {}
        self._by_key = {clause.key: clause for clause in program.clauses}

    # ------------------------------------------------------------ the policy

    def clause(self, clause: ir.Clause) -> str:
        if clause.key in self.clauses:
            return self.clauses[clause.key]
        guards = [self.truth(guard) for guard in clause.guards]
        bite = self.truth(clause.bite)
        exceptions = [self.exception(exception) for exception in clause.exceptions]
        overriders = [self.clause(self._by_key[key]) for key in clause.overridden_by]
        asks = [self.fact(name) for name in clause.asks_for if name in self.program.facts]
        id = self.add(
            Kind.CLAUSE,
            (
                *((Role.GUARD, guard) for guard in guards),
                (Role.BITE, bite),
                *((Role.EXCEPTION, exception) for exception in exceptions),
                *((Role.OVERRIDDEN_BY, overrider) for overrider in overriders),
                *((Role.ASKS_FOR, fact) for fact in asks),
            ),
            clause,
            clause=clause.key,
            title=clause.title,
            construct=clause.kind.value,
            determination=clause.determination.value,
            target=clause.target,
            rank=clause.rank,
            papers=clause.papers,
            benefit=clause.benefit,
            citations=clause.citations,
        )
        self.clauses[clause.key] = id
        lifted = [*exceptions, *overriders]
        holding = [self.rails[part] for part in (*guards, bite)]
        self.rails[id] = Rails(
            self._all([r.yes for r in holding] + [self.rails[x].no for x in lifted]),
            self._any([r.no for r in holding] + [self.rails[x].yes for x in lifted]),
        )
        return id

    def exception(self, exception: ir.Exception_) -> str:
        condition = self.truth(exception.condition)
        nested = [self.exception(inner) for inner in exception.exceptions]
        id = self.add(
            Kind.EXCEPTION,
            ((Role.CONDITION, condition), *((Role.EXCEPTION, inner) for inner in nested)),
            exception,
            title=exception.title,
            citations=exception.citations,
        )
        held = self.rails[condition]
        self.rails[id] = Rails(
            self._all([held.yes, *(self.rails[inner].no for inner in nested)]),
            self._any([held.no, *(self.rails[inner].yes for inner in nested)]),
        )
        return id

    def benefit(self, benefit: ir.Benefit) -> None:
        self.benefits[benefit.id] = self.add(
            Kind.BENEFIT,
            ((Role.SCOPE, self.truth(benefit.scope)),),
            benefit,
            benefit=benefit.id,
            title=benefit.title,
            part_of=benefit.lineage[1:],
            citations=benefit.citations,
        )

    def limit(self, limit: ir.Limit) -> None:
        self.limits[limit.id] = self.add(
            Kind.LIMIT,
            (
                (Role.LIVE, self.truth(limit.live)),
                (Role.USED, self.term(limit.used)),
                (Role.ASKED, self.term(limit.asked)),
                (Role.REMAINING, self.term(limit.remaining)),
            ),
            limit,
            limit=limit.id,
            title=limit.title,
            unit=limit.unit,
            citations=limit.citations,
        )

    def outcomes(self) -> None:
        """Add a node for each determination and entity, made of the clauses that ask for it."""
        askers: dict[tuple[str, str], list[str]] = {}
        for clause in self.program.clauses:
            entity = (clause.target or "") if clause.determination.sends else ""
            outcome = (clause.determination.value, entity)
            askers.setdefault(outcome, []).append(self.clauses[clause.key])
        for (word, entity), clauses in askers.items():
            self.determinations[word, entity] = self.add(
                Kind.DETERMINATION,
                tuple((Role.OPERAND, id) for id in clauses),
                determination=word,
                entity=entity or None,
            )

    # ------------------------------------------------------------ conditions

    def truth(self, expr: ir.Truth) -> str:
        known = self._lowered.get(id(expr))
        if known is not None:
            return known[1]
        node = self._truth(expr)
        if node not in self.rails:
            self.rails[node] = self._rails(node, expr)
        self._lowered[id(expr)] = (expr, node)
        self.ids[expr] = node
        return node

    def _truth(self, expr: ir.Truth) -> str:
        match expr:
            case ir.Truism():
                return self.add(Kind.TRUISM, (), expr, value=expr.value)
            case ir.MemberIs():
                values = tuple(sorted(expr.values, key=str))
                return self._test(expr, expr.fact, test="member is", values=values)
            case ir.CodeIn():
                return self._test(expr, expr.fact, test="code in", ranges=_ranges(expr.ranges))
            case ir.SetIs():
                values = tuple(sorted(expr.values))
                return self._test(expr, expr.fact, test=expr.word.value, values=values)
            case ir.CodeSetIs():
                ranges = _ranges(expr.ranges)
                return self._test(expr, expr.fact, test=expr.word.value, ranges=ranges)
            case ir.IsAbsent():
                return self._test(expr, expr.fact, test="is absent")
            case ir.IsKnown():
                return self._test(expr, expr.fact, test="is known")
            case ir.Compare():
                sides = ((Role.LEFT, self.term(expr.left)), (Role.RIGHT, self.term(expr.right)))
                return self.add(Kind.TEST, sides, expr, test=expr.order.value)
            case ir.Not():
                return self.add(Kind.NOT, ((Role.OPERAND, self.truth(expr.operand)),), expr)
            case ir.And() | ir.Or():
                kind = Kind.AND if isinstance(expr, ir.And) else Kind.OR
                operands = tuple((Role.OPERAND, self.truth(part)) for part in expr.operands)
                return self.add(kind, operands, expr)
            case ir.Cited():
                operand = ((Role.OPERAND, self.truth(expr.operand)),)
                return self.add(Kind.CITED, operand, expr, citations=expr.citations)
            case ir.Named():
                operand = ((Role.OPERAND, self.truth(expr.operand)),)
                return self.add(
                    Kind.NAMED,
                    operand,
                    expr,
                    name=expr.name,
                    title=expr.title,
                    citations=expr.citations,
                )
            case _:
                assert_never(expr)

    def _test(self, expr: ir.Truth, fact: str, **detail: Any) -> str:
        return self.add(Kind.TEST, ((Role.FACT, self.fact(fact)),), expr, **detail)

    def _rails(self, node: str, expr: ir.Truth) -> Rails:
        match expr:
            case ir.Truism():
                always, never = self._all([]), self._any([])
                return Rails(always, never) if expr.value else Rails(never, always)
            case ir.Not():
                operand = self.rails[self.truth(expr.operand)]
                return Rails(operand.no, operand.yes)
            case ir.Cited() | ir.Named():
                return self.rails[self.truth(expr.operand)]
            case ir.And() | ir.Or():
                parts = [self.rails[self.truth(part)] for part in expr.operands]
                yes, no = [part.yes for part in parts], [part.no for part in parts]
                if isinstance(expr, ir.And):
                    return Rails(self._all(yes), self._any(no))
                return Rails(self._any(yes), self._all(no))
            case _:
                operand_of = ((Role.OPERAND, node),)
                return Rails(
                    self.add(Kind.SURELY, operand_of), self.add(Kind.SURELY_NOT, operand_of)
                )

    def _all(self, ids: Iterable[str]) -> str:
        return self._joined(Kind.ALL, ids)

    def _any(self, ids: Iterable[str]) -> str:
        return self._joined(Kind.ANY, ids)

    def _joined(self, kind: Kind, ids: Iterable[str]) -> str:
        """Join rails; order and repetition mean nothing, and a chain of one kind is flat."""
        flat: set[str] = set()
        for id in ids:
            node = self.nodes[id]
            flat.update([input for _, input in node.inputs] if node.kind is kind else [id])
        opposite = self.add(Kind.ANY if kind is Kind.ALL else Kind.ALL, ())
        if opposite in flat:
            return opposite
        if len(flat) == 1:
            return flat.pop()
        return self.add(kind, tuple((Role.OPERAND, id) for id in sorted(flat)))


def _ranges(ranges: tuple[ir.CodeRange, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((span.low, span.high) for span in ranges)
