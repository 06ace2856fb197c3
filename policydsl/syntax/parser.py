"""Turn a source into the tree that its author wrote, and into what is wrong with it."""

import attrs

from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.source import Source
from policydsl.syntax import ast, problems
from policydsl.syntax.automaton import Built, Grammar, Stuck, TooDeep, TooLong, run
from policydsl.syntax.builder import Builder, grammar_for
from policydsl.syntax.chunks import Chunk, chunks
from policydsl.syntax.grammar import table
from policydsl.syntax.lexer import lex


@attrs.frozen
class Parsed:
    """The tree of a file, without what could not be read, and the diagnostics that say so."""

    file: ast.File
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source) -> Parsed:
    """Read *source*; never raises, whatever is in it."""
    parser = _Parser(source)
    for chunk in chunks(source):
        parser.read(chunk)
    file = ast.File(
        tuple(parser.items), tuple(parser.comments), span=source.span(0, len(source.text))
    )
    return Parsed(file, in_order(parser.builder.diagnostics))


class _Parser:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.table = table()
        self.builder = Builder()
        self.grammar: Grammar = grammar_for(self.builder, self.table)
        self.items: list[ast.AnyItem] = []
        self.comments: list[ast.Comment] = []

    def read(self, chunk: Chunk) -> None:
        lexed = lex(self.source, chunk, self.table.keywords)
        for start, end, alone in lexed.comments:
            span = self.source.span(start, end)
            self.comments.append(ast.Comment(span.text, alone, span=span))
        for slip, start, end in lexed.faults:
            self.builder.diagnostics.append(problems.slip(slip, self.source.span(start, end)))
        tokens = lexed.tokens
        if not tokens:
            return
        outcome = run(self.grammar, self.source, tokens)
        match outcome:
            case Built(value):
                self.items.append(value)
            case Stuck(index) | TooDeep(index) | TooLong(index):
                at = tokens[min(index, len(tokens) - 1)]
                self.builder.diagnostics.append(problems.stuck(self.source.span(at[2], at[3])))
