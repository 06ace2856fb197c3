"""Read what stands around a name: its title, its citations, what it says to a member."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.syntax import ast


def title_of(item: ast.Headed | ast.Item | ast.Review) -> str:
    """Give the title; an item without one is known by its name."""
    return item.title.text if item.title else item.id.text


def said(lines: Iterable[ast.AnyLine]) -> str:
    """Give what the lines of a clause say to a member; nothing when they do not speak."""
    return next((line.text.text for line in lines if isinstance(line, ast.Say)), "")


def ids(citations: ast.Citations) -> tuple[str, ...]:
    """Give the ids of *citations*, each once."""
    return tuple(dict.fromkeys(citation.id for citation in citations))
