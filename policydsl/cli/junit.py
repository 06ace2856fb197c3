"""Write the outcome of scenarios as a JUnit report."""

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from policydsl.cli.tested import Tested, plain_reasons
from policydsl.diagnostics.xml import legal, written
from policydsl.policy.scenarios import Ran


def report(tested: Iterable[Tested]) -> str:
    """Give a suite for each policy and a case for each scenario, then what was asked beside."""
    suites = ElementTree.Element("testsuites")
    for each in tested:
        _scenarios(suites, each.path, each.ran)
        if each.covering is not None:
            from policydsl.cli import covered

            covered.as_junit(suites, each.covering)
        if each.mutated is not None:
            from policydsl.cli import mutated

            mutated.as_junit(suites, each.mutated)
    return written(suites)


def _scenarios(suites: ElementTree.Element, path: str, ran: Sequence[Ran]) -> None:
    failed = sum(not each.passed for each in ran)
    suite = ElementTree.SubElement(
        suites,
        "testsuite",
        name=legal(path),
        tests=str(len(ran)),
        failures=str(failed),
        errors="0",
    )
    for each in ran:
        _case(suite, path, each)


def _case(suite: ElementTree.Element, path: str, ran: Ran) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=legal(path), name=legal(ran.scenario.title)
    )
    if ran.failures:
        lines = [f"{c.what}: expected {c.expected}, actual {c.actual}" for c in ran.failures]
        failure = ElementTree.SubElement(case, "failure", message=legal(lines[0]))
        failure.text = legal("\n".join((*lines, *plain_reasons(ran))))
    if ran.unchecked:
        lines = [f"{c.what}: not checked, {c.actual}" for c in ran.unchecked]
        ElementTree.SubElement(case, "system-out").text = legal("\n".join(lines))
