"""Say where leaves and gates lead: the gates above a variable, the leaves that a fact settles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policydsl.core.reading import facts_read
from policydsl.solve.gates import Among, Gates, Known, Leaf, Unread


class Fanout:
    """What turns on each variable and on each fact; it grows as gates are made.

    *flags* tells of a flag which fact it says is left out.
    """

    def __init__(self, gates: Gates, flags: Mapping[str, str]) -> None:
        self.gates = gates
        self.flags = flags
        self.above: dict[int, list[int]] = {}
        """By variable, the gates that it is an input of; negative ones, its negation."""
        self.leaves: dict[str, list[int]] = {}
        """By fact, the leaves in which it has a part."""
        self._seen = 0

    def grow(self) -> None:
        """Take in what was made since the last time."""
        gates = self.gates
        if self._seen == gates.count:
            return
        for variable in range(self._seen + 1, gates.count + 1):
            inputs = gates.joined.get(variable)
            if inputs is not None:
                for literal in inputs:
                    gate = variable if literal > 0 else -variable
                    self.above.setdefault(abs(literal), []).append(gate)
            elif variable in gates.leaves:
                for fact in self._read(gates.leaves[variable]):
                    self.leaves.setdefault(fact, []).append(variable)
        self._seen = gates.count

    def _read(self, leaf: Leaf) -> Iterable[str]:
        match leaf:
            case Among(fact=fact):
                return [self.flags.get(fact, fact)]
            case Known(fact=fact):
                return [fact]
            case Unread(test=test):
                return facts_read(test)
            case _:
                from policydsl.solve.judging import facts_of  # which looks at requests by this

                return facts_of(leaf)
