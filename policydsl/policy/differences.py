"""Tell why a decision is not what a scenario expects: the clauses, and the facts behind them.

Facts and clauses are called by their names here, as the scenario calls them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.expectations import Check
from policydsl.core.scenario import Expectation
from policydsl.core.values import Kleene
from policydsl.explain import Explanation
from policydsl.explain.blocks import Entry, Mark, Section
from policydsl.explain.clausetrace import ClauseTrace, Role, Status
from policydsl.explain.reading import is_bare
from policydsl.explain.trace import FactRead, FactState, Step, StepKind

_MOST_CLAUSES = 4
_SAID = {Kleene.YES: "yes", Kleene.NO: "no", Kleene.UNKNOWN: "not known"}
_LIMITS = (ir.Kind.LIMIT, ir.Kind.EXTENSION)


def differences(
    expect: Expectation, failures: Iterable[Check], explanation: Explanation
) -> tuple[Section, ...]:
    """Return what explains *failures*: what the decision rests on, and what it does not."""
    failed = {check.what.partition(" ")[0].partition(".")[0]: check for check in failures}
    failed |= {check.what: check for check in failures}
    telling = _Telling(expect, explanation)
    sections: list[Section] = []
    for tell, whats in _TOLD:
        if failed.keys() & whats:
            sections += tell(telling)
    if failed.keys() & ({"remaining", "asked", "fits", "effects"} | telling.limits):
        sections += telling.counted()
    if "citations" in failed:
        sections += telling.uncited(failed["citations"])
    return tuple(section for section in sections if section.entries)


class _Telling:
    """What is told of one decision."""

    def __init__(self, expect: Expectation, explanation: Explanation) -> None:
        self.expect = expect
        self.explanation = explanation
        self.decision = explanation.decision
        self.limits = {reading.limit for reading in expect.readings if reading.limit}

    # ------------------------------------------------------- what decides

    def decided(self) -> Iterator[Section]:
        """Tell what the determination rests on, and what became of what was expected."""
        actual = self.decision.determination.value
        reasons = self.explanation.reasons()
        deciding = [c for c in reasons if c.role in (Role.DECIDES, Role.OPEN, Role.LIFTED)]
        yield Section(f"it is {actual} because", tuple(self._some(deciding, self._reason)))
        expected = self.expect.determination
        if self.expect.because:
            keys = {clause.key for clause in reasons}
            named = [c for c in self.explanation.clauses if self._is_expected(c)]
            absent = [clause for clause in named if clause.key not in keys]
            if len(absent) == len(named) or expected is self.decision.determination:
                because = ", ".join(meant.name for meant in self.expect.because)
                title = f"not because of {because}, since"
                yield Section(title, tuple(self._some(absent, self._absent)))
        elif expected not in (self.decision.determination, Determination.PEND_DOCUMENTATION):
            asking = [
                clause
                for clause in self.explanation.clauses
                if clause.determination is expected
                and clause.status not in (Status.OUTRANKED, Status.OTHER_BENEFIT)
            ]
            asking.sort(key=lambda clause: (not clause.nearly, clause.status is not Status.LIFTED))
            yield Section(
                f"it is not {expected.value}, since", tuple(self._some(asking, self._absent))
            )

    def _is_expected(self, clause: ClauseTrace) -> bool:
        return any(meant.among([clause.key]) for meant in self.expect.because)

    def _some(
        self, clauses: list[ClauseTrace], tell: Callable[[ClauseTrace], Entry]
    ) -> Iterator[Entry]:
        yield from map(tell, clauses[:_MOST_CLAUSES])
        if len(clauses) > _MOST_CLAUSES:
            yield Entry(f"and {len(clauses) - _MOST_CLAUSES} more", mark=Mark.ITEM)

    def _reason(self, clause: ClauseTrace) -> Entry:
        """Tell a clause behind the determination, by what made it hold."""
        if clause.status is Status.LIFTED:
            return self._absent(clause)
        if clause.kind is ir.Kind.SILENCE:
            below = tuple(
                Entry(f"{benefit.id} is not about the request", below=tuple(_tests(benefit.about)))
                for benefit in self.explanation.benefits
            )
            return Entry("no benefit is about the request", mark=Mark.ITEM, below=below)
        steps = [g for g in clause.guards if g.address.startswith(f"{clause.key}:")]
        unknown = [g for g in clause.guards if g.result is Kleene.UNKNOWN]
        looked_at = unknown[:1] or [*steps, *([clause.when] if clause.when else [])]
        found = [entry for step in looked_at for entry in _tests(step)]
        if clause.kind in _LIMITS:
            found = [*self._sum(clause.id), *found]
        if clause.result is not Kleene.UNKNOWN:
            return _entry(f"{clause.key} holds", clause, found)
        return _entry(f"{clause.key} may hold", clause, [*found, *_open_ends(clause)])

    def _sum(self, limit: str) -> Iterator[Entry]:
        for trace in self.explanation.limits:
            if trace.limit == limit:
                yield Entry(trace.line)

    def _absent(self, clause: ClauseTrace) -> Entry:
        """Tell why a clause is not among those that decide."""
        below: list[Entry] = []
        match clause.status:
            case Status.HOLDS:
                said = "holds"
            case Status.OUTRANKED:
                above = self.decision.determination.value
                said = f"holds, and {above} goes before {clause.determination.value}"
            case Status.LIFTED:
                said = "is lifted by its exception"
                for exception in clause.exceptions:
                    if exception.result is Kleene.YES:
                        below += _tests(exception.step)
            case Status.OVERRIDDEN:
                by = [key for key, result in clause.overriders if result is Kleene.YES]
                said = f"is overridden by {', '.join(by)}"
            case Status.UNKNOWN:
                return self._reason(clause)
            case Status.OTHER_BENEFIT:
                said = f"belongs to {clause.benefit}, which the request is not about"
            case _:
                said = _NOT_SO[clause.status]
                below += _tests(clause.failing) if clause.failing else ()
        return _entry(f"{clause.key} {said}", clause, below)

    # ------------------------------------------------------- what is missing

    def asked_for(self) -> Iterator[Section]:
        """Tell of each fact on one side only why it is, or is not, missing."""
        wanted = self.expect.missing or frozenset()
        actual = {missing.read.fact: missing for missing in self.explanation.missing}
        extra = [
            Entry(
                f"{fact} is missing",
                mark=Mark.ITEM,
                below=tuple(Entry(f"asked for by {clause.key}") for clause in trace.asked_by[:4]),
            )
            for fact, trace in actual.items()
            if fact not in wanted
        ]
        read = {read.fact: read for read in self.explanation.facts}
        lacking = [
            Entry(f"{fact} is not missing: {self._not_missing(read.get(fact))}", mark=Mark.ITEM)
            for fact in sorted(wanted - actual.keys())
        ]
        yield Section("what is missing", (*extra, *lacking))

    def _not_missing(self, read: FactRead | None) -> str:
        if read is None:
            return "no clause that was looked at reads it"
        match read.state:
            case FactState.GIVEN | FactState.ABSENT:
                return f"it was given, {_value(read)}"
            case FactState.ASSUMED:
                return f"it is assumed, {_value(read)}"
            case FactState.UNKNOWN:
                return "it is not known, and could not change the determination"

    # --------------------------------------------------- limits and payment

    def counted(self) -> Iterator[Section]:
        entries = []
        for limit in self.explanation.limits:
            used = [part for part in limit.used.summands if part.value != 0]
            parts = tuple(Entry(f"used: {_words(part.words, part.facts)}") for part in used)
            entries.append(Entry(f"{limit.limit}: {limit.line}", limit.citations, Mark.ITEM, parts))
        yield Section("the limits read" if entries else "no limit was read", tuple(entries))

    def paid(self) -> Iterator[Section]:
        pays = self.explanation.payment
        if pays is not None:
            below = tuple(Entry(_fact(read)) for read in pays.facts)
            yield Section("the payment", (Entry(pays.line, pays.citations, Mark.ITEM, below),))

    def assumed(self) -> Iterator[Section]:
        read = {read.fact: read for read in self.explanation.facts}
        wanted = [each.fact for each in self.expect.assumes or () if each.fact in read]
        told = tuple(Entry(_fact(read[fact]), mark=Mark.ITEM) for fact in wanted)
        yield Section("what was to be assumed", told)

    def uncited(self, check: Check) -> Iterator[Section]:
        """Tell what became of the clauses on which the lacking statements stand."""
        lacking = check.actual.removeprefix("without ").split(", ")
        clauses = [c for c in self.explanation.clauses if set(_cited(c)) & set(lacking)]
        yield Section("what these statements stand on", tuple(self._some(clauses, self._absent)))


_NOT_SO = {
    Status.DOES_NOT_HOLD: "does not hold",
    Status.GUARDED_OFF: "does not come in",
}
_TOLD: tuple[tuple[Callable[[_Telling], Iterator[Section]], frozenset[str]], ...] = (
    (
        _Telling.decided,
        frozenset({"determination", "because", "routes to", "outranked", "possible", "settled"}),
    ),
    (_Telling.asked_for, frozenset({"missing"})),
    (_Telling.paid, frozenset({"pays", "member pays"})),
    (_Telling.assumed, frozenset({"assumes"})),
)


def _open_ends(clause: ClauseTrace) -> Iterator[Entry]:
    """Tell the exceptions and the overriding clauses of which it is not known if they hold."""
    for exception in clause.exceptions:
        if exception.result is Kleene.UNKNOWN:
            below = tuple(_tests(exception.step))
            yield Entry("whether its exception holds is not known", below=below)
    for key, result in clause.overriders:
        if result is Kleene.UNKNOWN:
            yield Entry(f"whether {key} overrides it is not known")


# ------------------------------------------------------------------ conditions


def _entry(said: str, clause: ClauseTrace, below: Iterable[Entry]) -> Entry:
    place = (f"{clause.place.file}:{clause.place.line}",) if clause.place else ()
    return Entry(said, clause.citations, Mark.ITEM, (*below, *map(Entry, place)))


def _tests(step: Step) -> Iterator[Entry]:
    """Yield each test that makes a step what it is, with the facts that it read."""
    seen: set[str] = set()
    for part in step.decisive():
        if part.condition.kind is not StepKind.TEST:
            continue
        if is_bare(part):
            entry = Entry(_fact(part.facts[0]), part.citations)
        else:
            found = [Entry(_fact(read)) for read in part.facts]
            found += [Entry(f"{c.words} is {c.value}") for c in part.computed]
            said = f"{part.words}: {_SAID[part.result]}"
            entry = Entry(said, part.citations, below=tuple(found))
        if entry.text not in seen:
            seen.add(entry.text)
            yield entry


def _cited(clause: ClauseTrace) -> Iterator[str]:
    yield from clause.citations
    for step in (*clause.guards, *([clause.when] if clause.when else ())):
        for part in step.walk():
            yield from part.citations
    for exception in clause.exceptions:
        for inner in exception.walk():
            yield from inner.citations
            yield from (id for part in inner.step.walk() for id in part.citations)


def _fact(read: FactRead) -> str:
    """Return `progress_plateau is no (assumed)`."""
    return f"{read.fact} is {_value(read)}{' (assumed)' * (read.state is FactState.ASSUMED)}"


def _value(read: FactRead) -> str:
    """Return what a fact holds, members by their names."""
    match read.value:
        case str() as member if member.isidentifier():
            return member
        case list() as members:
            return f"{{{', '.join(members)}}}"
        case _:
            return "absent" if read.state is FactState.ABSENT else read.words


def _words(said: str, facts: Iterable[FactRead]) -> str:
    found = [_fact(read) for read in facts]
    return ", ".join(found) if found else said
