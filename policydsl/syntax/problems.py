"""Word what is wrong with the letters of a policy: slips that the lexer sees."""

import re
from typing import assert_never

from policydsl.diagnostics import catalogue as code
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.problems import undecodable
from policydsl.source import Source, Span, TooLarge
from policydsl.syntax.repairs import iso_date, meant_by, meant_in_cell
from policydsl.syntax.tokens import MAX_DIGITS, MAX_LIST, MAX_TOKENS, Slip

_MONTHS = 12
_STRAY = {
    ":": "leave the colon out; the lines below are indented, which is enough",
    ";": "leave the semicolon out; the end of the line ends it",
    ".": "leave the full stop out; the end of the line ends it",
    "..": "write a range with `to`: `0 to 20`",
    "...": "write a range with `to`: `0 to 20`",
    "…": "write a range with `to`: `0 to 20`",
    "%": "write the percent sign right behind its number: `90%`",
    "$": "write the dollar sign right before its number: `$25`",
    "[": "write a citation in brackets at the end of the line: `[NWC-OP-01]`",
    "]": "write a citation in brackets at the end of the line: `[NWC-OP-01]`",
    "§": "name the section in the inventory, and cite the row: `[NWC-OP-01]`",
}
_MOST_SHOWN = 60


def slip(kind: Slip, span: Span) -> Diagnostic:
    """Word one slip of the lexer's; *span* is what was written."""
    written = _short(span.text)
    match kind:
        case Slip.TAB:
            return code.TAB.at(span, "a tab stands in the file", "a tab").suggest(
                "indent with spaces, two for each level; an editor replaces all tabs at once"
            )
        case Slip.HIDDEN_CHARACTER:
            found = code.HIDDEN_CHARACTER.at(
                span, f"the file holds the hidden character U+{ord(span.text):04X}", "here"
            )
            return found.suggest("delete it; it could make the text read as something else")
        case Slip.STRAY_CHARACTER:
            return _stray(span, written)
        case Slip.FOREIGN_LETTER:
            what = "is" if len(written) == 1 else "holds"
            found = code.FOREIGN_LETTER.at(
                span, f"`{written}` {what} a letter that a name cannot have", "not a to z"
            )
            return found.suggest(
                "write names with the letters a to z, digits and `_`, and say the rest in a title"
            )
        case Slip.CURLY_QUOTES | Slip.SINGLE_QUOTES:
            which = "curly" if kind is Slip.CURLY_QUOTES else "single"
            found = code.WRONG_QUOTES.at(
                span, f"this text stands in {which} quotes", "not straight double quotes"
            )
            return found.suggest(f'write "{_short(span.text[1:-1])}"')
        case Slip.UNTERMINATED_STRING:
            found = code.UNTERMINATED_STRING.at(
                span, "this text has no closing quote", "begins here, and the line ends"
            )
            return found.suggest('close the text with `"` on the same line')
        case Slip.UNTERMINATED_CITATION:
            found = code.BAD_CITATION.at(
                span, "this citation has no closing bracket", "begins here, and the line ends"
            )
            # What follows a `#` was to be a comment.
            return found.suggest(f"write `{_short(span.text.partition('#')[0].rstrip())}]`")
        case Slip.BAD_CITATION:
            inner = span.text[1:-1].strip()
            found = code.BAD_CITATION.at(
                span,
                f"`{written}` is no citation" if inner else "these brackets cite nothing",
                "not ids with commas between them" if inner else "",
            )
            return found.suggest(
                "cite rows of the inventory by id, with a comma between two: `[HMSA-01, HMSA-02]`"
            )
        case Slip.SIGN:
            words = meant_by(span.text) or "is"
            found = code.COMPARISON_SIGN.at(
                span, f"comparisons are words, and `{written}` is none", f"write `{words}`"
            )
            return found.suggest(f"write `{words}` for `{written}`")
        case Slip.CELL_SIGN:
            words = meant_in_cell(span.text)
            found = code.COMPARISON_SIGN.at(
                span, f"comparisons are words, and `{written}` is none", f"write `{words}`"
            )
            return found.suggest(f"write `{words}` for `{written}`" if words else "leave it out")
        case Slip.AND_SIGN | Slip.OR_SIGN:
            word = "and" if kind is Slip.AND_SIGN else "or"
            found = code.LOGIC_SIGN.at(span, f"`{written}` stands for `{word}`", f"write `{word}`")
            return found.suggest(f"write `{word}` for `{written}`")
        case Slip.ARITHMETIC_SIGN | Slip.DASH:
            return _arithmetic(span, written)
        case Slip.ODD_BULLET:
            found = code.ODD_BULLET.at(span, f"`{written}` begins a bullet", "not a `-`")
            return found.suggest("begin a bullet with `-`")
        case Slip.HYPHENS:
            found = code.HYPHENATED_NAME.at(span, f"the name `{written}` holds a hyphen")
            return found.suggest(f"write `{span.text.replace('-', '_')}`")
        case Slip.BARE_CITATION:
            found = code.BARE_CITATION.at(
                span, f"`{written}` looks like a citation without brackets"
            )
            return found.suggest(f"write `[{written}]` at the end of the line that it supports")
        case Slip.WRITTEN_DATE:
            return written_date(span, iso_date(span.text))
        case Slip.NO_SUCH_DATE:
            found = code.NO_SUCH_DATE.at(span, f"there is no day `{written}`", "in no calendar")
            return found.suggest("check the day and the month; a date is year, month, day")
        case Slip.SPACED_PERCENT:
            found = code.MISPLACED_UNIT_SIGN.at(span, "a percent sign stands apart from its number")
            return found.suggest(f"write `{span.text.replace(' ', '')}`")
        case Slip.DOLLAR_BEHIND:
            amount = span.text.rstrip("dolars$ ")
            found = code.MISPLACED_UNIT_SIGN.at(span, "an amount of money begins with `$`")
            return found.suggest(f"write `${amount}`")
        case Slip.COMMENT_SIGN:
            found = code.COMMENT_SIGN.at(span, "a comment begins with `#`", "not a comment")
            return found.suggest("write `#` for it")
        case Slip.MERGE_MARKER:
            found = code.MERGE_MARKER.at(span, "a merge of two versions was not finished here")
            return found.suggest("choose one of the two versions and delete the marker lines")
        case Slip.BAD_INDENTATION:
            found = code.BAD_INDENTATION.at(
                span, "this line is indented like none above it", "begins between two levels"
            )
            return found.suggest(
                "begin it under the first letter of the line that it belongs beside"
            )
        case Slip.UNCLOSED:
            found = code.UNCLOSED_BRACKET.at(
                span, f"this `{written}` is never closed", "opened here"
            )
            return found.suggest(f"close it with `{'}' if written == '{' else ')'}`")
        case Slip.LONG_NUMBER:
            return code.LONG_NUMBER.at(
                span, f"this number has {len(span.text):,} characters, and {MAX_DIGITS} may stand"
            ).suggest("no plan has such a number; check it")
        case Slip.LONG_LIST:
            return too_long(Span(span.source, span.start, span.start + 1))
        case Slip.LONG_ITEM:
            return code.TOO_LONG.at(
                span, f"this item has more than {MAX_TOKENS:,} words", "begins here"
            ).suggest("cut it into several items")
        case _:
            assert_never(kind)


def _stray(span: Span, written: str) -> Diagnostic:
    if not span.text.isprintable():
        found = code.STRAY_CHARACTER.at(
            span, f"U+{ord(span.text[0]):04X} stands where a space should", "not a plain space"
        )
        return found.suggest("type a plain space; word processors put this one in")
    found = code.STRAY_CHARACTER.at(
        span, f"`{written}` means nothing here", "not part of the language"
    )
    return found.suggest(_STRAY.get(span.text, f"leave `{written}` out"))


def _arithmetic(span: Span, written: str) -> Diagnostic:
    words = {"*": "times", "×": "times", "-": "minus", "–": "minus", "—": "minus", "−": "minus"}
    word = words.get(span.text)
    text = span.source.text
    if text[span.start - 3 : span.end + 2] == "yes/no":
        found = code.ARITHMETIC_SIGN.at(span, "a fact is `yes or no`, in words")
        return found.suggest("write `yes or no`")
    found = code.ARITHMETIC_SIGN.at(span, f"arithmetic is in words, and `{written}` is none")
    if word == "minus" and _between_digits(span):
        return found.suggest("write `to` for a range, `0 to 20`, and `minus` for a difference")
    if word:
        return found.suggest(f"write `{word}`, with a space on either side")
    return found.suggest("there is no division; multiply by a decimal: `times 0.5`")


def _between_digits(span: Span) -> bool:
    before = span.source.text[max(0, span.start - 4) : span.start].rstrip(" ")[-1:]
    after = span.source.text[span.end : span.end + 4].lstrip(" ")[:1]
    return before.isdigit() and after.isdigit()


def written_date(span: Span, date: str | None) -> Diagnostic:
    first, second, *_ = (int(number) for number in (*re.findall(r"\d+", span.text), 0, 0))
    two_ways = date is not None and first != second and max(first, second) <= _MONTHS
    label = "could be read two ways" if two_ways else "year, month and day, with two digits each"
    found = code.WRITTEN_DATE.at(
        span, f"the date `{_short(span.text)}` is not written year first", label
    )
    if date is None:
        return found.suggest("write a date as `2026-03-04`")
    if two_ways:
        which = "day" if "." in span.text else "month"
        return found.suggest(f"write `{date}`, if the {which} stands first here")
    return found.suggest(f"write `{date}`")


def too_deep(span: Span, most: int) -> Diagnostic:
    found = code.TOO_DEEP.at(
        span, f"more than {most} brackets or indented lines stand within each other", "one too many"
    )
    return found.suggest("give a part of it a name with `define`")


def too_long(span: Span) -> Diagnostic:
    found = code.TOO_LONG.at(
        span, f"this list is longer than {MAX_LIST:,} entries", "longer than a list may be"
    )
    return found.suggest("name ranges (`97110 to 97150`), or cut it into several items")


def too_large(source: Source) -> Diagnostic:
    return undecodable(TooLarge(source.name, len(source.text)))


def too_many(source: Source, shown: int) -> Diagnostic:
    end = len(source.text)
    return code.TOO_MANY_PROBLEMS.at(
        source.span(end, end), f"the first {shown:,} problems are listed, and there are more"
    ).suggest("mend these and run it again")


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
