"""Build the top-level items, and the lines that only they have."""

from __future__ import annotations

from policydsl.source import Span
from policydsl.syntax import ast
from policydsl.syntax.builder_expressions import Parts
from policydsl.syntax.builder_limits import LimitRules

_CLAUSE_WORDS = {word.value: word for word in ast.ClauseWord}


class ItemRules(LimitRules):
    """What to build for each item: headers, clauses, tables, scenarios, amendments."""

    # -- headers

    def policy(self, span: Span, parts: Parts) -> ast.Policy:
        id, title, cites, lines = parts
        return ast.Policy(id=id, title=title, citations=cites, lines=lines or (), span=span)

    def vocabulary(self, span: Span, parts: Parts) -> ast.Vocabulary:
        id, title, cites, lines = parts
        return ast.Vocabulary(id=id, title=title, citations=cites, lines=lines or (), span=span)

    def issuer(self, span: Span, parts: Parts) -> ast.Issuer:
        return ast.Issuer(parts[0], citations=parts[1], span=span)

    def edition(self, span: Span, parts: Parts) -> ast.Edition:
        return ast.Edition(parts[0], citations=parts[1], span=span)

    amendment_edition = edition

    def uses(self, span: Span, parts: Parts) -> ast.Uses:
        return ast.Uses(parts[0], span=span)

    def asks_first(self, span: Span, parts: Parts) -> ast.AsksFirst:
        return ast.AsksFirst(parts[0], citations=parts[1], span=span)

    def alternatives(self, span: Span, parts: Parts) -> ast.Alternatives:
        return ast.Alternatives(citations=parts[0], span=span)

    def source(self, span: Span, parts: Parts) -> ast.SourceItem:
        id, title, cites, lines = parts
        return ast.SourceItem(id=id, title=title, citations=cites, lines=lines or (), span=span)

    def source_updated(self, span: Span, parts: Parts) -> ast.SourceDate:
        return ast.SourceDate(ast.SourceWord.UPDATED, parts[0], span=span)

    def source_effective(self, span: Span, parts: Parts) -> ast.SourceDate:
        return ast.SourceDate(ast.SourceWord.EFFECTIVE, parts[0], span=span)

    def source_inventory(self, span: Span, parts: Parts) -> ast.SourceText:
        return ast.SourceText(ast.SourceWord.INVENTORY, parts[0], span=span)

    def source_publisher(self, span: Span, parts: Parts) -> ast.SourceText:
        return ast.SourceText(ast.SourceWord.PUBLISHER, parts[0], span=span)

    # -- clauses

    def clause_word(self, span: Span, parts: Parts) -> ast.ClauseWord:
        return _CLAUSE_WORDS[parts[0]]

    def clause(self, span: Span, parts: Parts) -> ast.Clause:
        word, *rest = parts
        return self.clause_of(word, span, rest)

    def clause_of(self, word: ast.ClauseWord, span: Span, parts: Parts) -> ast.Clause:
        id, title, cites, lines = parts
        return ast.Clause(word, lines or (), id=id, title=title, citations=cites, span=span)

    def require(self, span: Span, parts: Parts) -> ast.Clause:
        return self.clause_of(ast.ClauseWord.REQUIRE, span, parts)

    def define(self, span: Span, parts: Parts) -> ast.Clause:
        return self.clause_of(ast.ClauseWord.DEFINE, span, parts)

    def authorize_line(self, span: Span, parts: Parts) -> ast.Clause:
        return self.clause_of(ast.ClauseWord.AUTHORIZE, span, parts)

    def exclude_line(self, span: Span, parts: Parts) -> ast.Clause:
        return self.clause_of(ast.ClauseWord.EXCLUDE, span, parts)

    def sending_word(self, span: Span, parts: Parts) -> ast.SendingWord:
        return ast.SendingWord(parts[0])

    def sending(self, span: Span, parts: Parts) -> ast.Sending:
        word, id, title, target, cites, lines = parts
        return ast.Sending(
            word, target, lines or (), id=id, title=title, citations=cites, span=span
        )

    def review(self, span: Span, parts: Parts) -> ast.Review:
        id, title, leaning, cites, lines = parts
        return ast.Review(leaning, lines or (), id=id, title=title, citations=cites, span=span)

    def advise(self, span: Span, parts: Parts) -> ast.Advise:
        id, text, condition, cites, lines = parts
        return ast.Advise(id, text, condition, lines or (), citations=cites, span=span)

    def assume(self, span: Span, parts: Parts) -> ast.Assume:
        fact, value, title, cites, lines = parts
        return ast.Assume(fact, value, title, lines or (), citations=cites, span=span)

    def not_encoded(self, span: Span, parts: Parts) -> ast.NotEncoded:
        return ast.NotEncoded(parts[0], parts[2] or (), citations=parts[1], span=span)

    def open_question(self, span: Span, parts: Parts) -> ast.OpenQuestion:
        return ast.OpenQuestion(parts[0], parts[2] or (), citations=parts[1], span=span)

    def reading(self, span: Span, parts: Parts) -> ast.Reading:
        return ast.Reading(parts[0], span=span)

    def about(self, span: Span, parts: Parts) -> ast.About:
        return ast.About(parts[0], span=span)

    def accept_item(self, span: Span, parts: Parts) -> ast.Accept:
        return ast.Accept(parts[0], parts[1], parts[2] or (), span=span)

    def plan(self, span: Span, parts: Parts) -> ast.Plan:
        id, title, cites, lines = parts
        return ast.Plan(id=id, title=title, citations=cites, lines=lines or (), span=span)

    def plan_sets(self, span: Span, parts: Parts) -> ast.Sets:
        return ast.Sets(parts[0], parts[1], citations=parts[2], span=span)

    def plan_typically(self, span: Span, parts: Parts) -> ast.Typically:
        return ast.Typically(parts[1], parts[2], parts[0], citations=parts[3], span=span)

    def calendar(self, span: Span, parts: Parts) -> ast.Calendar:
        id, title, cites, lines = parts
        return ast.Calendar(id=id, title=title, citations=cites, lines=lines or (), span=span)

    def rest_days(self, span: Span, parts: Parts) -> ast.RestDays:
        return ast.RestDays(parts[0], span=span)

    def holiday(self, span: Span, parts: Parts) -> ast.Holiday:
        return ast.Holiday(parts[0], parts[1], span=span)

    def spans(self, span: Span, parts: Parts) -> ast.Spans:
        return ast.Spans(parts[0], parts[1], span=span)

    # -- amendments

    def amendment(self, span: Span, parts: Parts) -> ast.Amendment:
        id, title, cites, lines = parts
        return ast.Amendment(id=id, title=title, citations=cites, lines=lines, span=span)

    def amends(self, span: Span, parts: Parts) -> ast.Amends:
        return ast.Amends(parts[0], parts[1], span=span)

    def change(self, span: Span, parts: Parts) -> ast.Change:
        return ast.Change(parts[0], parts[1], parts[2], citations=parts[3], span=span)

    def remove(self, span: Span, parts: Parts) -> ast.Remove:
        *clauses, cites = parts
        return ast.Remove(tuple(clauses), citations=cites, span=span)

    def changed_amount(self, span: Span, parts: Parts) -> ast.Amount:
        return ast.Amount(parts[0], parts[1], span=span)

    def changed_amount_none(self, span: Span, parts: Parts) -> ast.Amount:
        return ast.Amount(None, parts[0], span=span)

    def add_to(self, span: Span, parts: Parts) -> ast.AddTo:
        return ast.AddTo(parts[0], parts[1], span=span)

    def add(self, span: Span, parts: Parts) -> ast.Add:
        return ast.Add(parts[0], span=span)

    def replace(self, span: Span, parts: Parts) -> ast.Replace:
        return ast.Replace(parts[0], span=span)

    def add_rows(self, span: Span, parts: Parts) -> ast.AddRows:
        return ast.AddRows(parts[0], parts[1], span=span)

    def remove_rows(self, span: Span, parts: Parts) -> ast.RemoveRows:
        return ast.RemoveRows(parts[0], parts[2], citations=parts[1], span=span)

    def replace_rows(self, span: Span, parts: Parts) -> ast.ReplaceRows:
        return ast.ReplaceRows(parts[0], parts[1], span=span)

    def change_rows(self, span: Span, parts: Parts) -> ast.ChangeRows:
        return ast.ChangeRows(parts[0], parts[1], span=span)

    def row_change(self, span: Span, parts: Parts) -> ast.RowChange:
        return ast.RowChange(parts[0], parts[1], span=span)
