"""Say which line may stand in which clause, and which lines stand once.

The grammar lets any line stand anywhere, so that what does not belong can be
named here with the place where it does.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Final

from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.dating import empty_ranges
from policydsl.syntax import ast


class FileKind(enum.Enum):
    POLICY = "policy"
    VOCABULARY = "vocabulary"
    SCENARIO = "scenario"
    AMENDMENT = "amendment"


_WORDS: Final[dict[type[ast.Node], str]] = {
    ast.When: "when",
    ast.MetWhen: "met when",
    ast.Unless: "unless",
    ast.CountsWhen: "counts when",
    ast.SatisfiedBy: "satisfied by",
    ast.For: "for",
    ast.If: "if",
    ast.Except: "except",
    ast.InForce: "in force",
    ast.PartOf: "part of",
    ast.Overrides: "overrides",
    ast.Otherwise: "otherwise",
    ast.AskFor: "ask for",
    ast.CountsToward: "counts toward",
    ast.Outside: "outside",
    ast.Complete: "complete",
    ast.DirectTo: "direct to",
    ast.IncludedIn: "included in",
    ast.SettledBy: "settled by",
    ast.Item: "-",
    ast.AnyOf: "any of",
    ast.TextLine: "text",
    ast.Say: "say to member",
    ast.Accept: "accept",
    ast.ValueLine: "is",
    ast.Pays: "pays",
    ast.Amount: "… per …",
    ast.WindowFrom: "for … from",
    ast.WindowUntil: "until",
    ast.Used: "used",
    ast.Asked: "asked",
    ast.AskedBy: "asked by",
    ast.Extend: "extend",
    ast.Status: "status",
    ast.Granted: "granted",
    ast.Beyond: "beyond",
    ast.MeasureDates: "one per date",
    ast.MeasureUnit: "measured in",
    ast.MeasureMoney: "measured in money",
    ast.ForEach: "for each",
    ast.FromNth: "from the … on",
    ast.Advise: "advise",
    ast.GivenNames: "given",
    ast.Row: "|",
}

_MANY: Final = frozenset(
    {"for", "if", "except", "overrides", "counts toward", "outside", "complete", "-", "any of"}
    | {"accept", "text", "pays", "advise", "|", "require", "authorize", "exclude"}
)

_SAID: Final = "say to member"
_COMMON: Final = frozenset({"for", "except", "in force", "overrides", "text", "advise", _SAID})
_BLOCK: Final = frozenset(
    {"if", "for", "counts toward", "pays", "complete", "text", "advise"}
    | {"require", "authorize", "exclude"}
)
_COUNTED: Final = frozenset(
    {"used", "asked", "one per date", "measured in", "measured in money", "for each"}
    | {"counts when", "text"}
)
_EVERYWHERE: Final = frozenset({"accept"})
_LINES: Final[dict[str, frozenset[str]]] = {
    "applies": frozenset({"when", "for", "except", "in force", "text", "advise", _SAID}),
    "exclude": _COMMON | {"when", "direct to", "included in", "-"},
    "item of an exclude": _COMMON | {"when", "direct to", "included in"},
    "cover": _COMMON | _BLOCK | {"part of", "outside"},
    "block of a cover": _BLOCK,
    "require": _COMMON | {"met when", "otherwise", "ask for", "complete"},
    "require of an extension": _COMMON - {"advise"} | {"met when", "otherwise", "ask for"},
    "route": _COMMON | {"when"},
    "refer": _COMMON | {"when"},
    "review": _COMMON | {"when", "settled by"},
    "document": frozenset({"-", "any of", "if", "for", "except", "in force", "text", _SAID}),
    "block of a document": frozenset({"-", "any of", "if", "for", "text"}),
    "any of": frozenset({"-", "text"}),
    "document element": frozenset(
        {"met when", "ask for", "for", "except", "in force", "text", _SAID}
    ),
    "authorize": _COMMON | {"when", "unless", "satisfied by", "from the … on", "asked", "ask for"},
    "limit": _COMMON | _COUNTED | {"… per …", "for … from", "until", "extend", "beyond"},
    "counter": _COUNTED,
    "extend": frozenset({"status", "granted", "asked by", "require", "text", _SAID}),
    "define": frozenset({"when", "is", "text"}),
    "assume": frozenset({"when", "for", "text"}),
    "advise": frozenset({"when", "for", "in force", "text"}),
    "except": frozenset({"except", "text"}),
    "redirect": frozenset({"given", "|", "overrides", "in force", "text", _SAID}),
    "table": frozenset({"given", "|", "text"}),
}
_ALLOWED: Final = {head: words | _EVERYWHERE for head, words in _LINES.items()}

WORKED: Final = (ast.Case, ast.Scenario, ast.ScenarioTable)
"""The items that are worked examples: they are of days, and decide nothing."""
BESIDE: Final = (ast.SourceItem, ast.Fact, ast.NotEncoded, ast.OpenQuestion, *WORKED)
"""The items that may stand in a file beside an amendment, and are added with it."""

_ITEMS: Final[dict[FileKind, tuple[type[ast.Node], ...] | None]] = {
    FileKind.POLICY: None,  # anything but a vocabulary and an amendment
    FileKind.VOCABULARY: (ast.Vocabulary, ast.Fact),
    FileKind.SCENARIO: WORKED,
    FileKind.AMENDMENT: (ast.Amendment, *BESIDE),
}


def problems_in(file: ast.File, kind: FileKind) -> tuple[Diagnostic, ...]:
    """Find every line and item of *file* that stands where it means nothing."""
    shape = _Shape()
    for item in file.items:
        shape.item(item, kind)
    if kind is FileKind.POLICY:
        shape.policies(file)
    if kind is FileKind.AMENDMENT:
        shape.amendments(file)
    return tuple(shape.found)


def word_of(node: ast.Node) -> str:
    """Give the word by which the author knows this line or item."""
    match node:
        case ast.Clause() | ast.Sending() | ast.Rows():
            return str(node.word.value)
        case ast.SourceItem():
            return "source"
        case ast.NotEncoded():
            return "not encoded"
        case ast.OpenQuestion():
            return "open question"
        case ast.ScenarioTable():
            return "scenarios"
        case _:
            return _WORDS.get(type(node), type(node).__name__.lower())


class _Shape:
    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def item(self, item: ast.AnyItem, kind: FileKind) -> None:
        allowed = _ITEMS[kind]
        if (allowed and not isinstance(item, allowed)) or (
            allowed is None and isinstance(item, ast.Vocabulary | ast.Amendment)
        ):
            self.found.append(problems.misplaced_item(item, word_of(item), kind.value))
            return
        match item:
            case ast.Clause() | ast.Sending() | ast.Rows() | ast.Review():
                self.lines(item.lines, word_of(item))
            case ast.Assume() | ast.Advise():
                self.lines(item.lines, word_of(item))
            case ast.Policy():
                self.found += empty_ranges(item.lines)
            case ast.Amendment():
                self.amendment(item)
            case _:
                pass

    def amendment(self, item: ast.Amendment) -> None:
        first: dict[type[ast.AnyLine], ast.AnyLine] = {}
        for line in item.lines:
            earlier = first.setdefault(type(line), line)
            if earlier is not line and isinstance(line, ast.Amends | ast.Edition | ast.InForce):
                self.found.append(problems.repeated_line(line, earlier, word_of(line)))
            if isinstance(line, ast.Add | ast.Replace):
                self.found += (
                    problems.misplaced_item(inner, word_of(inner), "amendment")
                    for inner in line.items
                    if isinstance(inner, ast.Vocabulary | ast.Amendment)
                    or (isinstance(inner, ast.Policy) and isinstance(line, ast.Add))
                )
        self.found += empty_ranges(item.lines)

    def lines(self, lines: Iterable[ast.AnyLine], head: str) -> None:
        lines = tuple(lines)
        first: dict[str, ast.AnyLine] = {}
        for line in lines:
            word = word_of(line)
            if word not in _ALLOWED[head]:
                homes = [home for home, allowed in _ALLOWED.items() if word in allowed]
                self.found.append(problems.misplaced_line(line, word, head, homes))
                continue
            if word not in _MANY and word in first:
                self.found.append(problems.repeated_line(line, first[word], word))
            first.setdefault(word, line)
            self.inside(line, head)
        self.found += empty_ranges(lines)

    def inside(self, line: ast.AnyLine, head: str) -> None:
        match line:
            case ast.If() | ast.For():
                if line.lines:
                    self.block(line, head)
                elif head.startswith("block"):
                    self.found.append(problems.guard_of_nothing(line))
            case ast.Clause() if head == "extend":
                self.lines(line.lines, "require of an extension")
            case ast.Clause() | ast.Advise():
                self.lines(line.lines, word_of(line))
            case ast.Except():
                self.lines(line.lines, "except")
            case ast.Extend():
                self.lines(line.lines, "extend")
            case ast.AnyOf():
                self.lines(line.lines, "any of")
            case ast.Item():
                self.bullet(line, head)
            case _:
                pass

    def block(self, line: ast.If | ast.For, head: str) -> None:
        outer = head.removeprefix("block of a ")
        block = f"block of a {outer}"
        if block in _ALLOWED:
            self.lines(line.lines, block)
        else:
            homes = [home for home in _ALLOWED if f"block of a {home}" in _ALLOWED]
            words = f"{word_of(line)} … with lines inside"
            self.found.append(problems.misplaced_line(line, words, head, homes))

    def bullet(self, item: ast.Item, head: str) -> None:
        if head == "exclude":
            if item.word is ast.ItemWord.MET_WHEN:
                self.found.append(problems.misplaced_line(item, "met when", "exclude", ["require"]))
            self.lines(item.lines, "item of an exclude")
            return
        if item.word is ast.ItemWord.WHEN:
            self.found.append(problems.when_in_a_document(item))
        self.lines(item.lines, "document element")

    def policies(self, file: ast.File) -> None:
        policies = [item for item in file.items if isinstance(item, ast.Policy)]
        if not policies:
            self.found.append(problems.no_policy(file))
        for second in policies[1:]:
            self.found.append(problems.second_policy(second, policies[0]))

    def amendments(self, file: ast.File) -> None:
        first, *others = (item for item in file.items if isinstance(item, ast.Amendment))
        self.found += (problems.second_amendment(second, first) for second in others)


def kind_of(file: ast.File) -> FileKind:
    """Tell what kind of file this is from what it holds; in doubt, a policy."""
    if any(isinstance(item, ast.Policy) for item in file.items):
        return FileKind.POLICY
    if any(isinstance(item, ast.Vocabulary) for item in file.items):
        return FileKind.VOCABULARY
    if any(isinstance(item, ast.Amendment) for item in file.items):
        return FileKind.AMENDMENT
    if file.items and all(isinstance(item, WORKED) for item in file.items):
        return FileKind.SCENARIO
    return FileKind.POLICY
