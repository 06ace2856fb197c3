"""`policyc check` and the analysis in it, on policies of 60 to 2,000 clauses, against z3.

z3 is asked the very questions that the analysis asks its own solver, in the same slices:
it gets the same conditions, sums and dates as arithmetic of its own, one solver a slice that
keeps what it has learnt, and the conditions of a question as assumptions.  Its time is that
of telling it what the conditions mean and of its answers; the analysis' is all of `analyse`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks import generated
from benchmarks.startup import IMPORTS, install, spent
from benchmarks.timing import interleaved, report, say
from policydsl.analysis import analyse
from policydsl.core import ir
from policydsl.semantics import Checked
from policydsl.solve.gates import TRUE, Among, AtMost, Contains, Gates, Present
from policydsl.solve.slice import Answer, Slice

SIZES = {60: 9, 300: 5, 2000: 1}
"""Clauses, and the rounds that are measured."""
UNSLICED = 300
"""The largest policy that one solver for all of it is tried on."""
PROCESS_ROUNDS = 7

Question = tuple[int, tuple[int, ...], Answer]
"""Which slice was asked, the literals that were to hold together, the answer."""


def main() -> None:
    for clauses, rounds in SIZES.items():
        _against_z3(clauses, rounds)
    _whole_processes()


def _against_z3(clauses: int, rounds: int) -> None:
    checked = generated.checked(generated.text(clauses))
    assert checked.program is not None
    questions, gates = asked(checked)
    others: dict[str, int] = {}

    def z3(name: str, **how: Any) -> None:
        def ask() -> None:
            others[name] = in_z3(questions, gates, checked, **how)

        rivals[name] = ask

    rivals: dict[str, Callable[[], object]] = {"analyse": lambda: analyse(checked)}
    z3("z3, in slices")
    z3("z3, in slices, ages mere numbers", asking=_Ageless)
    if clauses <= UNSLICED:
        z3("z3, one solver", sliced=False)
    count = len(checked.program.clauses)
    report(f"analysis of {count} clauses", interleaved(rivals, rounds), "analyse")
    slices = len({slice for slice, _, _ in questions})
    say(f"  {len(questions)} questions to {slices} solvers; answered otherwise: {others}\n\n")


def asked(checked: Checked) -> tuple[list[Question], Gates]:
    """Analyse once, and return every question to the solver in order, and what literals mean."""
    questions: list[Question] = []
    numbers: dict[int, int] = {}
    known: list[Slice] = []
    original = Slice.can

    def can(slice: Slice, *literals: int) -> Answer:
        if id(slice) not in numbers:
            numbers[id(slice)] = len(known)
            known.append(slice)
        answer = original(slice, *literals)
        questions.append((numbers[id(slice)], literals, answer))
        return answer

    with mock.patch.object(Slice, "can", can):
        assert not analyse(checked).diagnostics
    return questions, known[0].gates


def in_z3(
    questions: list[Question],
    gates: Gates,
    checked: Checked,
    *,
    asking: type[_Asking] | None = None,
    sliced: bool = True,
) -> int:
    """Ask z3 the same, and return how many answers are others."""
    solvers: dict[int, _Asking] = {}
    asking = asking or _Asking
    wrong = 0
    for number, literals, answer in questions:
        key = number if sliced else 0
        if key not in solvers:
            solvers[key] = asking(gates, checked)
        found = solvers[key].can(literals)
        wrong += answer is not Answer.MAYBE and found is not (answer is Answer.YES)
    return wrong


class _Asking:
    """A solver of z3's that knows what the questions to it rest on."""

    def __init__(self, gates: Gates, checked: Checked) -> None:
        import z3

        from tests.solve.oracle import Oracle

        assert checked.program is not None
        self.z3 = z3
        self.gates = gates
        self.oracle = Oracle(checked.program)
        self.solver = self._solver()
        self.names: dict[int, Any] = {TRUE: z3.BoolVal(True, self.oracle.context)}
        self._domains: set[str] = set()

    def _solver(self) -> Any:
        return self.z3.SimpleSolver(ctx=self.oracle.context)

    def can(self, literals: tuple[int, ...]) -> bool:
        wanted = [self.literal(literal) for literal in literals]
        for name, within in self.oracle.domains.items():
            if name not in self._domains:
                self._domains.add(name)
                self.solver.add(*within)
        return bool(self.solver.check(*wanted) == self.z3.sat)

    def literal(self, literal: int) -> Any:
        name = self._name(abs(literal))
        return name if literal > 0 else self.z3.Not(name)

    def _name(self, variable: int) -> Any:
        found = self.names.get(variable)
        if found is None:
            inputs = self.gates.joined.get(variable)
            if inputs is None:
                meant = self._leaf(self.gates.leaves[variable])
            else:
                meant = self.oracle.all(map(self.literal, inputs))
            found = self.names[variable] = self.z3.Bool(f"v{variable}", self.oracle.context)
            self.solver.add(found == meant)
        return found

    def _leaf(self, leaf: object) -> Any:
        oracle = self.oracle
        match leaf:
            case Present(fact=fact):
                return self.z3.Not(oracle.absent(fact))
            case Among(fact=fact, values=values):
                oracle.value(fact)
                return oracle._member(ir.MemberIs(fact, values))
            case Contains(fact=fact, member=member):
                return oracle.value(fact)[member]
            case AtMost(form=form, bound=bound):
                parts = [factor * self.number(base) for factor, base in form]
                return self.z3.Sum(parts) <= bound
            case _:
                raise NotImplementedError(type(leaf).__name__)

    def number(self, base: ir.Term) -> Any:
        return self.oracle.term(base)[1]


class _Ageless(_Asking):
    """Takes an age for a number that has to do with no date: less exact, and easier."""

    def _solver(self) -> Any:
        return self.z3.SolverFor("QF_LIA", ctx=self.oracle.context)

    def number(self, base: ir.Term) -> Any:
        if isinstance(base, ir.AgeTerm):
            return self.z3.Int(f"age {base}", self.oracle.context)
        return super().number(base)


# --------------------------------------------------------------- whole processes


def _whole_processes() -> None:
    with tempfile.TemporaryDirectory() as directory:
        installed = Path(directory)
        install(installed)
        env = {**os.environ, "PYTHONPATH": directory, "POLICYDSL_NO_CACHE": "1"}

        def run(*arguments: str) -> None:
            process = [sys.executable, *arguments]
            subprocess.run(process, check=True, capture_output=True, env=env, cwd=directory)

        rivals: dict[str, Callable[[], object]] = {
            IMPORTS: lambda: run("-c", "import lark, attrs, click")
        }
        for clauses in SIZES:
            # Each in a folder of its own, as they would be editions of one policy.
            path = installed / str(clauses) / "generated.pol"
            path.parent.mkdir()
            path.write_text(generated.text(clauses), encoding="utf-8")
            count = len(generated.program(clauses).clauses)
            rivals[f"policyc check, {count} clauses"] = lambda path=path: run(
                "-m", "policydsl", "check", str(path)
            )
        report("whole processes", interleaved(rivals, PROCESS_ROUNDS, spent), IMPORTS)


if __name__ == "__main__":
    main()
