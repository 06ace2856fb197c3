"""Word what can be wrong before there is a text to parse, and when the fault is ours."""

from collections.abc import Sequence
from typing import assert_never

from policydsl.diagnostics.catalogue import (
    CANNOT_READ,
    CANNOT_WRITE,
    NO_POLICY,
    NOT_UTF8,
    NUL_BYTE,
    OUR_BUG,
    REVISION_UNREADABLE,
    SEVERAL_POLICIES,
    SOURCE_WANTED,
    TOO_LARGE,
    TOO_MANY_FILES,
    WHICH_EDITION,
)
from policydsl.diagnostics.model import Diagnostic
from policydsl.source import MAX_BYTES, Fault, HasNul, NotUtf8, Source, TooLarge


def undecodable(fault: Fault) -> Diagnostic:
    match fault:
        case NotUtf8():
            return NOT_UTF8.at(
                fault.span,
                f"`{fault.span.source.name}` is not UTF-8 text",
                f"byte {fault.offset} is 0x{fault.byte:02x}, which no UTF-8 text has here",
            ).suggest("save the file as UTF-8")
        case HasNul():
            return NUL_BYTE.at(
                fault.span,
                f"`{fault.span.source.name}` holds a zero byte",
                f"byte {fault.offset} is zero, so this is no text",
            ).suggest("save the file as plain UTF-8 text, not UTF-16 or a word processor's format")
        case TooLarge():
            found = TOO_LARGE.at(
                Source(fault.name, "").span(0, 0),
                f"`{fault.name}` has {fault.size:,} bytes, and a policy may have {MAX_BYTES:,}",
            )
            return found.suggest(
                "move its facts to a vocabulary, and its scenarios to a file beside it"
            )
        case _:
            assert_never(fault)


def unreadable(name: str, reason: str) -> Diagnostic:
    """Report a file that the system would not give; *reason* is the system's own words."""
    return CANNOT_READ.at(None, f"cannot read `{name}`: {reason[:1].lower()}{reason[1:]}")


def unwritable(name: str, reason: str) -> Diagnostic:
    """Report a file that the system would not let us write, in the system's own words."""
    return CANNOT_WRITE.at(
        None, f"cannot write `{name}`: {reason[:1].lower()}{reason[1:]}"
    ).suggest("name a file in a folder that is there and that you may write to")


def no_revision(name: str, reason: str) -> Diagnostic:
    """Report a revision that git would not give; *reason* is in git's own words, or in ours."""
    found = REVISION_UNREADABLE.at(None, f"cannot read `{name}`: {reason}")
    return found.suggest("after the `@` stands a commit, branch or tag of the file's repository")


def which_edition(name: str, days: Sequence[str]) -> Diagnostic:
    """Report a policy of several editions where one is wanted; *days* are their first ones."""
    found = WHICH_EDITION.at(None, f"`{name}` has {len(days)} editions, and one is compared")
    return found.suggest(f"name one by a day that it answers for: `{name}@{days[-1]}`")


def no_policy(name: str) -> Diagnostic:
    """Report a folder in which, or below which, there is nothing of ours."""
    return NO_POLICY.at(None, f"`{name}` holds no policy").suggest(
        "name a file whose first line is `policy …`, or a folder that holds one"
    )


def not_a_policy(name: str, sort: str) -> Diagnostic:
    """Report a file from which nothing can be decided; *sort* is what it is instead."""
    return NO_POLICY.at(None, f"`{name}` is {sort}, not a policy").suggest(
        "name the file that holds the `policy` line"
    )


def source_wanted(name: str, wanted: str) -> Diagnostic:
    """Report a compiled policy where only its source has what is *wanted*."""
    return SOURCE_WANTED.at(None, f"`{name}` is a compiled policy, and has no {wanted}").suggest(
        "name the `.pol` file that it was built from"
    )


def scenarios_of_no_policy(name: str, policies: int) -> Diagnostic:
    """Report a file of scenarios that has no policy, or several, beside it."""
    if policies:
        return SEVERAL_POLICIES.at(
            None, f"`{name}` may be about any of the {policies} policies beside it"
        ).suggest("give each policy a folder of its own, or put the scenarios into the policy")
    return NO_POLICY.at(None, f"there is no policy beside the scenarios of `{name}`").suggest(
        "put the file into the folder of its policy"
    )


def several_policies(name: str, policies: Sequence[str]) -> Diagnostic:
    few = ", ".join(f"`{policy}`" for policy in policies[:3])
    more = f" and {len(policies) - 3} more" if len(policies) > 3 else ""
    return SEVERAL_POLICIES.at(None, f"`{name}` holds several policies: {few}{more}").suggest(
        "name the one that is meant"
    )


def too_many_files(name: str, most: int) -> Diagnostic:
    return TOO_MANY_FILES.at(None, f"`{name}` holds more than {most:,} files").suggest(
        "name a smaller folder"
    )


def our_bug(error: BaseException) -> Diagnostic:
    """Report an exception that should never have got out."""
    said = str(error).splitlines()
    what = type(error).__name__ + (f": {said[0]}" if said else "")
    return OUR_BUG.at(None, f"policyc itself failed ({what})").suggest(
        "please report this, with the policy and the request if you may share them; "
        "POLICYDSL_TRACEBACK=1 adds what a developer needs"
    )
