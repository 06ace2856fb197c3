"""Run the scenarios of policies, and show where a decision is not what was expected."""

from collections.abc import Sequence

import attrs
import click

from policydsl.cli import output, tested
from policydsl.cli.exits import ExitCode
from policydsl.cli.tested import Tested
from policydsl.core.scenario import Scenario
from policydsl.diagnostics.model import Severity, in_order
from policydsl.policy import Policy
from policydsl.semantics import Checked
from policydsl.workspace import Sort, examine
from policydsl.workspace.policies import Examined


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-k",
    "--filter",
    "wanted",
    multiple=True,
    metavar="TEXT",
    help="Run only scenarios with TEXT in their title or in FILE:LINE; of several, any.",
)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="How to write what came of the scenarios.",
)
def test(paths: tuple[str, ...], wanted: tuple[str, ...], format: str) -> ExitCode:
    """Run the scenarios of the policies at each PATH.

    PATH is a policy, a file of scenarios beside one, a folder with all that is below it, or -
    for standard input. That there is no scenario at all is a failure too.
    """
    examined, unread = examine(paths)
    broken = list(unread)
    chosen: list[tuple[Examined, tuple[Policy, ...]]] = []
    for each in examined:
        if any(found.severity is Severity.ERROR for found in each.diagnostics):
            broken += each.diagnostics
        elif each.sort in (Sort.POLICY, Sort.AMENDMENT):
            chosen.append((each, tuple(Policy(_only(one, wanted)) for one in each.editions)))
    if broken:
        output.complain(in_order(broken))
    found = [
        Tested(each.path, tuple(ran for policy in policies for ran in policy.test()))
        for each, policies in chosen
        if not wanted or any(policy.scenarios for policy in policies)
    ]
    tested.write(found, format)
    ran = [ran for each in found for ran in each.ran]
    if not ran and not unread:
        output.say(_nothing(examined, wanted))
    elif len(found) != 1:
        output.say(tested.summary(ran))
    if unread:
        return ExitCode.REFUSED
    fine = ran and not broken and all(each.passed for each in ran)
    return ExitCode.FINE if fine else ExitCode.FINDINGS


def _only(checked: Checked, wanted: Sequence[str]) -> Checked:
    """Leave out the scenarios that the filter does not want."""
    if not wanted:
        return checked
    kept = tuple(each for each in checked.scenarios if _is_wanted(each, wanted))
    return attrs.evolve(checked, scenarios=kept)


def _is_wanted(scenario: Scenario, wanted: Sequence[str]) -> bool:
    place = tested.place_of(scenario)
    title = scenario.title.casefold()
    return any(text.casefold() in title or place.endswith(text) for text in wanted)


def _nothing(examined: Sequence[Examined], wanted: Sequence[str]) -> str:
    """Say that nothing ran, and what there is instead."""
    count = sum(len(one.scenarios) for each in examined for one in each.editions)
    if wanted and count:
        texts = " or ".join(f"`{text}`" for text in wanted)
        return (
            f"no scenario has {texts} in its title or place; there are {count} without the filter"
        )
    vocabularies = [each.path for each in examined if each.sort is Sort.VOCABULARY]
    if vocabularies and len(vocabularies) == len(examined):
        return f"no scenarios: {', '.join(vocabularies)} declares facts and decides nothing"
    return "no scenarios"
