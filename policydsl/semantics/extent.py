"""Measure bound expressions, so that definitions cannot grow past all bounds by their uses."""

from __future__ import annotations

from typing import Any, Final

import attrs

from policydsl.core.reading import field_names
from policydsl.frozen import frozen

MOST_DEEP: Final = 120
MOST_LARGE: Final = 20_000


@frozen
class Extent:
    """How many levels an expression has, and how many parts when every use is written out."""

    depth: int
    size: int

    @property
    def bearable(self) -> bool:
        return self.depth <= MOST_DEEP and self.size <= MOST_LARGE


class Extents:
    """Measures expressions, those that several share once."""

    def __init__(self) -> None:
        # The nodes are kept beside their extents, so that no other takes over an id.
        self._known: dict[int, tuple[object, Extent]] = {}

    def of(self, root: object) -> Extent:
        """Measure *root*, without recursion."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            node, ready = stack.pop()
            if id(node) in self._known:
                continue
            parts = _parts(node)
            if not ready:
                stack.append((node, True))
                stack.extend((part, False) for part in parts)
                continue
            extents = [self._known[id(part)][1] for part in parts]
            depth = 1 + max((extent.depth for extent in extents), default=0)
            # Past the bound the exact number says nothing, and it would double at every use.
            size = min(1 + sum(extent.size for extent in extents), MOST_LARGE + 1)
            self._known[id(node)] = (node, Extent(depth, size))
        return self._known[id(root)][1]


def _parts(node: Any) -> list[Any]:
    held = [getattr(node, name) for name in field_names(type(node))]
    flat = [each for value in held for each in (value if isinstance(value, tuple) else (value,))]
    return [each for each in flat if attrs.has(type(each))]
