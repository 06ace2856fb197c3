"""Start a policy: a small one that checks clean, with scenarios that pass."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from policydsl.cli import output, starter
from policydsl.cli.exits import ExitCode
from policydsl.policy import Policy
from policydsl.semantics import check
from policydsl.source import Source
from policydsl.syntax.parser import parse
from policydsl.workspace.files import LEVELS_UP, SUFFIX, Files, Sort

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TAKEN = ("scenarios", starter.OWN_VOCABULARY)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False))
@click.option("--id", help="What the policy is called; the name of DIR unless said.")
@click.option("--title", help="The title that people are shown; made of the id unless said.")
def new(folder: str, id: str | None, title: str | None) -> ExitCode:
    """Start a policy in DIR, which is made if need be.

    The policy is a small one to be rewritten: it has an inventory, scenarios and a request to
    try, and uses the vocabulary of the project that DIR is in, or else has one of its own. No
    file that is there already is changed.
    """
    id = _id(folder, id)
    title = _title(id, title)
    files = Files()
    there = files.policies_in(folder)
    if there:
        return _refuse(f"{there[0]} is a policy already, and a folder holds one")
    texts = _texts(folder, id, title, files)
    taken = [name for name in texts if os.path.lexists(os.path.join(folder, name))]
    if taken:
        return _refuse(f"{os.path.join(folder, taken[0])} is there already")
    for name, text in texts.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    output.write("".join(f"{line}\n" for line in _told(folder, id, texts)))
    return ExitCode.FINE


def _refuse(reason: str) -> ExitCode:
    output.say(f"error: {reason}; nothing was written")
    output.say("help: name another folder")
    return ExitCode.REFUSED


def _id(folder: str, id: str | None) -> str:
    if id is None:
        id = re.sub(r"\W+", "_", Path(folder).resolve().name.lower(), flags=re.ASCII).strip("_")
        if not _NAME.fullmatch(id):
            raise click.UsageError(f"no name can be made of `{folder}`; give one with --id")
    if not _NAME.fullmatch(id):
        raise click.UsageError(f"`{id}` is no id: it has letters, digits and underscores")
    if id in _TAKEN:
        raise click.UsageError(f"the file {id}{SUFFIX} is for something else; give another --id")
    return id


def _title(id: str, title: str | None) -> str:
    if title is None:
        return id.replace("_", " ").strip().capitalize() or id
    if '"' in title or not title.isprintable() or not title.strip():
        raise click.UsageError("a title is one line of text without double quotes")
    return title


def _texts(folder: str, id: str, title: str, files: Files) -> Mapping[str, str]:
    """Give each file its text, by its path inside *folder*."""
    return {
        **_policy(folder, id, title, files),
        f"{id}.tsv": starter.inventory(),
        f"scenarios{SUFFIX}": starter.scenarios(),
        os.path.join("examples", "request.json"): starter.REQUEST,
    }


def _policy(folder: str, id: str, title: str, files: Files) -> Mapping[str, str]:
    """Write the policy for the project's vocabulary, if it is sound with it, or for its own."""
    for path in _vocabularies_above(folder, files):
        source = files.text(path)
        if isinstance(source, Source):
            declared = set(re.findall(r"^fact +(\w+)", source.text, re.MULTILINE))
            lacking = [name for name in starter.FACTS if name not in declared]
            text = starter.policy(id, title, Path(path).stem, lacking)
            if _is_sound(source, text, id):
                return {f"{id}{SUFFIX}": text}
    return {
        f"{id}{SUFFIX}": starter.policy(id, title, starter.OWN_VOCABULARY, ()),
        f"{starter.OWN_VOCABULARY}{SUFFIX}": starter.vocabulary(),
    }


def _vocabularies_above(folder: str, files: Files) -> Iterator[str]:
    """Find the vocabularies that a policy in *folder* could use, the nearest first."""
    for above in Path(folder).resolve().parents[:LEVELS_UP]:
        yield from (p for p in files.in_folder(str(above)) if files.sort(p) is Sort.VOCABULARY)


def _is_sound(vocabulary: Source, policy: str, id: str) -> bool:
    """Tell whether nothing is wrong with the policy, and its scenarios pass."""
    texts = (Source(f"{id}{SUFFIX}", policy), Source("scenarios.pol", starter.scenarios()))
    parsed = [parse(source) for source in (vocabulary, *texts)]
    inventories = {f"{id}.tsv": Source(f"{id}.tsv", starter.inventory())}
    found = check(tuple(each.file for each in parsed), inventories)
    if found.diagnostics or any(each.diagnostics for each in parsed) or found.program is None:
        return False
    return all(ran.passed for ran in Policy(found).test())


_PURPOSES = {
    f"{starter.OWN_VOCABULARY}{SUFFIX}": "the facts that a request can give",
    f"scenarios{SUFFIX}": "requests, and the decisions that they must have",
    os.path.join("examples", "request.json"): "a request to try",
}


def _told(folder: str, id: str, names: Mapping[str, str]) -> Iterator[str]:
    purposes = {
        f"{id}{SUFFIX}": "the policy",
        f"{id}.tsv": "what its document states, a line for each statement",
        **_PURPOSES,
    }
    paths = {name: os.path.normpath(os.path.join(folder, name)) for name in names}
    width = max(map(len, paths.values()))
    for name, path in paths.items():
        yield f"{path:<{width}}  {purposes[name]}"
    request = shlex.quote(paths[os.path.join("examples", "request.json")])
    it = shlex.quote(os.path.normpath(folder))
    yield ""
    yield "Next:"
    yield f"  policyc check {it}"
    yield f"  policyc test {it}"
    yield f"  policyc eval {it} --request {request} --format text"
    yield f"Then write your document's statements into {paths[f'{id}.tsv']}, and an item for each."
