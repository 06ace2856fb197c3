"""Analyse policies written as text, and paste the cases of what is found back into them."""

from __future__ import annotations

from pathlib import Path

from policydsl.analysis import analyse
from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.policy import Policy
from policydsl.semantics import Checked, check
from policydsl.source import Source
from policydsl.syntax.parser import parse

CORPUS = Path(__file__).parents[1] / "corpus" / "analysis"


def checked(text: str, name: str = "test.pol") -> Checked:
    parsed = parse(Source(name, text))
    assert not parsed.diagnostics, [d.message for d in parsed.diagnostics]
    found = check((parsed.file,))
    assert found.program is not None, [d.message for d in found.diagnostics]
    return found


def findings(text: str, name: str = "test.pol") -> tuple[Diagnostic, ...]:
    """Return what analysis finds, after what was found before."""
    found = checked(text, name)
    return in_order((*found.diagnostics, *analyse(found).diagnostics))


def replay(text: str, case: str) -> None:
    """Paste *case* below *text* and run it."""
    policy = Policy(checked(f"{text}\n{case}\n"))
    (ran,) = [ran for ran in policy.test() if f'"{ran.scenario.title}"' in case]
    assert ran.passed, (case, ran.failures)
