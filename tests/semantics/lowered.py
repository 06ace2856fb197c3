"""Lower one definition of a small text, the way a test wants it."""

import attrs

from policydsl.core import ir
from policydsl.semantics.assumptions import assumptions
from policydsl.semantics.lowering import Lowering, Scope
from policydsl.semantics.names import declare
from policydsl.semantics.referents import Referent
from policydsl.semantics.vocabulary import read_facts
from policydsl.source import Source, Span
from policydsl.syntax import ast
from policydsl.syntax.parser import parse

FACTS = """
fact service "Service"
  one of {physical_therapy, speech_therapy, yoga}
fact reason "Reason"
  one of {injury, illness}, may be absent
fact urgent "Urgent"
  yes or no
fact agreed "Agreed"
  yes or no, may be absent
fact areas "Areas"
  set of {motor, sensory}
fact diagnosis "Diagnosis"
  code in icd10
fact procedures "Procedures"
  set of codes in cpt
fact visits_used "Visits used"
  visits, from 0 to 400
fact score "Score"
  decimal with 2 places
fact allowed "Allowed"
  money, may be absent
fact order_date "Order"
  date
fact birth_date "Born"
  date
"""
NOWHERE = Span(Source("nowhere", ""), 0, 0)


def lowering(text: str) -> Lowering:
    """Give a lowering with the facts above and whatever *text* declares."""
    parsed = parse(Source("test.pol", FACTS + text))
    assert not parsed.diagnostics, [d.message for d in parsed.diagnostics]
    declared = declare((parsed.file,))
    read = read_facts(declared.names)
    assert not declared.diagnostics
    assert not read.diagnostics
    return Lowering(Scope(declared.names, read.facts))


def meaning(text: str, name: str) -> Referent:
    """Say what *name* means, nothing being wrong with it."""
    low = lowering(text)
    found = low.referent(ast.Name(name, span=NOWHERE))
    assert not low.problems, [problem.message for problem in low.problems]
    return found


def truth(condition: str) -> ir.Truth:
    """Lower *condition*, the lines after the first indented as in a file."""
    found = meaning(f"define it\n  when {condition}\n", "it")
    named = attrs.asdict(found, recurse=False)["truth"]
    assert isinstance(named, ir.Named)
    return named.operand


def term(value: str) -> ir.Term:
    found = meaning(f"define it\n  is {value}\n", "it")
    lowered = attrs.asdict(found, recurse=False)["lowered"]
    result: ir.Term = lowered.term
    return result


def assumed(text: str) -> tuple[ir.Assumption, ...]:
    low = lowering(text)
    items = parse(Source("test.pol", FACTS + text)).file.items
    found = assumptions(low, [item for item in items if isinstance(item, ast.Assume)])
    assert not low.problems
    return found


def messages(condition: str) -> list[str]:
    """List what is wrong with *condition*."""
    low = lowering(f"define it\n  when {condition}\n")
    low.check_definitions()
    return [problem.message for problem in low.problems]
