"""Turn a tree back into text, in the one canonical layout."""

import attrs

from policydsl.diagnostics.model import Diagnostic, Severity
from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.parser import parse
from policydsl.syntax.printer_comments import laid_out
from policydsl.syntax.printer_lines import written_lines
from policydsl.syntax.wrapping import wrapped


@attrs.frozen
class Formatted:
    """The text as it should stand; with an error it is the text as it was."""

    text: str
    diagnostics: tuple[Diagnostic, ...]


def print_file(file: ast.File) -> str:
    """Write the items of *file*, a blank line between two; comments are not written."""
    return "\n".join(
        "".join(
            f"{line}\n"
            for written in written_lines(item)
            for line in wrapped(2 * written.depth, written.text)
        )
        for item in file.items
    )


def format_source(source: Source) -> Formatted:
    """Lay *source* out anew, with its comments and the single blank lines inside items."""
    parsed = parse(source)
    if any(found.severity is Severity.ERROR for found in parsed.diagnostics):
        return Formatted(source.text, parsed.diagnostics)
    return Formatted(laid_out(source, parsed.file), parsed.diagnostics)
