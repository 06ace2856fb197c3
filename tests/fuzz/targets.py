"""What is fuzzed: each target takes any bytes and asserts that it was answered.

A target never learns from whom its bytes come: the tests draw them with hypothesis, and
`python -m tests.fuzz` lets atheris look for more. What a target raises is what was found.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from policydsl.compiled import Compiled, build, container, read
from policydsl.core.faults import RequestFault
from policydsl.core.request import Request
from policydsl.core.requests import RequestChecker
from policydsl.diagnostics.github import to_github
from policydsl.diagnostics.json import to_json
from policydsl.diagnostics.junit import to_junit
from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.diagnostics.problems import undecodable
from policydsl.diagnostics.sarif import to_sarif
from policydsl.diagnostics.text import render
from policydsl.policy import Policy
from policydsl.semantics import check
from policydsl.source import Source, decode
from policydsl.syntax.parser import parse
from policydsl.syntax.printer import format_source
from tests.compiling import policy_from

CLINIC = policy_from(
    (Path(__file__).parents[1] / "explain" / "clinic.pol").read_text(encoding="utf-8")
)
CHECKER = RequestChecker.of(CLINIC.program.facts)
EMPTY = Request(739_000, {})


def policy(data: bytes) -> None:
    """Read, parse, check, lay out and build a policy; show what is wrong in every format."""
    source = decode("fuzzed.pol", data)
    if not isinstance(source, Source):
        _shown([undecodable(source)])
        return
    parsed = parse(source)
    checked = check((parsed.file,))
    _shown(in_order((*parsed.diagnostics, *checked.diagnostics)))
    once = format_source(source)
    if not once.diagnostics:
        twice = format_source(Source("again.pol", once.text))
        assert (twice.text, twice.diagnostics) == (once.text, ())
    if checked.program is not None and not parsed.diagnostics:
        Policy(checked)._kernel.decide(EMPTY).to_json()
        data_or_bound = build([checked.program])
        if isinstance(data_or_bound, bytes):
            found = read("fuzzed.polc", data_or_bound)
            assert isinstance(found, Compiled)
            assert found.editions == (checked.program,)


def request(data: bytes) -> None:
    """Read a request; decide it when it is sound, else show its faults."""
    found = CHECKER.read(data)
    if isinstance(found, Request):
        CLINIC._kernel.decide(found).to_json()
        return
    assert found
    for fault in found:
        assert isinstance(fault, RequestFault)
        fault.to_dict()
    _shown([fault.diagnostic() for fault in found])


def compiled(data: bytes) -> None:
    """Read a compiled policy as it is, and as the body of a container whose sum is right."""
    for whole in (data, container.packed(data)):
        found = read("fuzzed.polc", whole)
        if isinstance(found, Diagnostic):
            assert found.help
            _shown([found])
            continue
        for program in found.editions:
            decider = Policy.of(program)
            decider._kernel.decide(EMPTY).to_json()
            decider._explainer.explain(EMPTY).to_dict()


def _shown(diagnostics: list[Diagnostic] | tuple[Diagnostic, ...]) -> None:
    for found in diagnostics:
        if found.span is not None:
            assert 0 <= found.span.start <= found.span.end <= len(found.span.source.text)
    render(diagnostics)
    to_json(diagnostics)
    to_sarif(diagnostics)
    to_github(diagnostics)
    to_junit(diagnostics, ["fuzzed"])


TARGETS: dict[str, Callable[[bytes], None]] = {
    "policy": policy,
    "request": request,
    "compiled": compiled,
}
