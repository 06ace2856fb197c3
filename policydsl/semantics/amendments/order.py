"""Say which of the amendments of one edition goes before which: their `overrides` lines."""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.amendments import problems
from policydsl.semantics.amendments.heads import Amending
from policydsl.syntax import ast


class Order:
    """The order in which the amendments of one edition go before each other, if they do."""

    def __init__(self, amendments: Sequence[Amending]) -> None:
        self.problems: list[Diagnostic] = []
        self._by_id = {each.id: each for each in amendments}
        self._beaten: dict[str, dict[str, ast.Name]] = {}
        for each in amendments:
            known = self._by_id.keys() - {each.id}
            for name in each.overridden:
                if name.text in known:
                    self._beaten.setdefault(each.id, {})[name.text] = name
                else:
                    self.problems.append(problems.unknown_amendment(name, known))
        self._below = {each.id: self._reached(each.id) for each in amendments}
        for each in amendments:
            if each.id in self._below[each.id]:
                circle = [n for n in self._beaten[each.id].values() if self._leads_to(n, each.id)]
                self.problems.append(problems.circle(circle, "goes before"))
                break

    def beats(self, one: Amending, two: Amending) -> bool:
        return two.id in self._below[one.id]

    def settles(self, one: Amending, two: Amending) -> bool:
        return self.beats(one, two) or self.beats(two, one)

    def highest_first(self) -> list[Amending]:
        """List the amendments, each after those that go before it."""
        return sorted(
            self._by_id.values(),
            key=lambda each: (sum(each.id in below for below in self._below.values()), each.id),
        )

    def _leads_to(self, name: ast.Name, id: str) -> bool:
        return name.text == id or id in self._below[name.text]

    def _reached(self, id: str) -> frozenset[str]:
        found: set[str] = set()
        pending = list(self._beaten.get(id, ()))
        while pending:
            current = pending.pop()
            if current not in found:
                found.add(current)
                pending.extend(self._beaten.get(current, ()))
        return frozenset(found)
