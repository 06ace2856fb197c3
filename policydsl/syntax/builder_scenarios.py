"""Build scenarios: what is given, and what is expected of the decision."""

from __future__ import annotations

from policydsl.source import Span
from policydsl.syntax import ast
from policydsl.syntax.builder_expressions import Parts
from policydsl.syntax.builder_tables import TableRules


class ScenarioRules(TableRules):
    """What to build for cases, scenarios and tables of them."""

    def case(self, span: Span, parts: Parts) -> ast.Case:
        id, title, cites, lines = parts
        return ast.Case(id=id, title=title, citations=cites, lines=lines, span=span)

    def scenario(self, span: Span, parts: Parts) -> ast.Scenario:
        return ast.Scenario(parts[0], parts[2], citations=parts[1], span=span)

    def scenarios(self, span: Span, parts: Parts) -> ast.ScenarioTable:
        return ast.ScenarioTable(parts[0], parts[2], citations=parts[1], span=span)

    def as_of(self, span: Span, parts: Parts) -> ast.AsOf:
        return ast.AsOf(parts[0], span=span)

    def given_block(self, span: Span, parts: Parts) -> ast.Given:
        return ast.Given(parts[0], span=span)

    def given_like(self, span: Span, parts: Parts) -> ast.Given:
        return ast.Given(parts[1] or (), like=parts[0], span=span)

    def given(self, span: Span, parts: Parts) -> ast.GivenFact:
        return ast.GivenFact(parts[0], parts[1], span=span)

    def columns_block(self, span: Span, parts: Parts) -> ast.Columns:
        return ast.Columns(parts[0], parts[1], span=span)

    # -- what is expected

    def expect(self, span: Span, parts: Parts) -> ast.Expect:
        determination, because, cites, lines = parts
        return ast.Expect(determination, because, lines or (), citations=cites, span=span)

    def because_these(self, span: Span, parts: Parts) -> ast.Because:
        return ast.Because(parts[0], span=span)

    def because_only(self, span: Span, parts: Parts) -> ast.Because:
        return ast.Because(parts[0], only=True, span=span)

    def expect_missing(self, span: Span, parts: Parts) -> ast.ExpectMissing:
        return ast.ExpectMissing(parts[0], parts[1] or (), span=span)

    def expect_missing_nothing(self, span: Span, parts: Parts) -> ast.ExpectMissing:
        return ast.ExpectMissing((), span=span)

    def expect_remaining(self, span: Span, parts: Parts) -> ast.ExpectRemaining:
        return ast.ExpectRemaining(None, parts[0], span=span)

    def expect_remaining_of(self, span: Span, parts: Parts) -> ast.ExpectRemaining:
        return ast.ExpectRemaining(parts[0], parts[1], span=span)

    def expect_reading(self, span: Span, parts: Parts) -> ast.ExpectReading:
        return ast.ExpectReading(parts[0], parts[1], span=span)

    def expect_asked(self, span: Span, parts: Parts) -> ast.ExpectAsked:
        return ast.ExpectAsked(parts[0], span=span)

    def expect_fits(self, span: Span, parts: Parts) -> ast.ExpectFits:
        return ast.ExpectFits(parts[0], span=span)

    def expect_no_effects(self, span: Span, parts: Parts) -> ast.ExpectNoEffects:
        return ast.ExpectNoEffects(span=span)

    def expect_pays(self, span: Span, parts: Parts) -> ast.ExpectPays:
        return ast.ExpectPays(tuple(part for part in parts if part is not None), span=span)

    def expect_pays_unstated(self, span: Span, parts: Parts) -> ast.ExpectPays:
        return ast.ExpectPays((), span=span)

    def expect_member_pays(self, span: Span, parts: Parts) -> ast.ExpectMemberPays:
        return ast.ExpectMemberPays(parts[0], span=span)

    def expect_possible(self, span: Span, parts: Parts) -> ast.ExpectPossible:
        return ast.ExpectPossible(parts[0], span=span)

    def expect_settled(self, span: Span, parts: Parts) -> ast.ExpectSettled:
        return ast.ExpectSettled(True, span=span)

    def expect_not_settled(self, span: Span, parts: Parts) -> ast.ExpectSettled:
        return ast.ExpectSettled(False, span=span)

    def expect_routes_to(self, span: Span, parts: Parts) -> ast.ExpectRoutesTo:
        return ast.ExpectRoutesTo(parts[0], span=span)

    def expect_routes_nowhere(self, span: Span, parts: Parts) -> ast.ExpectRoutesTo:
        return ast.ExpectRoutesTo(None, span=span)

    def expect_outranked(self, span: Span, parts: Parts) -> ast.ExpectOutranked:
        return ast.ExpectOutranked(parts[0], span=span)

    def expect_outranked_nothing(self, span: Span, parts: Parts) -> ast.ExpectOutranked:
        return ast.ExpectOutranked((), span=span)

    def expect_assumes(self, span: Span, parts: Parts) -> ast.ExpectAssumes:
        return ast.ExpectAssumes(parts[0], parts[1], span=span)

    def expect_assumes_nothing(self, span: Span, parts: Parts) -> ast.ExpectAssumes:
        return ast.ExpectAssumes(None, span=span)

    def expect_advises(self, span: Span, parts: Parts) -> ast.ExpectAdvises:
        return ast.ExpectAdvises(parts[0], span=span)

    expect_advises_text = expect_advises

    def expect_advises_only(self, span: Span, parts: Parts) -> ast.ExpectAdvises:
        return ast.ExpectAdvises(parts[0], only=True, span=span)

    def expect_advises_nothing(self, span: Span, parts: Parts) -> ast.ExpectAdvises:
        return ast.ExpectAdvises((), only=True, span=span)

    def expect_open_question(self, span: Span, parts: Parts) -> ast.ExpectOpenQuestion:
        return ast.ExpectOpenQuestion(parts[0], span=span)

    def expect_no_open_question(self, span: Span, parts: Parts) -> ast.ExpectOpenQuestion:
        return ast.ExpectOpenQuestion(None, span=span)
