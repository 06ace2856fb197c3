"""Run the scenarios of policies, and show where a decision is not what was expected."""

import os
from typing import Any

import attrs
import click

from policydsl.cli import output, tested
from policydsl.cli.chosen import Chosen, choose, nothing
from policydsl.cli.exits import ExitCode
from policydsl.cli.tested import Tested


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
    "--coverage", is_flag=True, help="Say which clauses and conditions were never seen both ways."
)
@click.option(
    "--mutate",
    is_flag=True,
    help="Change the policy as a slip of its author's would, and say what no scenario notices.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Fail when less of a policy is seen, or fewer changes of it are noticed.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes try changes; unless said, one for each core.",
)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="How to write what came of the scenarios.",
)
def test(paths: tuple[str, ...], **options: Any) -> ExitCode:
    """Run the scenarios of the policies at each PATH.

    PATH is a policy, a file of scenarios beside one, a folder with all that is below it, or -
    for standard input. That there is no scenario at all is a failure too. Coverage and changes
    are looked at where every scenario passes.
    """
    return _test(paths, Options(**options))


@attrs.frozen
class Options:
    """What was asked for beside the paths."""

    wanted: tuple[str, ...]
    coverage: bool
    mutate: bool
    fail_under: float | None
    jobs: int | None
    format: str


def _test(paths: tuple[str, ...], options: Options) -> ExitCode:
    if options.fail_under is not None and not (options.coverage or options.mutate):
        raise click.UsageError("--fail-under is about --coverage or --mutate")
    choice = choose(paths, options.wanted)
    if choice.broken:
        output.complain(choice.broken)
    found = [_tested(each, options) for each in choice.policies]
    tested.write(found, options.format)
    ran = [ran for each in found for ran in each.ran]
    if not ran and not choice.unread:
        output.say(nothing(choice, options.wanted))
    elif len(found) != 1:
        output.say(tested.summary(ran))
    if choice.unread:
        return ExitCode.REFUSED
    fine = ran and not choice.broken and all(each.passed for each in found)
    fine = fine and all(_is_enough(each, options) for each in found)
    return ExitCode.FINE if fine else ExitCode.FINDINGS


def _tested(each: Chosen, options: Options) -> Tested:
    """Run the scenarios of one policy, and what else was asked for if all of them pass."""
    policies = [policy for policy, _ in each.editions]
    found = Tested(each.path, tuple(ran for policy in policies for ran in policy.test()))
    if not found.ran or not found.passed:
        return found
    if options.coverage:
        from policydsl.cli.covered import covering

        found = attrs.evolve(found, covering=covering(each.path, policies))
    if options.mutate:
        from policydsl.cli.mutated import mutated

        jobs = options.jobs or _cores()
        found = attrs.evolve(found, mutated=mutated(each.path, each.editions, jobs))
    return found


def _cores() -> int:
    """Count the cores that this process may use; where that cannot be asked, all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _is_enough(each: Tested, options: Options) -> bool:
    least = options.fail_under or 0.0
    shares = [part.percent for part in (each.covering, each.mutated) if part is not None]
    stale = options.fail_under is not None and each.mutated is not None and each.mutated.stale
    return all(share >= least for share in shares) and not stale
