"""Give a program the hash of what it says.

The hash is that of a canonical serialisation: places in the text and the order of
clauses take no part in it, and it is the same in every process.
"""

from __future__ import annotations

import enum
import hashlib
import json
from typing import Any

from policydsl.core import ir
from policydsl.core.facts import FactTable
from policydsl.core.reading import field_names

# The parts of a program whose order in the file decides nothing.
_UNORDERED = frozenset(
    {"assumptions", "clauses", "benefits", "limits", "payments", "advice", "open_questions"}
)

# One encoder for all nodes: making one costs more than writing most of them.
_canonical = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode


def content_hash(program: ir.Program) -> str:
    """Return the SHA-256, in hexadecimal, of *program* without its own hash.

    An inventory that words a statement otherwise leaves the policy what it was.
    """
    digest = _Digest()
    parts: dict[str, Any] = {}
    for name in field_names(ir.Program):
        value = getattr(program, name)
        if name in ("content_hash", "documents"):
            continue
        if name in _UNORDERED:
            parts[name] = sorted(digest.of(item) for item in value)
        elif name == "read_facts":
            parts[name] = sorted(value)
        else:
            parts[name] = digest.of(value)
    return _sha256(parts)


class _Digest:
    """Digests each shared node once."""

    def __init__(self) -> None:
        self._by_id: dict[int, str] = {}

    def of(self, value: object) -> Any:
        match value:
            case enum.Enum():
                return [type(value).__name__, value.name]
            case None | bool() | int() | str():
                return value
            case frozenset():
                return ["set", *sorted(value, key=lambda item: (str(type(item)), item))]
            case tuple():
                return [self.of(item) for item in value]
            case FactTable():
                return [self.of(value.by_name[name]) for name in sorted(value.by_name)]
            case _:
                return self._node(value)

    def _node(self, node: Any) -> str:
        # `field_names` refuses what is no node.
        found = self._by_id.get(id(node))
        if found is None:
            fields = [self.of(getattr(node, name)) for name in field_names(type(node))]
            found = self._by_id[id(node)] = _sha256([type(node).__name__, *fields])
        return found


_CANONICAL = json.JSONEncoder(
    ensure_ascii=True, separators=(",", ":"), sort_keys=True, check_circular=False
)


def _sha256(value: Any) -> str:
    return hashlib.sha256(_CANONICAL.encode(value).encode()).hexdigest()
