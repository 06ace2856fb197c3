"""Hold the place where a line stops making sense, for whoever asks what was meant."""

from collections.abc import Sequence

from policydsl.frozen import frozen
from policydsl.source import Source, Span
from policydsl.syntax.expectations import in_words
from policydsl.syntax.grammar import Table
from policydsl.syntax.tokens import DEDENT, INDENT, NAME, NEWLINE, Token

LAYOUT = frozenset({NEWLINE, INDENT, DEDENT})
END: Token = ("$END", "", 0, 0)


@frozen
class Situation:
    """The token that does not fit, what could stand there instead, and its line."""

    table: Table
    source: Source
    tokens: Sequence[Token]
    index: int
    expected: frozenset[str]
    line_start: int
    """The first token of the line, layout left aside."""

    @property
    def token(self) -> Token:
        return self.tokens[self.index] if self.index < len(self.tokens) else END

    @property
    def span(self) -> Span:
        return self.at(self.index)

    def at(self, index: int) -> Span:
        """Mark one token, or nothing at the end of the last."""
        if index >= len(self.tokens):
            end = self.tokens[-1][3]
            return Span(self.source, end, end)
        _, _, start, end = self.tokens[index]
        return Span(self.source, start, end)

    def text(self, offset: int) -> str:
        """Give the text of the token *offset* away on the same line, or nothing."""
        index = self.index + offset
        lowest = self.line_start
        if lowest <= index < len(self.tokens):
            symbol, text, _, _ = self.tokens[index]
            return "" if symbol in LAYOUT else text
        return ""

    @property
    def starts_line(self) -> bool:
        return self.line_start == self.index and self.token[0] not in LAYOUT

    @property
    def is_word(self) -> bool:
        return self.token[0] == NAME or self.token[1] in self.table.keywords

    def words(self) -> list[str]:
        """List the keywords that could stand here."""
        return [word for word, symbol in self.table.keywords.items() if symbol in self.expected]

    def may(self) -> str:
        return in_words(self.table, self.expected)
