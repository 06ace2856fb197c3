"""Word why a notice is refused."""

from __future__ import annotations

from collections.abc import Collection

from policydsl.core.determinations import Determination
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest


def not_adverse(determination: Determination) -> Diagnostic:
    return catalogue.NOT_ADVERSE.at(
        None, f"the determination is `{determination.value}`, which denies nothing"
    ).suggest(_INSTEAD[determination])


_INSTEAD = {
    Determination.COVERED: "explain it `--for member`",
    Determination.NOT_APPLICABLE: "whatever decides about it has the notice, if it is denied",
    Determination.ROUTE: "whoever decides about this request sends the notice, if it is denied",
    Determination.PEND_DOCUMENTATION: "tell the member what is missing with `--for member`; "
    "what does not come in can be given as known not to be, and then denied",
    Determination.REVIEW: "put what the reviewer found into the request, and decide it again",
    Determination.NEEDS_EXTENSION: "put what was decided about the extension into the request, "
    "and decide it again",
}
"""What to do where there is no notice yet, or none from here."""


def slots_lacking(names: Collection[str]) -> Diagnostic:
    listed = ", ".join(f"`{name}`" for name in names)
    return catalogue.SLOTS_LACKING.at(
        None, f"the notice lacks what only the payer knows: {listed}"
    ).suggest("give each with `--slot NAME=TEXT`, or all of them in a file with `--slots`")


def unknown_slot(name: str, known: Collection[str]) -> Diagnostic:
    near = nearest(name, known)
    return catalogue.UNKNOWN_SLOT.at(None, f"a notice has no slot `{name}`").suggest(
        f"did you mean `{near}`?" if near else f"its slots are {', '.join(known)}"
    )


def slot_text(name: str, most: int) -> Diagnostic:
    return catalogue.UNREAD_SLOTS.at(
        None, f"the slot `{name}` is no text of at most {most:,} characters"
    ).suggest("write a text in quotes")


def unread_slots(path: str, why: str) -> Diagnostic:
    return catalogue.UNREAD_SLOTS.at(None, f"cannot read the slots in `{path}`: {why}").suggest(
        'write names and texts: `{"claim": "2026-00017", …}`, or as TOML in a file `….toml`'
    )
