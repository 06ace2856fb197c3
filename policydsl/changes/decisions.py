"""Level 2: which requests are decided differently, benefit by benefit, each with a case."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

import attrs

from policydsl.analysis.standing import service_day
from policydsl.core import ir
from policydsl.frozen import field, frozen
from policydsl.solve.contrast import Aspect, Contrast, Direction
from policydsl.solve.differing import Comparison, Difference, Unproved
from policydsl.solve.queries import Class
from policydsl.solve.side import Lead, name_of
from policydsl.solve.slice import Answer


class Verdict(enum.Enum):
    """What became of a benefit; the value is the word in JSON."""

    EQUIVALENT = "equivalent"
    BROADER = "broader"
    NARROWER = "narrower"
    BOTH = "changed both ways"
    UNPROVED = "not proved"


@frozen
class BenefitChange:
    """What became of the requests that a benefit is about, in one version or in both."""

    benefit: str
    title: str
    verdict: Verdict


@frozen
class ClassChange:
    """Requests that are decided differently: in what, what leads on each side, and a case.

    `benefits` are those that some request of the class is about.
    """

    aspect: Aspect
    direction: Direction
    old: Lead
    new: Lead
    benefits: tuple[str, ...]
    case: Contrast = field(repr=False)


@frozen
class Open:
    """A class of which it was not found out whether any request is in it."""

    aspect: Aspect
    old: Lead
    new: Lead
    tried: int


@frozen
class Decided:
    """What is decided differently; `reasons` are decided alike, for other reasons.

    `as_if_in_force`: the versions are in force at different times, and were compared as if
    each were in force on the day of the request.
    """

    benefits: tuple[BenefitChange, ...]
    classes: tuple[ClassChange, ...]
    reasons: tuple[ClassChange, ...]
    unproved: tuple[Open, ...]
    as_if_in_force: bool


def decided(old: ir.Program, new: ir.Program, names: Mapping[str, str]) -> Decided:
    """Compare what two programs decide; *names* are new names of clauses by their old ones."""
    apart = _apart(old.in_force, new.in_force)
    if apart:
        old, new = _without_dates(old), _without_dates(new)
    old = _renamed(old, names)
    return summed(Comparison(old, new, _day(old, new)), apart)


def summed(comparison: Comparison, as_if_in_force: bool = False) -> Decided:
    """Search for every class, and say what became of each benefit."""
    found = list(comparison.found())
    reasons = [each for each in comparison.reasons() if isinstance(each, Difference)]
    return _Deciding(comparison, found).decided(reasons, as_if_in_force)


class _Deciding:
    def __init__(self, comparison: Comparison, found: list[Difference | Unproved]) -> None:
        self.comparison = comparison
        self.found = found
        old, new = comparison.programs
        self.benefits = {each.id: each for program in (old, new) for each in program.benefits}
        self._benefit_of = {
            name_of(clause): clause.benefit
            for program in (old, new)
            for clause in program.clauses
            if clause.benefit is not None
        }
        self._limits = {limit.id for program in (old, new) for limit in program.limits}

    def decided(self, reasons: Iterable[Difference], as_if: bool) -> Decided:
        classes = tuple(self._class(e) for e in self.found if isinstance(e, Difference))
        open_ = [each for each in self.found if isinstance(each, Unproved)]
        doubted = {name for each in open_ for name in self._benefits(each.name, each.wanted)}
        return Decided(
            benefits=tuple(
                BenefitChange(name, each.title, _verdict(name, classes, name in doubted))
                for name, each in self.benefits.items()
            ),
            classes=classes,
            reasons=tuple(self._class(each) for each in reasons),
            unproved=tuple(Open(e.name.aspect, e.name.old, e.name.new, e.tried) for e in open_),
            as_if_in_force=as_if,
        )

    def _class(self, found: Difference) -> ClassChange:
        name = found.name
        benefits = tuple(self._benefits(name, found.wanted))
        return ClassChange(name.aspect, name.direction, name.old, name.new, benefits, found.case)

    def _benefits(self, name: Class, wanted: Iterable[int]) -> list[str]:
        """Return the benefits that requests of a class can be about."""
        for lead in (name.old, name.new):
            benefit = self._benefit_of.get(lead.clause or "")
            if benefit is not None and not lead.asks and not self._has_parts(benefit):
                return [benefit]
        wanted = tuple(wanted)
        return [
            each
            for each in self.benefits
            if self.comparison.bears_on(wanted, each) is not Answer.NO
        ]

    def _has_parts(self, benefit: str) -> bool:
        return any(
            benefit in each.lineage and each.id != benefit for each in self.benefits.values()
        )


def _verdict(benefit: str, classes: Iterable[ClassChange], doubted: bool) -> Verdict:
    ways = {each.direction for each in classes if benefit in each.benefits}
    if not ways:
        return Verdict.UNPROVED if doubted else Verdict.EQUIVALENT
    if Direction.BROADER in ways and Direction.NARROWER in ways:
        return Verdict.BOTH
    if Direction.BROADER in ways:
        return Verdict.BROADER
    return Verdict.NARROWER if Direction.NARROWER in ways else Verdict.BOTH


# --------------------------------------------------------------------- versions


def _apart(one: ir.InForce, other: ir.InForce) -> bool:
    """Whether there is no day on which both are in force."""
    starts = [each for each in (one.start, other.start) if each is not None]
    ends = [each for each in (one.end, other.end) if each is not None]
    return bool(starts and ends) and max(starts) > min(ends)


def _without_dates(program: ir.Program) -> ir.Program:
    clauses = tuple(c for c in program.clauses if c.kind is not ir.Kind.IN_FORCE)
    return attrs.evolve(program, clauses=clauses, in_force=ir.InForce(None, None))


def _day(old: ir.Program, new: ir.Program) -> int:
    """Return a natural service date, on which both are in force where there is one."""
    starts = [each.in_force.start for each in (old, new) if each.in_force.start is not None]
    ends = [each.in_force.end for each in (old, new) if each.in_force.end is not None]
    day = service_day(new)
    if starts:
        day = max(day, *starts)
    return min([day, *ends])


def _renamed(program: ir.Program, names: Mapping[str, str]) -> ir.Program:
    """Return *program* with the names that its clauses, benefits and limits have now."""
    if not names:
        return program

    def new(name: str) -> str:
        return names.get(name, name)

    clauses = tuple(
        attrs.evolve(
            clause,
            key=new(clause.key),
            id=new(clause.id),
            benefit=clause.benefit and new(clause.benefit),
            overridden_by=tuple(map(new, clause.overridden_by)),
        )
        for clause in program.clauses
    )
    benefits = tuple(
        attrs.evolve(each, id=new(each.id), lineage=tuple(map(new, each.lineage)))
        for each in program.benefits
    )
    limits = tuple(attrs.evolve(each, id=new(each.id)) for each in program.limits)
    payments = tuple(
        attrs.evolve(each, benefit=each.benefit and new(each.benefit)) for each in program.payments
    )
    return attrs.evolve(
        program, clauses=clauses, benefits=benefits, limits=limits, payments=payments
    )
