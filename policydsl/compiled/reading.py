"""Read the bytes of a compiled policy, and believe nothing that they say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import attrs

from policydsl.compiled import container, problems, shapes
from policydsl.compiled.model import Compiled
from policydsl.compiled.soundness import Measures, are_in_order, unsound_part
from policydsl.core import ir
from policydsl.core.facts import Fact, FactTable
from policydsl.core.fingerprint import content_hash
from policydsl.core.values import ABSENT, Absence
from policydsl.diagnostics.model import Diagnostic
from policydsl.source import Source, Span
from policydsl.syntax.tokens import HIDDEN

MOST_ROWS: Final = 500_000
_LARGEST: Final = 10**60
"""Twice the digits that an author may write, since numbers are scaled."""

Reader = Callable[[Any], Any]
Readers = dict[type, Reader]
"""What reads a field, by the type of the JSON value that stands in it."""

_Kind = tuple[Callable[..., Any], tuple[tuple[str, Readers], ...]]
"""What makes a node, and what reads each of its fields."""


class _UnsoundError(Exception):
    """Raised where a value is none that is ever written; the text says what it is about."""


def read(name: str, data: bytes) -> Compiled | Diagnostic:
    """Read the compiled policy *data*, which came from *name*, or say why it cannot be used.

    Never raises, and takes time that is linear in the bytes.
    """
    body = container.unpacked(data)
    if not isinstance(body, bytes):
        return problems.unreadable(name, body, len(data))
    try:
        whole = json.loads(body.decode())
    except (ValueError, RecursionError):
        return problems.unsound(name, "it is no JSON")
    if not isinstance(whole, dict):
        return problems.unsound(name, "it is no JSON object")
    compiler = whole.get("compiler")
    if not isinstance(compiler, str) or not re.fullmatch(r"[0-9A-Za-z.+-]{1,64}", compiler):
        return problems.unsound(name, "it does not say what compiled it")
    if whole.get("shapes") != shapes.fingerprint():
        return problems.other_compiler(name, compiler)
    try:
        return _Reader(whole).compiled(name)
    except _UnsoundError as error:
        return problems.unsound(name, str(error))


class _Reader:
    def __init__(self, whole: dict[str, Any]) -> None:
        self.whole = whole
        self.sources: list[Source] = []
        self.nodes: list[Any] = []
        self.measures = Measures()
        self._met: list[int] = []  # the rows that the row being read refers to
        self._readers: dict[str, _Kind] = {}

    def compiled(self, name: str) -> Compiled:
        whole = self.whole
        if set(whole) != {"compiler", "shapes", "sources", "editions", "rows"}:
            raise _UnsoundError("it has other parts")
        for part in ("sources", "editions", "rows"):
            if type(whole[part]) is not list:
                raise _UnsoundError(f"its {part} are no list")
        self.sources += [_source(source) for source in whole["sources"]]
        if len(whole["rows"]) > MOST_ROWS:
            raise _UnsoundError(f"it has more than {MOST_ROWS:,} rows")
        for row in whole["rows"]:
            self._row(row)
        if not whole["editions"]:
            raise _UnsoundError("it has no edition")
        editions = tuple(self._edition(number) for number in whole["editions"])
        if not are_in_order(editions):
            raise _UnsoundError("its editions are not those of one policy, in the order of time")
        return Compiled(name, whole["compiler"], editions)

    def _row(self, raw: Any) -> None:
        if type(raw) is not list or not raw or type(raw[0]) is not str:
            raise _UnsoundError(f"row {len(self.nodes)} has no kind")
        name, *values = raw
        kind, fields = self._readers.get(name) or self._readers_of(name)
        if len(values) != len(fields):
            raise _UnsoundError(f"row {len(self.nodes)} is no {name}")
        self._met = []
        try:
            # One lookup for each field: the type of what stands there has to be one that may.
            node = kind(
                **{
                    field: readers[type(value)](value)
                    for (field, readers), value in zip(fields, values, strict=True)
                }
            )
        except (KeyError, TypeError) as error:
            raise _UnsoundError(f"row {len(self.nodes)} is no {name}") from error
        self.measures.add(tuple(self._met))
        self.nodes.append(node)

    def _readers_of(self, name: str) -> _Kind:
        known = shapes.kinds().get(name)
        if known is None:
            raise _UnsoundError(f"row {len(self.nodes)} is of no kind that there is")
        kind, fields = known
        # Its hash is worked out once its parts are known to be sound.
        whole = partial(ir.Program, content_hash="") if kind is shapes.ROOT else kind
        made = whole, tuple((field, self._readers_for(shape)) for field, shape in fields)
        self._readers[name] = made
        return made

    def _readers_for(self, shape: shapes.Shape) -> Readers:
        """Give what reads a field of *shape*; two of its forms are never of one type in JSON."""
        found: Readers = {kind: _PLAIN[kind] for kind in shape.plain}
        if shape.nodes:
            found[int] = partial(self._node, shape.nodes)
        if shape.names is not None:
            found[str] = shape.names.__getitem__
        if shape.absence:
            found[dict] = _absent
        if shape.several is not None:
            found[list] = partial(_tuple, self._readers_for(shape.several))
        if shape.together is not None:
            found[list] = partial(_together, tuple(map(self._readers_for, shape.together)))
        if shape.chosen is not None:
            found[list] = partial(_set, self._readers_for(shape.chosen))
        if shape.place:
            found[list] = self._place
        if shape.table:
            found[list] = self._table
        return found

    def _node(self, kinds: tuple[type, ...], number: int) -> Any:
        if not 0 <= number < len(self.nodes) or not isinstance(self.nodes[number], kinds):
            raise TypeError
        self._met.append(number)
        return self.nodes[number]

    def _place(self, raw: list[Any]) -> Span:
        source, start, end = _together((_NUMBER, _NUMBER, _NUMBER), raw)
        if not 0 <= source < len(self.sources):
            raise TypeError
        if not 0 <= start <= end <= len(self.sources[source].text):
            raise TypeError
        return Span(self.sources[source], start, end)

    def _table(self, raw: list[Any]) -> FactTable:
        facts = [self._node((Fact,), _whole(number)) for number in raw]
        by_name = {fact.name: fact for fact in facts}
        if len(by_name) < len(facts):
            raise TypeError
        return FactTable(by_name)

    def _edition(self, raw: Any) -> ir.Program:
        if type(raw) is not int or not 0 <= raw < len(self.nodes):
            raise _UnsoundError("an edition is no row")
        program = self.nodes[raw]
        if not isinstance(program, ir.Program):
            raise _UnsoundError("an edition is no program")
        if not self.measures.are_bearable(raw):
            raise _UnsoundError("its conditions are nested too deep, or grow too large")
        part = unsound_part(program, [self.nodes[each] for each in self.measures.within(raw)])
        if part is not None:
            raise _UnsoundError(part)
        return attrs.evolve(program, content_hash=content_hash(program))


def _text(raw: Any) -> str:
    """Read a text that is shown to people: one that can be written, with nothing hidden in it."""
    if type(raw) is not str or (not raw.isascii() and not _is_encodable(raw)) or HIDDEN.search(raw):
        raise TypeError
    return raw


def _source(raw: Any) -> Source:
    try:
        name, text = _together(({str: _text}, {str: _text}), raw if type(raw) is list else [])
    except (KeyError, TypeError) as error:
        raise _UnsoundError("a source is no name and text") from error
    return Source(name, text)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(raw: Any) -> int:
    if type(raw) is not int or not -_LARGEST < raw < _LARGEST:
        raise TypeError
    return raw


def _absent(raw: dict[Any, Any]) -> Absence:
    if raw:
        raise TypeError
    return ABSENT


def _tuple(readers: Readers, raw: list[Any]) -> tuple[Any, ...]:
    return tuple([readers[type(each)](each) for each in raw])


def _together(readers: tuple[Readers, ...], raw: list[Any]) -> tuple[Any, ...]:
    if len(raw) != len(readers):
        raise TypeError
    return tuple([one[type(each)](each) for one, each in zip(readers, raw, strict=True)])


def _set(readers: Readers, raw: list[Any]) -> frozenset[Any]:
    return frozenset(_tuple(readers, raw))


def _same(raw: Any) -> Any:
    return raw


_PLAIN: Readers = {type(None): _same, bool: _same, int: _whole, str: _text}
_NUMBER: Readers = {int: _whole}
