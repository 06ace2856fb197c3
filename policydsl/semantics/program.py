"""Put the clauses of a policy together: what each guards against, beats, and is beaten by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from policydsl.core import ir
from policydsl.core.reading import citations_in, facts_read
from policydsl.core.scenario import Scenario
from policydsl.frozen import frozen
from policydsl.semantics import binding, clauses, dating, overrides, plans
from policydsl.semantics.applicability import Applicability, read_applicability
from policydsl.semantics.assumptions import assumptions
from policydsl.semantics.benefits import Benefits
from policydsl.semantics.citations import Cites
from policydsl.semantics.constancy import constant_papers
from policydsl.semantics.documents import documents
from policydsl.semantics.drafts import Build, Draft, Reach, Site
from policydsl.semantics.exclusions import exclude
from policydsl.semantics.headings import title_of
from policydsl.semantics.joining import YES, uncited
from policydsl.semantics.limits import Limits
from policydsl.semantics.lowering import Lowering
from policydsl.semantics.problems_names import not_yet
from policydsl.semantics.questions import open_questions
from policydsl.semantics.scenarios import Examples, scenarios
from policydsl.semantics.scope import clauses_of_scope
from policydsl.semantics.speaking import problems_in_head, sayings, silent
from policydsl.syntax import ast


@frozen
class Lowered:
    """A policy, not yet hashed, with its scenarios; `cites` says what each clause rests on."""

    program: ir.Program
    scenarios: tuple[Scenario, ...]
    cites: tuple[Cites, ...]


def lower(low: Lowering, policy: ast.File, examples: Examples) -> Lowered | None:
    """Lower the policy that *policy* holds; None when it has no `policy` item.

    What is wrong goes to *low*; the program is then not to be decided with.
    """
    header = next((item for item in policy.items if isinstance(item, ast.Policy)), None)
    return _Lowerer(low, policy, header).lower(examples) if header else None


class _Lowerer:
    def __init__(self, low: Lowering, policy: ast.File, header: ast.Policy) -> None:
        self.low = low
        self.policy = policy
        self.header = header
        self.build = Build(low)
        self.limits = Limits(self.build)
        self.settings: tuple[ir.Setting, ...] = ()
        # By name, the clauses that it stands for; by clause, what it cites.
        self.keys: dict[str, list[str]] = {}
        self.borne: dict[str, tuple[str, ...]] = {}
        low.limit_terms = self.limits.terms

    def lower(self, examples: Examples) -> Lowered:
        items = self.policy.items
        self.low.check_definitions()
        plans.check_plans(self.low)
        self.settings = plans.settings(self.low)
        assumes = [item for item in items if isinstance(item, ast.Assume)]
        assumed = assumptions(self.low, assumes, plans.supplied(self.settings))
        benefits = Benefits(self.build)
        self.build.asked_per = lambda unit, site: self._asked_per(benefits, unit, site)
        applicability = read_applicability(self.build, items)
        for item in items:
            self._item(item, benefits)
        documents(self.build, benefits)
        self.limits.bind(benefits)
        binding.speak(self.build, self.limits.limit_by_key, self.limits.bound)
        drafts = [*self.build.drafts, *applicability.redirects]
        beaten_by = overrides.beaten_by(self.build, drafts)
        self.build.problems.extend(clauses.unjust_denials(self.build))
        self.build.problems.extend(constant_papers(drafts, self.low.scope.facts))
        self.build.problems.extend(problems_in_head(self.header))
        self.build.problems.extend(silent(self.header, drafts, applicability.items))
        standing = clauses_of_scope(self.header, applicability, benefits)
        lowered = (
            *standing,
            *(self._clause(draft, applicability, benefits, beaten_by) for draft in drafts),
        )
        self.keys = overrides.keys_by_name(drafts)
        self.keys |= {clause.key: [clause.key] for clause in standing}
        self.borne = {draft.key: draft.bears for draft in drafts} | {
            clause.key: (*clause.citations, *citations_in(clause.bite)) for clause in standing[:-1]
        }
        program = self._program(items, lowered, applicability, benefits, assumed)
        advised = [advice.id for advice in program.advice]
        worked = scenarios(self.build, examples, self.keys, advised)
        return Lowered(program, worked, _cites(drafts, applicability))

    def _asked_per(self, benefits: Benefits, unit: str, site: Site) -> ir.Term | None:
        for key in benefits.lineage(site.benefit) if site.benefit else ():
            limits = self.limits.counted_in(unit, benefits.cover_by_key[key])
            if len({limit.asked for limit in limits}) == 1:
                return limits[0].asked
        return None

    def _item(self, item: ast.AnyItem, benefits: Benefits) -> None:
        build = self.build
        if isinstance(item, _CLAUSES) and not build.stands(item.id.text, item):
            return  # a second item of that name, reported already
        site = Site()
        match item:
            case ast.Clause():
                self._clause_item(item, benefits)
            case ast.Sending():
                clauses.sending(build, item)
            case ast.Review():
                clauses.review(build, item)
            case ast.Advise():
                clauses.advise(build, item, site)
            case ast.Calendar():
                build.problems.append(not_yet(item.id.span, "a calendar of business days"))
            case _:
                pass

    def _clause_item(self, item: ast.Clause, benefits: Benefits) -> None:
        build, key = self.build, item.id.text
        match item.word:
            case ast.ClauseWord.COVER:
                benefits.read(key)
            case ast.ClauseWord.EXCLUDE:
                exclude(build, item, Site())
            case ast.ClauseWord.REQUIRE:
                clauses.require(build, item, Site())
            case ast.ClauseWord.AUTHORIZE:
                clauses.authorize(build, item, Site())
            case _:
                # An applies, a limit, a document or a define is read elsewhere.
                clauses.remarks(build, item.lines, Site(key=key))

    # ---------------------------------------------------------------- clauses

    def _clause(
        self,
        draft: Draft,
        applicability: Applicability,
        benefits: Benefits,
        beaten_by: dict[str, tuple[str, ...]],
    ) -> ir.Clause:
        guards: list[ir.Truth] = []
        if draft.kind is ir.Kind.REDIRECT:
            guards.append(applicability.beside(draft.key))
        else:
            guards.append(applicability.holds)
        match draft.reach:
            case Reach.BENEFIT:
                assert draft.benefit is not None
                guards.append(benefits.reach(draft.benefit))
            case Reach.EVERY_BENEFIT:
                guards.append(benefits.some())
            case Reach.ANYWHERE | Reach.OWN:
                pass
        guards += draft.guards
        return ir.Clause(
            key=draft.key,
            id=draft.id,
            title=draft.title,
            kind=draft.kind,
            determination=draft.determination,
            target=draft.target,
            guards=tuple(guard for guard in guards if guard != YES),
            bite=draft.bite,
            exceptions=draft.exceptions,
            overridden_by=beaten_by.get(draft.key, ()),
            papers=draft.papers,
            asks_for=draft.asks_for,
            benefit=draft.benefit,
            citations=draft.citations,
            rank=draft.rank,
            member_pays=draft.member_pays,
            leaning=draft.leaning,
            says=draft.says,
            span=draft.span,
        )

    # ---------------------------------------------------------------- program

    def _program(
        self,
        items: Iterable[ast.AnyItem],
        lowered: tuple[ir.Clause, ...],
        applicability: Applicability,
        benefits: Benefits,
        assumed: tuple[ir.Assumption, ...],
    ) -> ir.Program:
        header, facts = self.header, self.low.scope.facts
        payments = tuple(
            attrs.evolve(payment, guards=self._under(benefits.paying(site.benefit), payment.guards))
            for site, payment in self.build.payments
            if site.benefit
        )
        # Nothing is advised where the policy does not apply.
        governed = self.build.all_of(dating.range_truth(header.lines), applicability.holds)
        within = uncited(governed)
        advice = tuple(
            attrs.evolve(
                advice,
                guards=self._under(within, self._under(self._about(site, benefits), advice.guards)),
            )
            for site, advice in self.build.advice
        )
        advice += tuple(
            attrs.evolve(remark, guards=self._under(within, remark.guards))
            for remark in plans.advice(self.low)
        )
        limits = binding.lowered(self.build, self.limits.bound, applicability.holds)
        borne = self.borne | {one.id: one.citations for one in advice}
        questions = open_questions(self.build, items, borne, self.keys)
        read = facts_read(tuple(clause for clause in lowered), limits, payments, advice, assumed)
        assumed_facts = {assumption.fact for assumption in assumed if not assumption.stated}
        return ir.Program(
            id=header.id.text,
            title=title_of(header),
            issuer=next((li.text.text for li in header.lines if isinstance(li, ast.Issuer)), ""),
            edition=dating.edition(header.lines),
            in_force=dating.in_force(header.lines),
            facts=facts,
            read_facts=tuple(n for n in facts.by_name if n in read or n in assumed_facts),
            asks_first=self._asks_first(),
            assumptions=assumed,
            clauses=lowered,
            benefits=benefits.lowered(),
            limits=limits,
            payments=payments,
            advice=advice,
            open_questions=questions,
            alternatives=self._alternatives(),
            content_hash="",
            settings=self.settings,
            sayings=sayings(header.lines),
            span=header.span,
        )

    def _about(self, site: Site, benefits: Benefits) -> ir.Truth:
        return benefits.reach(site.benefit) if site.benefit else YES

    def _under(self, about: ir.Truth, guards: tuple[ir.Truth, ...]) -> tuple[ir.Truth, ...]:
        return guards if about == YES else (about, *guards)

    def _asks_first(self) -> tuple[str, ...]:
        facts = [
            self.low.fact(name)
            for line in self.header.lines
            if isinstance(line, ast.AsksFirst)
            for name in line.facts
        ]
        return tuple(dict.fromkeys(fact.name for fact in facts if fact))

    def _alternatives(self) -> bool:
        for line in self.header.lines:
            if isinstance(line, ast.Alternatives):
                self.build.problems.append(not_yet(line.span, "`benefits are alternatives`"))
                return True
        return False


def _cites(drafts: Sequence[Draft], applicability: Applicability) -> tuple[Cites, ...]:
    """Say of each construct what it cites, its exceptions and conditions included."""
    found: dict[str, Cites] = {}
    for draft in drafts:
        key = draft.part_of if draft.kind in _SEVERAL and draft.part_of else draft.key
        first = found.get(key)
        before = first.citations if first else ()
        found[key] = Cites(draft.name, draft.head, (*before, *draft.bears))
    return (*applicability.cites, *found.values())


_CLAUSES = (ast.Clause, ast.Sending, ast.Review)

# Constructs that say several things, of which each need not cite for itself.
_SEVERAL = frozenset({ir.Kind.REDIRECT, ir.Kind.EXTENSION})
