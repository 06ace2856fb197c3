"""Word what keeps a file from being used as a compiled policy."""

from __future__ import annotations

from policydsl.compiled.container import MAX_BYTES, SUFFIX, VERSION, Flaw, OtherVersion
from policydsl.diagnostics.catalogue import (
    COMPILED_DAMAGED,
    COMPILED_OTHER_VERSION,
    COMPILED_TOO_LARGE,
    COMPILED_UNSOUND,
)
from policydsl.diagnostics.model import Diagnostic

_BUILD_AGAIN = f"build it again from its source: `policyc build POLICY -o FILE{SUFFIX}`"


def unreadable(name: str, flaw: Flaw | OtherVersion, size: int) -> Diagnostic:
    """Report a container that does not give its body; *size* is that of the file in bytes."""
    match flaw:
        case OtherVersion(version):
            newer = "a newer" if version > VERSION else "an older"
            return COMPILED_OTHER_VERSION.at(
                None,
                f"`{name}` is of format {version}, of {newer} policyc; this one reads {VERSION}",
            ).suggest(_BUILD_AGAIN)
        case Flaw.TOO_LARGE:
            return COMPILED_TOO_LARGE.at(
                None, f"`{name}` has {size:,} bytes, and a compiled policy may have {MAX_BYTES:,}"
            ).suggest("build its editions, or its groups of benefits, as policies of their own")
        case Flaw.FOREIGN:
            return COMPILED_DAMAGED.at(None, f"`{name}` is no compiled policy").suggest(
                f"name a file that `policyc build` has written; a source does not end in {SUFFIX}"
            )
        case Flaw.CUT_SHORT:
            said = "was cut short"
        case Flaw.TOO_LONG:
            said = "goes on after its end"
        case Flaw.ALTERED:
            said = "was altered after it was built"
    return COMPILED_DAMAGED.at(None, f"`{name}` {said}").suggest(
        "copy it again, as a binary file, or build it again from its source"
    )


def other_compiler(name: str, compiler: str) -> Diagnostic:
    return COMPILED_OTHER_VERSION.at(
        None, f"`{name}` was built by policyc {compiler}, which writes other things down"
    ).suggest(_BUILD_AGAIN)


def unsound(name: str, reason: str) -> Diagnostic:
    """Report a body that no compiler has written, though its sum is right."""
    return COMPILED_UNSOUND.at(None, f"`{name}` holds what policyc never writes: {reason}").suggest(
        "do not use it; build it again from a source that you trust"
    )


def too_large_to_build(policy: str, size: int) -> Diagnostic:
    return COMPILED_TOO_LARGE.at(
        None,
        f"compiled, `{policy}` would have {size:,} bytes, and a compiled policy may have "
        f"{MAX_BYTES:,}",
    ).suggest("build its editions, or its groups of benefits, as policies of their own")


def past_a_bound(policy: str, found: Diagnostic) -> Diagnostic:
    """Report a program that is larger than what is read back; *found* says where."""
    return COMPILED_TOO_LARGE.at(
        None, f"`{policy}` is too large to be written as a compiled policy: {found.message}"
    ).suggest("build its editions, or its groups of benefits, as policies of their own")
