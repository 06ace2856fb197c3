"""Word what can be wrong with names: unknown, declared twice, or meaning something else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from policydsl.core.codes import SYSTEMS
from policydsl.core.facts import Supplier
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest, nearest_few, one_of
from policydsl.semantics.wording import MOST_LISTED, NOUNS, article, did_you_mean, listed, the
from policydsl.source import Span
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.names import Declaration


def not_yet(span: Span, construct: str, instead: str | None = None) -> Diagnostic:
    """Report a construct of the language that this version cannot decide with."""
    found = catalogue.NOT_YET.at(span, f"this version does not support {construct} yet", "this")
    return found.suggest(
        instead or 'leave it out, and say so: `not encoded "…"` with the rows that ask for it'
    )


def not_acceptable(code: ast.Name, acceptable: Iterable[str]) -> Diagnostic:
    """Report an `accept` of what is not a finding of the analysis."""
    if code.text in catalogue.ALL_CODES:
        message = f"`{code.text}` cannot be accepted: only what analysis finds can"
        found = catalogue.NOT_ACCEPTABLE.at(code.span, message, "is mended in the text")
        return found.suggest("take the line out, and mend what it was meant for")
    found = catalogue.NOT_ACCEPTABLE.at(
        code.span, f"there is no finding `{code.text}`", "the code of no finding"
    )
    near = nearest(code.text, acceptable)
    return found.suggest(f"did you mean `{near}`?") if near else found


# ------------------------------------------------------------- declarations


def declared_twice(second: Declaration, first: Declaration) -> Diagnostic:
    if second.sort is first.sort:
        message = f"{the(second.sort.value, second.key)} is declared twice"
    else:
        message = (
            f"`{second.key}` is {article(second.sort.value)} here "
            f"and {article(first.sort.value)} elsewhere"
        )
    found = catalogue.DECLARED_TWICE.at(second.name.span, message, "declared again")
    found = found.and_at(first.name.span, "first declared here")
    return found.suggest("give one of the two another name")


def reserved_name(name: ast.Name, meaning: str) -> Diagnostic:
    return catalogue.RESERVED_NAME.at(
        name.span, f"`{name.text}` cannot be declared: it is {meaning}", "this word is taken"
    ).suggest("choose another name")


def dotted_name(name: ast.Name) -> Diagnostic:
    return catalogue.DOTTED_NAME.at(
        name.span,
        f"a declared name has no dot, and `{name.text}` has one",
        "a dot leads to a part of something",
    ).suggest(f"write `{name.text.replace('.', '_')}`")


def member_twice(second: Span, first: Span, text: str) -> Diagnostic:
    found = catalogue.MEMBER_TWICE.at(second, f"`{text}` is listed twice", "again here")
    return found.and_at(first, "first here").suggest(f"take one `{text}` out")


def unknown_system(name: ast.Name) -> Diagnostic:
    return catalogue.UNKNOWN_CODE_SYSTEM.at(
        name.span, f"there is no code system named `{name.text}`", "not a code system"
    ).suggest(did_you_mean(name.text, SYSTEMS, "the code systems are"))


def unknown_supplier(name: ast.Name) -> Diagnostic:
    return catalogue.UNKNOWN_SUPPLIER.at(
        name.span, f"there is no supplier named `{name.text}`", "nobody to ask"
    ).suggest(did_you_mean(name.text, [s.value for s in Supplier], "the suppliers are"))


def unknown_vocabulary(name: ast.Name, declared: Mapping[str, Declaration]) -> Diagnostic:
    """Report a vocabulary that no file declares; the file of that name may declare another."""
    found = catalogue.UNKNOWN_VOCABULARY.at(
        name.span, f"there is no vocabulary named `{name.text}`", "not declared"
    )
    for other in declared.values():
        span = other.name.span
        if span.source.name.replace("\\", "/").rpartition("/")[2] == f"{name.text}.pol":
            found = found.and_at(span, "what the file of that name declares")
            return found.suggest(f"give the file and its vocabulary one name: `{name.text}`")
    near = nearest(name.text, declared)
    if near:
        return found.suggest(f"did you mean `{near}`?")
    file = f"{name.text}.pol"
    return found.suggest(f"put the file `{file}` into the policy's folder, or one above it")


# -------------------------------------------------------------------- uses


def unknown_value(
    name: ast.Name, declared: Collection[str], namesake: Declaration | None
) -> Diagnostic:
    """Report a name that no fact, define or table has; a clause may have it."""
    if namesake is not None:
        found = catalogue.WRONG_SORT.at(
            name.span,
            f"`{name.text}` is {article(namesake.sort.value)}, which a condition cannot read",
            "a fact or a definition is needed here",
        ).and_at(namesake.name.span, "declared here")
        if namesake.sort.value in ("limit", "counter"):
            return found.suggest(
                f"read a part of it, such as `{name.text}.used` or `{name.text}.remaining`"
            )
        return found.suggest(
            f"put what `{name.text}` asks for into a `define`, and name that in both places"
        )
    return _to_declare(undeclared(name, "fact or definition", declared), name)


def _to_declare(found: Diagnostic, name: ast.Name) -> Diagnostic:
    if found.help:
        return found
    return found.suggest(f"declare it: `fact {name.text}` in the vocabulary, with its type")


def undeclared(name: ast.Name, what: str, declared: Collection[str]) -> Diagnostic:
    """Report that no *what* has this name; propose those of *declared* that may be meant."""
    found = catalogue.UNKNOWN_NAME.at(
        name.span, f"there is no {what} named `{name.text}`", "not declared"
    )
    near = nearest_few(name.text, declared)
    return found.suggest(f"did you mean {one_of(near)}?") if near else found


def another_sort(name: ast.Name, namesake: Declaration, wanted: str, why: str) -> Diagnostic:
    """Report that *name* is declared, but as no *wanted*."""
    return catalogue.WRONG_SORT.at(
        name.span, f"`{name.text}` is {article(namesake.sort.value)}, {why}", f"not a {wanted}"
    ).and_at(namesake.name.span, "declared here")


def unknown_fact(
    name: ast.Name, declared: Collection[str], namesake: Declaration | None
) -> Diagnostic:
    """Report a name that no fact has, where only a fact can stand."""
    if namesake is not None:
        found = another_sort(name, namesake, "fact", "and a fact is needed here")
        return found.suggest("name a fact that the vocabulary declares")
    return _to_declare(undeclared(name, "fact", declared), name)


def derived_is_no_input(name: ast.Name, source: str) -> Diagnostic:
    return catalogue.WRONG_SORT.at(
        name.span, f"`{name.text}` is worked out and cannot be given", "worked out"
    ).suggest(f"give {source} instead")


def no_birth_date(span: Span, what: str) -> Diagnostic:
    return catalogue.NO_BIRTH_DATE.at(
        span, f"{what} is worked out from the fact `birth_date`, which is not declared as a date"
    ).suggest("declare `fact birth_date` with the type `date`")


def unknown_clause(name: ast.Name, wanted: Sequence[str], declared: Collection[str]) -> Diagnostic:
    """Report a reference; *wanted* are the words for what it may mean."""
    words = [word if word in NOUNS else f"`{word}`" for word in wanted]
    what = " or ".join(words) if 0 < len(words) <= 3 else "clause"
    found = catalogue.UNKNOWN_CLAUSE.at(
        name.span, f"there is no {what} named `{name.text}`", "not declared"
    )
    near = nearest_few(name.text, declared)
    if near:
        return found.suggest(f"did you mean {one_of(near)}?")
    if wanted and 0 < len(declared) <= MOST_LISTED:
        return found.suggest(f"there is {listed(declared)}")
    if wanted and not declared and _HEADS.issuperset(wanted):
        return found.suggest(f'there is none yet: add `{wanted[0]} {name.text} "…"`')
    return found.suggest("name one that there is, or add the one that is meant")


def ambiguous_clause(name: ast.Name, candidates: Sequence[Declaration]) -> Diagnostic:
    found = catalogue.AMBIGUOUS_CLAUSE.at(
        name.span, f"`{name.text}` may mean {len(candidates)} clauses", "which one?"
    )
    for candidate in candidates[:4]:
        found = found.and_at(candidate.name.span, f"`{candidate.key}`")
    return found.suggest(f"write {one_of([c.key for c in candidates])}")


def wrong_sort(name: ast.Name, meant: Declaration, wanted: Sequence[str]) -> Diagnostic:
    needed = " or ".join(article(word) for word in wanted)
    return catalogue.WRONG_SORT.at(
        name.span,
        f"`{name.text}` is {article(meant.sort.value)}, and {needed} is needed here",
        f"not {needed}",
    ).and_at(meant.name.span, "declared here")


def unknown_limit_part(name: ast.Name, limit: Declaration, parts: Sequence[str]) -> Diagnostic:
    part = name.text.rpartition(".")[2]
    found = catalogue.UNKNOWN_LIMIT_PART.at(
        name.span,
        f"{the(limit.sort.value, limit.key)} has no part named `{part}`",
        "no such part",
    ).and_at(limit.name.span, "declared here")
    return found.suggest(did_you_mean(part, parts, "its parts are"))


def cyclic_definition(chain: Sequence[ast.Name]) -> Diagnostic:
    """Report definitions that rest on each other; *chain* ends where it began."""
    first, *rest = chain
    if len(rest) == 1:
        message = f"`{first.text}` is defined by itself"
    else:
        quoted = [f"`{name.text}`" for name in rest]
        shown = quoted if len(quoted) <= 5 else [*quoted[:2], "others", *quoted[-2:]]
        way = ", which rests on ".join(shown)
        message = f"`{first.text}` is defined by itself: it rests on {way}"
    found = catalogue.CYCLIC_DEFINITION.at(rest[-1].span, message, "this closes the circle")
    return found.and_at(first.span, "defined here").suggest("define one of them by facts alone")


def grows_too_large(name: ast.Name) -> Diagnostic:
    return catalogue.GROWS_TOO_LARGE.at(
        name.span,
        f"`{name.text}` grows too large when what it rests on is written out",
        "too much stands behind this name",
    ).suggest("let it rest on fewer definitions, or on facts")


def cyclic_assumption(facts: Sequence[str], spans: Sequence[Span]) -> Diagnostic:
    """Report assumptions, each of whose conditions reads the next one's fact."""
    if len(facts) == 1:
        message = f"what `{facts[0]}` is assumed to be depends on `{facts[0]}` itself"
    else:
        way = ", that on ".join(f"`{fact}`" for fact in (*facts[1:], facts[0]))
        message = f"what `{facts[0]}` is assumed to be depends on {way}"
    found = catalogue.CYCLIC_ASSUMPTION.at(spans[0], message, "this assumption")
    for fact, span in list(zip(facts, spans, strict=True))[1:4]:
        found = found.and_at(span, f"`{fact}` is assumed here")
    return found.suggest("let one of these assumptions read only facts that are not assumed")


# Items of which a policy may well have none yet.
_HEADS: Final = frozenset({"authorize", "case", "counter", "cover", "document", "limit", "plan"})
