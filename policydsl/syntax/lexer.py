"""Turn the text of one item into tokens: words, literals, marks and the layout between lines.

A slip that has one obvious meaning (`=`, `&`, a curly quote) is noted as a `Fault` and
read as what was meant, so that the rest of the line is still checked.
"""

import re
from collections.abc import Mapping

from policydsl.source import Source
from policydsl.syntax.chunks import Chunk
from policydsl.syntax.repairs import date_of, repair
from policydsl.syntax.tokens import (
    BULLET,
    DEDENT,
    HIDDEN,
    INDENT,
    MAX_DIGITS,
    MAX_FAULTS,
    MAX_LIST,
    MAX_TOKENS,
    NAME,
    NEWLINE,
    Fault,
    Lexed,
    Slip,
)

_MASTER = re.compile(
    r"""[ ]*+(?:
  (?P<MEDICAL_CODE> [A-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}(?![\w.]) | \d{4}[A-Z](?!\w) )
| (?P<WORD> [A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)* )
  (?P<HYPHENS> (?:-[A-Za-z0-9_]+)+ )?
| (?P<LINE> \n[ \n]* )
| (?P<CITATION> \[[^\[\]\n]*\] )
| (?P<STRING> "[^"\n]*" )
| (?P<COMMA> , )
| (?P<OPEN> [({] )
| (?P<CLOSE> [)}] )
| (?P<ISO_DATE> \d{4}-\d{2}-\d{2}(?!\w) )
| (?P<WRITTEN_DATE> (?:\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{4}-\d{1,2}-\d{1,2}
                      |\d{1,2}/\d{1,2}/\d{2})(?!\w) )
| (?P<ORDINAL> \d+(?:st|nd|rd|th)(?!\w) )
| (?P<PERCENTAGE> \d+(?:\.\d+)?% )
| (?P<SPACED_PERCENT> \d+(?:\.\d+)?[ ]+% )
| (?P<DOLLAR_BEHIND> \d{1,30}(?:,\d{3}(?!\d))*(?:\.\d+)?[ ]*(?:\$|dollars?(?!\w)) )
| (?P<NUMERAL> \d+(?:\.\d+)? )
| (?P<NEGATIVE> (?<![\w.)}\]])-\d+(?:\.\d+)?(?![\w-]) )
| (?P<DASH> -(?!-) )
| (?P<MARK> [|+](?!\|) )
| (?P<DOLLARS> \$\ *\d+(?:,\d{3}(?!\d))*(?:\.\d+)? )
| (?P<COMMENT> \#[^\n]* )
| (?P<MERGE_MARKER> (?:<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)[^\n]* )
| (?P<COMMENT_SIGN> (?://|/\*|--)[^\n]* )
| (?P<SIGN> [=!<>≤≥≠]+ )
| (?P<AND_SIGN> &+ )
| (?P<OR_SIGN> \|\| )
| (?P<CURLY_QUOTES> [“”„«][^“”„«»"\n]*[”“»"] )
| (?P<SINGLE_QUOTES> '[^'\n]*' | ‘[^‘’\n]*’ )
| (?P<UNTERMINATED_STRING> ["“”„«][^\n]* )
| (?P<UNTERMINATED_CITATION> \[[^\[\]\n]* )
| (?P<ODD_BULLET> [•·●▪◦*–—−](?=[ ]) )
| (?P<ARITHMETIC_SIGN> [*/×÷–—−] )
| (?P<TAB> \t+ )
| (?P<BLANK> [\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff\f\v\r]+ )
| (?P<FOREIGN_LETTER> [^\W\d_]\w* )
| (?P<STRAY_CHARACTER> \.\.+ | . )
)""",
    re.VERBOSE,
)

_CITED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]*(?: *, *[A-Za-z0-9][A-Za-z0-9_.:/-]*)*")
_TERMINAL_OF_MARK = {
    "(": "LPAR",
    ")": "RPAR",
    "{": "LBRACE",
    "}": "RBRACE",
    "|": "VBAR",
    "+": "PLUS",
}


def lex(source: Source, chunk: Chunk, keywords: Mapping[str, str]) -> Lexed:
    """Read the tokens of *chunk*; *keywords* gives the terminal of each word that can be one.

    Offsets count from the beginning of the source.  Layout follows the lines: NEWLINE ends
    one, INDENT and DEDENT enclose deeper ones, and inside brackets lines run on.
    """
    text = source.text
    lexed = Lexed()
    tokens = lexed.tokens
    faults = lexed.faults
    layout = _Layout(text, chunk.start, lexed)
    fresh = True
    openers: list[int] = []
    commas = 0
    for found in _MASTER.finditer(text, chunk.start, chunk.end):
        kind = found.lastgroup
        if kind == "LINE":
            fresh = fresh or not openers
            continue
        assert kind is not None
        start, end = found.span(kind)
        if kind == "COMMENT":
            alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
            lexed.comments.append((start, end, alone))
            continue
        if kind in ("MERGE_MARKER", "COMMENT_SIGN"):
            faults.append((Slip[kind], start, end))
            continue
        if fresh and kind not in ("TAB", "BLANK"):
            layout.begin_line(start)
            fresh = False
            if kind == "DASH":
                tokens.append((BULLET, "-", start, end))
                continue
            if kind == "ODD_BULLET":
                faults.append((Slip.ODD_BULLET, start, end))
                tokens.append((BULLET, "-", start, end))
                continue
        if kind == "NEGATIVE":
            kind = "NUMERAL"
        elif kind == "ODD_BULLET":
            # Behind other words it is no bullet.
            kind = "ARITHMETIC_SIGN" if text[start] in "*–—−" else "STRAY_CHARACTER"
        if kind == "WORD":
            word = text[start:end]
            tokens.append((keywords.get(word, NAME), word, start, end))
        elif kind == "COMMA":
            if len(tokens) > MAX_TOKENS:
                faults.append((Slip.LONG_ITEM, tokens[0][2], tokens[0][3]))
                openers.clear()
                break
            tokens.append((kind, ",", start, end))
            if openers:
                commas += 1
                if commas >= MAX_LIST:
                    faults.append((Slip.LONG_LIST, openers[-1], end))
                    openers.clear()
                    break
        elif kind == "OPEN":
            mark = text[start]
            openers.append(start)
            commas = 0
            tokens.append((_TERMINAL_OF_MARK[mark], mark, start, end))
        elif kind == "CLOSE":
            mark = text[start]
            if openers:
                openers.pop()
            tokens.append((_TERMINAL_OF_MARK[mark], mark, start, end))
        elif kind == "MARK":
            mark = text[start]
            tokens.append((_TERMINAL_OF_MARK[mark], mark, start, end))
        elif kind in _PLAIN:
            tokens.append((kind, text[start:end], start, end))
            if kind in _CHECKED:
                _check(kind, text[start:end], (start, end), faults)
        elif len(faults) > MAX_FAULTS:
            break
        else:
            if kind == "ODD_BULLET":
                kind = "ARITHMETIC_SIGN"
            repair(kind, (found.start("WORD") if kind == "HYPHENS" else start, end), text, lexed)
    if openers:
        faults.append((Slip.UNCLOSED, openers[0], openers[0] + 1))
    layout.finish()
    for hidden in HIDDEN.finditer(text, chunk.start, chunk.end):
        faults.append((Slip.HIDDEN_CHARACTER, hidden.start(), hidden.end()))
    return lexed


_PLAIN = frozenset(
    {
        "CITATION",
        "STRING",
        "NUMERAL",
        "ISO_DATE",
        "MEDICAL_CODE",
        "DOLLARS",
        "PERCENTAGE",
        "ORDINAL",
    }
)
_CHECKED = frozenset({"CITATION", "NUMERAL", "ISO_DATE", "DOLLARS", "PERCENTAGE", "ORDINAL"})


class _Layout:
    """Turns the column at which a line begins into INDENT and DEDENT."""

    def __init__(self, text: str, start: int, lexed: Lexed) -> None:
        self.text = text
        self.first = start
        self.columns: list[int] = []
        self.lexed = lexed

    def begin_line(self, start: int) -> None:
        tokens = self.lexed.tokens
        line_start = self.text.rfind("\n", 0, start) + 1
        column = start - line_start
        if column and "\t" in self.text[line_start:start]:
            column = len(self.text[line_start:start].expandtabs(4))
        if not tokens:
            self.columns[:] = [column]
            return
        end = tokens[-1][3]
        tokens.append((NEWLINE, "\n", end, end))
        if column > self.columns[-1]:
            self.columns.append(column)
            tokens.append((INDENT, "", start, start))
            return
        while column < self.columns[-1] and len(self.columns) > 1:
            self.columns.pop()
            tokens.append((DEDENT, "", start, start))
        if column != self.columns[-1]:
            self.lexed.faults.append((Slip.BAD_INDENTATION, start, start))

    def finish(self) -> None:
        tokens = self.lexed.tokens
        if not tokens:
            return
        end = tokens[-1][3]
        tokens.append((NEWLINE, "\n", end, end))
        tokens.extend([(DEDENT, "", end, end)] * (len(self.columns) - 1))


def _check(kind: str, text: str, at: tuple[int, int], faults: list[Fault]) -> None:
    if kind == "CITATION":
        if not _CITED.fullmatch(text[1:-1].strip()):
            faults.append((Slip.BAD_CITATION, *at))
    elif kind == "ISO_DATE":
        if date_of(text) is None:
            faults.append((Slip.NO_SUCH_DATE, *at))
    elif len(text) > MAX_DIGITS:
        faults.append((Slip.LONG_NUMBER, *at))
