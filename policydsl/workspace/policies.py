"""Turn a path into a policy to decide with, or paths into policies that are checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

import attrs

from policydsl.diagnostics import problems
from policydsl.diagnostics.model import Diagnostic, Severity, in_order
from policydsl.frozen import frozen
from policydsl.policy.facade import Policy, PolicyError
from policydsl.semantics import Checked, check
from policydsl.semantics.echoes import without_echoes
from policydsl.workspace.files import STDIN, Files, Sort, shown
from policydsl.workspace.gathering import Bundle, Gatherer
from policydsl.workspace.subjects import subjects

_WORDS = {Sort.VOCABULARY: "a vocabulary", Sort.SCENARIOS: "a file of scenarios"}


@frozen
class Examined:
    """A bundle once it is checked; `checked` has the diagnostics of reading as well."""

    path: str
    sort: Sort
    checked: Checked


def load(path: str) -> Policy:
    gatherer = Gatherer(Files())
    return _load(gatherer.files, path, gatherer.with_scenarios)


def load_to_decide(path: str) -> Policy:
    gatherer = Gatherer(Files())
    return _load(gatherer.files, path, gatherer.bundle)


def examine(paths: Iterable[str]) -> tuple[tuple[Examined, ...], tuple[Diagnostic, ...]]:
    gatherer = Gatherer(Files())
    found, unread = subjects(gatherer.files, paths)
    examined = (
        Examined(each.path, each.sort, checked(gatherer.with_scenarios(each.path)))
        for each in found
    )
    return tuple(examined), unread


def checked(bundle: Bundle) -> Checked:
    """Check a bundle; its diagnostics of reading and of syntax are among the result's."""
    found = check(bundle.files, bundle.inventories)
    heard = without_echoes(found.diagnostics, bundle.diagnostics)
    return attrs.evolve(found, diagnostics=in_order((*bundle.diagnostics, *heard)))


def analysed(bundle: Bundle) -> Checked:
    """Check a bundle and, where no error is in the way, analyse it."""
    found = checked(bundle)
    if found.program is None or _in_error(found):
        return found
    from policydsl.analysis import analyse

    return attrs.evolve(found, diagnostics=in_order((*found.diagnostics, *analyse(found))))


def _load(files: Files, path: str, gather: Callable[[str], Bundle]) -> Policy:
    policy = _find(files, path)
    if isinstance(policy, Diagnostic):
        raise PolicyError([policy])
    sort = files.sort(policy)
    if sort in (Sort.VOCABULARY, Sort.SCENARIOS):
        raise PolicyError([problems.not_a_policy(shown(policy), _WORDS[sort])])
    found = checked(gather(policy))
    if found.program is None or _in_error(found):
        raise PolicyError(found.diagnostics or [problems.no_policy(shown(policy))])
    return Policy(found)


def _find(files: Files, path: str) -> str | Diagnostic:
    """Give the one policy that *path* means; a folder has to hold exactly one."""
    if path == STDIN or not os.path.isdir(path):
        return path
    policies = files.policies_in(path)
    if len(policies) > 1:
        return problems.several_policies(shown(path), [shown(name) for name in policies])
    return policies[0] if policies else problems.no_policy(shown(path))


def _in_error(found: Checked) -> bool:
    return any(each.severity is Severity.ERROR for each in found.diagnostics)
