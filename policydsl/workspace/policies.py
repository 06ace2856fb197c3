"""Turn a path into a policy to decide with, or paths into policies that are checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

import attrs

from policydsl.diagnostics import problems
from policydsl.diagnostics.model import Accepted, Diagnostic, Severity, in_order
from policydsl.frozen import frozen
from policydsl.semantics import Checked, check
from policydsl.semantics.echoes import without_echoes
from policydsl.syntax import ast
from policydsl.workspace.alike import meant
from policydsl.workspace.files import EDITIONS, Files, Sort, shown
from policydsl.workspace.gathering import Bundle, Bundles, Gatherer
from policydsl.workspace.subjects import subjects
from policydsl.workspace.telling import Told

if TYPE_CHECKING:
    from policydsl.policy.facade import Policy

_WORDS = {Sort.VOCABULARY: "a vocabulary", Sort.SCENARIOS: "a file of scenarios"}


@frozen
class Examined:
    """A policy or vocabulary once it is checked, edition by edition.

    The diagnostics are those of reading, of each edition, and of the editions together. Where
    some files of scenarios were asked for by name, the scenarios are those that they mean. `texts`
    are the trees that each edition was checked from.
    """

    path: str
    sort: Sort
    editions: tuple[Checked, ...]
    diagnostics: tuple[Diagnostic, ...]
    texts: tuple[tuple[ast.File, ...], ...]


def load(path: str, stdin: BinaryIO | None = None) -> Policy:
    return _load(Files(stdin), path, scenarios=True)


def load_to_decide(path: str, stdin: BinaryIO | None = None) -> Policy:
    return _load(Files(stdin), path, scenarios=False)


def load_from(files: Files, path: str) -> Policy:
    """Load the policy at *path* as far as it decides, from where *files* are read."""
    return _load(files, path, scenarios=False)


def load_several(files: Files, path: str) -> Iterator[tuple[str, Policy]]:
    """Yield each policy in the folder *path* and below it, with where it is.

    Nothing, where *path* is the folder of a single policy.
    """
    from policydsl.policy.facade import PolicyError

    found, unread = subjects(files, [path])
    if unread:
        raise PolicyError(unread)
    policies = [each for each in found if each.sort in EDITIONS]
    if len(policies) > 1 or not files.policies_by_file(path):
        for each in policies:
            yield each.path, _loaded(files, list(each.files), scenarios=False)


def examine(paths: Iterable[str]) -> tuple[tuple[Examined, ...], tuple[Diagnostic, ...]]:
    gatherer = Gatherer(Files())
    found, unread = subjects(gatherer.files, paths)
    examined = []
    wanting = list(unread)
    for each in found:
        if each.sort is Sort.COMPILED:
            wanting.append(problems.source_wanted(shown(each.path), "scenarios"))
            continue
        gathered = _gathered(gatherer, each.files, scenarios=True)
        editions = tuple(_with_only(one, each.only) for one in gathered.editions)
        texts = tuple(one.files for one in gathered.editions)
        told = _told(gathered, editions)
        examined.append(Examined(each.path, each.sort, editions, told, texts))
    return tuple(examined), in_order(wanting)


def checked(bundle: Bundle) -> Checked:
    """Check a bundle; its diagnostics of reading and of syntax are among the result's."""
    found = check(bundle.files, bundle.inventories, bundle.days)
    heard = without_echoes(found.diagnostics, bundle.diagnostics)
    return attrs.evolve(found, diagnostics=in_order((*bundle.diagnostics, *heard)))


def _with_only(bundle: Bundle, names: Collection[str]) -> Checked:
    """Check, and leave out the scenarios that files of *names* do not mean; without, none."""
    found = checked(bundle)
    if not names:
        return found
    return attrs.evolve(found, scenarios=meant(found.scenarios, bundle.files, names))


def analysed(bundle: Bundle) -> tuple[Checked, tuple[Accepted, ...]]:
    """Check a bundle and, where no error is in the way, analyse it.

    The second value is what is found that the author has accepted.
    """
    found = checked(bundle)
    if found.program is None or _in_error(found.diagnostics):
        return found, ()
    from policydsl.analysis import analyse

    analysis = analyse(found)
    diagnostics = in_order((*found.diagnostics, *analysis.diagnostics))
    return attrs.evolve(found, diagnostics=diagnostics), analysis.accepted


def _load(files: Files, path: str, *, scenarios: bool) -> Policy:
    from policydsl.policy.facade import PolicyError

    found = find(files, path)
    if isinstance(found, Diagnostic):
        raise PolicyError([found])
    sort = files.sort(found[0])
    if sort in (Sort.VOCABULARY, Sort.SCENARIOS):
        raise PolicyError([problems.not_a_policy(shown(found[0]), _WORDS[sort])])
    return _loaded(files, found, scenarios=scenarios)


def _loaded(files: Files, found: list[str], *, scenarios: bool) -> Policy:
    # What decides is loaded for whoever decides.
    from policydsl.policy.dated import DatedPolicy
    from policydsl.policy.facade import Policy, PolicyError

    gathered = _gathered(Gatherer(files), found, scenarios=scenarios)
    editions = tuple(map(checked, gathered.editions))
    wrong = _told(gathered, editions)
    if any(each.program is None for each in editions) or _in_error(wrong):
        raise PolicyError(wrong or [problems.no_policy(shown(found[0]))])
    if len(editions) == 1:
        return Policy(editions[0])
    return DatedPolicy(tuple(map(Policy, editions)), gathered.diagnostics)


def _told(gathered: Bundles, editions: Sequence[Checked]) -> tuple[Diagnostic, ...]:
    told = Told(gathered.diagnostics)
    for bundle, found in zip(gathered.editions, editions, strict=True):
        told.add(bundle, found.diagnostics)
    return told.diagnostics


def _gathered(gatherer: Gatherer, paths: Sequence[str], *, scenarios: bool) -> Bundles:
    """Gather a policy; one file of several editions has the scenarios of its own days."""
    if len(paths) > 1:
        return gatherer.editions(paths, scenarios=scenarios)
    (path,) = paths
    return Bundles((gatherer.with_scenarios(path) if scenarios else gatherer.bundle(path),))


def find(files: Files, path: str) -> list[str] | Diagnostic:
    """Give the files of the one policy that *path* means; a folder has to hold exactly one."""
    if not files.is_folder(path):
        return [path]
    policies = files.policies_by_file(path)
    if len(policies) > 1:
        every = [shown(name) for editions in policies for name in editions]
        return problems.several_policies(shown(path), every)
    return policies[0] if policies else problems.no_policy(shown(path))


def _in_error(found: Iterable[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in found)
