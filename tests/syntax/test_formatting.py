"""The formatter keeps what an author says beside the policy: comments and blank lines."""

import pytest

from policydsl.source import Source
from policydsl.syntax.printer import format_source


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            'cover  a   "A"[A-1]\n      for x\n      pays 90%\n',
            'cover a "A" [A-1]\n  for x\n  pays 90%\n',
        ),
        ("cover a\ncover b\n\n\n\ncover c\n", "cover a\n\ncover b\n\ncover c\n"),
        ("cover a\n  for x\n\n\n\n  pays 90%", "cover a\n  for x\n\n  pays 90%\n"),
        ("cover a [A-1] [A-2]\n", "cover a [A-1, A-2]\n"),
        ("cover a\n  for (x\n    and y)\n", "cover a\n  for (x and y)\n"),
        (
            "\n\n# top\ncover a # behind\n# before b\ncover b\n# end",
            "# top\ncover a  # behind\n\n# before b\ncover b\n\n# end\n",
        ),
        (
            "# head\n\ncover a\n  # of x\n  for x\n # last of a\n\n# of b\n\ncover b\n",
            "# head\n\ncover a\n  # of x\n  for x\n  # last of a\n\n# of b\n\ncover b\n",
        ),
        (
            "cover a\n  for x in {b, # one\n    # two\n    c}\n  pays 90%\n",
            "cover a\n  for x in {\n    b,  # one\n    # two\n    c\n  }\n  pays 90%\n",
        ),
        (
            "cover a\n  for (x and # one\n  (y or z # two\n ))  # three\n",
            "cover a\n  for (\n    x  # one\n    and (\n      y\n      or z  # two\n    )\n"
            "  )  # three\n",
        ),
        (
            "cover a\n  for x in { # which\n    b, c } and y\n",
            "cover a\n  for x in {  # which\n    b,\n    c\n  } and y\n",
        ),
        (
            'require a "A # b" # c\n  met when (x # d\n    )\n',
            'require a "A # b"  # c\n  met when (\n    x  # d\n  )\n',
        ),
        (
            "fact f\n  one of {a,\n\n\n b, # two\n\n  # three\n c\n\n}\n",
            "fact f\n  one of {\n    a,\n\n    b,  # two\n\n    # three\n    c\n\n  }\n",
        ),
        (
            "table t\n  given a,b\n  longer|1 to 2|x[A-1]\n  s|over 2|yy\n",
            "table t\n  given a, b\n  longer | 1 to 2 | x  [A-1]\n  s      | over 2 | yy\n",
        ),
    ],
    ids=[
        "spaces", "items", "blank-lines", "citations", "brackets", "comments",
        "comments-and-blank-lines", "comments-in-brackets", "comments-in-conditions",
        "comment-behind-a-bracket", "comment-behind-quotes",
        "blank-lines-in-brackets", "tables",
    ],
)  # fmt: skip
def test_a_file_is_laid_out(text: str, wanted: str) -> None:
    assert format_source(Source("a.pol", text)).text == wanted
    assert format_source(Source("a.pol", wanted)).text == wanted
