"""Turn what a user calls a version into the policy: a path, and after `@` a revision or a day.

nwc.pol                       the file as it is, or a compiled policy, or a folder
nwc.pol@HEAD~1                as it was in a revision of its git repository
policies/ny_medicaid@2018-04-01    the edition that answers for a day
policies/ny_medicaid@main@2018-04-01
"""

from __future__ import annotations

import os
import re

import attrs

from policydsl.changes import Changes, Given, compare
from policydsl.changes.sides import Editions
from policydsl.diagnostics import problems
from policydsl.frozen import frozen
from policydsl.policy import Policy, PolicyError
from policydsl.semantics import Checked
from policydsl.workspace.files import STDIN, Files, shown

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Named = str | os.PathLike[str]


Pair = tuple[Given, Given]


@frozen
class Matched:
    """The pairs that comparing two versions means; what is in one alone has no pair.

    `editions` are those of both, where it is one policy that is compared.
    """

    pairs: tuple[Pair, ...]
    added: tuple[Given, ...] = ()
    removed: tuple[Given, ...] = ()
    editions: Editions | None = None


def versions(old: Named, new: Named) -> Matched:
    """Return the pairs that comparing *old* with *new* means, each of single editions.

    Folders of several policies are compared policy by policy, policies of several editions
    edition by edition: those that begin on one day, and one that begins in one version alone
    with what answers for that day in the other.  Raises `PolicyError` where a version cannot
    be loaded.
    """
    before, after = _policies(old), _policies(new)
    if len(before) == len(after) == 1:
        programs = [[each.program for each in one[0].policy.editions] for one in (before, after)]
        return attrs.evolve(_editions(before[0], after[0]), editions=Editions(*programs))
    pairs: list[Pair] = []
    added: list[Given] = []
    removed: list[Given] = []
    theirs = {each.policy.id: each for each in after}
    mine = {each.policy.id: each for each in before}
    for name in dict.fromkeys((*theirs, *mine)):
        one, other = mine.get(name), theirs.get(name)
        if one is not None and other is not None:
            pairs += _editions(one, other).pairs
        elif other is not None:
            added += [_edition(each, other.name) for each in other.policy.editions]
        elif one is not None:
            removed += [_edition(each, one.name) for each in one.policy.editions]
    return Matched(tuple(pairs), tuple(added), tuple(removed))


def _editions(old: Called, new: Called) -> Matched:
    before, after = old.policy.editions, new.policy.editions
    if len(before) == len(after) == 1:
        return Matched(((_given(before[0], old.name), _given(after[0], new.name)),))
    starts = {each.edition: each for each in before}
    pairs = [
        (
            _edition(starts.get(each.edition) or _before(old.policy, each), old.name),
            _edition(each, new.name),
        )
        for each in after
    ]
    here = {each.edition for each in after}
    pairs += [
        (_edition(each, old.name), _edition(_before(new.policy, each), new.name))
        for each in before
        if each.edition not in here
    ]
    return Matched(tuple(pairs))


def _before(policy: Policy, edition: Policy) -> Policy:
    """Return the edition of *policy* that answers for the first day of *edition*."""
    start = edition.in_force.start
    return policy.editions[0] if start is None else policy.at(start)


@frozen
class Called:
    """A policy, and what the user called it."""

    policy: Policy
    name: str


def _policies(name: Named) -> tuple[Called, ...]:
    """Load what *name* means: one policy, or every policy of a folder that holds several."""
    called = os.fspath(name)
    path, revision, day = parsed(called)
    if day is None and path != STDIN:
        several = _several(path, revision)
        if several:
            return several
    return (Called(load_version(name), called),)


def _several(path: str, revision: str | None) -> tuple[Called, ...]:
    """Load the policies of a folder and of those below it; nothing, unless there are several."""
    from policydsl.workspace.policies import load_several
    from policydsl.workspace.revisions import RevisionError, RevisionFiles

    try:
        files = Files() if revision is None else RevisionFiles(path, revision)
        if not files.is_folder(path):
            return ()
        at = "" if revision is None else f"@{revision}"
        return tuple(Called(each, f"{where}{at}") for where, each in load_several(files, path))
    except RevisionError as error:
        raise PolicyError([error.problem]) from None


def _given(policy: Policy, name: Named) -> Given:
    checked = policy.checked
    tables = checked.tables if isinstance(checked, Checked) else None
    return Given(shown(os.fspath(name)), policy.program, tables)


def _edition(policy: Policy, name: Named) -> Given:
    name = os.fspath(name)
    return _given(policy, name if policy.edition is None else f"{name}@{policy.edition}")


def load_version(name: Named) -> Policy:
    """Load what *name* means, as far as it decides."""
    path, revision, day = parsed(os.fspath(name))
    policy = _load(path, revision)
    return policy if day is None else policy.at(day)


def parsed(name: str) -> tuple[str, str | None, str | None]:
    """Take a name apart into its path, its revision and its day; a path that is there is a path.

    >>> parsed("nwc.pol@HEAD~1"), parsed("dir@2018-04-01"), parsed("dir@main@2018-04-01")
    (('nwc.pol', 'HEAD~1', None), ('dir', None, '2018-04-01'), ('dir', 'main', '2018-04-01'))
    """
    day = None
    if not _is_there(name):
        path, at, last = name.rpartition("@")
        if at and _DAY.fullmatch(last):
            name, day = path, last
    if not _is_there(name):
        path, at, last = name.rpartition("@")
        if path and last:
            return path, last, day
    return name, None, day


def _is_there(name: str) -> bool:
    try:
        return name == STDIN or os.path.lexists(name)
    except ValueError:  # a zero byte in the name
        return True


def _load(path: str, revision: str | None) -> Policy:
    if revision is None:
        from policydsl.workspace import load_to_decide

        return load_to_decide(path)
    from policydsl.compiled import MAX_BYTES, SUFFIX
    from policydsl.workspace.compiled import load_bytes
    from policydsl.workspace.policies import load_from
    from policydsl.workspace.revisions import RevisionError, RevisionFiles

    try:
        files = RevisionFiles(path, revision)
        if path.endswith(SUFFIX):
            return load_bytes(f"{shown(path)}@{revision}", files.blob(path, MAX_BYTES))
        return load_from(files, path)
    except RevisionError as error:
        raise PolicyError([error.problem]) from None


def diff(old: Policy | Named, new: Policy | Named) -> Changes:
    """Say what changed between two versions: policies, or paths as `policyc diff` takes them.

    Raises `PolicyError` where a version cannot be loaded, or has several editions.
    """
    return compare(_given(_single(old), _name_of(old)), _given(_single(new), _name_of(new)))


def _single(version: Policy | Named) -> Policy:
    policy = version if isinstance(version, Policy) else load_version(version)
    if len(policy.editions) > 1:
        starts = [str(each.edition) for each in policy.editions]
        raise PolicyError([problems.which_edition(_name_of(version), starts)])
    return policy.editions[0]


def _name_of(version: Policy | Named) -> str:
    if isinstance(version, Policy):
        return version.id if version.edition is None else f"{version.id}@{version.edition}"
    return shown(os.fspath(version))
