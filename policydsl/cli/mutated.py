"""Write which changes of a policy no scenario notices, each with the scenario that would."""

from collections.abc import Iterator, Sequence
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


@attrs.frozen
class Mutated:
    """What became of every change of one policy."""

    path: str
    changes: tuple[Change, ...]
    outcomes: tuple[Outcome, ...]

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
    for policy, files in editions:
        mutants = mutants_of(files)
        assert mutants is not None
        trying = Trying(policy.program, policy.scenarios, mutants)
        found = shown(outcomes(trying, jobs), len(mutants.found), clean(path))
        for change, outcome in zip(mutants.changes, found, strict=True):
            key = (change.span, change.sort, change.before, change.after)
            earlier = by_change.get(key)
            if earlier is None or _WEIGHT[outcome.fate] < _WEIGHT[earlier[1].fate]:
                by_change[key] = (change, outcome)
    every = enumerate(by_change.values())
    numbered = [(change, attrs.evolve(outcome, number=place)) for place, (change, outcome) in every]
    return Mutated(path, tuple(c for c, _ in numbered), tuple(o for _, o in numbered))


_WEIGHT = {Fate.KILLED: 0, Fate.SURVIVED: 1, Fate.EQUIVALENT: 2, Fate.REFUSED: 3}


# ------------------------------------------------------------------------- text


def lines(each: Mutated) -> Iterator[str]:
    """Show the changes that no scenario notices, those that one scenario would show together."""
    for group in _by_case(each):
        changes = [each.changes[outcome.number] for outcome in group]
        for change in changes:
            yield styled(f"no scenario notices: {change.sort.value}", fg="yellow", bold=True)
            yield f"   --> {_place(change)}"
            yield styled(f"   - {clean(change.before)}", fg="red")
            if change.after:
                yield styled(f"   + {clean(change.after)}", fg="green")
        yield ""
        if group[0].case:
            yield from (f"       {line}" for line in group[0].case.splitlines())
        else:
            yield "       no request was found that would show it"
        yield ""
    yield f"{clean(each.path)}: {summary(each)}"


def summary(each: Mutated) -> str:
    survived, same = len(each.of(Fate.SURVIVED)), len(each.of(Fate.EQUIVALENT))
    words = f"{each.tried} changes, {each.tried - survived} noticed ({percentage(each.percent)})"
    words += f", {survived} not" if survived else ""
    return words + (f"; {same} more change no decision" if same else "")


def _by_case(each: Mutated) -> list[list[Outcome]]:
    """Group what survived by the scenario that would notice it, its title aside."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in each.of(Fate.SURVIVED):
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
        "mutants": [
            {
                "at": _place(each.changes[outcome.number]),
                "change": each.changes[outcome.number].sort.name.lower(),
                "before": each.changes[outcome.number].before,
                "after": each.changes[outcome.number].after,
                "fate": outcome.fate.value,
                "killer": outcome.killer or None,
                "case": outcome.case or None,
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
        tests=str(each.tried),
        failures=str(len(each.of(Fate.SURVIVED))),
        errors="0",
    )
    for outcome in each.outcomes:
        if outcome.fate not in (Fate.KILLED, Fate.SURVIVED):
            continue
        change = each.changes[outcome.number]
        name = f"change {outcome.number + 1}, {_place(change)}: {change.sort.value}"
        case = ElementTree.SubElement(
            suite, "testcase", classname=legal(each.path), name=legal(name)
        )
        if outcome.fate is Fate.SURVIVED:
            failure = ElementTree.SubElement(case, "failure", message="no scenario notices it")
            text = (f"- {change.before}", f"+ {change.after}", "", outcome.case)
            failure.text = legal("\n".join(text))
