"""Write the outcome of scenarios as a JUnit report."""

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from policydsl.policy.scenarios import Ran

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report(ran_by_path: Iterable[tuple[str, Sequence[Ran]]]) -> str:
    """Give a suite for each policy and a case for each scenario."""
    suites = ElementTree.Element("testsuites")
    for path, ran in ran_by_path:
        failed = sum(not each.passed for each in ran)
        suite = ElementTree.SubElement(
            suites,
            "testsuite",
            name=_legal(path),
            tests=str(len(ran)),
            failures=str(failed),
            errors="0",
        )
        for each in ran:
            _case(suite, path, each)
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _case(suite: ElementTree.Element, path: str, ran: Ran) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=_legal(path), name=_legal(ran.scenario.title)
    )
    if ran.failures:
        lines = [f"{c.what}: expected {c.expected}, actual {c.actual}" for c in ran.failures]
        failure = ElementTree.SubElement(case, "failure", message=_legal(lines[0]))
        failure.text = _legal("\n".join(lines))
    if ran.unchecked:
        lines = [f"{c.what}: not checked, {c.actual}" for c in ran.unchecked]
        ElementTree.SubElement(case, "system-out").text = _legal("\n".join(lines))


def _legal(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
