"""Find requests about a covered service that no benefit and no other clause decides.

What a request is about is said by the one-of facts that the policy `asks first` and that
scopes read; of a policy that asks for nothing first it is not known.  A gap is a request in
which each of them has a value that some benefit names, and no benefit is about it all the
same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policydsl.analysis import problems, problems_services
from policydsl.analysis.claims import Claim
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Stand, Standing
from policydsl.core import ir
from policydsl.core.facts import Choice
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.gates import Among
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer

Named = Mapping[str, Mapping[str, Sequence[Stand]]]
"""By fact and value, the benefits that name the value, the one that names fewest first."""


def covered_services_left_open(standing: Standing) -> Iterator[Finding]:
    """Yield a finding for each benefit whose services are elsewhere left to nobody."""
    named = _named(standing)
    silence = next((s for s in standing.stands if s.clause.kind is ir.Kind.SILENCE), None)
    if not named or silence is None:
        return
    gates = standing.gates
    wanted = [silence.holds, *(-other.holds for other in standing.stronger(silence))]
    for fact, benefits in named.items():
        wanted.append(gates.any_of(_has(standing, fact, value) for value in benefits))
    slice = standing.everywhere
    if slice.can(*wanted) is Answer.NO:
        return
    for fact, benefits in named.items():
        left: dict[str, list[str]] = {}
        for value, covers in benefits.items():
            if slice.can(*wanted, _has(standing, fact, value)) is Answer.YES:
                left.setdefault(covers[0].clause.key, []).append(value)
        for values in left.values():
            cover, *others = (each.clause for each in benefits[values[0]])

            def told(
                cover: ir.Clause = cover,
                others: Sequence[ir.Clause] = others,
                fact: str = fact,
                values: list[str] = values,
            ) -> Diagnostic:
                has = _has(standing, fact, values[0])
                test = ir.MemberIs(fact, frozenset({values[0]}))
                claim = Claim(((test, Kleene.YES),), alone=(silence.clause,))
                case = standing.case(slice, claim, *wanted, has)
                if case is None:
                    what = f"every request about `{values[0]}` is decided"
                    return problems.not_analysed(cover.span, what)
                return problems_services.service_left_open([cover, *others], fact, values, case)

            places = (cover.span,) if cover.span else ()
            yield Finding(catalogue.SERVICE_LEFT_OPEN, places, told, fact)


def _has(standing: Standing, fact: str, value: str) -> Literal:
    gates = standing.gates
    return gates.all_of([gates.present(fact), gates.leaf(Among(fact, frozenset({value})))])


def _named(standing: Standing) -> Named:
    """Return which values of what a request is about are named by some benefit."""
    program, pinning = standing.program, standing.pinning
    found: dict[str, dict[str, list[Stand]]] = {}
    count: dict[tuple[str, str], int] = {}
    for cover in standing.covers:
        if cover.clause.key in standing.dead:
            continue
        for fact, values in pinning.of(cover.clause.bite, True).items():
            kind = program.facts[fact].type
            if isinstance(kind, Choice):
                count[fact, cover.clause.key] = len(values)
                for member in kind.members:
                    if member in values:
                        found.setdefault(fact, {}).setdefault(member, []).append(cover)
    for fact, covers_by_value in found.items():
        for covers in covers_by_value.values():
            covers.sort(key=lambda cover: count[fact, cover.clause.key])
    return {fact: found[fact] for fact in program.asks_first if fact in found}
