"""A stream is one request, or one on each line, and that is told without being told."""

import io

import pytest

from policydsl.cli.requests import Lines, Single, requests_in
from policydsl.core.requests import MAX_BYTES

SINGLE = [
    b"",
    b"\n\n",
    b'{"a": 1}',
    b'{"a": 1}\n',
    b'{\n  "a": 1\n}\n',
    b'{"a":\n{"b": 1}\n}',
    b"nonsense",
    b"nonsense\nin two lines",
    b'\xef\xbb\xbf{"a": 1}\n',
]


@pytest.mark.parametrize("text", SINGLE)
def test_one_document_is_one_request(text: bytes) -> None:
    found = requests_in(io.BytesIO(text))
    assert isinstance(found, Single)
    assert found.text.split() == text.split()


LINES = [
    (b'{"a": 1}\n{"a": 2}', [(1, b'{"a": 1}'), (2, b'{"a": 2}')]),
    (b'\n{"a": 1}\r\n\n{"a": 2}\n', [(2, b'{"a": 1}'), (4, b'{"a": 2}')]),
    (b'{"a": \n{"a": 2}\n', [(1, b'{"a": '), (2, b'{"a": 2}')]),
    (b'{"a": 1}\nnonsense', [(1, b'{"a": 1}'), (2, b"nonsense")]),
]


@pytest.mark.parametrize(("text", "lines"), LINES)
def test_lines_are_numbered_as_an_editor_does(text: bytes, lines: list[tuple[int, bytes]]) -> None:
    found = requests_in(io.BytesIO(text))
    assert isinstance(found, Lines)
    assert list(found.lines) == lines


def test_a_file_named_for_lines_has_lines_even_when_it_has_one() -> None:
    assert isinstance(requests_in(io.BytesIO(b'{"a": 1}'), named_lines=True), Lines)


def test_a_line_that_is_too_long_does_not_hide_those_after_it() -> None:
    text = b'{"a": 1}\n{"' + b"x" * 3 * MAX_BYTES + b'": 1}\n{"a": 2}\n'
    found = requests_in(io.BytesIO(text))
    assert isinstance(found, Lines)
    first, second, third = found.lines
    assert (first, third) == ((1, b'{"a": 1}'), (3, b'{"a": 2}'))
    assert MAX_BYTES < len(second[1]) <= MAX_BYTES + 2
