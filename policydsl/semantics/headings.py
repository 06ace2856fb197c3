"""Read what stands around a name: its title, and its citations."""

from __future__ import annotations

from policydsl.syntax import ast


def title_of(item: ast.Headed | ast.Item | ast.Review) -> str:
    """Give the title; an item without one is known by its name."""
    return item.title.text if item.title else item.id.text


def ids(citations: ast.Citations) -> tuple[str, ...]:
    """Give the ids of *citations*, each once."""
    return tuple(dict.fromkeys(citation.id for citation in citations))
