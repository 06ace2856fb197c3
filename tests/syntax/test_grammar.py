"""The grammar has no conflicts, and its table is kept safely between runs."""

import logging
import os
import stat
from pathlib import Path

import lark
import pytest

from policydsl.source import Source
from policydsl.syntax import grammar
from policydsl.syntax.parser import parse


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    level = lark.logger.level
    lark.logger.setLevel(logging.DEBUG)
    try:
        with caplog.at_level(logging.DEBUG, logger=lark.logger.name):
            grammar.compile_grammar(grammar.grammar_text())
    finally:
        lark.logger.setLevel(level)
    assert not caplog.records


@pytest.mark.parametrize(
    "text",
    [
        '%declare NAME _NEWLINE\nstart: "a" x | "a" y\nx: NAME\ny: NAME',
        '%declare NAME\nstart: e\ne: e "plus" e | NAME',
        '%declare NUMERAL\nstart: "numeral" NUMERAL',
    ],
    ids=["reduce-reduce", "shift-reduce", "keyword-named-as-a-literal"],
)
def test_a_grammar_with_a_conflict_does_not_compile(text: str) -> None:
    with pytest.raises((lark.GrammarError, ValueError)):
        grammar.compile_grammar(text)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    grammar.table.cache_clear()
    return tmp_path / "policydsl"


def kept_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_the_table_is_kept_for_its_owner_alone(cache: Path) -> None:
    grammar.table()
    (kept,) = kept_in(cache)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_kept_table_needs_no_lark(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = grammar.table()
    grammar.table.cache_clear()
    monkeypatch.setattr(grammar, "compile_grammar", None)
    read = grammar.table()
    assert read is not made
    assert read.actions == made.actions
    assert read.reductions == made.reductions


@pytest.mark.parametrize("damage", [b"", b"\0" * 40, b"torn"], ids=["empty", "zeros", "torn"])
def test_a_damaged_table_is_made_anew(cache: Path, damage: bytes) -> None:
    grammar.table()
    (kept,) = kept_in(cache)
    size = kept.stat().st_size
    kept.write_bytes(damage or kept.read_bytes()[: size // 2])
    grammar.table.cache_clear()
    assert parse(Source("a.pol", "cover a\n")).diagnostics == ()
    assert kept.stat().st_size > size // 2 + 1
    grammar.table.cache_clear()
    assert parse(Source("a.pol", "cover a\n")).diagnostics == ()


@pytest.mark.skipif(os.name != "posix", reason="folders have no such modes here")
def test_a_folder_that_others_may_write_to_is_not_trusted(cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    assert grammar.table().actions
    assert kept_in(cache) == []


def test_without_a_folder_to_keep_it_in_the_table_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    grammar.table.cache_clear()
    assert grammar.table().actions


def test_an_installation_brings_the_table_along(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYDSL_NO_CACHE", "1")
    place = tmp_path / "table.json"
    monkeypatch.setattr(grammar, "_BROUGHT", place)
    made = grammar.table()
    grammar.bring(place)
    grammar.table.cache_clear()
    monkeypatch.setattr(grammar, "compile_grammar", None)
    brought = grammar.table()
    for name in grammar.Table.__slots__:
        assert getattr(brought, name) == getattr(made, name)
    assert not cache.exists()
    grammar.table.cache_clear()


def test_a_table_of_another_grammar_is_not_taken(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "table.json"
    monkeypatch.setattr(grammar, "_BROUGHT", place)
    for text in ('{"key":"other","table":{}}', "torn"):
        place.write_text(text)
        grammar.table.cache_clear()
        assert parse(Source("a.pol", "cover a\n")).diagnostics == ()
