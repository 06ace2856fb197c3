"""The hash of a program depends on what it says, not on where or in which order it says it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from policydsl.semantics import check
from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.parser import parse

CORPUS = Path(__file__).parents[1] / "corpus" / "clauses"
WORDS = parse(Source("words.pol", (CORPUS / "words.pol").read_text())).file


def hash_of(text: str, *, reverse: bool = False) -> str:
    file = parse(Source("p.pol", text)).file
    if reverse:
        file = ast.File(file.items[::-1], span=file.span)
    result = check((WORDS, file))
    assert result.program is not None, result.diagnostics
    return result.program.content_hash


POLICY = (CORPUS / "good" / "extension.pol").read_text()


def test_places_and_comments_take_no_part() -> None:
    assert hash_of(POLICY) == hash_of("# A remark.\n\n" + POLICY.replace("\ncover", "\n\n\ncover"))


def test_the_order_of_items_takes_no_part() -> None:
    for name in ("extension", "part-of-and-outside", "redirects", "documents", "counters"):
        text = (CORPUS / "good" / f"{name}.pol").read_text()
        assert hash_of(text) == hash_of(text, reverse=True), name


def test_every_number_and_title_takes_part() -> None:
    hashes = {
        hash_of(POLICY),
        hash_of(POLICY.replace("12 weeks", "13 weeks")),
        hash_of(POLICY.replace('"Sessions of one program"', '"Sessions"')),
        hash_of(POLICY.replace("[S-4]", "[S-5]")),
        hash_of(POLICY.replace("asked_by is physician", "asked_by is member")),
    }
    assert len(hashes) == 5


def test_another_process_gives_the_same_hash() -> None:
    script = (
        "import sys\n"
        "from policydsl.semantics import check\n"
        "from policydsl.source import Source\n"
        "from policydsl.syntax.parser import parse\n"
        "files = [parse(Source(n, open(n).read())).file for n in sys.argv[1:]]\n"
        "print(check(tuple(files)).program.content_hash)\n"
    )
    paths = [str(CORPUS / "words.pol"), str(CORPUS / "good" / "extension.pol")]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    root = str(Path(__file__).parents[2])
    found = subprocess.run(
        [sys.executable, "-c", script, *paths],
        capture_output=True, text=True, check=True, env={**environment, "PYTHONPATH": root},
    )  # fmt: skip
    assert found.stdout.strip() == hash_of(POLICY)
