"""Take a program apart into what its author wrote: one entry an item, one part a line of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from policydsl.changes.told import bare
from policydsl.core import ir, texts
from policydsl.core.facts import (
    BOUND,
    Choice,
    CodeSet,
    CodeValue,
    Day,
    Fact,
    FactTable,
    MemberSet,
    Number,
    YesNo,
)
from policydsl.core.reading import citations_in, nodes_in
from policydsl.core.tables import Table
from policydsl.core.values import FactValue
from policydsl.explain import spelling
from policydsl.frozen import field, frozen
from policydsl.source import Span


@frozen
class Part:
    """One thing that an entry says: `value` is compared, `text` is shown.

    `condition` is the condition that it is, where it is one; `rows` are the lines of a text
    that has several.
    """

    value: object
    text: str = field(default="", eq=False)
    condition: ir.Truth | None = field(default=None, eq=False)
    rows: tuple[str, ...] = field(default=(), eq=False)


@frozen
class Entry:
    """An item of a policy: `sort` is the author's word for it, `name` unique with it.

    `parts` go by the word that a reader knows them by; `words` are what only people read.
    `keys` are the clauses that it is made of.
    """

    sort: str
    name: str
    title: str
    span: Span | None
    within: str | None
    parts: dict[str, Part]
    words: dict[str, str]
    keys: tuple[str, ...] = ()


def entries(program: ir.Program, tables: Iterable[Table]) -> tuple[Entry, ...]:
    """Return the items of a policy and of its vocabulary, in the order in which they are kept."""
    taking = _Taking(program)
    return (
        taking.policy(),
        *taking.clauses(),
        *taking.limits(),
        *taking.payments(),
        *taking.definitions(),
        *taking.assumptions(),
        *taking.settings(),
        *(_table(table) for table in tables),
        *taking.advice(),
        *taking.questions(),
        *taking.facts(),
    )


_LIMIT_KINDS = (ir.Kind.LIMIT, ir.Kind.EXTENSION)
_SORTS = {ir.Kind.IN_FORCE: "in force", ir.Kind.EXTENSION: "limit"}


class _Taking:
    def __init__(self, program: ir.Program) -> None:
        self.program = program
        self.facts_ = program.facts
        self._scopes = {id(benefit.scope) for benefit in program.benefits}
        self._said_scopes = [bare(benefit.scope) for benefit in program.benefits]
        covers = [clause for clause in program.clauses if clause.kind is ir.Kind.COVER]
        self._governing = bare(covers[0].guards[0]) if covers and covers[0].guards else None
        self._overrides: dict[str, list[str]] = {}
        for clause in program.clauses:
            for key in clause.overridden_by:
                self._overrides.setdefault(key, []).append(clause.key)

    # ---------------------------------------------------------------- policy

    def policy(self) -> Entry:
        program = self.program
        parts = {"asks first": Part(program.asks_first, ", ".join(program.asks_first))}
        words = {
            "title": program.title,
            "issuer": program.issuer,
            "edition": program.edition or "",
            "in force": _range(program.in_force),
        }
        return Entry("policy", program.id, program.title, None, None, parts, words)

    # --------------------------------------------------------------- clauses

    def clauses(self) -> Iterator[Entry]:
        for clause in self.program.clauses:
            if clause.kind is ir.Kind.SILENCE or clause.kind is ir.Kind.IN_FORCE:
                continue
            if clause.kind in _LIMIT_KINDS and clause.span == self._limit_span(clause):
                continue
            yield self._clause(clause)

    def _limit_span(self, clause: ir.Clause) -> Span | None:
        return next((each.span for each in self.program.limits if each.id == clause.id), None)

    def _clause(self, clause: ir.Clause) -> Entry:
        if clause.kind in _REQUIREMENTS:
            bite = _open(clause.bite)
            met = bite.operand if isinstance(bite, ir.Not) else ir.Not(bite)
            parts = {"met when": self._condition(met)}
        else:
            parts = {"when": self._condition(clause.bite)}
        own = [guard for guard in clause.guards if not self._is_common(guard)]
        if clause.kind not in _LIMIT_KINDS and own:
            parts["only when"] = self._condition(own[0] if len(own) == 1 else ir.And(tuple(own)))
        parts["outcome"] = Part(
            (clause.determination, clause.target, clause.member_pays, clause.leaning),
            _outcome(clause),
        )
        if clause.asks_for:
            parts["asks for"] = Part(clause.asks_for, ", ".join(clause.asks_for))
        over = self._overrides.get(clause.key, ())
        if over:
            parts["overrides"] = Part(tuple(sorted(over)), ", ".join(over))
        for place, exception in enumerate(_exceptions(clause.exceptions)):
            label = "except" if place == 0 else f"except ({place + 1})"
            parts[label] = self._condition(exception.condition)
        if clause.kind is ir.Kind.COVER:
            self._cover(clause, parts)
        words = {"title": clause.title, "citations": _cited(clause), "says": clause.says}
        sort = _SORTS.get(clause.kind, clause.kind.value)
        within = clause.benefit if clause.benefit != clause.key else None
        return Entry(
            sort, clause.key, clause.title, clause.span, within, parts, words, (clause.key,)
        )

    def _cover(self, clause: ir.Clause, parts: dict[str, Part]) -> None:
        benefit = next((each for each in self.program.benefits if each.id == clause.key), None)
        if benefit is not None:
            parents = benefit.lineage[1:]
            del parts["when"]
            parts["for"] = self._condition(benefit.scope)
            if parents:
                parts["part of"] = Part(parents, ", ".join(parents))
        toward = [each.id for each in self.program.limits if self._counts(clause, each)]
        if toward:
            parts["counts toward"] = Part(tuple(sorted(toward)), ", ".join(toward))

    def _counts(self, clause: ir.Clause, limit: ir.Limit) -> bool:
        benefit = next((each for each in self.program.benefits if each.id == clause.key), None)
        if benefit is None:
            return False
        scope = bare(benefit.scope)
        return any(bare(node) == scope for node in _conjuncts(limit.live))

    def _is_common(self, guard: ir.Truth) -> bool:
        """Whether a guard is the whole policy's, or that of the benefit that a clause stands in."""
        said = bare(guard)
        if said == self._governing or said in self._said_scopes:
            return True
        opened = _open(guard)
        if isinstance(opened, ir.Or):
            return all(bare(each) in self._said_scopes for each in opened.operands)
        return False

    def _condition(self, expr: ir.Truth) -> Part:
        return Part(bare(expr), spelling.truth(expr, self.facts_), expr)

    # ---------------------------------------------------------------- limits

    def limits(self) -> Iterator[Entry]:
        for limit in self.program.limits:
            parts = {
                "amount": self._amount(limit, limit.base),
                "period": Part(
                    tuple((each.words, bare(each.inside)) for each in limit.windows),
                    ", ".join(each.words for each in limit.windows),
                ),
                "used": self._sum(limit.used),
                "asked": self._sum(limit.asked),
            }
            if limit.extendable:
                parts["extension"] = self._extension(limit)
            # Of a limit that is exceeded: what it comes to then.
            beyond = [c for c in self.program.clauses if c.id == limit.id]
            if beyond and not limit.extendable:
                parts["beyond"] = Part(
                    tuple((c.determination, c.target) for c in beyond), _outcome(beyond[0])
                )
            words = {"title": limit.title, "citations": _cited(limit)}
            keys = tuple(clause.key for clause in beyond)
            yield Entry("limit", limit.id, limit.title, limit.span, None, parts, words, keys)

    def _amount(self, limit: ir.Limit, term: ir.Term) -> Part:
        if limit.unlimited:
            return Part("unlimited", "no limit")
        return Part((bare(term), limit.unit, limit.places), _quantity(limit, term, self.facts_))

    def _extension(self, limit: ir.Limit) -> Part:
        """Return how far an extension can reach, beyond the amount itself."""
        match limit.ceiling, limit.base:
            case ir.Constant(value=ceiling), ir.Constant(value=base):
                more = ir.Constant(ceiling - base)
                return Part((bare(more), bare(limit.granted)), _quantity(limit, more, self.facts_))
            case None, _:
                return Part((None, bare(limit.granted)), "without ceiling")
            case ceiling, _:
                assert ceiling is not None
                return Part(
                    (bare(ceiling), bare(limit.granted)), _quantity(limit, ceiling, self.facts_)
                )

    def _sum(self, term: ir.Term) -> Part:
        return Part(bare(term), spelling.term(term, self.facts_))

    # -------------------------------------------------------------- payments

    def payments(self) -> Iterator[Entry]:
        lines: dict[str | None, int] = {}
        for payment in self.program.payments:
            lines[payment.benefit] = line = lines.get(payment.benefit, 0) + 1
            parts: dict[str, Part] = {}
            own = [guard for guard in payment.guards if not self._is_common(guard)]
            if own:
                parts["condition"] = self._condition(
                    own[0] if len(own) == 1 else ir.And(tuple(own))
                )
            for name, term in (
                ("rate", payment.rate),
                ("basis", payment.basis),
                ("copay", payment.copay),
                ("copay times", payment.copay_times),
                ("deductible", payment.deductible),
            ):
                if term is not None:
                    rows = self._paid(name, term)
                    parts[name] = Part(bare(term), ", ".join(rows), rows=rows)
            rounding = payment.rounding.replace("_", " ")
            parts["rounding"] = Part(payment.rounding, rounding)
            if payment.nothing:
                parts["pays"] = Part("nothing", "nothing")
            name = f"{payment.benefit or 'policy'} {line}"
            words = {"citations": _cited(payment)}
            title = "What the plan pays"
            yield Entry("pays", name, title, payment.span, payment.benefit, parts, words)

    def _paid(self, name: str, term: ir.Term) -> tuple[str, ...]:
        match term:
            case ir.Constant():
                return (texts.percent(term.value) if name == "rate" else texts.money(term.value),)
            case ir.Cases():
                return tuple(
                    f"{paid} when {spelling.truth(case.condition, self.facts_)}"
                    for case in term.cases
                    for paid in self._paid(name, case.term)
                )
            case _:
                return (spelling.term(term, self.facts_),)

    # ---------------------------------------------------------- what has names

    def definitions(self) -> Iterator[Entry]:
        program = self.program
        seen: dict[str, ir.Named] = {}
        roots = (program.clauses, program.benefits, program.limits, program.payments)
        for node in nodes_in(*roots, program.assumptions, program.advice):
            if isinstance(node, ir.Named):
                seen.setdefault(node.name, node)
        for name, node in seen.items():
            parts = {"when": self._condition(node.operand)}
            words = {"title": node.title, "citations": _cited(node.operand, node.citations)}
            yield Entry("define", name, node.title, node.operand.span, None, parts, words)

    def assumptions(self) -> Iterator[Entry]:
        counts: dict[str, int] = {}
        for each in self.program.assumptions:
            if each.stated or any(s.condition == each.condition for s in self.program.settings):
                continue
            counts[each.fact] = count = counts.get(each.fact, 0) + 1
            name = each.fact if count == 1 else f"{each.fact} {count}"
            fact = self.facts_[each.fact]
            parts = {"value": Part(each.value, texts.value_text(fact, each.value))}
            if each.condition is not None:
                parts["when"] = self._condition(each.condition)
            words = {"title": each.title, "citations": _cited(each)}
            yield Entry("assume", name, each.title, each.span, None, parts, words)

    def settings(self) -> Iterator[Entry]:
        for each in self.program.settings:
            fact = self.facts_[each.fact]
            said = "none" if each.value is None else _value(fact, each.value)
            parts = {"value": Part(each.value, said), "for": self._condition(each.condition)}
            words = {"title": each.title, "citations": _cited(each)}
            name = f"{each.plan} {each.fact}"
            yield Entry("parameter", name, each.title, each.span, None, parts, words)

    # -------------------------------------------------- what decides nothing

    def advice(self) -> Iterator[Entry]:
        for each in self.program.advice:
            words = {"text": each.text, "citations": _cited(each)}
            own = [guard for guard in each.guards if not self._is_common(guard)]
            parts = {}
            if own:
                parts["condition"] = self._condition(
                    own[0] if len(own) == 1 else ir.And(tuple(own))
                )
            yield Entry("advise", each.id, each.text, each.span, None, parts, words)

    def questions(self) -> Iterator[Entry]:
        for each in self.program.open_questions:
            words = {"reading": each.reading, "citations": _cited(each)}
            yield Entry("open question", each.question, "", each.span, None, {}, words)

    # ----------------------------------------------------------------- facts

    def facts(self) -> Iterator[Entry]:
        stated = {a.fact: a for a in self.program.assumptions if a.stated}
        read = frozenset(self.program.read_facts)
        for fact in self.facts_.by_name.values():
            parts = {"type": Part(fact.type, _type(fact))}
            parts["may be absent"] = Part(fact.may_be_absent, "yes" if fact.may_be_absent else "no")
            assumed = stated.get(fact.name)
            if assumed is not None:
                said = texts.value_text(fact, assumed.value)
                if assumed.condition is not None:
                    said += f" when {spelling.truth(assumed.condition, self.facts_)}"
                parts["unknown means"] = Part((assumed.value, bare(assumed.condition)), said)
            words = {
                "label": fact.label,
                "asked of": fact.supplier.value if fact.supplier else "",
                "fixed": "yes" if fact.fixed else "",
            }
            keys = (fact.name,) if fact.name in read else ()
            yield Entry("fact", fact.name, fact.label, fact.span, None, parts, words, keys)


_REQUIREMENTS = (ir.Kind.REQUIRE, ir.Kind.DOCUMENT, ir.Kind.APPLIES, ir.Kind.EXTENSION)


def _open(expr: ir.Truth) -> ir.Truth:
    while isinstance(expr, ir.Cited):
        expr = expr.operand
    return expr


def _conjuncts(expr: ir.Truth) -> Iterator[ir.Truth]:
    """Yield what stands on the top floors of a condition: of an `and`, and of an `or` in it."""
    pending = [expr]
    while pending:
        each = _open(pending.pop())
        yield each
        if isinstance(each, ir.And | ir.Or):
            pending.extend(each.operands)


def _exceptions(exceptions: tuple[ir.Exception_, ...]) -> Iterator[ir.Exception_]:
    for each in exceptions:
        yield each
        yield from _exceptions(each.exceptions)


def _cited(node: object, more: tuple[str, ...] = ()) -> str:
    return ", ".join(dict.fromkeys((*more, *citations_in(node))))


def _outcome(clause: ir.Clause) -> str:
    text = clause.determination.value
    if clause.target:
        text += f" to {clause.target}"
    if clause.member_pays:
        text += ", the member pays all"
    if clause.leaning:
        text += f", leaning {clause.leaning.value}"
    return text


def _quantity(limit: ir.Limit, term: ir.Term, facts: FactTable) -> str:
    if isinstance(term, ir.Constant):
        return texts.counted(texts.decimal_text(term.value, limit.places), limit.unit)
    return spelling.term(term, facts)


def _range(days: ir.InForce) -> str:
    def day(ordinal: int | None) -> str:
        return "" if ordinal is None else datetime.date.fromordinal(ordinal).isoformat()

    if days.start is None and days.end is None:
        return "on any date"
    return f"{day(days.start) or 'ever'} to {day(days.end) or 'further notice'}"


def _value(fact: Fact, value: FactValue) -> str:
    return texts.number(value, fact.type) if type(value) is int else texts.value_text(fact, value)


def _type(fact: Fact) -> str:
    kind = fact.type
    match kind:
        case YesNo():
            return "yes or no"
        case Choice(members):
            return f"one of {{{', '.join(members)}}}"
        case MemberSet(members):
            return f"any of {{{', '.join(members)}}}"
        case CodeValue(system):
            return f"{system} code"
        case CodeSet(system):
            return f"set of {system} codes"
        case Number():
            low, high = texts.number(kind.low, kind), texts.number(kind.high, kind)
            unit = kind.unit or kind.kind.value
            ends = "" if kind.high >= BOUND else f" to {high}"
            start = "" if kind.low <= -BOUND else f" from {low}"
            return f"{unit}{start}{ends}"
        case Day():
            return "date"
        case _:
            return "text"


def _table(table: Table) -> Entry:
    parts: dict[str, Part] = {}
    for place, row in enumerate(table.rows, start=1):
        cells = row.span.text.split("[")[0].split("|") if row.span else []
        label = " | ".join(cell.strip() for cell in cells[:-1]) or f"row {place}"
        parts[f"row {label}"] = Part((bare(row.tests), row.result), row.result)
    return Entry("table", table.id, "", table.span, None, parts, {})
