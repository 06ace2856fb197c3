"""Change one thing in a real policy, and hold the classes that are found against brute force.

    python -m tests.diff.real_edits [--edits N] [--seed N] [--requests N] [POLICY ...]

Requests on the boundaries are decided by both versions: those of the scenarios, those that the
classes show, and the neighbours of both.  Every one that is decided differently has to be in a
class that was found, between outcomes that were found, and about a benefit that was not called
equivalent; and every class has to show a request that is decided as it says.
"""

from __future__ import annotations

import argparse
import functools
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence

import attrs

from policydsl.analysis.standing import service_day
from policydsl.changes.decisions import Decided, Verdict, summed
from policydsl.core import ir
from policydsl.core.facts import Choice, Day, Fact, Number, YesNo
from policydsl.core.request import Request
from policydsl.core.values import FactValue, Kleene
from policydsl.kernel import Kernel, compile
from policydsl.reference.assumptions import resolve
from policydsl.reference.clauses import Outcome, Statuses
from policydsl.reference.settings import contradictions
from policydsl.semantics.mutants import Mutants, mutants_of
from policydsl.solve.contrast import Aspect, Contrast
from policydsl.solve.differing import Comparison
from policydsl.syntax.changes import Change
from policydsl.workspace import examine
from tests.analysis.defects import NAMES, POLICIES

COMPLETIONS = 300
"""How many completions of a request are tried of which Kleene's logic cannot tell its class."""

MOST_SHOWN = 3
"""How many faults of one edit are written out."""


@attrs.frozen
class Real:
    """A real policy with every edit of it, and requests on its boundaries."""

    program: ir.Program
    kernel: Kernel
    mutants: Mutants
    requests: tuple[Request, ...]
    values: dict[str, tuple[FactValue, ...]]  # that some request gives, by fact


@attrs.frozen
class Tried:
    """One edit, what was found of it, and what brute force says against that."""

    change: Change
    decided: Decided
    differing: int
    doubtful: int  # that are in none but one of which it was not proved that it has any
    faults: tuple[str, ...]


@functools.cache
def read(id: str) -> Real:
    (examined,), _ = examine([str(POLICIES / id)])
    (checked,), (files,) = examined.editions, examined.texts
    program, mutants = checked.program, mutants_of(files)
    assert program is not None
    assert mutants is not None
    requests = _once(
        each
        for scenario in checked.scenarios
        for each in (scenario.request, *neighbours(program, scenario.request))
    )
    values: dict[str, dict[FactValue, None]] = {}
    for each in requests:
        for name, value in each.facts.items():
            values.setdefault(name, {})[value] = None
    held = {name: tuple(found) for name, found in values.items()}
    return Real(program, compile(program), mutants, tuple(requests), held)


def _once(requests: Iterable[Request]) -> list[Request]:
    by_said = {(each.as_of, frozenset(each.facts.items())): each for each in requests}
    return list(by_said.values())


def neighbours(program: ir.Program, request: Request) -> Iterator[Request]:
    """Yield what lies beside *request*: one more or less, a day off, otherwise, not known."""
    for days in (-1, 1):
        yield Request(request.as_of + days, request.facts)
    for name, value in request.facts.items():
        rest = {other: held for other, held in request.facts.items() if other != name}
        yield Request(request.as_of, rest)
        for other in _beside(program.facts[name], value):
            yield Request(request.as_of, {**rest, name: other})


def _beside(fact: Fact, value: FactValue) -> Iterator[FactValue]:
    match fact.type:
        case Number(low=low, high=high) | Day(low=low, high=high) if isinstance(value, int):
            yield from (each for each in (value - 1, value + 1) if low <= each <= high)
        case YesNo():
            yield not value
        case Choice(members) if value in members:
            yield members[(members.index(str(value)) + 1) % len(members)]
        case _:
            pass


# ---------------------------------------------------------------------- trying


def edits(policy: Real, number: int, seed: int) -> Iterator[tuple[Change, ir.Program]]:
    """Yield so many edits of *policy*, drawn at random, that the checker lets pass."""
    places = list(range(len(policy.mutants.found)))
    random.Random(seed).shuffle(places)
    for place in places:
        new = policy.mutants.program(place)
        if new is not None and new != policy.program:
            yield policy.mutants.changes[place], new
            number -= 1
        if number <= 0:
            return


def tried(policy: Real, change: Change, new: ir.Program, requests: Sequence[Request]) -> Tried:
    """Compare the policy with its edit, and decide *requests* and more by both."""
    comparison = Comparison(policy.program, new, service_day(new))
    decided = summed(comparison)
    force = _Force(policy, compile(new), comparison, decided)
    shown = [each.case.request for each in decided.classes]
    near = _once(other for each in shown for other in neighbours(new, each))
    faults = [*force.shown(), *(f for each in (*requests, *near) for f in force.faults(each))]
    return Tried(change, decided, force.differing, force.doubtful, tuple(dict.fromkeys(faults)))


class _Force:
    def __init__(self, policy: Real, new: Kernel, comparison: Comparison, decided: Decided) -> None:
        self.kernels = (policy.kernel, new)
        self.values = policy.values
        self.comparison = comparison
        self.decided = decided
        self.differing = self.doubtful = 0
        self.others = [*policy.requests, *(each.case.request for each in decided.classes)]
        self._classes = frozenset((c.aspect, c.old, c.new) for c in decided.classes)
        self._open = frozenset((c.aspect, c.old, c.new) for c in decided.unproved)
        self._outcomes = {(c.old.outcome, c.new.outcome) for c in decided.classes}
        self._alike = {
            each.benefit for each in decided.benefits if each.verdict is Verdict.EQUIVALENT
        }

    def shown(self) -> Iterator[str]:
        """Yield what is wrong with the cases of classes."""
        for each in self.decided.classes:
            found = self._contrast(each.case.request)
            name = f"{each.old} → {each.new}"
            if found is None or each.aspect not in found.aspects:
                yield f"the case of {each.aspect.value} {name} is decided alike"
            elif _outcomes(found) != (each.old.outcome, each.new.outcome):
                yield f"the case of {name} is decided {_outcomes(found)}"

    def faults(self, request: Request) -> Iterator[str]:
        """Yield what is wrong with the classes, judged by one request."""
        found = self._contrast(request)
        if found is None or not found.aspects or Aspect.REASON in found.aspects:
            return
        self.differing += 1
        said = f"{', '.join(a.value for a in found.aspects)} of {request}: {_outcomes(found)}"
        for benefit in self._about(request) & self._alike:
            yield f"{benefit} is called equivalent: {said}"
        if self._named(request):
            if Aspect.DETERMINATION in found.aspects and _outcomes(found) not in self._outcomes:
                yield f"between outcomes that were not found: {said}"
        elif self._named(request, self._open):
            self.doubtful += 1
        elif not self._can_be_named(request):
            yield f"in no class: {said}"

    def _contrast(self, request: Request) -> Contrast | None:
        if any(contradictions(kernel.program, request) for kernel in self.kernels):
            return None
        before, after = (kernel.decide(request) for kernel in self.kernels)
        return Contrast(request, before, after)

    def _can_be_named(self, request: Request) -> bool:
        """Whether what *request* can become is in a class: Kleene's logic cannot tell of itself."""
        rng = random.Random(0)
        return any(
            self._named(each) for _ in range(COMPLETIONS) for each in self._learning(request, rng)
        )

    def _named(self, request: Request, among: frozenset[object] = frozenset()) -> bool:
        """Whether *request* is in a class that was found, or in one of *among*."""
        return any(
            (c.aspect, c.old, c.new) in (among or self._classes)
            for c in self.comparison.classes_of(request)
        )

    def _learning(self, request: Request, rng: random.Random) -> Iterator[Request]:
        """Yield what *request* becomes by learning what is asked for, until nothing is."""
        while True:
            asked = {
                each.fact for kernel in self.kernels for each in kernel.decide(request).missing
            }
            if not asked - request.facts.keys():
                facts = rng.choice(self.others).facts
                yield Request(request.as_of, {**facts, **request.facts})
                return
            facts = self._any(asked - request.facts.keys(), rng)
            request = Request(request.as_of, {**facts, **request.facts})
            yield request

    def _any(self, names: Iterable[str], rng: random.Random) -> dict[str, FactValue]:
        return {n: rng.choice(self.values[n]) for n in sorted(names) if n in self.values}

    def _about(self, request: Request) -> set[str]:
        """Return the benefits that *request* is surely about in either version."""
        found = set()
        for kernel in self.kernels:
            statuses = Statuses(kernel.program, resolve(kernel.program, request).valuation)
            found |= {
                clause.key
                for clause in kernel.program.clauses
                if clause.kind is ir.Kind.COVER and statuses.of(clause) is Kleene.YES
            }
        return found


def _outcomes(found: Contrast) -> tuple[Outcome, Outcome]:
    before, after = (
        Outcome(each.determination, each.routes_to or "" if each.determination.sends else "")
        for each in (found.before, found.after)
    )
    return before, after


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("policies", nargs="*", default=NAMES)
    options = parser.parse_args(arguments)
    wrong = 0
    for id in options.policies:
        policy = read(id)
        rng = random.Random(options.seed)
        for change, new in edits(policy, options.edits, options.seed):
            start = time.process_time()
            drawn = rng.sample(policy.requests, min(options.requests, len(policy.requests)))
            found = tried(policy, change, new, drawn)
            wrong += len(found.faults)
            line = change.span.start_position.line
            sys.stdout.write(
                f"{id}:{line} {change.sort.value}: {found.differing} differ, "
                f"{len(found.decided.classes)} classes, {len(found.decided.unproved)} not proved, "
                f"{found.doubtful} only in those, {time.process_time() - start:.1f} s\n"
            )
            for each in found.faults[:MOST_SHOWN]:
                sys.stdout.write(f"    {each}\n")
            if len(found.faults) > MOST_SHOWN:
                sys.stdout.write(f"    and {len(found.faults) - MOST_SHOWN} more\n")
            sys.stdout.flush()
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
