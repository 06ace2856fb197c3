"""Build the nodes of the lines that stand inside an item."""

from __future__ import annotations

from policydsl.source import Span
from policydsl.syntax import ast
from policydsl.syntax.builder_expressions import ExpressionRules, Parts


class LineRules(ExpressionRules):
    """What to build for each line of a clause, limit, table, scenario or amendment."""

    # -- conditions

    def when_line(self, span: Span, parts: Parts) -> ast.When:
        return ast.When(parts[0].expr, citations=parts[0].citations, span=span)

    def met_when(self, span: Span, parts: Parts) -> ast.MetWhen:
        return ast.MetWhen(parts[0].expr, citations=parts[0].citations, span=span)

    def unless(self, span: Span, parts: Parts) -> ast.Unless:
        return ast.Unless(parts[0].expr, citations=parts[0].citations, span=span)

    def counts_when(self, span: Span, parts: Parts) -> ast.CountsWhen:
        return ast.CountsWhen(parts[0].expr, citations=parts[0].citations, span=span)

    def satisfied_by(self, span: Span, parts: Parts) -> ast.SatisfiedBy:
        return ast.SatisfiedBy(parts[0].expr, citations=parts[0].citations, span=span)

    def settled_by(self, span: Span, parts: Parts) -> ast.SettledBy:
        return ast.SettledBy(parts[0], citations=parts[1], span=span)

    def for_line(self, span: Span, parts: Parts) -> ast.For:
        return ast.For(parts[0], parts[2] or (), citations=parts[1], span=span)

    def for_listed(self, span: Span, parts: Parts) -> ast.For:
        return ast.For(parts[0], (), span=span)

    def plan_for(self, span: Span, parts: Parts) -> ast.For:
        return ast.For(parts[0], (), citations=parts[1], span=span)

    amendment_for = plan_for

    def if_block(self, span: Span, parts: Parts) -> ast.If:
        return ast.If(parts[0], parts[2], citations=parts[1], span=span)

    def exception(self, span: Span, parts: Parts) -> ast.Except:
        title, items, condition, cites, lines = parts
        return ast.Except(title, items or (), condition, lines or (), citations=cites, span=span)

    def exception_listed(self, span: Span, parts: Parts) -> ast.Except:
        return ast.Except(parts[0], parts[1] or (), parts[2], (), span=span)

    # -- what a clause says

    def in_force_always(self, span: Span, parts: Parts) -> ast.InForce:
        return ast.InForce(None, None, citations=parts[0], span=span)

    def in_force_from(self, span: Span, parts: Parts) -> ast.InForce:
        return ast.InForce(parts[0], parts[1], citations=parts[2], span=span)

    def in_force_until(self, span: Span, parts: Parts) -> ast.InForce:
        return ast.InForce(None, parts[0], citations=parts[1], span=span)

    def part_of(self, span: Span, parts: Parts) -> ast.PartOf:
        return ast.PartOf(parts[0], citations=parts[1], span=span)

    def overrides(self, span: Span, parts: Parts) -> ast.Overrides:
        return ast.Overrides(parts[0], citations=parts[1], span=span)

    def amendment_overrides(self, span: Span, parts: Parts) -> ast.Overrides:
        return ast.Overrides(parts[0], span=span)

    def otherwise(self, span: Span, parts: Parts) -> ast.Otherwise:
        return ast.Otherwise(parts[0], citations=parts[1], span=span)

    def ask_for(self, span: Span, parts: Parts) -> ast.AskFor:
        return ast.AskFor(parts[0], span=span)

    def counts(self, span: Span, parts: Parts) -> ast.CountsToward:
        return ast.CountsToward(parts[0], True, citations=parts[1], span=span)

    def counts_unlimited(self, span: Span, parts: Parts) -> ast.CountsToward:
        return ast.CountsToward(parts[0], False, citations=parts[1], span=span)

    def outside(self, span: Span, parts: Parts) -> ast.Outside:
        return ast.Outside(parts[0], citations=parts[1], span=span)

    def outside_every(self, span: Span, parts: Parts) -> ast.Outside:
        return ast.Outside(None, citations=parts[0], span=span)

    def complete(self, span: Span, parts: Parts) -> ast.Complete:
        return ast.Complete(parts[0], citations=parts[1], span=span)

    def direct_to(self, span: Span, parts: Parts) -> ast.DirectTo:
        return ast.DirectTo(parts[0], citations=parts[1], span=span)

    def included_in(self, span: Span, parts: Parts) -> ast.IncludedIn:
        return ast.IncludedIn(parts[0], citations=parts[1], span=span)

    def bullet_item(self, span: Span, parts: Parts) -> ast.Item:
        id, title, item_condition, cites, lines = parts
        word, condition = item_condition or (None, None)
        return ast.Item(id, title, word, condition, lines or (), citations=cites, span=span)

    def item_when(self, span: Span, parts: Parts) -> tuple[ast.ItemWord, ast.Expr]:
        return ast.ItemWord.WHEN, parts[0]

    def item_met_when(self, span: Span, parts: Parts) -> tuple[ast.ItemWord, ast.Expr]:
        return ast.ItemWord.MET_WHEN, parts[0]

    def any_block(self, span: Span, parts: Parts) -> ast.AnyOf:
        return ast.AnyOf(parts[1], citations=parts[0], span=span)

    def text_line(self, span: Span, parts: Parts) -> ast.TextLine:
        return ast.TextLine(parts[0], span=span)

    def say(self, span: Span, parts: Parts) -> ast.Say:
        return ast.Say(parts[0], span=span)

    def say_when(self, span: Span, parts: Parts) -> ast.Say:
        return ast.Say(parts[1], when=parts[0], span=span)

    def say_fact(self, span: Span, parts: Parts) -> ast.Say:
        return ast.Say(parts[0], otherwise=parts[1], span=span)

    def accept(self, span: Span, parts: Parts) -> ast.Accept:
        return ast.Accept(parts[0], parts[1], (), span=span)

    def value_line(self, span: Span, parts: Parts) -> ast.ValueLine:
        return ast.ValueLine(parts[0], citations=parts[1], span=span)

    def value_listed(self, span: Span, parts: Parts) -> ast.ValueLine:
        return ast.ValueLine(parts[0], span=span)

    def outcome(self, word: ast.OutcomeWord, span: Span) -> ast.Outcome:
        return ast.Outcome(word, None, span=span)

    def outcome_not_covered(self, span: Span, parts: Parts) -> ast.Outcome:
        return self.outcome(ast.OutcomeWord.NOT_COVERED, span)

    def outcome_pend(self, span: Span, parts: Parts) -> ast.Outcome:
        return self.outcome(ast.OutcomeWord.PEND, span)

    def outcome_review(self, span: Span, parts: Parts) -> ast.Outcome:
        return self.outcome(ast.OutcomeWord.REVIEW, span)

    def outcome_refer(self, span: Span, parts: Parts) -> ast.Outcome:
        return ast.Outcome(ast.OutcomeWord.REFER, parts[0], span=span)

    def outcome_prior_auth(self, span: Span, parts: Parts) -> ast.Outcome:
        return self.outcome(ast.OutcomeWord.PRIOR_AUTH, span)

    def outcome_exhausted(self, span: Span, parts: Parts) -> ast.Outcome:
        return self.outcome(ast.OutcomeWord.EXHAUSTED, span)

    def outcome_not_applicable(self, span: Span, parts: Parts) -> ast.Outcome:
        return self.outcome(ast.OutcomeWord.NOT_APPLICABLE, span)

    def outcome_member_pays(self, span: Span, parts: Parts) -> ast.Outcome:
        return self.outcome(ast.OutcomeWord.MEMBER_PAYS, span)

    def outcome_covered(self, span: Span, parts: Parts) -> ast.Outcome:
        return self.outcome(ast.OutcomeWord.COVERED, span)

    # -- payment

    def pays(self, span: Span, parts: Parts) -> ast.Pays:
        *payments, condition, cites = parts
        return ast.Pays(tuple(payments), condition, citations=cites, span=span)

    def pays_rate(self, span: Span, parts: Parts) -> ast.PaysRate:
        return ast.PaysRate(parts[0], span=span)

    def pays_copay(self, span: Span, parts: Parts) -> ast.PaysCopay:
        return ast.PaysCopay(parts[0], parts[1], span=span)

    def pays_deductible(self, span: Span, parts: Parts) -> ast.PaysDeductible:
        return ast.PaysDeductible(parts[0], span=span)

    def pays_of(self, span: Span, parts: Parts) -> ast.PaysOf:
        return ast.PaysOf(parts[0], span=span)

    def pays_rounded(self, span: Span, parts: Parts) -> ast.PaysRounded:
        return ast.PaysRounded(parts[0], span=span)

    def pays_nothing(self, span: Span, parts: Parts) -> ast.PaysNothing:
        return ast.PaysNothing(span=span)
