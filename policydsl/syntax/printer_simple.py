"""Turn the nodes of lines that have nothing below them into text."""

from typing import assert_never

from policydsl.syntax import ast
from policydsl.syntax.printer_expressions import (
    expression,
    literal,
    names,
    one,
    ordinal,
    title,
    value,
)

SimpleLine = (
    ast.InForce
    | ast.PartOf
    | ast.Overrides
    | ast.Otherwise
    | ast.AskFor
    | ast.CountsToward
    | ast.Outside
    | ast.Complete
    | ast.DirectTo
    | ast.IncludedIn
    | ast.SettledBy
    | ast.TextLine
    | ast.Say
    | ast.Pays
    | ast.LimitLine
    | ast.Reading
    | ast.About
    | ast.Issuer
    | ast.Edition
    | ast.Uses
    | ast.AsksFirst
    | ast.Alternatives
    | ast.SourceDate
    | ast.SourceText
    | ast.Typically
    | ast.StandsFor
    | ast.Sets
    | ast.RestDays
    | ast.Holiday
    | ast.Spans
    | ast.GivenNames
    | ast.AsOf
    | ast.Amends
    | ast.Change
    | ast.Remove
)


def simple_line(line: SimpleLine) -> str:
    """Write *line* without its citations."""
    match line:
        case ast.InForce():
            return _in_force(line)
        case ast.PartOf(benefit):
            return f"part of {benefit.text}"
        case ast.Overrides(clauses):
            return f"overrides {names(clauses)}"
        case ast.Otherwise(result):
            return f"otherwise {outcome(result)}"
        case ast.AskFor(facts):
            return f"ask for {names(facts)}"
        case ast.CountsToward(counter, limited):
            return f"counts toward {counter.text}" + ("" if limited else ", not limited")
        case ast.Outside(counter):
            return f"outside {counter.text}" if counter else "outside every limit"
        case ast.Complete(document):
            return f"complete {document.text}"
        case ast.DirectTo(target):
            return f"direct to {target.text}"
        case ast.IncludedIn(benefit):
            return f"included in {benefit.text}"
        case ast.SettledBy(condition):
            return f"settled by {expression(condition)}"
        case ast.TextLine(text):
            return f"text{title(text)}"
        case ast.Say(text, determination, otherwise):
            of = f" when {determination.text}" if determination else ""
            other = f" else{title(otherwise)}" if otherwise else ""
            return f"say to member{of}{title(text)}{other}"
        case ast.Pays(payments, condition):
            when = f" when {expression(condition)}" if condition else ""
            return f"pays {', '.join(map(_payment, payments))}{when}"
        case ast.Reading(text):
            return f"reading{title(text)}"
        case ast.About(clauses):
            return f"about {names(clauses)}"
        case ast.Issuer(text):
            return f"issuer{title(text)}"
        case ast.Edition(date):
            return f"edition {literal(date)}"
        case ast.Uses(vocabularies):
            return f"uses {names(vocabularies)}"
        case ast.AsksFirst(facts):
            return f"asks first {names(facts)}"
        case ast.Alternatives():
            return "benefits are alternatives"
        case ast.SourceDate(word, date):
            return f"{word.value} {literal(date)}"
        case ast.SourceText(word, text):
            return f"{word.value}{title(text)}"
        case ast.Typically(low, high, parameter):
            name = f"{parameter.text} " if parameter else ""
            return f"typically {name}{literal(low)} to {literal(high)}"
        case ast.StandsFor(fact):
            return f"stands for {fact.text}"
        case ast.Sets(parameter, given):
            return f"sets {parameter.text} is {value(given)}"
        case ast.RestDays(days):
            return f"rest days {names(days)}"
        case ast.Holiday(date, text):
            return f"holiday {literal(date)}{title(text)}"
        case ast.Spans(start, end):
            return f"spans {literal(start)} to {literal(end)}"
        case ast.Amends(policy, edition):
            return f"amends {policy.text} edition {literal(edition)}"
        case ast.Change(clauses, old, new):
            return f"change {names(clauses)} from {said(old)} to {said(new)}"
        case ast.Remove(clauses):
            return f"remove {', '.join(map(_removed, clauses))}"
        case ast.GivenNames(facts):
            return f"given {names(facts)}"
        case ast.AsOf(date):
            return f"as of {literal(date)}"
        case _:
            return _limit_line(line)


def _limit_line(line: ast.LimitLine) -> str:
    match line:
        case ast.Amount(amount, period):
            return _amount(amount, period)
        case ast.WindowFrom(length, anchor, repeats):
            again = {None: "", False: " once", True: " again from the next"}[repeats]
            return f"for {literal(length)} from {expression(anchor)}{again}"
        case ast.WindowUntil(end):
            return f"until {expression(end)}"
        case ast.Used(given):
            return f"used {expression(given) if given else 'history'}"
        case ast.Asked(given):
            return f"asked {expression(given)}"
        case ast.AskedBy(condition):
            return f"asked by {expression(condition)}"
        case ast.Status(fact):
            return f"status {fact.text}"
        case ast.Granted(given):
            return f"granted {expression(given)}"
        case ast.Beyond(result):
            return f"beyond {outcome(result)}"
        case ast.MeasureDates(also):
            return "one per date" + (f" and {also.text}" if also else "")
        case ast.MeasureUnit(unit):
            return f"measured in {unit.value}"
        case ast.MeasureMoney(basis):
            return f"measured in money {basis.text}"
        case ast.ForEach(fact):
            return f"for each {fact.text}"
        case ast.FromNth(number, unit, count):
            of = f" of {expression(count)}" if count else ""
            return f"from the {ordinal(number)} {one(unit)}{of} on"
        case _:
            assert_never(line)


def outcome(result: ast.Outcome) -> str:
    return result.word.value + (f" {result.target.text}" if result.target else "")


def _in_force(line: ast.InForce) -> str:
    if line.start is None:
        return f"in force until {literal(line.end)}" if line.end else "in force on any date"
    end = f" to {literal(line.end)}" if line.end else ""
    return f"in force from {literal(line.start)}{end}"


def said(what: ast.Said) -> str:
    """Write what an amendment changes, or changes it to."""
    match what:
        case ast.Text():
            return f'"{what.text}"'
        case ast.Amount(amount, period):
            return _amount(amount, period)
        case ast.YesNo() | ast.Absent() | ast.Unlimited() | ast.Member() | ast.SetValue():
            return value(what)
        case _:
            return expression(what)


def _removed(removed: ast.Name | ast.Text) -> str:
    return f'"{removed.text}"' if isinstance(removed, ast.Text) else removed.text


def _amount(amount: ast.Expr | None, period: ast.WindowName | None) -> str:
    per = f" per {_window(period)}" if period else ""
    match amount:
        case None:
            return f"none{per}"
        case ast.Number() | ast.Quantity() | ast.Money() | ast.Percent():
            return f"{literal(amount)}{per}"
        case _:
            return f"up to {expression(amount)}{per}"


def _window(period: ast.WindowName) -> str:
    match period.word:
        case ast.WindowWord.NAMED:
            return period.name.text if period.name else ""
        case ast.WindowWord.SLIDING:
            return f"sliding {literal(period.length)}" if period.length else "sliding"
        case word:
            return f"{word.value} from {period.name.text}" if period.name else word.value


def _payment(payment: ast.Payment) -> str:
    match payment:
        case ast.PaysRate(rate):
            return expression(rate)
        case ast.PaysCopay(amount, per):
            return f"after copay {expression(amount)}" + (f" per {per.text}" if per else "")
        case ast.PaysDeductible(amount):
            return f"after deductible {expression(amount)}"
        case ast.PaysOf(basis):
            return f"of {expression(basis)}"
        case ast.PaysRounded(mode):
            return f"rounded {mode.text}"
        case ast.PaysNothing():
            return "nothing"
        case _:
            assert_never(payment)
