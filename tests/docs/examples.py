"""Take the examples out of a page: fenced blocks, each with its line and what it claims to be."""

from __future__ import annotations

import re
from pathlib import Path

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import Checked, check
from policydsl.source import Source
from policydsl.syntax.parser import Parsed, parse

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADER = 'policy example_plan "Example plan"\n  uses example\n\n'


@attrs.frozen
class Example:
    """One fenced block; `words` are those of its info string."""

    page: str
    line: int
    words: tuple[str, ...]
    text: str

    @property
    def kind(self) -> str:
        return self.words[0] if self.words else ""

    def __str__(self) -> str:
        return f"{self.page}-{self.line}"


def examples(page: str) -> tuple[Example, ...]:
    """List the fenced blocks of the page at *page*, a path below the root of the repository."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return tuple(
        Example(page, text.count("\n", 0, found.start()) + 1, tuple(found[1].split()), found[2])
        for found in _FENCE.finditer(text)
    )


def of_kind(page: str, kind: str) -> tuple[Example, ...]:
    return tuple(example for example in examples(page) if example.kind == kind)


def folders(page: str) -> dict[str, dict[str, Example]]:
    """Gather the blocks `pol in FOLDER FILE` by folder, and there by file."""
    found: dict[str, dict[str, Example]] = {}
    for example in of_kind(page, "pol"):
        match example.words:
            case (_, "in", folder, file):
                found.setdefault(folder, {})[file] = example
    return found


def read(example: Example) -> Parsed:
    return parse(Source(str(example), example.text))


@attrs.frozen
class Compiled:
    checked: Checked
    diagnostics: tuple[Diagnostic, ...]


def compiled(example: Example, vocabulary: Example | None) -> Compiled:
    """Compile an example as the page says: with its vocabulary, and a head if it has none.

    Inventories are the page's `tsv` blocks, by the name in their info strings.
    """
    whole = example.text.startswith(("policy ", "vocabulary ")) or "\npolicy " in example.text
    text = example.text if whole else _HEADER + example.text
    sources = [] if vocabulary is None else [Source("vocabulary.pol", vocabulary.text)]
    parsed = [parse(source) for source in (*sources, Source(str(example), text))]
    inventories = {
        block.words[1]: Source(block.words[1], block.text) for block in of_kind(example.page, "tsv")
    }
    checked = check(tuple(each.file for each in parsed), inventories)
    found = (*(d for each in parsed for d in each.diagnostics), *checked.diagnostics)
    return Compiled(checked, found)
