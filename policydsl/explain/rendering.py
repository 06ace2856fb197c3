"""Hold an explanation as it is told to one reader: one page, and the same as data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import attrs

from policydsl.explain.blocks import Page, Reader


@attrs.frozen
class Rendering:
    """A page and its data; the same explanation gives the same bytes in every format.

    `data` is only put together when it is asked for.
    """

    reader: Reader
    page: Page
    data: Callable[[], dict[str, Any]] = attrs.field(eq=False, repr=False)

    def to_text(self, width: int = 80, *, colour: bool = False) -> str:
        """Write it for a terminal of *width* cells."""
        from policydsl.explain.text import Options, as_text

        return as_text(self.page, Options(width, colour))

    def to_markdown(self) -> str:
        from policydsl.explain.markdown import as_markdown

        return as_markdown(self.page)

    def to_html(self) -> str:
        """Write one page that needs nothing else: no script, no font, no picture."""
        from policydsl.explain.html import as_html

        return as_html(self.page, self.reader)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data; `policyc schema --explanation` describes it."""
        return self.data()

    def to_json(self) -> str:
        """Return one line of JSON."""
        return json.dumps(self.data(), ensure_ascii=False, separators=(",", ":"))
