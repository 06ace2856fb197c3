"""Check policies: parse, bind, type and analyse them, and count what they encode."""

from collections.abc import Sequence

import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.diagnostics.model import Accepted, Diagnostic, Severity, in_order
from policydsl.workspace import Verdict, verdicts


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@output.format_option
@output.fail_level_option
def check(paths: tuple[str, ...], format: output.Format, fail_level: Severity) -> ExitCode:
    """Check the policies at each PATH.

    PATH is a policy, a vocabulary, a folder with all that is below it, or - for standard
    input. A policy is checked with the vocabularies and inventories that belong to it, and in
    a folder with the scenarios beside it. For each of its documents the share of deciding
    statements that it cites is shown. Of a compiled policy it is said what it holds.
    """
    checked, unread = verdicts(paths)
    found = in_order([*unread, *(found for each in checked for found in each.diagnostics)])
    accepted = [finding for each in checked for finding in each.accepted]
    names = [name for each in checked for name in each.files]
    if format is output.Format.JSON:
        output.write_json(_as_json(checked, found, accepted))
    else:
        if format is output.Format.TEXT:
            output.write("".join(f"{line}\n" for line in (*_coverage(checked), *_built(checked))))
        output.write_findings(found, format, names, accepted)
    if unread:
        return ExitCode.REFUSED
    return output.exit_code(found, fail_level)


def _coverage(checked: Sequence[Verdict]) -> list[str]:
    several = sum(bool(each.coverage) for each in checked) > 1
    return [
        f"{f'{each.path}: ' if several else ''}"
        f"{f'edition {document.edition}: ' if document.edition else ''}{document.source}: "
        f"{document.cited} of {document.deciding} deciding rows cited"
        for each in checked
        for document in each.coverage
    ]


def _built(checked: Sequence[Verdict]) -> list[str]:
    return [
        f"{each.path}: {built.policy}{f', edition {built.edition}' if built.edition else ''}, "
        f"compiled by policyc {built.compiler}, hash {built.policy_hash}"
        for each in checked
        for built in each.built
    ]


def _as_json(
    checked: Sequence[Verdict], found: Sequence[Diagnostic], accepted: Sequence[Accepted]
) -> dict[str, object]:
    from policydsl.diagnostics.json import to_json

    return {
        "diagnostics": to_json(found),
        "accepted": [
            {**finding, "reason": each.reason}
            for each, finding in zip(
                accepted, to_json([each.diagnostic for each in accepted]), strict=True
            )
        ],
        "checked": [
            {"path": name, "kind": each.sort.value} for each in checked for name in each.files
        ],
        "compiled": [
            {
                "path": each.path,
                "policy": built.policy,
                "edition": built.edition,
                "policy_hash": built.policy_hash,
                "compiler": built.compiler,
            }
            for each in checked
            for built in each.built
        ],
        "coverage": [
            {
                "policy": each.path,
                "edition": document.edition,
                "source": document.source,
                "deciding": document.deciding,
                "cited": document.cited,
                "not_encoded": list(document.not_encoded),
                "uncited": list(document.uncited),
            }
            for each in checked
            for document in each.coverage
        ],
    }
