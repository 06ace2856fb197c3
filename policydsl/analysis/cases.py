"""Make the request that shows a finding: few facts, natural values, written as a scenario."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from policydsl.analysis.claims import Claim
from policydsl.core import ir
from policydsl.core.codes import example_of, is_code
from policydsl.core.determinations import Determination
from policydsl.core.facts import (
    Choice,
    CodeSet,
    CodeValue,
    Day,
    Fact,
    MemberSet,
    Number,
    NumberKind,
    YesNo,
)
from policydsl.core.reading import facts_read
from policydsl.core.request import Request
from policydsl.core.texts import value_text
from policydsl.core.values import ABSENT, FactValue, Kleene
from policydsl.frozen import field, frozen
from policydsl.reference.assumptions import resolve
from policydsl.reference.clauses import Outcome, Statuses
from policydsl.reference.determine import decide
from policydsl.reference.settings import contradictions
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation


@frozen
class Case:
    """A request that replays: the finding that it belongs to is to be seen in it."""

    program: ir.Program = field(repr=False)
    request: Request

    def words(self, order: Sequence[str]) -> str:
        """Say the facts of the request in one line, those in *order* first."""
        facts = self.program.facts
        given = self.request.facts
        names = dict.fromkeys((*(name for name in order if name in given), *given))
        return " and ".join(f"`{name}` is {written(facts[name], given[name])}" for name in names)

    def scenario(self, title: str) -> str:
        """Write the request as a scenario to paste, expecting what is determined today."""
        return scenario(self.program, title, self.request)


def case_for(
    program: ir.Program, facts: Mapping[str, FactValue], claim: Claim, day: int
) -> Case | None:
    """Return the smallest case within *facts* of which *claim* is so; None: there is none."""
    if not all(sound(program.facts[name], value) for name, value in facts.items()):
        return None
    request = smallest(program, Request(day, dict(facts)), claim)
    if request is None:
        # What holds however the rest is completed need not be seen while it is unknown.
        read = facts_read(claim.truths, claim.statuses) - facts.keys()
        rest = {name: _natural(program.facts[name], day) for name in sorted(read)}
        request = smallest(program, Request(day, {**facts, **rest}), claim)
    return Case(program, request) if request else None


def _natural(fact: Fact, day: int) -> FactValue:
    match fact.type:
        case YesNo():
            return False
        case Choice(members):
            return members[0]
        case Number(low=low, high=high):
            return min(max(0, low), high)
        case Day(low=low, high=high):
            return min(max(day, low), high)
        case CodeValue(system):
            return example_of(system) or "0"
        case _:
            return frozenset()


def sound(fact: Fact, value: FactValue) -> bool:
    """Whether a request may give *value*; members, numbers and days are taken to be in range."""
    match fact.type:
        case CodeValue(system) if isinstance(value, str):
            return is_code(system, value)
        case CodeSet(system) if isinstance(value, frozenset):
            return all(is_code(system, code) for code in value)
        case _:
            return True


_PEND = Determination.PEND_DOCUMENTATION


def replays(program: ir.Program, request: Request, claim: Claim) -> bool:
    """Whether the reference evaluator, given *request*, comes to what a finding says."""
    if contradictions(program, request):
        return False
    valuation = resolve(program, request).valuation
    if any(truth(expr, valuation) is not held for expr, held in claim.truths):
        return False
    statuses = Statuses(program, valuation)
    if any(statuses.of(clause) is not held for clause, held in claim.statuses):
        return False
    given = Valuation(program.facts, request.as_of, dict(request.facts))
    if any(truth(expr, given) is Kleene.YES for expr in claim.unassumed):
        return False
    if not claim.alone:
        return True
    front = statuses.front()
    return set(front.holding) == set(claim.alone) and front.kleene == front.best


def smallest(program: ir.Program, request: Request, claim: Claim) -> Request | None:
    """Return *request* without the facts that the finding does not need; None: it does not replay.

    No fact of the result can be left out alone.
    """
    if not replays(program, request, claim):
        return None
    facts = dict(request.facts)
    for name in reversed(list(facts)):
        fewer = Request(request.as_of, {n: v for n, v in facts.items() if n != name})
        if replays(program, fewer, claim):
            facts = dict(fewer.facts)
    return Request(request.as_of, facts)


def scenario(program: ir.Program, title: str, request: Request) -> str:
    """Write *request* as a scenario to paste, expecting what the policy determines today."""
    lines = request_lines(program, title, request)
    outcome = determined(program, request)
    lines.append(f"  expect {outcome.determination.value}")
    if outcome.entity:
        lines.append(f"    routes to {outcome.entity}")
    return "\n".join(lines)


def request_lines(program: ir.Program, title: str, request: Request) -> list[str]:
    """Write the lines of a scenario up to what it expects."""
    lines = [f'scenario "{title}"', f"  as of {datetime.date.fromordinal(request.as_of)}"]
    if request.facts:
        facts = program.facts
        lines.append("  given")
        lines += [
            f"    {name} is {written(facts[name], request.facts[name])}"
            for name in facts.by_name
            if name in request.facts
        ]
    return lines


def written(fact: Fact, value: FactValue) -> str:
    """Write *value* as an author does, unit and all."""
    text = value_text(fact, value)
    if value is ABSENT or not isinstance(fact.type, Number):
        return text
    match fact.type.kind:
        case NumberKind.MONEY:
            return f"-${text[1:]}" if text.startswith("-") else f"${text}"
        case NumberKind.PERCENT:
            return f"{text.rstrip('0').rstrip('.')}%"
        case NumberKind.COUNT:
            unit = fact.type.unit
            if unit is None:
                return text
            return f"{text} {unit.removesuffix('s') if text == '1' else unit}"


# ------------------------------------------------------------------ the outcome


def determined(program: ir.Program, request: Request) -> Outcome:
    """Return what is determined, without the search for all that is possible where it can.

    Two completions with different outcomes show that more than one is possible.
    """
    valuation = resolve(program, request).valuation
    front = Statuses(program, valuation).front()
    leads = front.kleene
    if leads is not None:
        seen: set[Outcome] = set()
        for completion in _completions(program, valuation):
            best = Statuses(program, completion).front().best
            if best is not None:
                seen.add(best)
            if len(seen) > 1 and (leads in seen or leads.determination is _PEND):
                return leads
    decision = decide(program, request)
    sends = decision.determination.sends
    return Outcome(decision.determination, (decision.routes_to or "") if sends else "")


def _completions(program: ir.Program, valuation: Valuation) -> Iterator[Valuation]:
    """Yield a few completions that differ much."""
    for turn in range(8):
        known: dict[str, FactValue] = dict(valuation.known)
        for place, name in enumerate(program.read_facts):
            if name not in known:
                options = _ends(program.facts[name])
                known[name] = options[(turn >> (place % 3)) % len(options)]
        yield Valuation(program.facts, valuation.as_of, known)


def _ends(fact: Fact) -> list[FactValue]:
    found: list[FactValue]
    match fact.type:
        case YesNo():
            found = [True, False]
        case Choice(members):
            found = [members[0], members[-1]]
        case MemberSet(members):
            found = [frozenset(), frozenset(members)]
        case Number(low=low, high=high) | Day(low=low, high=high):
            found = [low, high]
        case _:
            found = []
    if fact.may_be_absent:
        found.append(ABSENT)
    return found or [frozenset()]
