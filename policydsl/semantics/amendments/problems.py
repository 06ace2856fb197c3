"""Word what can be wrong with amendments: what they rest on, what they change, and each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest, one_of
from policydsl.semantics.wording import the
from policydsl.source import Span
from policydsl.syntax import ast
from policydsl.syntax.printer_lines import written_condition
from policydsl.syntax.printer_simple import said

_MOST_SHOWN = 3


# ---------------------------------------------------------- what it rests on


def unknown_base(amends: ast.Amends, editions: Iterable[str], *, undated: bool) -> Diagnostic:
    """Report an edition that is not among *editions*; *undated*: the policy has no date."""
    date = amends.edition.value.isoformat()
    found = catalogue.UNKNOWN_BASE.at(
        amends.span,
        f"there is no edition {date} of `{amends.policy.text}` beside this amendment",
        "not here",
    )
    known = sorted(editions)
    if undated:
        return found.suggest(f"give the policy the line `edition {date}`")
    if not known:
        return found.suggest("put the amendment into the folder of the policy")
    return found.suggest(f"amend {one_of(f'edition {date}' for date in known)}")


def lacking(amendment: ast.Amendment, line: str, why: str) -> Diagnostic:
    return catalogue.UNDATED_AMENDMENT.at(
        amendment.id.span, f"the amendment `{amendment.id.text}` {why}", ""
    ).suggest(f"add a line `{line}`")


def circle(amendments: Sequence[ast.Name], what: str) -> Diagnostic:
    first, *others = amendments
    found = catalogue.AMENDMENT_CYCLE.at(
        first.span, f"`{first.text}` {what} itself" + (" through others" if others else ""), ""
    )
    for other in others[:_MOST_SHOWN]:
        found = found.and_at(other.span, "by way of this")
    return found.suggest("take one of these lines away")


def amendment_twice(second: ast.Name, first: ast.Name) -> Diagnostic:
    return (
        catalogue.DECLARED_TWICE.at(
            second.span, f"two amendments of one edition are called `{second.text}`", "the second"
        )
        .and_at(first.span, "the first")
        .suggest("give one of them another name")
    )


def two_bases(second: ast.Amends, first: ast.Amends, date: str) -> Diagnostic:
    return (
        catalogue.EDITION_TWICE.at(
            second.span, f"the edition {date} is made of two editions", "of this one here"
        )
        .and_at(first.span, "of this one there")
        .suggest("let both amend the same edition, or one of them the other's")
    )


def two_ranges(second: ast.Node, first: ast.Node, date: str) -> Diagnostic:
    return (
        catalogue.EDITION_TWICE.at(
            second.span, f"the edition {date} is said to be in force on different days", "here"
        )
        .and_at(first.span, "and here")
        .suggest("say it in one of the amendments")
    )


def edition_exists(edition: ast.Node, policy: ast.Policy, date: str) -> Diagnostic:
    return (
        catalogue.EDITION_TWICE.at(edition.span, f"there is an edition {date} already", "")
        .and_at(policy.id.span, "this one")
        .suggest("give the edition that the amendment makes a date of its own")
    )


def unknown_amendment(name: ast.Name, known: Iterable[str]) -> Diagnostic:
    found = catalogue.UNKNOWN_AMENDMENT.at(
        name.span, f"no amendment of this edition is called `{name.text}`", ""
    )
    near = nearest(name.text, known)
    if near:
        return found.suggest(f"did you mean `{near}`?")
    return found.suggest("name an amendment with the same `amends` and `edition` lines")


# ----------------------------------------------------------- what it changes


def not_in_base(name: ast.Node, text: str, known: Iterable[str]) -> Diagnostic:
    found = catalogue.NOT_IN_BASE.at(
        name.span, f"the edition that is amended has no `{text}`", "not there"
    )
    near = nearest(text, known)
    if near:
        return found.suggest(f"did you mean `{near}`?")
    return found.suggest(
        "name what the edition itself says; what its vocabularies declare is changed there"
    )


def unaddressed(item: ast.Node) -> Diagnostic:
    return catalogue.NOT_IN_BASE.at(
        item.span, "this has no name by which what it replaces could be found", ""
    ).suggest('`remove "…"` takes a passage away by its words, and `add` puts another there')


def says_otherwise(
    change: ast.Change, name: ast.Name, clause: ast.Node, others: Sequence[tuple[Span, ast.Said]]
) -> Diagnostic:
    """Report that *clause* does not say what is to be changed; *others* is what it does say."""
    bare = change.old.inner if isinstance(change.old, ast.Bracketed) else change.old
    message = f"`{name.text}` does not say `{_written(bare)}`"
    texts = list(dict.fromkeys(_written(what) for _, what in others))
    if texts and len(texts) <= _MOST_SHOWN:
        message += f", but {one_of(texts)}"
    found = catalogue.BASE_SAYS_OTHERWISE.at(change.old.span, message, "not what is amended says")
    for span, what in others[:_MOST_SHOWN]:
        found = found.and_at(span, f"says `{_written(what)}`")
    if not others:
        return found.and_at(clause.span, "says no such thing").suggest(
            f"look at `{name.text}`, or replace it whole"
        )
    if len(texts) > 1:
        return found.suggest(f"write {one_of([f'from {text}' for text in texts[:_MOST_SHOWN]])}")
    return found.suggest(f"write `from {f'({texts[0]})' if bare is not change.old else texts[0]}`")


def said_twice(
    change: ast.Change, name: ast.Name, spans: Sequence[Span], parts: Iterable[str]
) -> Diagnostic:
    found = catalogue.SAID_TWICE.at(
        change.old.span,
        f"`{name.text}` says `{_written(change.old)}` in {len(spans)} places",
        "which one?",
    )
    for span in spans[:_MOST_SHOWN]:
        found = found.and_at(span, "here")
    named = list(dict.fromkeys(parts))
    if named:
        return found.suggest(f"name the part: {one_of(named)}")
    return found.suggest("write more of what it says, a condition in brackets, or replace it whole")


def misfit(change: ast.Change, here: ast.Said) -> Diagnostic:
    return (
        catalogue.AMENDMENT_MISFIT.at(
            change.new.span,
            f"`{_written(change.new)}` cannot stand where `{_written(here)}` stands",
            "of another kind",
        )
        .and_at(here.span, "stands here")
        .suggest("write the same kind of thing, or replace the whole item")
    )


def misplaced_replacement(item: ast.Node, word: str, old: ast.Node) -> Diagnostic:
    return (
        catalogue.AMENDMENT_MISFIT.at(item.span, f"{the_word(word)} cannot stand in another clause")
        .and_at(old.span, "what it replaces stands in one")
        .suggest("replace the clause in which it stands")
    )


def misplaced_lines(line: ast.Node, clause: ast.Name, head: str) -> Diagnostic:
    return catalogue.AMENDMENT_MISFIT.at(
        line.span, f"nothing can be added to {the(head, clause.text)}", ""
    ).suggest("replace it whole")


def added_already(new: ast.Node, old: ast.Node, text: str) -> Diagnostic:
    return (
        catalogue.ADDED_ALREADY.at(new.span, f"the edition that is amended has `{text}`", "")
        .and_at(old.span, "this one")
        .suggest("put it under `replace`, or give it another name")
    )


def not_of_an_amendment(line: ast.Node, word: str) -> Diagnostic:
    return catalogue.AMENDMENT_MISFIT.at(
        line.span, f"`{word}` is no part of the head that an amendment can change", ""
    ).suggest(f"write `{word} …` as a line of the amendment itself")


def head_stays(name: ast.Name) -> Diagnostic:
    return catalogue.AMENDMENT_MISFIT.at(
        name.span, "the head of a policy cannot be taken away", ""
    ).suggest("change what it says, or put another in its place with `replace`")


def removed_in_use(name: ast.Node, text: str, uses: Sequence[Span]) -> Diagnostic:
    found = catalogue.REMOVED_IN_USE.at(
        name.span, f"`{text}` is taken away and still spoken of", "taken away here"
    )
    for span in uses[:_MOST_SHOWN]:
        found = found.and_at(span, "spoken of here")
    return found.suggest("change, replace or remove what speaks of it as well")


def conflict(second: ast.Node, first: ast.Node, text: str, other: str | None) -> Diagnostic:
    """Report that two lines change one item; *other* is the amendment to be put in order."""
    found = catalogue.AMENDMENTS_CONFLICT.at(
        second.span, f"`{text}` is changed twice", "changed here"
    ).and_at(first.span, "and here")
    if other is None:
        return found.suggest("let one line say all that becomes of it")
    return found.suggest(f"say in one of the amendments which goes first: `overrides {other}`")


def the_word(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} `{word}`"


def _written(what: ast.Said) -> str:
    if isinstance(what, ast.Listed | ast.MemberList | ast.SumOf):
        return " ".join(written_condition(what).split())
    return said(what)
