"""Lines and columns are what an editor shows; bytes become text or a fault."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.source import (
    MAX_BYTES,
    HasNul,
    NotUtf8,
    Position,
    Source,
    TooLarge,
    decode,
    display_width,
)

TEXTS = st.text(alphabet=st.sampled_from("ab\n\té日\u0301"))


@given(TEXTS, st.data())
def test_a_position_is_where_counting_lines_finds_it(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    lines_before = text[:offset].split("\n")
    assert Source("a", text).position(offset) == Position(
        len(lines_before), len(lines_before[-1]) + 1
    )


@given(TEXTS)
def test_the_lines_of_a_source_are_its_text(text: str) -> None:
    source = Source("a", text)
    lines = [source.line_text(line) for line in range(1, source.line_count + 1)]
    assert "\n".join(lines) == text


def test_wide_and_combining_characters_take_their_cells() -> None:
    assert display_width("日e\u0301\t") == 4
    assert display_width("e\u0301") == 1


def test_a_span_covers_another_and_what_lies_between() -> None:
    source = Source("a", "limit therapy\n  30 visits")
    covered = source.span(16, 18).to(source.span(6, 13))
    assert covered.text == "therapy\n  30"
    assert (covered.start_position, covered.end_position) == (Position(1, 7), Position(2, 5))


def test_a_span_survives_pickling_before_and_after_its_lines_are_known() -> None:
    span = Source("a", "x\ny").span(2, 3)
    assert pickle.loads(pickle.dumps(span)) == span
    assert span.start_position == Position(2, 1)
    assert pickle.loads(pickle.dumps(span)).start_position == Position(2, 1)


@pytest.mark.parametrize(
    "data",
    [b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\nb\n"],
    ids=["unix", "windows", "old-mac", "byte-order-mark"],
)
def test_a_byte_order_mark_and_every_line_end_are_accepted(data: bytes) -> None:
    assert decode("a", data) == Source("a", "a\nb\n")


def test_a_byte_that_is_not_utf_8_is_found_where_it_stands_in_the_file() -> None:
    fault = decode("a", b"\xef\xbb\xbfx\r\ny\xa7 3")
    assert isinstance(fault, NotUtf8)
    assert (fault.offset, fault.byte) == (7, 0xA7)
    assert fault.span.start_position == Position(2, 2)
    assert fault.span.text == "\ufffd"


def test_a_zero_byte_is_refused_before_the_encoding_is_judged() -> None:
    fault = decode("a", "limit".encode("utf-16-le"))
    assert isinstance(fault, HasNul)
    assert fault.offset == 1


def test_a_file_over_the_bound_is_refused_and_one_at_it_is_not() -> None:
    assert isinstance(decode("a", b" " * MAX_BYTES), Source)
    assert decode("a", b" " * (MAX_BYTES + 1)) == TooLarge("a", MAX_BYTES + 1)


@given(st.binary())
def test_decoding_never_raises(data: bytes) -> None:
    decode("a", data)
