"""Word what can be wrong with clauses, their lines and the way they lean on each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policydsl.core.facts import Fact
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest
from policydsl.semantics.wording import article, the
from policydsl.source import Span
from policydsl.syntax import ast

# What an author who writes the first in the second most likely means.
_WHEN_REQUIRED: Final = "write `met when …` for what must hold, or `for …` for when it is required"
_WHEN_BITES: Final = "write `when …`"
_INSTEAD: Final = {
    ("when", "require"): _WHEN_REQUIRED,
    ("if", "require"): "write `for …`, or put the whole `require` under `if …` in a cover",
    ("when", "cover"): "write `for …` for the requests that the benefit is about",
    ("when", "limit"): "write `for …` for the requests that the limit binds",
    ("when", "document"): "put the elements under `if …`",
    ("met when", "exclude"): _WHEN_BITES,
    ("met when", "item of an exclude"): _WHEN_BITES,
    ("met when", "authorize"): _WHEN_BITES,
    ("met when", "route"): _WHEN_BITES,
    ("met when", "refer"): _WHEN_BITES,
    ("met when", "review"): _WHEN_BITES,
    ("otherwise", "limit"): "write `beyond …` for what happens past the limit",
    ("unless", "exclude"): "write `except when …`",
    ("unless", "require"): "write `except when …`",
    ("except", "define"): "write the exception into the condition, with `not`",
}
_LACKED: Final = {
    "up to … per …": ("amount", "30 visits per calendar year"),
    "used": ("`used`", "used visits_used"),
    "asked": ("`asked`", "asked visits_requested"),
    "status": ("`status`", "status extension_status"),
}
_MOST_HOMES: Final = 3

# --------------------------------------------------------------- items and lines


def misplaced_line(line: ast.Node, words: str, head: str, homes: Iterable[str]) -> Diagnostic:
    """Report a line in an item that has no use for it; *homes* are the items that have."""
    found = catalogue.MISPLACED_LINE.at(
        line.span, f"`{words}` cannot stand in {article(head)}", "means nothing here"
    )
    instead = _INSTEAD.get((words, head))
    if instead:
        return found.suggest(instead)
    places = [article(home) for home in homes if not home.startswith("block")]
    if not places or len(places) > _MOST_HOMES:
        return found.suggest("remove it")
    return found.suggest(f"move it to {' or '.join(places)}")


def guard_of_nothing(line: ast.Node) -> Diagnostic:
    """Report a `for` inside a block: with nothing below it, it guards nothing."""
    return catalogue.MISPLACED_LINE.at(
        line.span, "inside a block `for` has lines below it", "guards nothing"
    ).suggest("indent below it what it is about, or join it to the condition of the block")


def asked_twice(line: ast.Node, asked: ast.Node) -> Diagnostic:
    found = catalogue.REPEATED_LINE.at(
        line.span, "`one per date` and `asked` both say what a request takes", "one each date"
    )
    return found.and_at(asked.span, "as many as this").suggest("keep one of them")


def said_by_both(line: ast.Node, of_counter: ast.Node, words: str) -> Diagnostic:
    found = catalogue.REPEATED_LINE.at(
        line.span, f"the limit and its counter both say `{words}`", "of the limit"
    )
    return found.and_at(of_counter.span, "of the counter").suggest("keep one of them")


def repeated_line(line: ast.Node, first: ast.Node, words: str) -> Diagnostic:
    found = catalogue.REPEATED_LINE.at(line.span, f"`{words}` stands twice", "the second")
    found = found.and_at(first.span, "the first")
    if words in ("when", "met when", "unless", "satisfied by"):
        return found.suggest("join the two with `any of` or `all of`, one to a bullet")
    return found.suggest("keep one of them")


def lacking_line(name: ast.Name, head: str, words: str, why: str) -> Diagnostic:
    """Report that the item *name* has no line *words*; *why* says what it would say."""
    what, example = _LACKED.get(words, (f"`{words}`", f"{words} …"))
    return catalogue.LACKING_LINE.at(
        name.span, f"{the(head, name.text)} has no {what}", why
    ).suggest(f"add a line such as `{example}`")


def accepted_without_reason(reason: ast.Text) -> Diagnostic:
    return catalogue.NO_REASON.at(
        reason.span, "a finding is accepted without a reason", "says nothing"
    ).suggest("say why it stays, for whoever reads the policy next")


def misplaced_item(item: ast.Node, words: str, file: str) -> Diagnostic:
    where, help = {
        "vocabulary": ("a vocabulary", "move it to the policy that uses this vocabulary"),
        "scenario": ("a file of scenarios", "move it to the policy"),
        "amendment": ("the file of an amendment", "put what is new under `add`"),
    }.get(file, (f"a {file}", "give it a file of its own"))
    return catalogue.MISPLACED_ITEM.at(
        item.span, f"{article(words)} cannot stand in {where}", "does not belong here"
    ).suggest(help)


def no_policy(file: ast.File) -> Diagnostic:
    return catalogue.LACKING_LINE.at(
        file.span.source.span(0, 0), "the file has no `policy` item", "should begin with one"
    ).suggest('begin the file with `policy NAME "title"`')


def second_policy(policy: ast.Policy, first: ast.Policy) -> Diagnostic:
    return (
        catalogue.REPEATED_LINE.at(policy.span, "a file holds one policy, and this has two", "")
        .and_at(first.id.span, "the first")
        .suggest("move the second to a file of its own")
    )


def second_amendment(amendment: ast.Amendment, first: ast.Amendment) -> Diagnostic:
    return (
        catalogue.REPEATED_LINE.at(
            amendment.id.span, "a file holds one amendment, and this has two", ""
        )
        .and_at(first.id.span, "the first")
        .suggest("move the second to a file of its own")
    )


def no_condition(name: ast.Name, head: str, known: Iterable[str]) -> Diagnostic:
    """Report a clause that has neither a condition nor the name of one."""
    word = "met when" if head in ("require", "document element") else "when"
    near = nearest(name.text, known)
    found = catalogue.NO_CONDITION.at(
        name.span,
        f"{the(head, name.text)} has no condition",
        "names no yes-or-no fact and no `define`, and there is no condition below it",
    )
    if near:
        return found.suggest(f"add `{word} …`, or name the fact: did you mean `{near}`?")
    return found.suggest(f"add a line `{word} …`")


def when_in_a_document(line: ast.Node) -> Diagnostic:
    return catalogue.MISPLACED_LINE.at(
        line.span, "`when` cannot stand in an element of a document", "says when it applies"
    ).suggest("write `met when …` for what the paper must show, or put the element under `if …`")


def when_beside_items(line: ast.Node) -> Diagnostic:
    return catalogue.MISPLACED_LINE.at(
        line.span, "`when` cannot stand beside items, which have conditions of their own", ""
    ).suggest("write `for …` for what all items share")


def said_of_nothing(name: ast.Name, known: Iterable[str]) -> Diagnostic:
    known = tuple(known)
    near = nearest(name.text, known)
    return catalogue.SAID_OF_NOTHING.at(
        name.span, f"there is no determination `{name.text}`", "should be a determination"
    ).suggest(f"did you mean `{near}`?" if near else f"write one of {', '.join(known)}")


def says_nothing(name: ast.Name, head: str) -> Diagnostic:
    """Report a clause without a word to members in a policy that speaks to them."""
    return catalogue.SAYS_NOTHING.at(
        name.span,
        f"{the(head, name.text)} says nothing to members, as other clauses do",
        "a member is told its title instead",
    ).suggest('add a line such as `say to member "Your doctor has to order this care."`')


def no_such_item(name: ast.Name, clause: ast.Name, known: Iterable[str]) -> Diagnostic:
    known = tuple(known)
    found = catalogue.UNKNOWN_CLAUSE.at(
        name.span, f"`{clause.text}` has no item `{name.text}`", "no such item"
    )
    near = nearest(name.text, known)
    return found.suggest(f"did you mean `{near}`?") if near else found


def row_without_target(cell: ast.Node) -> Diagnostic:
    return catalogue.LACKING_LINE.at(
        cell.span, "this row of a redirect does not say where to", "should be `to` and a name"
    ).suggest("end the row with `to` and the name of the guideline that governs")


def wrong_outcome(outcome: ast.Outcome, head: str, allowed: str) -> Diagnostic:
    return catalogue.WRONG_OUTCOME.at(
        outcome.span, f"`{outcome.word.value}` cannot follow from {article(head)}", ""
    ).suggest(f"write {allowed}")


# ------------------------------------------------------------- how clauses lean


def override_cycle(names: list[ast.Name], keys: list[str]) -> Diagnostic:
    """Report a circle of `overrides`; each of *keys* overrides the next, the last the first."""
    circle = " overrides ".join(f"`{key}`" for key in [*keys, keys[0]])
    message = f"these clauses override each other: {circle}"
    if len(keys) == 1:
        message = f"`{keys[0]}` overrides itself"
    found = catalogue.OVERRIDE_CYCLE.at(names[0].span, message, "begins a circle")
    for name in names[1:]:
        found = found.and_at(name.span, "goes on here")
    return found.suggest("remove one of these `overrides`")


def part_cycle(names: list[ast.Name], keys: list[str]) -> Diagnostic:
    circle = " is part of ".join(f"`{key}`" for key in [*keys, keys[0]])
    found = catalogue.PART_CYCLE.at(names[0].span, circle, "begins a circle")
    for name in names[1:]:
        found = found.and_at(name.span, "goes on here")
    return found.suggest("remove one of these `part of` lines")


def applies_overridden(name: ast.Name, head: str) -> Diagnostic:
    return catalogue.MISPLACED_LINE.at(
        name.span,
        f"{article(head)} cannot override `{name.text}`, which says whom the policy governs",
        "only a `redirect` goes beyond it",
    ).suggest(f"widen `{name.text}`, or write a `redirect`")


def papers_override(name: ast.Name, key: str) -> Diagnostic:
    return catalogue.PAPERS_OVERRIDE.at(
        name.span, f"`{key}` asks for papers, and papers override nothing", ""
    ).suggest("remove this `overrides`, or the `otherwise pend`")


def constant_paper(name: ast.Name, *, lacks: bool) -> Diagnostic:
    """Report a paper that lacks, or is there, whatever the facts are."""
    how = "can never be shown" if lacks else "is always there"
    return catalogue.CONSTANT_PAPER.at(
        name.span, f"the paper `{name.text}` {how}, whatever the facts", ""
    ).suggest("write a condition that a fact can settle")


def not_a_finding(settled: ast.Node) -> Diagnostic:
    return catalogue.NOT_SETTLED.at(
        settled.span, "a review is settled by one fact: the finding", "is no fact"
    ).suggest("name the fact that holds what the reviewer found")


def finding_never_absent(settled: ast.Node, fact: Fact) -> Diagnostic:
    found = catalogue.NOT_SETTLED.at(
        settled.span,
        f"`{fact.name}` cannot settle a review: it never says that nobody has found it yet",
        "must be absent until a person decides",
    )
    if fact.span:
        found = found.and_at(fact.span, "declared here")
    return found.suggest(f"declare `{fact.name}` as `may be absent, unknown means absent`")


def performer_judges(name: ast.Name, fact: Fact, settled: Span) -> Diagnostic:
    return (
        catalogue.PERFORMER_JUDGES.at(
            name.span,
            f"`{name.text}` denies on `{fact.name}`, which the provider who asks supplies",
            "denies on a judgment",
        )
        .and_at(settled, "is a reviewer's finding here")
        .suggest(f"declare `{fact.name}` as `asked of reviewer`")
    )


def document_unused(name: ast.Name) -> Diagnostic:
    return catalogue.DOCUMENT_UNUSED.at(
        name.span, f"no clause asks for the document `{name.text}`", "is never needed"
    ).suggest(f"add `complete {name.text}` to the cover that needs it")
