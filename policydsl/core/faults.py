"""What is wrong with a request, and how a place and a value of it are shown."""

from __future__ import annotations

import math
from decimal import Decimal

from policydsl.diagnostics.model import Code, Diagnostic
from policydsl.frozen import frozen

LONGEST_SHOWN = 60


@frozen
class RequestFault:
    """One thing that is wrong with a request, at a JSON path such as `$.facts.service`."""

    path: str
    message: str
    help: str | None
    code: Code

    def diagnostic(self) -> Diagnostic:
        """Give the fault as a diagnostic, its path at the head of the message."""
        return Diagnostic(self.code, f"{self.path}: {self.message}", help=self.help)

    def to_dict(self) -> dict[str, str | None]:
        return {
            "path": self.path,
            "code": self.code.id,
            "message": self.message,
            "help": self.help,
        }


Faults = tuple[RequestFault, ...]


def kind(given: object) -> str:
    """Say in a few words what was given.

    >>> kind(True), kind(3.5), kind([])
    ('`true`', 'the number 3.5', 'a list')
    """
    match given:
        case None:
            return "`null`"
        case bool():
            return "`true`" if given else "`false`"
        case int() | float() | Decimal():
            return f"the number {shown(given)}"
        case str():
            return f"the text {quoted(given)}"
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"a Python `{type(given).__name__}`"


def shown(given: object) -> str:
    """Show a value of a request, cut short, with nothing that could harm a terminal or UTF-8."""
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) >= 10**LONGEST_SHOWN:
        return f"a number of about {int(math.log10(2) * given.bit_length()) + 1:,} digits"
    if isinstance(given, (str, int, float, Decimal)):
        text = str(given)[: LONGEST_SHOWN + 1]
    else:
        text = type(given).__name__
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def step(key: object) -> str:
    """Give the step of a JSON path that leads to *key*.

    >>> step("service"), step("a b"), step("it's")
    ('.service', "['a b']", "['it\\\\'s']")
    """
    text = shown(key)
    if text.isidentifier():
        return f".{text}"
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{escaped}']"


def quoted(given: object) -> str:
    return f"`{shown(given)}`"
