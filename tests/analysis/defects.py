"""Put one defect after the other into the real policies, and count which of them are found.

    python -m tests.analysis.defects [--most N] [--replay] [POLICY ...]

The places are all those that a kind of defect fits, or at most N of them, evenly spaced.
A defect is found when one of the codes that it should give is told of the text that was
put in or of the construct that it stands in.  What else is told is counted as well: a
defect should be told once, and nothing else.
"""

from __future__ import annotations

import functools
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs

from policydsl.analysis import analyse
from policydsl.diagnostics.model import Diagnostic
from policydsl.policy import Policy
from policydsl.semantics import Checked, check
from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.parser import parse

POLICIES = Path(__file__).parents[2] / "policies"
NAMES = ("nwc", "hmsa", "kaiser", "cms_telehealth", "uhc_cs164h", "ny_medicaid")
VOCABULARY = "therapy.pol"


@attrs.frozen
class Splice:
    """Text to stand in the place of another, in the policy or in the vocabulary."""

    start: int
    end: int
    text: str
    vocabulary: bool = False


@attrs.frozen
class Defect:
    """One defect: what is done to the text, and the codes of which one should be told.

    *about* is the construct that is at fault, as it stands in the policy.
    """

    kind: str
    codes: tuple[str, ...]
    splices: tuple[Splice, ...]
    about: ast.Node | None
    name: str


@attrs.frozen
class Read:
    """A real policy, read once."""

    id: str
    text: str
    file: ast.File
    inventories: dict[str, Source]

    @property
    def covers(self) -> list[ast.Clause]:
        return [c for c in self.clauses if c.word is ast.ClauseWord.COVER]

    @property
    def clauses(self) -> list[ast.Clause]:
        return [item for item in self.file.items if isinstance(item, ast.Clause)]


@functools.cache
def read(id: str) -> Read:
    folder = POLICIES / id
    text = (folder / f"{id}.pol").read_text(encoding="utf-8")
    file = parse(Source(f"{id}.pol", text)).file
    names = [
        line.text.text
        for item in file.items
        if isinstance(item, ast.SourceItem)
        for line in item.lines
        if isinstance(line, ast.SourceText) and line.word is ast.SourceWord.INVENTORY
    ]
    inventories = {n: Source(n, (folder / n).read_text(encoding="utf-8")) for n in names}
    return Read(id, text, file, inventories)


@functools.cache
def vocabulary() -> Source:
    return Source(VOCABULARY, (POLICIES / VOCABULARY).read_text(encoding="utf-8"))


@functools.cache
def _vocabulary_file() -> ast.File:
    return parse(vocabulary()).file


def compiled(policy: Read, splices: Sequence[Splice] = (), more: str = "") -> Checked:
    """Check *policy* with *splices* made, and *more* at its end."""
    text = spliced(policy.text, [s for s in splices if not s.vocabulary])
    parsed = parse(Source(f"{policy.id}.pol", text + more))
    words = [s for s in splices if s.vocabulary]
    known = parse(Source(VOCABULARY, spliced(vocabulary().text, words))).file if words else None
    found = check((known or _vocabulary_file(), parsed.file), policy.inventories)
    assert not parsed.diagnostics, [d.message for d in parsed.diagnostics]
    return found


def spliced(text: str, splices: Sequence[Splice]) -> str:
    for splice in sorted(splices, key=lambda s: s.start, reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


# ----------------------------------------------------------------------- sites


def words(expr: ast.Expr) -> str:
    return f"({' '.join(expr.span.text.split())})"


def scope(cover: ast.Clause) -> str | None:
    """The `for` of a cover in one line; None where it has bullets."""
    lines = [line for line in cover.lines if isinstance(line, ast.For) and not line.lines]
    if not lines or any(_has_bullets(line.condition) for line in lines):
        return None
    return " and ".join(words(line.condition) for line in lines)


def _has_bullets(expr: ast.Expr) -> bool:
    return isinstance(expr, ast.Listed | ast.MemberList)


def below(node: ast.Node, lines: str, policy: Read) -> Splice:
    """Insert *lines* right below the first line of *node*, indented under it."""
    end = policy.text.index("\n", node.span.start) + 1
    begin = policy.text.rindex("\n", 0, node.span.start) + 1
    indent = " " * (node.span.start - begin + 2)
    return Splice(end, end, "".join(f"{indent}{line}\n" for line in lines.split("\n")))


def at_end(text: str, policy: Read) -> Splice:
    end = len(policy.text)
    return Splice(end, end, f"\n{text}\n")


def conditions(policy: Read) -> Iterator[tuple[ast.Clause, ast.ConditionLine]]:
    """Yield the conditions of clauses that stand on one line and decide."""
    for item in policy.file.items:
        pending: list[ast.AnyItem | ast.AnyLine] = [item]
        while pending:
            node = pending.pop(0)
            if isinstance(node, ast.Clause) and node.word in _DECIDING:
                for line in node.lines:
                    if isinstance(line, ast.When | ast.MetWhen) and not _has_bullets(
                        line.condition
                    ):
                        yield node, line
            pending[:0] = getattr(node, "lines", ())


_DECIDING = (ast.ClauseWord.EXCLUDE, ast.ClauseWord.REQUIRE)
FLAG = 'fact seeded_flag "A flag that was put in"\n  yes or no'
CUT = 'fact seeded_cut "Taken away"\n  visits, from -2 visits to 2 visits, unknown means 0 visits'
COUNT = 'fact seeded_visits "Visits that were put in"\n  visits, from 0 visits to 7 visits'


_BEHIND = f"""{FLAG}

exclude seeded_behind "Behind"
  when seeded_flag

route seeded_before "Before" to seeded_place
  when seeded_flag"""
_ASSUMED = f"""{FLAG}

{COUNT}

assume seeded_flag is yes "From three on"
  when seeded_visits is at least 3 visits

assume seeded_flag is no "Up to four"
  when seeded_visits is at most 4 visits

exclude seeded_reader "Reader"
  when seeded_flag"""
_ASSUMED_AFTER = _ASSUMED.replace("at most 4", "at least 4")


def _limit(name: str, amount: int, more: str = "") -> str:
    return (
        f"{COUNT}\n\nlimit {name}\n  {amount} visits per calendar week\n"
        f"  used seeded_visits\n  asked 1 visit{more}"
    )


# ----------------------------------------------------------------------- kinds


def settled(policy: Read) -> Iterator[Defect]:
    for clause, line in conditions(policy):
        expr, span = words(line.condition), line.condition.span
        always = Splice(span.start, span.end, f"{expr} or not {expr}")
        yield Defect("always", ("POL0606",), (always,), clause, clause.id.text)
        never = Splice(span.start, span.end, f"{expr} and not {expr}")
        codes = ("POL0606", "POL0609")
        yield Defect("never", codes, (never,), clause, clause.id.text)


def redundant(policy: Read) -> Iterator[Defect]:
    for clause, line in conditions(policy):
        expr, span = words(line.condition), line.condition.span
        text = f"{expr} or ({expr} and seeded_flag)"
        splices = (Splice(span.start, span.end, text), at_end(FLAG, policy))
        yield Defect("redundant part", ("POL0613",), splices, clause, clause.id.text)


def added(policy: Read) -> Iterator[Defect]:
    """Add a clause with a defect of its own: not every policy has one that fits."""
    flags = f'{FLAG}\n\nfact seeded_other "Another flag"\n  yes or no'
    for kind, code, lines in (
        ("always", "POL0606", "  when seeded_other and (seeded_flag or not seeded_flag)"),
        ("never", "POL0606", "  when seeded_other and seeded_flag and not seeded_flag"),
        ("redundant part", "POL0613", "  when seeded_other or (seeded_flag and seeded_other)"),
        ("idle exception", "POL0607", "  when seeded_other\n  except when not seeded_other"),
        ("never holds", "POL0605", "  when seeded_other\n  except when seeded_other"),
    ):
        text = f'{flags}\n\nexclude seeded "Added"\n{lines}'
        yield Defect(kind, (code,), (at_end(text, policy),), None, "an added clause")
    for kind, code, text in (
        ("shadowed", "POL0608", _BEHIND),
        ("nothing counts", "POL0512", _limit("seeded_limit", 3)),
        ("assumptions", "POL0619", _ASSUMED),
        ("left behind", "POL0618", _ASSUMED_AFTER),
    ):
        yield Defect(kind, (code,), (at_end(text, policy),), None, "an added clause")


def idle_exception(policy: Read) -> Iterator[Defect]:
    for clause, line in conditions(policy):
        expr = words(line.condition)
        bites = isinstance(line, ast.When)
        text = f"except when not {expr}" if bites else f"except when {expr}"
        yield Defect(
            "idle exception", ("POL0607",), (below(clause, text, policy),), clause, clause.id.text
        )


def never_holds(policy: Read) -> Iterator[Defect]:
    for clause, line in conditions(policy):
        expr = words(line.condition)
        bites = isinstance(line, ast.When)
        text = f"except when {expr}" if bites else f"except when not {expr}"
        yield Defect(
            "never holds", ("POL0605",), (below(clause, text, policy),), clause, clause.id.text
        )


def of_covers(policy: Read) -> Iterator[Defect]:
    for cover in policy.covers:
        about, name = scope(cover), cover.id.text
        if about is None:
            about = _listed_scope(cover)
        whole = not any(isinstance(line, ast.PartOf) for line in cover.lines)
        twin = f'cover seeded_twin "Twin"\n  for {about}'
        if whole:
            yield Defect("overlap", ("POL0603",), (at_end(twin, policy),), cover, name)
        shadow = f'exclude seeded_shadow "Shadow"\n  when {about}'
        yield Defect("shadowed", ("POL0608",), (at_end(shadow, policy),), cover, name)
        routes = "\n\n".join(
            f'route seeded_{place} "Route" to seeded_{place}\n  when {about}'
            for place in ("here", "there")
        )
        yield Defect("two targets", ("POL0604",), (at_end(routes, policy),), None, name)
        unmet = f'require seeded_need "Need"\n  met when not ({about})'
        unmet_in = below(cover, unmet, policy)
        yield Defect("never met", ("POL0609",), (unmet_in,), cover, name)
        limit = at_end(_limit("seeded_limit", 10), policy)
        counts = below(cover, "counts toward seeded_limit", policy)
        yield Defect("unreachable limit", ("POL0610",), (counts, limit), None, name)
        twice = below(cover, "counts toward seeded_limit\ncounts toward seeded_limit", policy)
        limit = at_end(_limit("seeded_limit", 3), policy)
        yield Defect("counted twice", ("POL0615",), (twice, limit), cover, name)
        most = _limit("seeded_limit", 3, "\n  extend by up to 9 visits")
        yield Defect("extension", ("POL0616",), (counts, at_end(most, policy)), None, name)
        nothing = _limit("seeded_limit", 3, "\n  extend by up to 0 visits")
        yield Defect("extension", ("POL0616",), (counts, at_end(nothing, policy)), None, name)
        below_base = _limit("seeded_limit", 3, "\n  extend by up to seeded_cut") + f"\n\n{CUT}"
        yield Defect("extension", ("POL0616",), (counts, at_end(below_base, policy)), None, name)
        full = _limit("seeded_limit", 3).replace(COUNT, f"{COUNT}, unknown means 7 visits")
        yield Defect("assumed", ("POL0617",), (counts, at_end(full, policy)), None, name)
        pays = below(cover, "pays 80%\npays 70% when seeded_flag", policy)
        yield Defect("left behind", ("POL0618",), (pays, at_end(FLAG, policy)), cover, name)
        used = _limit("seeded_limit", 3).replace(
            "used seeded_visits", "used sum of\n    - seeded_visits\n    - seeded_visits"
        )
        yield Defect("usage twice", ("POL0615",), (counts, at_end(used, policy)), None, name)


def excluded(policy: Read) -> Iterator[Defect]:
    """Deny one of the members that a benefit lists."""
    for cover in policy.covers:
        for line in cover.lines:
            if not isinstance(line, ast.For) or line.lines:
                continue
            listed = _members(line.condition)
            if listed is None or len(listed[1]) < 2:
                continue
            fact, members = listed
            text = f'exclude seeded_member "Member"\n  when {fact} is {members[-1]}'
            name = cover.id.text
            yield Defect("member excluded", ("POL0620",), (at_end(text, policy),), cover, name)


def _members(expr: ast.Expr) -> tuple[str, list[str]] | None:
    """Return the fact and the members of the first list in a scope."""
    if isinstance(expr, ast.MemberList):
        return expr.left.span.text, [each.item.span.text for each in expr.bullets]
    found = re.search(r"(\w+) in \{([\w, ]+)\}", expr.span.text)
    return (found[1], [m.strip() for m in found[2].split(",")]) if found else None


def _listed_scope(cover: ast.Clause) -> str:
    """The scope of a cover that lists members with bullets, in one line."""
    line = next(line for line in cover.lines if isinstance(line, ast.For))
    expr = line.condition
    assert isinstance(expr, ast.MemberList)
    members = ", ".join(each.item.span.text for each in expr.bullets)
    return f"({expr.left.span.text} in {{{members}}})"


def gaps(policy: Read) -> Iterator[Defect]:
    """Make a benefit be about some of its requests only."""
    first = {
        name.text
        for item in policy.file.items
        if isinstance(item, ast.Policy)
        for line in item.lines
        if isinstance(line, ast.AsksFirst)
        for name in line.facts
    }
    for cover in policy.covers:
        whole = not any(isinstance(line, ast.PartOf) for line in cover.lines)
        text = " ".join(line.span.text for line in cover.lines if isinstance(line, ast.For))
        if whole and (any(name in text for name in first) or "care" in text):
            splices = (below(cover, "for seeded_flag", policy), at_end(FLAG, policy))
            yield Defect("left to nobody", ("POL0614",), splices, cover, cover.id.text)


def tables(policy: Read) -> Iterator[Defect]:
    head = 'table seeded_table "Table"\n  given seeded_place\n'
    fact = 'fact seeded_place "Place"\n  one of {here, there, nowhere}\n\n'
    rows = ["  here | 10%", "  there | 20%", "  nowhere | 30%"]
    for left_out in rows:
        kept = "\n".join(row for row in rows if row != left_out)
        text = f"{fact}{head}{kept}"
        yield Defect("table gap", ("POL0602",), (at_end(text, policy),), None, left_out)
    for row in ("  there | 25%", "  here, nowhere | 35%", "  any | 40%\n  here | 45%"):
        text = fact + head + "\n".join([*rows, row])
        yield Defect("table overlap", ("POL0601",), (at_end(text, policy),), None, row)
    for item in policy.file.items:
        if isinstance(item, ast.Rows) and item.word is ast.RowsWord.TABLE:
            for row in item.lines:
                if isinstance(row, ast.Row):
                    yield from _rows(policy, item, row)


def _rows(policy: Read, table: ast.Rows, row: ast.Row) -> Iterator[Defect]:
    """Give the cells of a row a second result."""
    cells = [cell.span.text for cell in row.cells]
    results = [r.cells[-1].span.text for r in table.lines if isinstance(r, ast.Row)]
    other = next((result for result in results if result != cells[-1]), None)
    if other is not None:
        begin = policy.text.index("\n", row.span.end) + 1
        text = "  " + " | ".join([*cells[:-1], other]) + "\n"
        splice = Splice(begin, begin, text)
        yield Defect("table overlap", ("POL0601",), (splice,), table, table.id.text)


def assumed(policy: Read) -> Iterator[Defect]:
    """Let what a requirement needs be assumed to be lacking."""
    facts = {item.id.text: item for item in _vocabulary_file().items if isinstance(item, ast.Fact)}
    for item in policy.clauses:
        for clause in (item, *(line for line in item.lines if isinstance(line, ast.Clause))):
            plain = not any(
                isinstance(line, ast.MetWhen | ast.Otherwise | ast.Except | ast.Complete)
                for line in clause.lines
            )
            fact = facts.get(clause.id.text)
            if clause.word is not ast.ClauseWord.REQUIRE or not plain or fact is None:
                continue
            line = next(line for line in fact.lines if isinstance(line, ast.Attributes))
            if "unknown means" in line.span.text or "absent" in line.span.text:
                continue
            at = line.span.start + len("yes or no")
            splice = Splice(at, at, ", unknown means no", vocabulary=True)
            yield Defect("assumed", ("POL0617",), (splice,), clause, clause.id.text)
    need = 'fact seeded_need "Need"\n  yes or no, unknown means no'
    for cover in policy.covers:
        splices = (below(cover, "require seeded_need", policy), at_end(need, policy))
        yield Defect("assumed", ("POL0617",), splices, None, cover.id.text)


KINDS: tuple[Callable[[Read], Iterator[Defect]], ...] = (
    settled,
    redundant,
    idle_exception,
    never_holds,
    added,
    of_covers,
    excluded,
    gaps,
    tables,
    assumed,
)


def defects(policy: Read, most: int | None = None) -> Iterator[Defect]:
    """Yield the defects for *policy*, of each kind at most so many, evenly spaced."""
    by_kind: dict[str, list[Defect]] = {}
    for kind in KINDS:
        for defect in kind(policy):
            by_kind.setdefault(defect.kind, []).append(defect)
    for found in by_kind.values():
        step = 1 if most is None else max(1, -(-len(found) // most))
        yield from found[::step]


# -------------------------------------------------------------------- counting


@attrs.frozen
class Outcome:
    """What was told of a policy with a defect; `right` are those that are about it."""

    defect: Defect
    told: tuple[Diagnostic, ...]
    right: tuple[Diagnostic, ...]

    @property
    def found(self) -> bool:
        # A paper that is always or never asked for is refused before there is an analysis.
        return any(d.code.id in (*self.defect.codes, "POL0508") for d in self.right)


def tried(policy: Read, defect: Defect) -> Outcome:
    checked = compiled(policy, defect.splices)
    before = tuple(d for d in checked.diagnostics if d.code.id in (*defect.codes, "POL0508"))
    analysed = analyse(checked).diagnostics if checked.program else checked.diagnostics
    told = (*(before if checked.program else ()), *analysed)
    return Outcome(defect, told, tuple(d for d in told if _is_about(policy, defect, d)))


def _is_about(policy: Read, defect: Defect, told: Diagnostic) -> bool:
    """Whether *told* points at what was put in, or at the construct that it is about."""
    places: list[tuple[int, int]] = []
    shift = 0
    for splice in sorted((s for s in defect.splices if not s.vocabulary), key=lambda s: s.start):
        places.append((splice.start + shift, splice.start + shift + len(splice.text)))
        shift += len(splice.text) - (splice.end - splice.start)
    if defect.about is not None:
        begin = defect.about.span.start
        before = sum(
            len(s.text) - (s.end - s.start)
            for s in defect.splices
            if not s.vocabulary and s.start < begin
        )
        places.append((begin + before, defect.about.span.end + before + shift))
    labels = [label for label in (told.label, *told.also) if label]
    return any(
        label.span.source.name != VOCABULARY and start <= label.span.start < end
        for label in labels
        for start, end in places
    )


def replays(policy: Read, outcome: Outcome) -> bool:
    """Whether every case of what was told runs as a scenario of the policy."""
    cases = [d.case for d in outcome.told if d.case is not None]
    if not cases:
        return True
    more = "\n" + "\n\n".join(cases) + "\n"
    ran = list(Policy(compiled(policy, outcome.defect.splices, more)).test())
    return len(ran) == len(cases) and all(each.passed for each in ran)


def main(arguments: Sequence[str]) -> int:
    most: int | None = None
    names = list(arguments)
    if "--most" in names:
        place = names.index("--most")
        most = int(names[place + 1])
        del names[place : place + 2]
    replay = "--replay" in names
    names = [name for name in names if name != "--replay"]
    put, found, told, right, once, lost = Counter[str](), Counter[str](), 0, 0, 0, 0
    missed: list[str] = []
    for policy in map(read, names or NAMES):
        for defect in defects(policy, most):
            outcome = tried(policy, defect)
            put[defect.kind] += 1
            found[defect.kind] += outcome.found
            told += len(outcome.told)
            right += len(outcome.right)
            once += len(outcome.told) == 1
            if not outcome.found:
                codes = [d.code.id for d in outcome.told]
                missed.append(f"{policy.id}: {defect.kind} in {defect.name}: {codes}")
            if replay and not replays(policy, outcome):
                lost += 1
    lines = [f"{kind:20} {found[kind]:4} of {put[kind]:4}" for kind in put]
    lines += [f"{'all':20} {sum(found.values()):4} of {sum(put.values()):4}"]
    lines += [f"told {told}, of which {right} are about the defect; {once} are told once"]
    lines += [f"cases that do not replay: {lost}"] if replay else []
    sys.stdout.write("\n".join([*lines, *missed, ""]))
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
