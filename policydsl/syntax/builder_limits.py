"""Build the lines of counters and limits."""

from __future__ import annotations

from policydsl.source import Span
from policydsl.syntax import ast
from policydsl.syntax.builder_expressions import Parts
from policydsl.syntax.builder_lines import LineRules


class LimitRules(LineRules):
    """What to build for each line of a counter or a limit."""

    def amount(self, span: Span, parts: Parts) -> ast.Amount:
        return ast.Amount(parts[0], parts[1], citations=parts[2], span=span)

    amount_of = amount

    def amount_none(self, span: Span, parts: Parts) -> ast.Amount:
        return ast.Amount(None, parts[0], citations=parts[1], span=span)

    def window_week(self, span: Span, parts: Parts) -> ast.WindowName:
        return ast.WindowName(ast.WindowWord.CALENDAR_WEEK, parts[0], span=span)

    def window_month(self, span: Span, parts: Parts) -> ast.WindowName:
        return ast.WindowName(ast.WindowWord.CALENDAR_MONTH, span=span)

    def window_year(self, span: Span, parts: Parts) -> ast.WindowName:
        return ast.WindowName(ast.WindowWord.CALENDAR_YEAR, span=span)

    def window_plan_year(self, span: Span, parts: Parts) -> ast.WindowName:
        return ast.WindowName(ast.WindowWord.PLAN_YEAR, span=span)

    def window_benefit_year(self, span: Span, parts: Parts) -> ast.WindowName:
        return ast.WindowName(ast.WindowWord.BENEFIT_YEAR, span=span)

    def window_sliding(self, span: Span, parts: Parts) -> ast.WindowName:
        return ast.WindowName(ast.WindowWord.SLIDING, length=parts[0], span=span)

    def window_named(self, span: Span, parts: Parts) -> ast.WindowName:
        return ast.WindowName(ast.WindowWord.NAMED, parts[0], span=span)

    def window(self, span: Span, parts: Parts) -> ast.WindowFrom:
        return ast.WindowFrom(parts[0], parts[1], parts[2], citations=parts[3], span=span)

    def window_once(self, span: Span, parts: Parts) -> bool:
        return False

    def window_repeats(self, span: Span, parts: Parts) -> bool:
        return True

    def window_until(self, span: Span, parts: Parts) -> ast.WindowUntil:
        return ast.WindowUntil(parts[0], citations=parts[1], span=span)

    def used(self, span: Span, parts: Parts) -> ast.Used:
        return ast.Used(parts[0], citations=parts[1], span=span)

    def used_listed(self, span: Span, parts: Parts) -> ast.Used:
        return ast.Used(parts[0], span=span)

    def used_history(self, span: Span, parts: Parts) -> ast.Used:
        return ast.Used(None, citations=parts[0], span=span)

    def asked(self, span: Span, parts: Parts) -> ast.Asked:
        return ast.Asked(parts[0], citations=parts[1], span=span)

    def asked_by(self, span: Span, parts: Parts) -> ast.AskedBy:
        return ast.AskedBy(parts[0], citations=parts[1], span=span)

    def extend(self, span: Span, parts: Parts) -> ast.Extend:
        return ast.Extend(parts[0], parts[2] or (), citations=parts[1], span=span)

    def extend_without(self, span: Span, parts: Parts) -> ast.Extend:
        return ast.Extend(None, parts[1] or (), citations=parts[0], span=span)

    def status(self, span: Span, parts: Parts) -> ast.Status:
        return ast.Status(parts[0], citations=parts[1], span=span)

    def granted(self, span: Span, parts: Parts) -> ast.Granted:
        return ast.Granted(parts[0], citations=parts[1], span=span)

    def beyond(self, span: Span, parts: Parts) -> ast.Beyond:
        return ast.Beyond(parts[0], citations=parts[1], span=span)

    def measure_dates(self, span: Span, parts: Parts) -> ast.MeasureDates:
        return ast.MeasureDates(parts[0], citations=parts[1], span=span)

    def measure_unit(self, span: Span, parts: Parts) -> ast.MeasureUnit:
        return ast.MeasureUnit(parts[0], citations=parts[1], span=span)

    def measure_money(self, span: Span, parts: Parts) -> ast.MeasureMoney:
        return ast.MeasureMoney(parts[0], citations=parts[1], span=span)

    def for_each(self, span: Span, parts: Parts) -> ast.ForEach:
        return ast.ForEach(parts[0], citations=parts[1], span=span)

    def from_nth(self, span: Span, parts: Parts) -> ast.FromNth:
        return ast.FromNth(parts[0], parts[1], parts[2], citations=parts[3], span=span)
