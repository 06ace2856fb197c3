"""A decision as text says of its reasons what is certain, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

import policydsl
from policydsl.cli.decisions import as_text

_POLICY = """\
policy p "P"

fact setting "Setting"
  one of {home, office}

fact prescribed "Prescribed"
  yes or no

exclude at_home "At home"
  when setting is home

exclude elsewhere "Elsewhere"
  when setting is not home
"""
_COVER = """
cover care "Care"
  for setting in {home, office}
  require prescribed "Prescribed"
"""


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (
            _POLICY,
            "because       at_home “At home” (one of these)\n"
            "                elsewhere “Elsewhere” (one of these)",
        ),
        (_POLICY.partition("exclude")[0] + _COVER, "because       care.prescribed “Prescribed”"),
    ],
    ids=["one-of-two-is-certain", "a-single-open-question"],
)
def test_one_of_these_is_said_when_one_of_several_holds(
    text: str, reasons: str, tmp_path: Path
) -> None:
    path = tmp_path / "p.pol"
    path.write_text(text, encoding="utf-8")
    decision = policydsl.load(path).decide({"as_of": "2026-03-04", "facts": {}})
    assert f"  {reasons}\n" in as_text(decision)
