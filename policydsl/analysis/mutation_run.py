"""Try every mutant of a policy against its scenarios, in as many processes as are wanted.

The outcome of a mutant depends on nothing but the policy and its scenarios, so it is the same
whatever process works it out, and outcomes come in the order of the text.
"""

from __future__ import annotations

import enum
import multiprocessing
import signal
from collections.abc import Callable, Iterator

import attrs

from policydsl.analysis.mutation import Bench, differing
from policydsl.analysis.mutation_scenarios import to_paste
from policydsl.analysis.mutation_witness import sought
from policydsl.core import ir
from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.scenario import Scenario
from policydsl.semantics.mutants import Mutants

_AT_A_TIME = 4


class Fate(enum.Enum):
    """What became of a mutant; the value is the word in JSON."""

    KILLED = "killed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"  # proved to decide every request as the policy does
    REFUSED = "refused"  # the checker would not let it pass


@attrs.frozen
class Outcome:
    """What became of the mutant of this number.

    `killer` is the scenario that notices it; `case` the scenario that would, if one was found.
    """

    number: int
    fate: Fate
    killer: str = ""
    case: str = ""


class Trying:
    """A policy, its mutants and its scenarios, ready to try one mutant after the other.

    `others` say when the other editions are in force: no day may have two.
    """

    def __init__(
        self,
        program: ir.Program,
        scenarios: tuple[Scenario, ...],
        mutants: Mutants,
        others: tuple[ir.InForce, ...] = (),
    ) -> None:
        self.bench = Bench(program, scenarios)
        self.mutants = mutants
        self.others = others

    def outcome(self, number: int) -> Outcome:
        mutant = self.mutants.program(number)
        if mutant is None or any(_overlap(mutant.in_force, other) for other in self.others):
            return Outcome(number, Fate.REFUSED)
        differs = differing(self.bench.program, mutant)
        if not differs.anything:
            return Outcome(number, Fate.EQUIVALENT)
        killer = self.bench.killer(mutant, differs)
        if killer is not None:
            return Outcome(number, Fate.KILLED, killer=killer.scenario.title)
        found = sought(self.bench, mutant, differs)
        if found.proved:
            return Outcome(number, Fate.EQUIVALENT)
        if found.shown is None:
            return Outcome(number, Fate.SURVIVED)
        case = to_paste(self.bench.program, self._title(number), found.shown)
        return Outcome(number, Fate.SURVIVED, case=case)

    def _title(self, number: int) -> str:
        """Return a title to replace, which names the place."""
        span = self.mutants.changes[number].span
        return f"line {span.start_position.line}, change {number + 1}"


def _overlap(one: ir.InForce, other: ir.InForce) -> bool:
    begins = max(each.start or FIRST_DAY for each in (one, other))
    return begins <= min(each.end or LAST_DAY for each in (one, other))


def outcomes(trying: Trying, jobs: int) -> Iterator[Outcome]:
    """Yield what becomes of each mutant, in the order of the text."""
    count = len(trying.mutants.found)
    if jobs <= 1 or count <= _AT_A_TIME:
        yield from map(trying.outcome, range(count))
        return
    # TRAP: a process that has started threads must not be forked: the pool comes first.
    context = multiprocessing.get_context(_method())
    with context.Pool(min(jobs, count), _begin, (trying,)) as pool:
        yield from pool.imap(_try, range(count), _AT_A_TIME)


def _method() -> str:
    """Choose how processes start: by fork, where there is one, they have all at once."""
    methods = multiprocessing.get_all_start_methods()
    return "fork" if "fork" in methods else methods[0]


_trying: list[Callable[[int], Outcome]] = []
"""Of a process of the pool, what it works with."""


def _begin(trying: Trying) -> None:
    # The process that a person interrupts ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _trying[:] = [trying.outcome]


def _try(number: int) -> Outcome:
    return _trying[0](number)
