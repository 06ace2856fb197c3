"""No bytes make a reader raise, and what made one raise once is tried for ever."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.drawing import DRAWN, FOUND
from tests.fuzz.targets import TARGETS

FILES = sorted(path for path in FOUND.rglob("*") if path.is_file())


@settings(max_examples=120)
@pytest.mark.parametrize("target", TARGETS)
@given(seed=st.integers(0, 2**32))
def test_what_comes_close_to_an_input_is_answered(target: str, seed: int) -> None:
    TARGETS[target](DRAWN[target](random.Random(seed)))


@pytest.mark.parametrize("target", TARGETS)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_answered(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_once_is_answered(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())
