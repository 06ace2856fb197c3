"""Hypothesis strategies for programs with small domains, and for requests of them.

Domains are small enough that every completion of a request can be listed, so
that a test can hold the evaluators against brute force.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator

import attrs
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.core.dates import Period
from policydsl.core.determinations import RANK, SILENCE_RANK, Determination
from policydsl.core.facts import (
    Choice,
    Day,
    Fact,
    FactTable,
    FactType,
    MemberSet,
    Number,
    NumberKind,
    Supplier,
    YesNo,
)
from policydsl.core.request import Request
from policydsl.core.values import ABSENT, FactValue

# The end of February in a leap year, so that months clip and leap days occur.
FIRST = datetime.date(2024, 2, 28).toordinal()
LAST = datetime.date(2024, 3, 1).toordinal()
AS_OF = datetime.date(2024, 8, 29).toordinal()

TYPES: dict[str, FactType] = {
    "married": YesNo(),
    "skilled": YesNo(),
    "signed": YesNo(),
    "setting": Choice(("home", "clinic", "hospital")),
    "used": Number(NumberKind.COUNT, "visits", 0, 0, 3),
    "asked": Number(NumberKind.COUNT, "visits", 0, 1, 3),
    "started": Day(FIRST, LAST),
    "ordered": Day(FIRST, LAST),
    "areas": MemberSet(("motor", "skin")),
}
MEMBERS: dict[str, list[FactValue]] = {
    "married": [True, False],
    "skilled": [True, False],
    "signed": [True, False],
    "setting": ["home", "clinic", "hospital"],
    "used": [0, 1, 2, 3],
    "asked": [1, 2, 3],
    "started": list(range(FIRST, LAST + 1)),
    "ordered": list(range(FIRST, LAST + 1)),
    "areas": [frozenset(), frozenset({"motor"}), frozenset({"skin"}), frozenset({"motor", "skin"})],
}
YES_NO = ("married", "skilled", "signed")
NUMBERS = ("used", "asked")
DAYS = ("started", "ordered")


def domain(fact: Fact) -> list[FactValue]:
    """List every value that *fact* can hold."""
    values = list(MEMBERS[fact.name])
    return [*values, ABSENT] if fact.may_be_absent else values


# ------------------------------------------------------------------ expressions


def terms(names: tuple[str, ...]) -> st.SearchStrategy[ir.Term]:
    """Numbers when *names* are numbers; days when they are days."""
    fact: st.SearchStrategy[ir.Term] = st.sampled_from(names).map(ir.FactTerm)
    if names is DAYS:
        constants: st.SearchStrategy[ir.Term] = st.one_of(
            st.integers(FIRST - 1, LAST + 1).map(ir.Constant), st.just(ir.ServiceDate())
        )
        shifted = st.builds(
            ir.AddPeriod, fact, st.integers(-1, 6), st.sampled_from([Period.DAYS, Period.MONTHS])
        )
        return st.one_of(fact, constants, shifted)
    constants = st.integers(-1, 4).map(ir.Constant)
    pair = st.tuples(fact, st.one_of(fact, constants))
    cased = st.builds(
        lambda name, yes, no: ir.Cases((ir.Case(ir.MemberIs(name, frozenset({True})), yes),), no),
        st.sampled_from(YES_NO),
        st.one_of(fact, constants),
        st.one_of(st.none(), fact, constants),
    )
    total = st.lists(
        st.builds(ir.Addend, st.sampled_from([1, 1, -1, 2]), st.one_of(fact, constants, cased)),
        min_size=1,
        max_size=3,
    ).map(lambda addends: ir.Sum(tuple(addends)))
    return st.one_of(
        fact,
        constants,
        total,
        pair.map(ir.Least),
        pair.map(ir.Greatest),
        cased,
        st.builds(ir.ElseTerm, fact, st.one_of(fact, constants)),
    )


def compares() -> st.SearchStrategy[ir.Truth]:
    def over(names: tuple[str, ...]) -> st.SearchStrategy[ir.Truth]:
        return st.builds(ir.Compare, terms(names), st.sampled_from(ir.Order), terms(names))

    return st.one_of(over(NUMBERS), over(DAYS))


def atoms(absentable: tuple[str, ...]) -> st.SearchStrategy[ir.Truth]:
    yes_no = st.builds(
        ir.MemberIs,
        st.sampled_from(YES_NO),
        st.sampled_from([True, False]).map(lambda v: frozenset({v})),
    )
    member = st.sets(st.sampled_from(["home", "clinic", "hospital"]), min_size=1, max_size=2).map(
        lambda values: ir.MemberIs("setting", frozenset(values))
    )
    areas = st.builds(
        ir.SetIs,
        st.just("areas"),
        st.sampled_from(ir.SetWord),
        st.sets(st.sampled_from(["motor", "skin"]), min_size=1, max_size=2).map(frozenset),
    )
    options = [yes_no, yes_no, yes_no, member, member, compares(), areas]
    if absentable:
        options.append(st.sampled_from(absentable).map(ir.IsAbsent))
    return st.one_of(*options)


def truths(absentable: tuple[str, ...] = ()) -> st.SearchStrategy[ir.Truth]:
    def larger(inner: st.SearchStrategy[ir.Truth]) -> st.SearchStrategy[ir.Truth]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            inner.map(ir.Not),
            several.map(ir.And),
            several.map(ir.Or),
            inner.map(lambda operand: ir.Cited(operand, ("ROW-1",))),
        )

    return st.recursive(atoms(absentable), larger, max_leaves=4)


# --------------------------------------------------------------------- programs


@st.composite
def programs(draw: st.DrawFn) -> ir.Program:
    """Draw a program of a few clauses over the facts above, overrides acyclic."""
    absentable = tuple(
        name for name in TYPES if draw(st.integers(0, 5), label=f"{name} absent?") == 0
    )
    facts = FactTable(
        {
            name: Fact(name, name, type_, Supplier.CLINICAL, False, name in absentable)
            for name, type_ in TYPES.items()
        }
    )
    condition = truths(absentable)
    scope = draw(condition)
    clauses: list[ir.Clause] = []
    for index in range(draw(st.integers(1, 5))):
        clauses.append(draw(_clauses(index, condition, scope, clauses)))
    clauses.append(_clause("care", ir.Kind.COVER, Determination.COVERED, (), scope))
    silence = _clause("silence", ir.Kind.SILENCE, Determination.NOT_APPLICABLE, (), ir.Not(scope))
    clauses.append(attrs.evolve(silence, rank=SILENCE_RANK))
    assumptions = draw(_assumptions())
    return ir.Program(
        id="generated",
        title="Generated",
        issuer="",
        edition=None,
        in_force=ir.InForce(None, None),
        facts=facts,
        read_facts=tuple(TYPES),
        asks_first=draw(st.sampled_from([(), ("setting",)])),
        assumptions=assumptions,
        clauses=tuple(clauses),
        benefits=(ir.Benefit("care", "Care", scope, ("care",), ()),),
        limits=draw(_limits(scope)),
        payments=draw(_payments(scope)),
        advice=(),
        open_questions=(),
        alternatives=False,
        content_hash="0",
    )


ASKED = [d for d in Determination if d is not Determination.COVERED]


@st.composite
def _clauses(
    draw: st.DrawFn,
    index: int,
    condition: st.SearchStrategy[ir.Truth],
    scope: ir.Truth,
    earlier: list[ir.Clause],
) -> ir.Clause:
    determination = draw(st.sampled_from(ASKED))
    papers = determination is Determination.PEND_DOCUMENTATION
    guards = draw(st.sampled_from([(), (scope,)]))
    exceptions = tuple(
        ir.Exception_("but", cond, (), ("ROW-2",)) for cond in draw(st.lists(condition, max_size=1))
    )
    overriders = [c.key for c in earlier if not c.papers]
    return attrs.evolve(
        _clause(f"clause{index}", ir.Kind.EXCLUDE, determination, guards, draw(condition)),
        target=draw(st.sampled_from(["school", "agency"])) if determination.sends else None,
        exceptions=exceptions,
        overridden_by=tuple(draw(st.lists(st.sampled_from(overriders), max_size=1)))
        if overriders
        else (),
        papers=papers,
    )


def _clause(
    key: str,
    kind: ir.Kind,
    determination: Determination,
    guards: tuple[ir.Truth, ...],
    bite: ir.Truth,
) -> ir.Clause:
    return ir.Clause(
        key=key,
        id=key,
        title=key,
        kind=kind,
        determination=determination,
        target=None,
        guards=guards,
        bite=bite,
        exceptions=(),
        overridden_by=(),
        papers=False,
        asks_for=(),
        benefit=None,
        citations=(f"{key}-ROW",),
        rank=RANK[determination],
    )


@st.composite
def _assumptions(draw: st.DrawFn) -> tuple[ir.Assumption, ...]:
    """At most a default for one fact, and evidence for another that reads the first."""
    found: list[ir.Assumption] = []
    if draw(st.booleans()):
        found.append(ir.Assumption("married", draw(st.booleans()), None, "", (), stated=True))
    if draw(st.booleans()):
        evidence = ir.MemberIs("married", frozenset({True}))
        found.append(ir.Assumption("skilled", True, evidence, "evidence", ("ROW-3",), stated=False))
    return tuple(found)


@st.composite
def _limits(draw: st.DrawFn, scope: ir.Truth) -> tuple[ir.Limit, ...]:
    if draw(st.booleans()):
        return ()
    amount = ir.Constant(draw(st.integers(0, 3)))
    used, zero = ir.FactTerm("used"), ir.Constant(0)
    left = ir.Greatest((zero, ir.Sum((ir.Addend(1, amount), ir.Addend(-1, used)))))
    limit = ir.Limit(
        id="cap",
        title="Cap",
        unit="visits",
        live=scope,
        base=amount,
        granted=zero,
        ceiling=None,
        authorized=amount,
        used=used,
        asked=ir.FactTerm("asked"),
        remaining=left,
        windows=(ir.Window("calendar year", None, ()),),
        extendable=False,
        citations=("CAP",),
    )
    return (limit,)


@st.composite
def _payments(draw: st.DrawFn, scope: ir.Truth) -> tuple[ir.Payment, ...]:
    if draw(st.booleans()):
        return ()
    guard = ir.MemberIs("signed", frozenset({True}))
    return (
        ir.Payment(
            guards=(scope, guard),
            benefit="care",
            rate=ir.Constant(draw(st.sampled_from([8000, 9000, 10000]))),
            basis=ir.Constant(9550),
            copay=None,
            copay_times=None,
            deductible=None,
            rounding="half_up",
            nothing=False,
            citations=("PAY",),
        ),
    )


# --------------------------------------------------------------------- requests


@st.composite
def requests(draw: st.DrawFn, program: ir.Program, most_unknown: int = 5) -> Request:
    """Draw a request that leaves at most *most_unknown* facts unknown."""
    unknown = draw(st.sets(st.sampled_from(sorted(TYPES)), max_size=most_unknown))
    facts = {
        name: draw(st.sampled_from(domain(fact)))
        for name, fact in program.facts.by_name.items()
        if name not in unknown
    }
    return Request(AS_OF, facts)


def completions(program: ir.Program, known: dict[str, FactValue]) -> Iterator[dict[str, FactValue]]:
    """Yield every completion of *known*: a value for each fact that it leaves unknown."""
    unknown = [name for name in program.facts.by_name if name not in known]
    for values in itertools.product(*(domain(program.facts[name]) for name in unknown)):
        yield {**known, **dict(zip(unknown, values, strict=True))}
