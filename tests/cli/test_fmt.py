"""`policyc fmt` changes what is laid out otherwise, and nothing that does not parse."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policydsl.cli import main

LOOSE = 'cover  a   "A"\n      for x\n'
LAID_OUT = 'cover a "A"\n  for x\n'
BROKEN = "cuver a\n"


def fmt(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["fmt", *arguments], input=stdin)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "loose.pol").write_text(LOOSE)
    (tmp_path / "fine.pol").write_text(LAID_OUT)
    (tmp_path / "notes.txt").write_text(LOOSE)
    return tmp_path


def test_a_folder_is_laid_out_with_all_in_it(folder: Path) -> None:
    result = fmt(str(folder))
    assert result.exit_code == 0
    assert (folder / "deep" / "loose.pol").read_text() == LAID_OUT
    assert (folder / "notes.txt").read_text() == LOOSE
    assert "1 of 2 files" in result.stderr


def test_check_names_what_would_change_and_changes_nothing(folder: Path) -> None:
    result = fmt("--check", str(folder))
    assert result.exit_code == 1
    assert "loose.pol" in result.stderr
    assert "fine.pol" not in result.stderr
    assert (folder / "deep" / "loose.pol").read_text() == LOOSE
    assert fmt("--check", str(folder / "fine.pol")).exit_code == 0


def test_diff_shows_what_would_change_and_changes_nothing(folder: Path) -> None:
    result = fmt("--diff", str(folder))
    assert result.exit_code == 1
    assert '-cover  a   "A"' in result.stdout
    assert '+cover a "A"' in result.stdout
    assert (folder / "deep" / "loose.pol").read_text() == LOOSE


def test_standard_input_goes_to_standard_output() -> None:
    result = fmt("-", stdin=LOOSE)
    assert (result.exit_code, result.stdout, result.stderr) == (0, LAID_OUT, "")
    assert fmt("--check", "-", stdin=LOOSE).exit_code == 1


def test_a_file_that_does_not_parse_is_left_as_it_is(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pol"
    broken.write_text(BROKEN)
    result = fmt(str(broken))
    assert result.exit_code == 1
    assert "POL0102" in result.stderr
    assert broken.read_text() == BROKEN


@pytest.mark.parametrize("content", [None, b"\xff", b"a\0b"], ids=["missing", "latin", "binary"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "odd.pol"
    if content is not None:
        path.write_bytes(content)
    assert fmt(str(path)).exit_code == 3


def test_windows_line_ends_and_byte_order_marks_go(tmp_path: Path) -> None:
    path = tmp_path / "windows.pol"
    path.write_bytes(b"\xef\xbb\xbf" + LAID_OUT.replace("\n", "\r\n").encode())
    assert fmt(str(path)).exit_code == 0
    assert path.read_bytes() == LAID_OUT.encode()


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "loose.pol"
    path.write_text(LOOSE)
    path.chmod(0o640)
    fmt(str(path))
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_without_a_path_it_is_a_mistake_of_usage() -> None:
    assert fmt().exit_code == 2
