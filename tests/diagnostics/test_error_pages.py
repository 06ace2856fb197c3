"""Hold the pages of the codes to the compiler: an example gives its code, mended it gives none."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import attrs
import pytest

from policydsl.analysis import analyse
from policydsl.diagnostics.catalogue import ALL_CODES
from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.diagnostics.text import render
from policydsl.explain import NoticeError
from policydsl.policy import Policy, RequestError
from policydsl.semantics import check, plans
from policydsl.semantics.echoes import without_echoes
from policydsl.source import Source
from policydsl.syntax import lexer, parser
from policydsl.syntax.parser import parse
from policydsl.workspace import verdicts

PAGES = Path(__file__).parents[2] / "docs" / "errors"
_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A page writes a name for what nobody could see in it.
_INVISIBLE = {"<TAB>": "\t", "<U+200B>": "\u200b"}
_MARK = re.compile(r" +# here$", re.MULTILINE)


@attrs.frozen
class Shown:
    """What one section of a page shows: a text, the files beside it, and perhaps a request.

    `slots` are those of a notice about the request; `editions` are the files of other
    editions of the policy, by their names.
    """

    text: str
    inventories: Mapping[str, Source]
    request: str | None
    slots: str | None = None
    editions: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def marked(self) -> list[int]:
        """The numbers of the lines that the page says are wrong."""
        return [n for n, line in enumerate(self.text.splitlines(), 1) if _MARK.search(line)]


def _blocks(text: str) -> dict[str, str]:
    return {found[1]: found[2] for found in _FENCE.finditer(text)}


_README = _blocks((PAGES / "README.md").read_text(encoding="utf-8"))
HEAD, VOCABULARY = _README["pol head"], _README["pol vocabulary"]


def _shown(code: str, heading: str) -> Shown | None:
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    blocks = _blocks(section)
    if "pol" not in blocks:
        return None
    text = blocks["pol"]
    for name, character in _INVISIBLE.items():
        text = text.replace(name, character)
    if not re.search("^(policy|vocabulary|amendment) ", text, re.MULTILINE):
        text = f"{HEAD}\n{text}"
    names = [word.removeprefix("tsv ") for word in blocks if word.startswith("tsv ")]
    inventories = {name: Source(name, blocks[f"tsv {name}"]) for name in names}
    others = {word.removeprefix("pol "): blocks[word] for word in blocks if word[:4] == "pol "}
    return Shown(text, inventories, blocks.get("json"), blocks.get("json slots"), others)


def _diagnostics(shown: Shown) -> tuple[Diagnostic, ...]:
    if shown.editions:
        return _of_folder(shown)
    sources = [Source("page.pol", shown.text)]
    if "uses example" in shown.text:
        sources.insert(0, Source("example.pol", VOCABULARY))
    parsed = [parse(source) for source in sources]
    checked = check(tuple(each.file for each in parsed), shown.inventories)
    of_syntax = [diagnostic for each in parsed for diagnostic in each.diagnostics]
    found = in_order((*of_syntax, *without_echoes(checked.diagnostics, of_syntax)))
    if not found:
        found = analyse(checked).diagnostics
    if shown.request is None or found:
        return found
    try:
        explanation = Policy(checked).explain(shown.request)
        if shown.slots is not None:
            explanation.for_notice(json.loads(shown.slots))
    except RequestError as error:
        return tuple(fault.diagnostic() for fault in error.faults)
    except NoticeError as error:
        return error.diagnostics
    return ()


def _of_folder(shown: Shown) -> tuple[Diagnostic, ...]:
    files = {"example.pol": VOCABULARY, "page/this.pol": shown.text}
    files |= {f"page/{name}": text for name, text in shown.editions.items()}
    files |= {f"page/{name}": source.text for name, source in shown.inventories.items()}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page").mkdir()
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        (found,), unread = verdicts([str(Path(folder) / "page")])
    assert not unread
    assert all(d.span is None or d.span.source.name.endswith("this.pol") for d in found.diagnostics)
    return found.diagnostics


def _pairs() -> Iterable[tuple[str, Shown, Shown]]:
    for code in ALL_CODES:
        if (PAGES / f"{code}.md").is_file() and (example := _shown(code, "Example")):
            mended = _shown(code, "How to fix it")
            assert mended is not None, f"{code} shows no mended text"
            yield code, example, mended


def _long_request() -> Shown:
    mended = _shown("POL0702", "How to fix it")
    assert mended is not None
    nested = "[" * 100_000 + "]" * 100_000
    return attrs.evolve(
        mended, request=f'{{"as_of": "2026-03-04", "facts": {{"goals": {nested}}}}}'
    )


def _long_list() -> Shown:
    members = ", ".join(f"a{number}" for number in range(lexer.MAX_LIST + 1))
    return Shown(f"{HEAD}\nfact record_number\n  one of {{{members}}}\n", {}, None)


def _many_problems() -> Shown:
    wrong = "exclude x\n  when plateau = no\n\n"
    return Shown(f"{HEAD}\n{wrong * (parser.MAX_PROBLEMS + 1)}", {}, None)


def _many_plans() -> Shown:
    plan = 'plan gold_{0} "Gold"\n  for record_number is exactly {0}\n\n'
    every = "".join(plan.format(number) for number in range(plans.MOST_PLANS + 1))
    return Shown(f"{HEAD}\nfact record_number\n  whole number\n\n{every}", {}, None)


# What is wrong with these texts is how long they are.
_TOO_LONG_FOR_A_PAGE: dict[str, Callable[[], Shown]] = {
    "POL0702": _long_request,
    "POL0903": _long_list,
    "POL0905": _many_problems,
    "POL0907": _many_plans,
}
PAIRS = tuple(_pairs())
_IDS = [code for code, _, _ in PAIRS]
_WHOLE = [pair for pair in PAIRS if pair[0] not in _TOO_LONG_FOR_A_PAGE]


@pytest.mark.parametrize(("code", "example"), [pair[:2] for pair in _WHOLE])
def test_an_example_gives_the_code_of_its_page_and_no_other(code: str, example: Shown) -> None:
    found = _diagnostics(example)
    assert {d.code.id for d in found} == {code}, render(found)
    if example.marked:
        lines = {d.span.start_position.line for d in found if d.span}
        assert sorted(lines) == example.marked, render(found)


@pytest.mark.parametrize("mended", [mended for _, _, mended in PAIRS], ids=_IDS)
def test_a_mended_example_compiles_without_a_word(mended: Shown) -> None:
    assert not mended.marked
    found = _diagnostics(mended)
    assert not found, render(found)


@pytest.mark.parametrize("code", _TOO_LONG_FOR_A_PAGE)
def test_a_text_too_long_for_a_page_gives_the_code(code: str) -> None:
    found = _diagnostics(_TOO_LONG_FOR_A_PAGE[code]())
    assert code in {d.code.id for d in found}


def test_every_other_page_of_a_fault_of_the_author_has_an_example() -> None:
    without = {code for code in ALL_CODES if code[3:5] in ("00", "99")}
    assert set(_IDS) == ALL_CODES.keys() - without
