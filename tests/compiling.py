"""Compile a policy from one text, vocabulary and all, the way a test wants it."""

from __future__ import annotations

from policydsl.policy import Policy
from policydsl.semantics.check import Checked, check
from policydsl.source import Source
from policydsl.syntax.parser import parse


def checked(text: str) -> Checked:
    parsed = parse(Source("test.pol", text))
    assert not parsed.diagnostics, [d.message for d in parsed.diagnostics]
    return check((parsed.file,))


def codes_of(text: str) -> list[str]:
    """Return the codes of the errors in *text*, in order."""
    return [d.code.id for d in checked(text).diagnostics if d.severity.value == "error"]


def policy_from(text: str) -> Policy:
    result = checked(text)
    assert result.program is not None, [d.message for d in result.diagnostics]
    return Policy(result)
