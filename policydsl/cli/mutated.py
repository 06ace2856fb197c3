"""Write which changes of a policy no scenario notices, each with the scenario that would."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import attrs

from policydsl.analysis.mutation_run import Fate, Outcome, Trying, outcomes
from policydsl.cli.progress import shown
from policydsl.cli.tested import percentage, styled
from policydsl.diagnostics.text import clean
from policydsl.diagnostics.xml import legal
from policydsl.policy import Policy
from policydsl.semantics.mutants import mutants_of
from policydsl.syntax import ast
from policydsl.syntax.changes import Change
from policydsl.workspace.unnoticed import Reading, Table, unnoticed


@attrs.frozen
class Mutated:
    """What became of every change of one policy.

    `reasons` tells of the numbers of some that survived why nothing notices them, and `stale`
    what the author's table says that is not so.
    """

    path: str
    changes: tuple[Change, ...]
    outcomes: tuple[Outcome, ...]
    reasons: Mapping[int, str]
    stale: tuple[str, ...]

    def of(self, fate: Fate) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.fate is fate]

    @property
    def tried(self) -> int:
        """How many changes a scenario could have noticed."""
        return len(self.of(Fate.KILLED)) + len(self.of(Fate.SURVIVED))

    @property
    def percent(self) -> float:
        """How many of them were noticed, in percent; all, where there is none."""
        return 100 * len(self.of(Fate.KILLED)) / self.tried if self.tried else 100.0


def mutated(
    path: str, editions: Sequence[tuple[Policy, tuple[ast.File, ...]]], jobs: int
) -> Mutated:
    """Try every mutant of each edition against its scenarios.

    A line that stands in several editions is changed in each, and it is enough if one notices.
    """
    by_change: dict[tuple[object, ...], tuple[Change, Outcome]] = {}
    in_force = [policy.program.in_force for policy, _ in editions]
    for place, (policy, files) in enumerate(editions):
        mutants = mutants_of(files)
        assert mutants is not None
        others = (*in_force[:place], *in_force[place + 1 :])
        trying = Trying(policy.program, policy.scenarios, mutants, others)
        found = shown(outcomes(trying, jobs), len(mutants.found), clean(path))
        for change, outcome in zip(mutants.changes, found, strict=True):
            key = (change.span, change.sort, change.before, change.after)
            earlier = by_change.get(key)
            if earlier is None or _WEIGHT[outcome.fate] < _WEIGHT[earlier[1].fate]:
                by_change[key] = (change, outcome)
    changes = tuple(change for change, _ in by_change.values())
    fates = tuple(
        attrs.evolve(outcome, number=place) for place, (_, outcome) in enumerate(by_change.values())
    )
    names = [change.span.source.name for change in changes]
    table = unnoticed(names[0] if names else path, names)
    reasons, stale = _with_reasons(changes, fates, table)
    return Mutated(path, changes, fates, reasons, (*table.faults, *stale))


def _with_reasons(
    changes: Sequence[Change], fates: Sequence[Outcome], table: Table
) -> tuple[dict[int, str], list[str]]:
    """Return the reasons of those that survived, and which entries of *table* are of none."""
    reasons: dict[int, str] = {}
    stale: list[str] = []
    alike: dict[Reading, list[Outcome]] = {}
    for change, outcome in zip(changes, fates, strict=True):
        alike.setdefault(_reading(change), []).append(outcome)
    for entry in table.entries:
        found = alike.get(entry.change, [])
        survived = [outcome.number for outcome in found if outcome.fate is Fate.SURVIVED]
        reasons |= dict.fromkeys(survived, entry.reason)
        if not survived:
            stale.append(f"{entry.at}: {_no_longer(found)}")
    return reasons, stale


def _reading(change: Change) -> Reading:
    return Reading(change.span.source.name, change.before, change.after)


def _no_longer(found: Sequence[Outcome]) -> str:
    """Say what became of a change that is said to go unnoticed."""
    if not found:
        return "no change reads so"
    killers = [outcome.killer for outcome in found if outcome.killer]
    if killers:
        return f'a scenario notices it: "{killers[0]}"'
    same = any(outcome.fate is Fate.EQUIVALENT for outcome in found)
    return "it is proved to change no decision" if same else "the checker refuses it"


_WEIGHT = {Fate.KILLED: 0, Fate.SURVIVED: 1, Fate.EQUIVALENT: 2, Fate.REFUSED: 3}


# ------------------------------------------------------------------------- text


def lines(each: Mutated) -> Iterator[str]:
    """Show the changes that no scenario notices, those that one scenario would show together."""
    for group in _by_case(each):
        for outcome in group:
            yield from _changed("no scenario notices", each.changes[outcome.number])
        yield ""
        if group[0].case:
            yield from (f"       {line}" for line in group[0].case.splitlines())
        else:
            yield "       no request was found that would show it"
        yield ""
    for number, reason in each.reasons.items():
        yield from _changed("known to go unnoticed", each.changes[number])
        yield f"     because: {clean(reason)}"
        yield ""
    for line in each.stale:
        yield styled(clean(line), fg="yellow", bold=True)
    if each.stale:
        yield ""
    yield f"{clean(each.path)}: {summary(each)}"


def _changed(head: str, change: Change) -> Iterator[str]:
    yield styled(f"{head}: {change.sort.value}", fg="yellow", bold=True)
    yield f"   --> {_place(change)}"
    yield styled(f"   - {clean(change.before)}", fg="red")
    if change.after:
        yield styled(f"   + {clean(change.after)}", fg="green")


def summary(each: Mutated) -> str:
    survived, same = len(each.of(Fate.SURVIVED)), len(each.of(Fate.EQUIVALENT))
    words = f"{each.tried} changes, {each.tried - survived} noticed ({percentage(each.percent)})"
    words += f", {survived} not" if survived else ""
    words += f" ({len(each.reasons)} with a reason)" if each.reasons else ""
    return words + (f"; {same} more change no decision" if same else "")


def _by_case(each: Mutated) -> list[list[Outcome]]:
    """Group what survived for no reason by the scenario that would notice it, its title aside."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in each.of(Fate.SURVIVED):
        if outcome.number not in each.reasons:
            body = outcome.case.partition("\n")[2] or f"change {outcome.number}"
            groups.setdefault(body, []).append(outcome)
    return list(groups.values())


def _place(change: Change) -> str:
    return f"{clean(change.span.source.name)}:{change.span.start_position.line}"


# --------------------------------------------------------------------- machines


def as_json(each: Mutated) -> dict[str, Any]:
    return {
        "tried": each.tried,
        "killed": len(each.of(Fate.KILLED)),
        "percent": int(each.percent * 10) / 10,
        "stale": list(each.stale),
        "mutants": [
            {
                "at": _place(each.changes[outcome.number]),
                "change": each.changes[outcome.number].sort.name.lower(),
                "before": each.changes[outcome.number].before,
                "after": each.changes[outcome.number].after,
                "fate": outcome.fate.value,
                "killer": outcome.killer or None,
                "case": outcome.case or None,
                "reason": each.reasons.get(outcome.number),
            }
            for outcome in each.outcomes
        ],
    }


def as_junit(suites: ElementTree.Element, each: Mutated) -> None:
    """Add a suite with a case for each change that a scenario could have noticed."""
    suite = ElementTree.SubElement(
        suites,
        "testsuite",
        name=legal(f"{each.path}: changes"),
        tests=str(each.tried + len(each.stale)),
        failures=str(len(each.of(Fate.SURVIVED)) - len(each.reasons) + len(each.stale)),
        errors="0",
        skipped=str(len(each.reasons)),
    )
    for outcome in each.outcomes:
        if outcome.fate not in (Fate.KILLED, Fate.SURVIVED):
            continue
        change = each.changes[outcome.number]
        name = f"change {outcome.number + 1}, {_place(change)}: {change.sort.value}"
        case = ElementTree.SubElement(
            suite, "testcase", classname=legal(each.path), name=legal(name)
        )
        reason = each.reasons.get(outcome.number)
        if reason is not None:
            ElementTree.SubElement(case, "skipped", message=legal(reason))
        elif outcome.fate is Fate.SURVIVED:
            failure = ElementTree.SubElement(case, "failure", message="no scenario notices it")
            text = (f"- {change.before}", f"+ {change.after}", "", outcome.case)
            failure.text = legal("\n".join(text))
    for line in each.stale:
        case = ElementTree.SubElement(
            suite, "testcase", classname=legal(each.path), name=legal(line)
        )
        ElementTree.SubElement(case, "failure", message="the table says what is not so")
