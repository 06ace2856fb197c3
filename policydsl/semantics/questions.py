"""Find the clauses through which a decision passes an open question of the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from policydsl.core import ir
from policydsl.semantics.drafts import Build
from policydsl.semantics.headings import ids
from policydsl.syntax import ast


def open_questions(
    build: Build,
    items: Iterable[ast.AnyItem],
    borne: Mapping[str, Sequence[str]],
    keys: Mapping[str, Sequence[str]],
) -> tuple[ir.OpenQuestion, ...]:
    """Lower the open questions; without `about`, by the citations that they share.

    *borne* gives what each clause and each advice cites, *keys* the clauses that each
    declared name stands for.
    """
    found = []
    for item in items:
        if isinstance(item, ast.OpenQuestion):
            citations = ids(item.citations)
            reading = next((i.text.text for i in item.lines if isinstance(i, ast.Reading)), "")
            about = [line for line in item.lines if isinstance(line, ast.About)]
            if about:
                passed = _named(build, about, keys, borne)
            else:
                passed = {key for key, own in borne.items() if set(own) & set(citations)}
            found.append(
                ir.OpenQuestion(
                    item.question.text, reading, frozenset(passed), citations, span=item.span
                )
            )
    return tuple(found)


def _named(
    build: Build,
    about: Iterable[ast.About],
    keys: Mapping[str, Sequence[str]],
    known: Iterable[str],
) -> set[str]:
    known = set(known)
    found: set[str] = set()
    for line in about:
        for name in line.clauses:
            if name.text in known:
                key: str | None = name.text
            else:
                declared = build.clause(name)
                key = declared.key if declared else None
            if key is not None:
                found |= set(keys.get(key, ())) | ({key} & known)
    return found
