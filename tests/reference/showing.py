"""Print a generated program compactly, so that a failing example can be read."""

from __future__ import annotations

from policydsl.core import ir
from policydsl.core.request import Request


def show(program: ir.Program, request: Request) -> str:
    """Return the clauses and the request, a line each."""
    absentable = [n for n, fact in program.facts.by_name.items() if fact.may_be_absent]
    lines = [f"may be absent: {absentable}; asks first: {program.asks_first}"]
    for assumption in program.assumptions:
        when = "" if assumption.condition is None else f" when {truth(assumption.condition)}"
        lines.append(f"assume {assumption.fact} is {assumption.value}{when}")
    for clause in program.clauses:
        guards = " & ".join(truth(guard) for guard in clause.guards)
        lines.append(
            f"{clause.key}: {clause.determination.value} {clause.target or ''}"
            f" [{guards}] {truth(clause.bite)}"
            + "".join(f" except {truth(e.condition)}" for e in clause.exceptions)
            + "".join(f" overridden by {key}" for key in clause.overridden_by)
        )
    return "\n".join([*lines, str(request)])


def truth(expr: ir.Truth) -> str:
    match expr:
        case ir.MemberIs():
            return f"{expr.fact} in {sorted(map(str, expr.values))}"
        case ir.SetIs():
            return f"{expr.fact} {expr.word.value} {sorted(expr.values)}"
        case ir.Compare():
            return f"{term(expr.left)} {expr.order.value} {term(expr.right)}"
        case ir.IsAbsent():
            return f"{expr.fact} is absent"
        case ir.Not():
            return f"not ({truth(expr.operand)})"
        case ir.And():
            return "(" + " and ".join(map(truth, expr.operands)) + ")"
        case ir.Or():
            return "(" + " or ".join(map(truth, expr.operands)) + ")"
        case ir.Cited() | ir.Named():
            return truth(expr.operand)
        case _:
            return repr(expr)


def term(expr: ir.Term) -> str:
    match expr:
        case ir.Constant():
            return str(expr.value)
        case ir.FactTerm():
            return expr.fact
        case ir.Sum():
            return " + ".join(f"{a.factor}*{term(a.term)}" for a in expr.addends)
        case ir.Least() | ir.Greatest():
            return f"{type(expr).__name__}({', '.join(map(term, expr.terms))})"
        case ir.ElseTerm():
            return f"({term(expr.term)} else {term(expr.otherwise)})"
        case ir.Cases():
            cases = "; ".join(f"{truth(c.condition)}: {term(c.term)}" for c in expr.cases)
            return f"[{cases}; {'absent' if expr.otherwise is None else term(expr.otherwise)}]"
        case ir.AddPeriod():
            return f"({term(expr.term)} + {expr.count} {expr.period.value})"
        case _:
            return type(expr).__name__
