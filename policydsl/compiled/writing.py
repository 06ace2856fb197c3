"""Write programs as the bytes of a compiled policy.

The same programs give the same bytes in every process and on every machine: rows are numbered
in the order in which they are met, equal ones have one row, and of the path of a source only
the name of the file is kept.
"""

from __future__ import annotations

import enum
import json
import os
from collections.abc import Sequence
from typing import Any

from policydsl import __version__
from policydsl.compiled import container, problems, shapes
from policydsl.compiled.reading import read
from policydsl.core import ir
from policydsl.core.facts import FactTable
from policydsl.core.values import Absence
from policydsl.diagnostics.model import Diagnostic
from policydsl.source import Source, Span


def build(editions: Sequence[ir.Program]) -> bytes | Diagnostic:
    """Give the compiled policy of *editions*, or say which bound it passes.

    What is written is read back before it is given away.
    """
    body = _Writer().body(editions)
    data = container.packed(body)
    if len(data) > container.MAX_BYTES:
        return problems.too_large_to_build(editions[0].id, len(data))
    found = read(f"{editions[0].id}{container.SUFFIX}", data)
    if isinstance(found, Diagnostic):
        return problems.past_a_bound(editions[0].id, found)
    assert found.editions == tuple(editions), "what was written is not what was read"
    return data


class _Writer:
    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.sources: list[list[str]] = []
        self._row_of: dict[int, int] = {}  # by the identity of a node, which *_kept* keeps
        self._kept: list[object] = []
        self._row_by_text: dict[str, int] = {}
        self._source_of: dict[Source, int] = {}
        self._source_by_content: dict[tuple[str, str], int] = {}

    def body(self, editions: Sequence[ir.Program]) -> bytes:
        numbers = [self._row(program) for program in editions]
        whole = {
            "compiler": __version__,
            "shapes": shapes.fingerprint(),
            "sources": self.sources,
            "editions": numbers,
            "rows": self.rows,
        }
        return _json(whole).encode()

    def _row(self, root: object) -> int:
        """Give the number of the row of *root*, once those that it refers to have theirs."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            node, ready = stack.pop()
            if id(node) in self._row_of:
                continue
            if not ready:
                stack.append((node, True))
                stack.extend((part, False) for part in reversed(_parts(node)))
                continue
            _, fields = shapes.kinds()[type(node).__name__]
            plain = [self._plain(getattr(node, name)) for name, _ in fields]
            row = [type(node).__name__, *plain]
            text = _json(row)
            number = self._row_by_text.setdefault(text, len(self.rows))
            if number == len(self.rows):
                self.rows.append(row)
            self._row_of[id(node)] = number
            self._kept.append(node)
        return self._row_of[id(root)]

    def _plain(self, value: Any) -> Any:
        match value:
            case Absence():
                return {}
            case enum.Enum():
                return value.name
            case None | bool() | int() | str():
                return value
            case frozenset():
                return sorted(value)
            case tuple():
                return [self._plain(each) for each in value]
            case FactTable():
                return [self._row_of[id(fact)] for fact in value.by_name.values()]
            case Span():
                return [self._source(value.source), value.start, value.end]
            case _:
                return self._row_of[id(value)]

    def _source(self, source: Source) -> int:
        number = self._source_of.get(source)
        if number is None:
            content = os.path.basename(source.name), source.text
            number = self._source_by_content.setdefault(content, len(self.sources))
            if number == len(self.sources):
                self.sources.append(list(content))
            self._source_of[source] = number
        return number


def _parts(node: Any) -> list[Any]:
    """Give the nodes that *node* refers to, in the order of its fields."""
    _, fields = shapes.kinds()[type(node).__name__]
    found: list[Any] = []
    for name, _ in fields:
        value = getattr(node, name)
        if isinstance(value, FactTable):
            found += value.by_name.values()
        elif isinstance(value, tuple):
            found += (each for each in value if _is_node(each))
        elif _is_node(value):
            found.append(value)
    return found


def _is_node(value: object) -> bool:
    return type(value).__name__ in shapes.kinds() and not isinstance(value, enum.Enum)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
