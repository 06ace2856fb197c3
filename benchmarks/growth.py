"""One decision of a policy with 300 clauses, against one with 15 of the same make."""

from __future__ import annotations

import random

from benchmarks.timing import interleaved, report
from policydsl import kernel
from policydsl.core import ir
from policydsl.core.determinations import RANK, SILENCE_RANK, Determination
from policydsl.core.facts import Choice, Fact, FactTable, Number, NumberKind, YesNo
from policydsl.core.request import Request

PER_BENEFIT = 14  # clauses of a benefit, its cover among them
REQUESTS = 400


def program(benefits: int) -> ir.Program:
    """Build a policy of so many benefits, told apart by the service, each with rules of its own."""
    services = tuple(f"service{index}" for index in range(benefits))
    facts = {"service": Fact("service", "", Choice(services), None, False, False)}
    clauses: list[ir.Clause] = []
    scopes: list[ir.Truth] = []
    for index, service in enumerate(services):
        scope = ir.MemberIs("service", frozenset({service}))
        scopes.append(scope)
        used = f"used{index}"
        facts[used] = Fact(used, "", Number(NumberKind.COUNT, None, 0, 0, 99), None, False, False)
        for rule in range(PER_BENEFIT - 1):
            name = f"fact{index}_{rule}"
            facts[name] = Fact(name, "", YesNo(), None, False, False)
            bite: ir.Truth = ir.Not(ir.MemberIs(name, frozenset({True})))
            if rule == 0:
                over = ir.Compare(ir.Constant(30), ir.Order.LESS, ir.FactTerm(used))
                bite = ir.And((over, bite))
            clauses.append(_clause(f"{service}.{rule}", (scope,), bite, Determination.NOT_COVERED))
        clauses.append(_clause(service, (), scope, Determination.COVERED))
    silence = _clause("silence", (), ir.Not(ir.Or(tuple(scopes))), Determination.NOT_APPLICABLE)
    return ir.Program(
        id="growth",
        title="",
        issuer="",
        edition=None,
        in_force=ir.InForce(None, None),
        facts=FactTable(facts),
        read_facts=tuple(facts),
        asks_first=(),
        assumptions=(),
        clauses=(*clauses, silence),
        benefits=(),
        limits=(),
        payments=(),
        advice=(),
        open_questions=(),
        alternatives=False,
        content_hash="",
    )


def _clause(
    key: str, guards: tuple[ir.Truth, ...], bite: ir.Truth, determination: Determination
) -> ir.Clause:
    kind = ir.Kind.COVER if determination is Determination.COVERED else ir.Kind.REQUIRE
    silent = determination is Determination.NOT_APPLICABLE
    return ir.Clause(
        key=key,
        id=key,
        title=key,
        kind=ir.Kind.SILENCE if silent else kind,
        determination=determination,
        target=None,
        guards=guards,
        bite=bite,
        exceptions=(),
        overridden_by=(),
        papers=False,
        asks_for=(),
        benefit=None,
        citations=(key,),
        rank=SILENCE_RANK if silent else RANK[determination],
    )


def requests(asked: ir.Program, benefits: int) -> list[Request]:
    """Draw requests that give all the facts of one benefit; one answer in ten is no."""
    rng = random.Random(3)
    found = []
    for _ in range(REQUESTS):
        index = rng.randrange(benefits)
        facts: dict[str, bool | str | int] = {
            f"fact{index}_{rule}": rng.random() < 0.9 for rule in range(PER_BENEFIT - 1)
        }
        facts |= {"service": f"service{index}", f"used{index}": rng.randint(0, 60)}
        found.append(Request(739_000, {**facts}))
    return found


def main() -> None:
    rivals = {}
    for benefits in (1, 21):
        built = program(benefits)
        asked = requests(built, benefits)
        decide = kernel.compile(built).decide

        def run(decide: object = decide, asked: list[Request] = asked) -> None:
            for request in asked:
                decision = decide(request)  # type: ignore[operator]
                _ = decision.determination, decision.reasons, decision.missing

        rivals[f"{len(built.clauses)} clauses"] = run
    seconds = interleaved(rivals)
    report("one decision, against the size of the policy", seconds, "15 clauses", REQUESTS)


if __name__ == "__main__":
    main()
