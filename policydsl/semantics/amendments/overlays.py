"""Work amendments that are for some alone into an edition, as clauses with guards.

What such an amendment changes is divided: the clause as it was for all others, and beside it
one with the amendment's name behind its own, for those whom the amendment is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.amendments import problems, problems_overlays
from policydsl.semantics.amendments.changes import places
from policydsl.semantics.amendments.columns import for_these_alone, given
from policydsl.semantics.amendments.dividing import (
    Divided,
    Naming,
    conditional,
    divide,
)
from policydsl.semantics.amendments.guards import (
    Case,
    both,
    case_of,
    case_of_others,
    guarded,
    scope_by_case,
    takes_for,
)
from policydsl.semantics.amendments.heads import Amending
from policydsl.semantics.amendments.plain import Plain, changed
from policydsl.semantics.amendments.rows import RowsDelta, reworked
from policydsl.semantics.amendments.touches import beside, name_of
from policydsl.semantics.amendments.tree import Found, Tree
from policydsl.semantics.amendments.units import WITH_BLOCKS, can_divide, innermost, unit_of
from policydsl.semantics.shape import word_of
from policydsl.syntax import ast
from policydsl.syntax.walk import Trail, remade, trails


class Overlays:
    """Works overlays into one tree; what cannot be divided is left as it was, and reported."""

    def __init__(self, tree: Tree, overlays: Sequence[Amending]) -> None:
        """Take the overlays of one edition, the one that goes before the others first."""
        self.tree = tree
        self.overlays = overlays
        self.problems: list[Diagnostic] = []
        self._adding = Plain(tree)
        self._passed_over: frozenset[int] = frozenset()
        self._naming = Naming(tree)
        self._way_to: dict[int, Trail] = {}
        # By the unit that is divided, what becomes of it for each overlay; None: nothing.
        self._units: dict[int, Divided] = {}

    def work(self, passed_over: frozenset[int]) -> None:
        """Work them in, but for what the names say whose `id()` is in *passed_over*."""
        if not self.overlays:
            return
        self._passed_over = passed_over
        self._adding.pass_over(passed_over)
        for overlay in self.overlays:
            for delta in overlay.deltas:
                if isinstance(delta, ast.AddTo):
                    self._add_to(overlay, delta)
        # INVARIANT: what is divided is only noted until all is known; the tree stays as it is.
        self._way_to = {id(node): way for node, way in trails(self.tree.file)}
        for overlay in self.overlays:
            self._divide(overlay)
        self.problems += divide(self.tree, list(self._units.values()), self._naming)
        for overlay in self.overlays:
            self._add(overlay)
        self.problems += self._adding.problems

    # ------------------------------------------------------------------ adding

    def _add(self, overlay: Amending) -> None:
        case = case_of(overlay)
        for delta in overlay.deltas:
            if isinstance(delta, ast.Add):
                new = (item for item in delta.items if self._adding.is_new(item))
                self._adding.add(
                    made for item in new if (made := self._for_some(overlay, item, case))
                )
        self._adding.add(item for item in beside(overlay) if self._adding.is_new(item))
        self._adding.add(self._naming.definitions_of(overlay))

    def _for_some(self, overlay: Amending, item: ast.AnyItem, case: Case) -> ast.AnyItem | None:
        match item:
            case ast.Clause(word=ast.ClauseWord.APPLIES):
                return conditional(item, [(case, item), (case_of_others(overlay), None)])
            case ast.Rows(word=ast.RowsWord.REDIRECT) if given(item):
                return for_these_alone(item, self._naming.of(overlay))
            case _ if takes_for(item):
                made = guarded(item, case)
                assert isinstance(made, ast.AnyItem)
                return made
            case _:
                return item

    def _add_to(self, overlay: Amending, delta: ast.AddTo) -> None:
        found = self._found(delta.clause)
        if found is None or not self._adding.takes_lines(delta.clause, found):
            return
        lines = list(self._added_lines(overlay, delta, found.node))
        if lines:
            before = getattr(found.node, "lines", ())
            self.tree.swap({id(found.node): (remade(found.node, lines=(*before, *lines)),)})

    def _added_lines(
        self, overlay: Amending, delta: ast.AddTo, clause: ast.Node
    ) -> Iterator[ast.AnyLine]:
        case = case_of(overlay)
        block: list[ast.AnyLine] = []
        of_cover = isinstance(clause, ast.Clause) and clause.word in WITH_BLOCKS
        for line in delta.lines:
            match line:
                case ast.Except():
                    yield attrs.evolve(line, condition=both(case, line.condition))
                case ast.Item() if isinstance(clause, ast.Clause):
                    document = clause.word is ast.ClauseWord.DOCUMENT
                    made = guarded(line, case, of_document=document)
                    assert isinstance(made, ast.Item)
                    yield made
                case ast.TextLine() | ast.Accept():
                    yield line
                case ast.Overrides() | ast.PartOf() | ast.InForce() | ast.Outside() | ast.Say():
                    self._cannot_add(overlay, line, delta.clause)
                case ast.For() if not line.lines and takes_for(clause):
                    others = case_of_others(overlay)
                    yield scope_by_case([(case, line), (others, None)], line.span)
                case _ if of_cover:
                    block.append(line)
                case ast.Advise():
                    made = guarded(line, case)
                    assert isinstance(made, ast.Advise)
                    yield made
                case _:
                    self._cannot_add(overlay, line, delta.clause)
        if block:
            condition, cited = case.expr(), case.citations
            yield ast.If(condition, tuple(block), citations=cited, span=delta.span)

    # ---------------------------------------------------------------- dividing

    def _divide(self, overlay: Amending) -> None:
        for delta in overlay.deltas:
            match delta:
                case ast.Change():
                    for name in delta.clauses:
                        self._change(overlay, delta, name)
                case ast.Remove():
                    for removed in delta.clauses:
                        found = self._found(removed)
                        if found is not None:
                            self._become(overlay, found.node, None, removed)
                            if id(found.node) in self._units:
                                self._units[id(found.node)].cited += delta.citations
                case ast.Replace():
                    for item in delta.items:
                        named = name_of(item)
                        old = self._adding.replaced_by(item)
                        if named is not None and old is not None:
                            self._become(overlay, old.node, item, named)
                case ast.AddRows() | ast.RemoveRows() | ast.ReplaceRows() | ast.ChangeRows():
                    self._rework(overlay, delta)
                case _:
                    pass

    def _change(self, overlay: Amending, change: ast.Change, name: ast.Name) -> None:
        found = self._found(name)
        if found is None:
            return
        here = places(found.node, change.old)
        unit = unit_of(self._way_to[id(found.node)], here[0].trail) if len(here) == 1 else None
        known = self._units.get(id(unit)) if unit is not None else None
        now = known.for_overlay(overlay) if known else None
        # What was changed before is changed further.
        start = now if now is not None else unit if unit is not None else found.node
        new = changed(start, change, name)
        if isinstance(new, Diagnostic):
            if unit is not None and known is not None:
                new = problems.conflict(change.old, known.at, name.text, None)
            self.problems.append(new)
        elif unit is None:
            instead = problems_overlays.instead_of_changing(
                innermost(found.node, here[0].trail), name
            )
            self._cannot(overlay, name, f"what `{name.text}` says there", instead)
        else:
            self._become(overlay, unit, new, name)

    def _rework(self, overlay: Amending, delta: RowsDelta) -> None:
        found = self._found(delta.table)
        if found is None or not isinstance(found.node, ast.Rows):
            return
        known = self._units.get(id(found.node))
        now = known.for_overlay(overlay) if known else None
        start = now if isinstance(now, ast.Rows) else found.node
        self._become(overlay, found.node, reworked(start, delta, self._passed_over), delta.table)
        if isinstance(delta, ast.RemoveRows) and id(found.node) in self._units:
            self._units[id(found.node)].cited += delta.citations

    def _found(self, name: ast.Name | ast.Text) -> Found | None:
        found = self.tree.find(name) if id(name) not in self._passed_over else None
        return found if isinstance(found, Found) else None

    def _become(
        self, overlay: Amending, unit: ast.Node, new: ast.Node | None, at: ast.Node
    ) -> None:
        if not can_divide(unit, new):
            named = at if isinstance(at, ast.Name) else ast.Text(word_of(unit), span=at.span)
            instead = problems_overlays.instead_of_changing(unit, named)
            what = problems.the_word(word_of(unit))
            if isinstance(unit, ast.Rows):
                what = f"what the rows of `{unit.id.text}` are given"
            self._cannot(overlay, at, what, instead)
            return
        divided = self._units.get(id(unit))
        if divided is None:
            document = self._stands_in_a_document(unit)
            divided = self._units[id(unit)] = Divided(unit, at, document)
        divided.say(overlay, new)

    def _stands_in_a_document(self, unit: ast.Node) -> bool:
        trail = self._way_to[id(unit)]
        return any(
            isinstance(step.parent, ast.Clause) and step.parent.word is ast.ClauseWord.DOCUMENT
            for step in trail
        )

    def _cannot_add(self, overlay: Amending, line: ast.AnyLine, clause: ast.Name) -> None:
        what, instead = f"`{word_of(line)}`", problems_overlays.instead_of_adding(line, clause)
        self._cannot(overlay, line, what, instead)

    def _cannot(self, overlay: Amending, at: ast.Node, what: str, instead: str) -> None:
        self.problems.append(
            problems_overlays.overlay_cannot(at, what, overlay.condition.span, instead)
        )
