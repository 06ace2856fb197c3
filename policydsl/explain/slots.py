"""Name what only the payer knows of a notice, and hold what is given against it."""

from __future__ import annotations

import enum
from collections.abc import Mapping

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.explain import problems


class Need(enum.Enum):
    """Whether a notice can go out without the slot."""

    ALWAYS = "always"
    JUDGED = "when a clinical judgment was applied"
    IF_GIVEN = "only if given"


@attrs.frozen
class Slot:
    """`name` as on the command line; `label` heads it in the notice; `asks` says what to write."""

    name: str
    label: str
    need: Need
    asks: str


SLOTS = (
    Slot("notice_date", "Date of this notice", Need.ALWAYS, "the day on which the notice goes out"),
    Slot("member", "Member", Need.ALWAYS, "whom the notice is for, as the letter names them"),
    Slot("claim", "Claim or request", Need.ALWAYS, "the number of the claim or request"),
    Slot("provider", "Provider", Need.ALWAYS, "who gives the care, or would"),
    Slot(
        "clinical_reviewer",
        "Reviewed by",
        Need.JUDGED,
        "who applied the clinical judgment, with credentials",
    ),
    Slot(
        "review_procedure",
        "How to ask for a review",
        Need.ALWAYS,
        "how the member asks the plan to look at the decision again",
    ),
    Slot("review_deadline", "Until when", Need.ALWAYS, "until when the member can ask for that"),
    Slot(
        "decision_time",
        "When the review is decided",
        Need.ALWAYS,
        "how long the plan may take to answer",
    ),
    Slot(
        "expedited_review",
        "If it is urgent",
        Need.ALWAYS,
        "how an urgent request is reviewed faster",
    ),
    Slot(
        "external_review",
        "Review by others",
        Need.ALWAYS,
        "external review, or the state fair hearing, and how to ask for it",
    ),
    Slot(
        "documents",
        "Copies, free of charge",
        Need.ALWAYS,
        "how the member gets the file and the criteria without cost",
    ),
    Slot("contact", "Contact", Need.ALWAYS, "whom to call or write to at the plan"),
    Slot(
        "assistance",
        "Help with a review",
        Need.ALWAYS,
        "who helps a member with a review: an ombudsman, a consumer office",
    ),
    Slot(
        "continued_benefits",
        "Care while the review is open",
        Need.IF_GIVEN,
        "how care that was approved before goes on",
    ),
    Slot("legal_action", "Right to sue", Need.IF_GIVEN, "the right to bring a civil action"),
    Slot("language_help", "Help in other languages", Need.IF_GIVEN, "how to get the notice read"),
    Slot("claim_amount", "Amount", Need.IF_GIVEN, "what was charged"),
)
BY_NAME = {slot.name: slot for slot in SLOTS}
MOST_CHARACTERS = 4_000


class NoticeError(ValueError):
    """The notice was refused; `diagnostics` say why, and `lacking` names the empty slots."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], lacking: tuple[str, ...] = ()) -> None:
        self.diagnostics = diagnostics
        self.lacking = lacking
        super().__init__(diagnostics, lacking)

    def __str__(self) -> str:
        return "; ".join(found.message for found in self.diagnostics)


def filled(given: Mapping[str, object], *, judged: bool) -> dict[str, str]:
    """Return the slots that are filled, in the order of the notice; refuse what is not sound."""
    found = [problems.unknown_slot(name, BY_NAME) for name in given if name not in BY_NAME]
    found += [
        problems.slot_text(name, MOST_CHARACTERS)
        for name, text in given.items()
        if name in BY_NAME and not (isinstance(text, str) and len(text) <= MOST_CHARACTERS)
    ]
    if found:
        raise NoticeError(tuple(found))
    texts = {slot.name: str(given.get(slot.name, "")).strip() for slot in SLOTS}
    filled = {name: text for name, text in texts.items() if text}
    needed = (Need.ALWAYS, Need.JUDGED) if judged else (Need.ALWAYS,)
    lacking = tuple(s.name for s in SLOTS if s.need in needed and s.name not in filled)
    if lacking:
        raise NoticeError((problems.slots_lacking(lacking),), lacking)
    return filled
