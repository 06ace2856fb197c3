"""Turn a source into the tree that its author wrote, and into what is wrong with it."""

import re

from policydsl.diagnostics.catalogue import LACKING_BLOCK, SHALLOW_BULLET
from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.frozen import frozen
from policydsl.source import MAX_BYTES, Source, Span
from policydsl.syntax import ast, problems, problems_lines
from policydsl.syntax.automaton import MAX_NESTING, Built, Stuck, TooDeep, TooLong, run
from policydsl.syntax.builder import Builder, grammar_for
from policydsl.syntax.chunks import Chunk, chunks
from policydsl.syntax.grammar import table
from policydsl.syntax.lexer import lex
from policydsl.syntax.pruning import LAYOUT, Quiet, line_around, line_before, with_emptied
from policydsl.syntax.tokens import Lexed, Slip, Token

# An item with faults is read again without each faulty line; the second bounds the work.
_MOST_READINGS = 20
_MOST_TOKENS_READ_AGAIN = 200_000

MAX_PROBLEMS = 500
"""The most diagnostics that one file is given."""

_NEXT_LINE = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)+(-|\w+)")


@frozen
class Parsed:
    """The tree of a file, without the lines that could not be read, and what was wrong."""

    file: ast.File
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source) -> Parsed:
    """Read *source*; nothing in it makes this raise.

    Items are read one by one, and an item with a faulty line is read without that line, so
    that all faults are reported in one run and names stay known.
    """
    everything = source.span(0, len(source.text))
    if len(source.text) > MAX_BYTES:
        return Parsed(ast.File((), span=everything), (problems.too_large(source),))
    parser = _Parser(source)
    for chunk in chunks(source):
        parser.read(chunk)
        if len(parser.diagnostics) > MAX_PROBLEMS:
            parser.diagnostics[MAX_PROBLEMS:] = [problems.too_many(source, MAX_PROBLEMS)]
            break
    file = ast.File(tuple(parser.items), tuple(parser.comments), span=everything)
    return Parsed(file, in_order(parser.diagnostics))


class _Parser:
    """Reads the chunks of one source, in order."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.table = table()
        self.item_words = self.table.actions[self.table.start].keys()
        self.builder = Builder()
        self.grammar = grammar_for(self.builder, self.table)
        self.items: list[ast.AnyItem] = []
        self.comments: list[ast.Comment] = []
        self.diagnostics: list[Diagnostic] = []
        # The item before this one lost its end to this chunk, and has said so.
        self.torn = False

    def read(self, chunk: Chunk) -> None:
        lexed = lex(self.source, chunk, self.table.keywords)
        for start, end, alone in lexed.comments:
            span = self.source.span(start, end)
            self.comments.append(ast.Comment(span.text, alone, span=span))
        for slip, start, end in lexed.faults:
            self.diagnostics.append(problems.slip(slip, self.source.span(start, end)))
        torn = self.torn
        self.torn = any(slip is Slip.UNCLOSED for slip, _, _ in lexed.faults)
        tokens = lexed.tokens
        if not tokens:
            return
        symbol, _, start, end = tokens[0]
        if symbol in self.item_words and start > chunk.start:
            self.diagnostics.append(problems_lines.indented_item(self.source.span(start, end)))
        elif torn and symbol not in self.item_words:
            return
        self._build(tokens, lexed)

    def _build(self, tokens: list[Token], lexed: Lexed) -> None:
        """Read the tokens of one item, again without each line that does not parse."""
        quiet = Quiet(self.source, lexed.faults)
        left = _MOST_TOKENS_READ_AGAIN
        for _ in range(_MOST_READINGS):
            self.builder.diagnostics.clear()
            outcome = run(self.grammar, self.source, tokens)
            match outcome:
                case Built(value):
                    self.items.append(value)
                    self.diagnostics += self.builder.diagnostics
                    return
                case TooDeep(index):
                    span = self._span(tokens, index)
                    self.diagnostics.append(problems.too_deep(span, MAX_NESTING))
                    return
                case TooLong(index):
                    self.diagnostics.append(problems.too_long(self._span(tokens, index - 1)))
                    return
                case Stuck(index):
                    start, end = self._blame(tokens, index, quiet)
                    left -= len(tokens)
                    # Without its head an item is nothing.
                    if start == 0 or left < 0:
                        return
                    start, end = with_emptied(tokens, start, end)
                    after = tokens[end][2] if end < len(tokens) else tokens[-1][3]
                    quiet.cut(tokens[start - 1][3], after)
                    tokens = tokens[:start] + tokens[end:]

    def _blame(self, tokens: list[Token], index: int, quiet: Quiet) -> tuple[int, int]:
        """Report that the token at *index* does not fit, and give the lines at fault."""
        at = min(index, len(tokens) - 1)
        if not quiet.covers(tokens[at]) and not self._stands_in_next(tokens, index):
            # Only a policy with faults needs what words them.
            from policydsl.syntax.diagnosis import diagnose

            found = diagnose(self.table, self.source, tokens, index)
            if found.code != LACKING_BLOCK or tokens[index - 1][3] not in quiet.emptied:
                self.diagnostics.append(found)
            if found.code in (LACKING_BLOCK, SHALLOW_BULLET) and tokens[at][0] not in LAYOUT:
                return line_before(tokens, at) if at else (0, 0)
        return line_around(tokens, at)

    def _stands_in_next(self, tokens: list[Token], index: int) -> bool:
        """Tell whether the lines that are lacking begin, not indented, the next chunk.

        That chunk reports it, at the place that must change.
        """
        if any(symbol not in LAYOUT for symbol, _, _, _ in tokens[index:]):
            return False
        following = _NEXT_LINE.match(self.source.text, tokens[-1][3])
        if not following:
            return False
        word = following.group(1)
        terminal = self.table.keywords.get(word)
        return word == "-" or (terminal is not None and terminal not in self.item_words)

    def _span(self, tokens: list[Token], index: int) -> Span:
        _, _, start, end = tokens[max(0, min(index, len(tokens) - 1))]
        return self.source.span(start, end)
