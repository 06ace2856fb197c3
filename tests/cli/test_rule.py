"""`policyc rule` explains a code."""

from click.testing import CliRunner

from policydsl.cli import main
from policydsl.diagnostics.rules import page


def test_a_code_is_explained_in_either_case() -> None:
    for code in ("POL0001", "pol0001"):
        result = CliRunner().invoke(main, ["rule", code])
        assert (result.exit_code, result.output) == (0, page("POL0001"))


def test_an_unknown_code_is_answered_with_near_ones() -> None:
    result = CliRunner().invoke(main, ["rule", "POL9902"])
    assert result.exit_code == 2
    assert "there is no code `POL9902`; did you mean `POL" in result.stderr
    assert "`POL9901`" in result.stderr
