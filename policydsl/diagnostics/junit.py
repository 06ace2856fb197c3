"""Turn diagnostics into a JUnit report, for build servers that know only tests."""

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from policydsl.diagnostics.model import Diagnostic, Severity
from policydsl.diagnostics.text import render
from policydsl.diagnostics.xml import legal, written


def to_junit(diagnostics: Sequence[Diagnostic], checked: Iterable[str]) -> str:
    """Give a passed case for each file of *checked* with nothing wrong, else one for each fault.

    An error is a failure; what is less than an error is a passed case that says so.
    """
    files = {found.span.source.name for found in diagnostics if found.span is not None}
    suite = ElementTree.Element("testsuite", name="policyc")
    for name in checked:
        if name not in files:
            ElementTree.SubElement(suite, "testcase", classname=legal(name), name="check")
    for found in diagnostics:
        _case(suite, found)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    return written(suites)


def _case(suite: ElementTree.Element, found: Diagnostic) -> None:
    span = found.span
    place = f" at {span.start_position.line}:{span.start_position.column}" if span else ""
    case = ElementTree.SubElement(
        suite,
        "testcase",
        classname=legal(span.source.name if span else "policyc"),
        name=f"{found.code.id}{place}",
    )
    text = legal(render([found]))
    if found.severity is Severity.ERROR:
        message = legal(found.message)
        ElementTree.SubElement(case, "failure", type=found.code.id, message=message).text = text
    else:
        ElementTree.SubElement(case, "system-out").text = text
