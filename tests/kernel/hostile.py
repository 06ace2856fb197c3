"""A program whose every name, label and member tries to be code."""

from __future__ import annotations

import itertools

import attrs

from policydsl.core import ir
from policydsl.core.determinations import RANK, SILENCE_RANK, Determination
from policydsl.core.facts import (
    Choice,
    CodeValue,
    Fact,
    FactTable,
    MemberSet,
    Number,
    NumberKind,
    YesNo,
)

HOSTILE = (
    '"',
    "'",
    '"""',
    "\\",
    "\n",
    "\r\n",
    "{}",
    "{0.__class__}",
    "%s",
    "__class__",
    "__builtins__",
    "None",
    "lambda",
    "import os",
    '"); raise SystemExit("',
    "')\n    raise SystemExit\n    ('",
    "a\u2028b",
    "#",
    "k0",
    "as_of",
    "-->|x|",
    "end",
    "]]",
    "<script>alert(1)</script>",
    "%%{init: {}}%%",
    "click n0 callback",
    "1. list",
    "é\U0001f600",
    "",
    " ",
)


def program() -> ir.Program:
    """Build a program in which every hostile text is a name, a label, a member and a title."""
    facts: dict[str, Fact] = {}
    conditions: list[ir.Truth] = []
    for index, text in enumerate(text for text in HOSTILE if text):
        members = (text, f"{text}2", "plain")
        kind = (
            YesNo(),
            Choice(members),
            MemberSet(members),
            Number(NumberKind.COUNT, text, 0, 0, 9),
            CodeValue("icd10"),
        )[index % 5]
        name = f"{text}{index}" if index % 2 else text
        facts[name] = Fact(
            name, text, kind, None, False, index % 3 == 0, tuple((m, text) for m in members)
        )
        test: ir.Truth
        match kind:
            case YesNo():
                test = ir.MemberIs(name, frozenset({True}))
            case Choice():
                test = ir.MemberIs(name, frozenset({text}))
            case MemberSet():
                test = ir.SetIs(name, ir.SetWord.INCLUDES, frozenset({text}))
            case Number():
                test = ir.Compare(ir.FactTerm(name), ir.Order.AT_MOST, ir.Constant(4))
            case _:
                test = ir.CodeIn(name, "icd10", (ir.CodeRange(text, text),))
        conditions.append(ir.Named(text, text, ir.Cited(test, (text,)), (text,)))
    numbers = [name for name, fact in facts.items() if isinstance(fact.type, Number)]
    total = ir.Sum(tuple(ir.Addend(1, ir.FactTerm(name), (name,)) for name in numbers))
    conditions.append(ir.Compare(total, ir.Order.LESS, ir.Constant(20)))
    pairs = itertools.pairwise(conditions)
    clauses = [
        ir.Clause(
            key=f"{HOSTILE[index % len(HOSTILE)]}-{index}",
            id=HOSTILE[index % len(HOSTILE)],
            title=HOSTILE[index % len(HOSTILE)],
            kind=ir.Kind.EXCLUDE,
            determination=Determination.ROUTE if index % 2 else Determination.NOT_COVERED,
            target=HOSTILE[index % len(HOSTILE)] if index % 2 else None,
            guards=(first,),
            bite=second,
            exceptions=(ir.Exception_(HOSTILE[index % len(HOSTILE)], first, (), ("x",)),)
            if index % 4 == 0
            else (),
            overridden_by=(),
            papers=False,
            asks_for=(),
            benefit=HOSTILE[0],
            citations=(HOSTILE[index % len(HOSTILE)],),
            rank=RANK[Determination.ROUTE if index % 2 else Determination.NOT_COVERED],
        )
        for index, (first, second) in enumerate(pairs)
    ]
    scope = conditions[0]
    cover = attrs.evolve(
        clauses[0],
        key="cover",
        kind=ir.Kind.COVER,
        determination=Determination.COVERED,
        guards=(),
        bite=scope,
        exceptions=(),
        rank=RANK[Determination.COVERED],
    )
    silence = attrs.evolve(
        cover,
        key="silence",
        kind=ir.Kind.SILENCE,
        determination=Determination.NOT_APPLICABLE,
        bite=ir.Not(scope),
        rank=SILENCE_RANK,
    )
    return ir.Program(
        id=HOSTILE[0],
        title='Hostile: "quoted"\n---\n%%{init}%%',
        issuer=HOSTILE[2],
        edition=None,
        in_force=ir.InForce(None, None),
        facts=FactTable(facts),
        read_facts=tuple(facts),
        asks_first=(),
        assumptions=(),
        clauses=(*clauses, cover, silence),
        benefits=(ir.Benefit(HOSTILE[0], '"] end\nsubgraph x', scope, (HOSTILE[0],), ()),),
        limits=(),
        payments=(),
        advice=(),
        open_questions=(),
        alternatives=False,
        content_hash="0",
    )
