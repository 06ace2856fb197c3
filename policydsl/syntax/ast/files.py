"""One file, with its comments for the formatter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydsl.frozen import field, frozen
from policydsl.syntax.ast.node import Node

if TYPE_CHECKING:
    from policydsl.syntax.ast.kinds import AnyItem


@frozen(eq=False, repr=False)
class Comment(Node):
    """A `#` comment; `own_line` when nothing else stands on its line."""

    text: str
    own_line: bool


@frozen(eq=False, repr=False)
class File(Node):
    """One file: its items in order, and its comments for the formatter."""

    items: tuple[AnyItem, ...]
    comments: tuple[Comment, ...] = field(default=(), eq=False)
