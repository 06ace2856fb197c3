"""Turn what a user calls a version into the policy: a path, and after `@` a revision or a day.

nwc.pol                       the file as it is, or a compiled policy, or a folder
nwc.pol@HEAD~1                as it was in a revision of its git repository
policies/ny_medicaid@2018-04-01    the edition that answers for a day
policies/ny_medicaid@main@2018-04-01
"""

from __future__ import annotations

import os
import re

from policydsl.changes import Changes, Given, compare
from policydsl.diagnostics import problems
from policydsl.policy import Policy, PolicyError
from policydsl.semantics import Checked
from policydsl.workspace.files import STDIN, shown

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Named = str | os.PathLike[str]


Pair = tuple[Given, Given]


def versions(old: Named, new: Named) -> tuple[Pair, ...]:
    """Return the pairs that comparing *old* with *new* means, each of single editions.

    Two policies of several editions are compared edition by edition, those that have one
    first day.  Raises `PolicyError` where a version cannot be loaded, or where one of several
    editions is meant and it is not said which.
    """
    before, after = load_version(old), load_version(new)
    if len(before.editions) == len(after.editions) == 1:
        return ((_given(before, old), _given(after, new)),)
    days = {each.edition: each for each in before.editions}
    pairs = [(days[each.edition], each) for each in after.editions if each.edition in days]
    if len(pairs) == len(before.editions) == len(after.editions):
        return tuple((_edition(one, old), _edition(other, new)) for one, other in pairs)
    for name, policy in ((old, before), (new, after)):
        if len(policy.editions) > 1:
            starts = [str(each.edition) for each in policy.editions]
            raise PolicyError([problems.which_edition(shown(os.fspath(name)), starts)])
    raise AssertionError("one of the two has several editions")


def _given(policy: Policy, name: Named) -> Given:
    checked = policy.checked
    tables = checked.tables if isinstance(checked, Checked) else None
    return Given(shown(os.fspath(name)), policy.program, tables)


def _edition(policy: Policy, name: Named) -> Given:
    return _given(policy, f"{os.fspath(name)}@{policy.edition}")


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
    from policydsl.workspace.policies import load_from
    from policydsl.workspace.revisions import RevisionError, RevisionFiles

    try:
        return load_from(RevisionFiles(path, revision), path)
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
