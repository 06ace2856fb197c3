"""Which facts and papers a pending request is asked for (SPEC 4.8)."""

from __future__ import annotations

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.reference.clauses import PEND, Front
from policydsl.reference.completions import Completions, Evaluation
from policydsl.reference.truths import blame
from policydsl.reference.valuation import Valuation


@attrs.frozen
class Asked:
    """The facts asked for, with the keys of the clauses that ask, and the clauses that lack."""

    by_fact: dict[str, tuple[str, ...]]
    exact: bool
    lacking: tuple[ir.Clause, ...]
    open: tuple[ir.Clause, ...]


NOTHING = Asked({}, exact=True, lacking=(), open=())


def missing(
    program: ir.Program,
    valuation: Valuation,
    evaluation: Evaluation,
    completions: Completions,
    determination: Determination,
) -> Asked:
    """Return what to ask for; nothing unless the request pends."""
    if determination is not Determination.PEND_DOCUMENTATION:
        return NOTHING
    front = evaluation.front()
    lacking = (
        tuple(clause for clause in front.holding if clause.papers) if front.best == PEND else ()
    )
    keys = frozenset(clause.key for clause in lacking)
    later = evaluation.front(keys)

    askers: dict[str, list[str]] = {}
    for clause in later.open:
        for fact in evaluation.asks(clause):
            askers.setdefault(fact, []).append(clause.key)
    essential = completions.essential(keys, sorted(askers))
    chosen = {fact: askers[fact] for fact in askers if fact in essential.facts}
    exact = essential.exact
    papers = _papers_asked(lacking, valuation)
    if not chosen and later.open:
        others = sorted(_unknown_read(program, valuation) - askers.keys())
        beyond = completions.essential(keys, others)
        chosen = {fact: [c.key for c in later.open] for fact in beyond.facts}
        exact = exact and beyond.exact
    if not chosen and not papers:
        chosen, papers = _last_resort(program, valuation, evaluation, front, askers)

    first = _asked_first(program, valuation, chosen, later)
    if first is not None:
        return Asked({first: tuple(chosen[first])}, exact, lacking=(), open=later.open)
    merged = {fact: list(keys) for fact, keys in papers.items()}
    for fact, asking in chosen.items():
        known = merged.setdefault(fact, [])
        known += [key for key in asking if key not in known]
    by_fact = {fact: tuple(merged[fact]) for fact in sorted(merged)}
    return Asked(by_fact, exact, lacking, later.open)


def _papers_asked(lacking: tuple[ir.Clause, ...], valuation: Valuation) -> dict[str, list[str]]:
    """Return what lacking papers ask for: the facts they name, else those that make them lack."""
    found: dict[str, list[str]] = {}
    for clause in lacking:
        for fact in clause.asks_for or sorted(blame(clause.bite, valuation)):
            found.setdefault(fact, []).append(clause.key)
    return found


def _asked_first(
    program: ir.Program, valuation: Valuation, chosen: dict[str, list[str]], front: Front
) -> str | None:
    """Return the first of `asks first` that is unknown and asked for."""
    for fact in program.asks_first:
        if fact not in valuation.known and fact in chosen:
            return fact
    return None


def _unknown_read(program: ir.Program, valuation: Valuation) -> set[str]:
    return {fact for fact in program.read_facts if fact not in valuation.known}


def _last_resort(
    program: ir.Program,
    valuation: Valuation,
    evaluation: Evaluation,
    front: Front,
    askers: dict[str, list[str]],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Nothing changes the outcome and nothing is known to lack: which papers lack is open.

    Ask for the facts that open papers ask for; else for what those papers read.
    """
    papers = [clause for clause in front.open if clause.papers]
    asked = {
        fact: [c.key for c in papers if fact in evaluation.asks(c)]
        for fact in sorted({f for c in papers for f in evaluation.asks(c)})
    }
    if asked:
        return asked, {}
    return {}, {fact: list(keys) for fact, keys in askers.items()}
