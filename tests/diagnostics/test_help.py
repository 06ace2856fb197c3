"""Whatever is wrong with a policy, its author is told what to do next."""

from pathlib import Path

import pytest

from policydsl.analysis import analyse
from policydsl.semantics import check
from policydsl.source import Source
from policydsl.syntax.parser import parse

CORPUS = Path(__file__).parents[1] / "corpus"
WORDS = parse(Source("words.pol", (CORPUS / "clauses" / "words.pol").read_text("utf-8"))).file
FILES = sorted(CORPUS.glob("*/bad/*.pol"))


def test_the_corpus_is_as_large_as_it_is_to_be() -> None:
    assert len(FILES) >= 120


@pytest.mark.parametrize("stage", ["syntax", "semantics", "clauses", "analysis"])
def test_every_message_says_what_to_do(stage: str) -> None:
    for path in FILES:
        if path.parent.parent.name == stage:
            parsed = parse(Source(path.name, path.read_text(encoding="utf-8")))
            files = (WORDS, parsed.file) if stage == "clauses" else (parsed.file,)
            checked = check(files)
            found = [*parsed.diagnostics, *(checked.diagnostics if stage != "syntax" else ())]
            if checked.program is not None:
                found += analyse(checked).diagnostics
            assert found
            assert [each.message for each in found if not each.help] == [], path.name
