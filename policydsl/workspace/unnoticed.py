"""Read which changes of a policy its author knows that no scenario notices, and why.

They stand in a table beside the policy, `unnoticed.tsv`: the file that is changed, its line
before the change and after it, and the reason, with tabs between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from policydsl.frozen import frozen

NAME: Final = "unnoticed.tsv"
COLUMNS: Final = ("file", "before", "after", "reason")


@frozen
class Reading:
    """How a line of a policy's file reads before a change and after it, `after` empty if gone."""

    file: str
    before: str
    after: str


@frozen
class Unnoticed:
    """A change that is known to go unnoticed, why, and the line of the table that says so."""

    change: Reading
    reason: str
    at: str


@frozen
class Table:
    """What a table says, in its order, and what is wrong with it, `FILE:LINE: …`."""

    entries: tuple[Unnoticed, ...]
    faults: tuple[str, ...]


def unnoticed(policy: str, files: Iterable[str]) -> Table:
    """Read the table beside *policy* for *files*, its own and those of what it uses.

    Without a table there is nothing.
    """
    table = Path(policy).parent / NAME
    try:
        text = table.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Table((), ())
    except (OSError, ValueError):
        return Table((), (f"{table}: it cannot be read",))
    head, *lines = text.splitlines() or [""]
    if tuple(head.split("\t")) != COLUMNS:
        return Table((), (f"{table}:1: the columns are {', '.join(COLUMNS)}, with tabs between",))
    by_name = {Path(file).name: file for file in files}
    entries: list[Unnoticed] = []
    faults: list[str] = []
    for number, line in enumerate(lines, 2):
        cells = [cell.strip() for cell in line.split("\t")]
        at = f"{table}:{number}"
        if len(cells) != len(COLUMNS) or not (cells[0] and cells[1] and cells[3]):
            faults.append(f"{at}: a file, a line before, one after, and a reason are wanted")
        elif cells[0] in by_name:
            change = Reading(by_name[cells[0]], cells[1], cells[2])
            entries.append(Unnoticed(change, cells[3], at))
        elif not (table.parent / cells[0]).is_file():  # which could be of another policy
            faults.append(f"{at}: no file of this name is changed")
    return Table(tuple(entries), tuple(faults))
