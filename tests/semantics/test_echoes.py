"""A line that could not be read is reported, and what only follows from it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl import workspace

_POLICY = """\
policy p "P"

fact plateau "Plateau"
  yes or no

fact visits "Visits"
  visits, at least 1 visit

"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('exclude e "E"\n  where plateau\n', ["POL0103"]),
        ('exclude e "E"\nwhen plateau\n', ["POL0121"]),
        ('exclude e "E"\n  when all of\n  - plateau\n', ["POL0119"]),
        ('benefit b "B"\n\nexclude e "E"\n  when plateau\n  overrides b\n', ["POL0102"]),
        ('define d\n  when plateau,\n\nexclude e "E"\n  when d\n', ["POL0112"]),
        ('fact größe "G"\n  visits\n\nexclude e "E"\n  when größe is 3\n', ["POL0129"] * 2),
        ('fact s "S"\n  one off {a}\n\nexclude e "E"\n  when s is a\n', ["POL0101"]),
        (
            'fact s "S"\n  one of\n    - a\n    - b "B\n    - c C\n\nexclude e\n  when s is c\n',
            ["POL0106", "POL0115"],
        ),
        (
            'parameter p "P"\n  moeny\n\nplan a "A"\n  for plateau\n  sets p is $3.00\n',
            ["POL0103"],
        ),
        (
            'parameter p "P"\n  money\n\nplan a "A"\n  for plateau\n  set p is $3.00\n',
            ["POL0501"],
        ),
        (
            'plan a "A"\n  for plateau\n\nplan b "B"\n  for plateau\n  for not plateau,\n',
            ["POL0112"],
        ),
        (
            'limit l "L"\n  30 visits per calendar year\n  used visits\n  asked visits\n\n'
            'cover c "C"\n  for plateau\n  count toward l\n',
            ["POL0103"],
        ),
    ],
    ids=[
        "condition",
        "line-at-the-left-edge",
        "bullets",
        "item",
        "definition",
        "letter",
        "type",
        "members",
        "parameter",
        "setting",
        "plan",
        "counting-line",
    ],
)
def test_what_a_torn_item_lacks_is_not_reported(
    text: str, codes: list[str], tmp_path: Path
) -> None:
    assert _codes_of(_POLICY + text, tmp_path) == codes


def test_a_torn_header_does_not_make_every_name_unknown(tmp_path: Path) -> None:
    text = 'policy p "P"\n  uses v,\n\nexclude e "E"\n  when of_the_vocabulary\n'
    assert _codes_of(text, tmp_path) == ["POL0112"]


def test_a_vocabulary_that_is_not_there_does_not_make_every_name_unknown(tmp_path: Path) -> None:
    text = 'policy p "P"\n  uses v\n\nexclude e "E"\n  when of_the_vocabulary\n'
    assert _codes_of(text, tmp_path) == ["POL0211"]


def test_what_else_is_wrong_is_still_reported(tmp_path: Path) -> None:
    text = 'exclude e "E"\n  where plateau\n\nexclude f "F"\n  overrides g\n'
    assert _codes_of(_POLICY + text, tmp_path) == ["POL0103", "POL0511"]


def _codes_of(text: str, folder: Path) -> list[str]:
    path = folder / "p.pol"
    path.write_text(text, encoding="utf-8")
    examined, unread = workspace.examine([str(path)])
    assert not unread
    return [d.code.id for one in examined for d in one.diagnostics]


def test_a_remark_with_a_foreign_sign_does_not_cut_its_item_in_two(tmp_path: Path) -> None:
    text = 'exclude e "E"\n// why\n<<<<<<< mine\n  when plateau\n-- since 2020\n'
    assert _codes_of(_POLICY + text, tmp_path) == ["POL0134", "POL0135", "POL0134"]
