"""Hold the editions of one policy; what amends them is loaded when something does."""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.core.dates import FIRST_DAY
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics.editions import dated
from policydsl.syntax import ast


@frozen
class Edition:
    """One edition: `file` is all that it says, None when it cannot be made.

    `made_of` are the files that speak in it, that of its policy first; `own` those that are
    of this edition and no other; `diagnostics` are those of its amendments.
    """

    file: ast.File | None
    own: tuple[ast.File, ...]
    made_of: tuple[ast.File, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def amendments(self) -> tuple[ast.Amendment, ...]:
        every = (_amendment(file) for file in self.own)
        return tuple(each for each in every if each)


def editions(files: Sequence[ast.File]) -> tuple[Edition, ...]:
    """Make the editions that the *files* of one policy hold, in the order of time.

    Each file has a policy or an amendment; never raises on bad text.
    """
    if any(map(_amendment, files)):
        from policydsl.semantics.amendments.chain import chained

        return chained(files)
    found = [Edition(file, (file,), (file,), ()) for file in files]
    return tuple(sorted(found, key=first_day))


def first_day(edition: Edition) -> tuple[int, str]:
    """Return what editions are ordered by: the first day of each, then its name."""
    head = dated(edition.file) if edition.file else None
    name = edition.own[0].span.source.name
    return (head.start if head else FIRST_DAY, name)


def _amendment(file: ast.File) -> ast.Amendment | None:
    return next((item for item in file.items if isinstance(item, ast.Amendment)), None)
