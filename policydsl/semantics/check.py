"""Turn the files of a policy into the program they mean, and into all that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from policydsl.core import ir
from policydsl.core.acceptance import Acceptance
from policydsl.core.editions import EVERY_DAY
from policydsl.core.fingerprint import content_hash
from policydsl.core.scenario import Scenario
from policydsl.core.tables import Counts, Table
from policydsl.diagnostics import suggest
from policydsl.diagnostics.model import Diagnostic, Severity, in_order
from policydsl.frozen import frozen
from policydsl.semantics import shape
from policydsl.semantics.acceptances import acceptances
from policydsl.semantics.assumptions import assumptions
from policydsl.semantics.citations import Coverage, hold
from policydsl.semantics.lowering import Lowering, Scope
from policydsl.semantics.names import Declared, declare
from policydsl.semantics.parameters import read_parameters
from policydsl.semantics.program import lower
from policydsl.semantics.repeats import said_once
from policydsl.semantics.scenarios import Examples
from policydsl.semantics.vocabulary import read_facts
from policydsl.source import Source
from policydsl.syntax import ast

_NONE: Final[Mapping[str, Source]] = MappingProxyType({})


@frozen
class Checked:
    """A policy that was checked; `program` is None when an error keeps it from deciding.

    A vocabulary alone has no program and may have nothing wrong with it.  `tables` are
    those of the program as they were written, `acceptances` the findings of an analysis
    that its author has accepted, `counts` which benefits count toward which limits.
    """

    program: ir.Program | None
    scenarios: tuple[Scenario, ...]
    coverage: tuple[Coverage, ...]
    diagnostics: tuple[Diagnostic, ...]
    tables: tuple[Table, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    counts: tuple[Counts, ...] = ()


def check(
    files: tuple[ast.File, ...],
    inventories: Mapping[str, Source] = _NONE,
    days: range = EVERY_DAY,
) -> Checked:
    """Check one policy with its vocabularies and files of scenarios; never raises on bad text.

    *inventories* go by the names that the policy's sources give them; *days* are those that
    this edition answers for, and only scenarios of such a day are read.
    """
    with suggest.within():
        return _check(files, inventories, days)


def _check(files: tuple[ast.File, ...], inventories: Mapping[str, Source], days: range) -> Checked:
    reading = _read(files)
    policy, low, found = reading.policy, reading.low, reading.found
    lowered = lower(low, policy, Examples(files, days)) if policy else None
    if lowered is None:
        assumptions(low, ())
        low.check_definitions()
        told = said_once([*reading.declared.diagnostics, *low.problems], low.scope.names)
        return Checked(None, (), (), in_order([*found, *told]))
    assert policy is not None
    accepted = acceptances(policy.items, low.scope.names)
    found += accepted.diagnostics
    held = hold(policy, inventories, lowered.cites)
    found += said_once([*reading.declared.diagnostics, *low.problems], low.scope.names)
    found += held.diagnostics
    program = lowered.program
    if _in_error(found):
        whole = None
    else:
        hash = content_hash(program)
        whole = attrs.evolve(program, content_hash=hash, documents=held.documents)
    return Checked(
        whole,
        lowered.scenarios,
        held.coverage,
        in_order(found),
        tuple(low.tables),
        accepted.acceptances,
        tuple(low.counts),
    )


def program_of(files: tuple[ast.File, ...]) -> ir.Program | None:
    """Lower a policy for its decisions alone: without a hash, and held against no source.

    None when an error keeps it from deciding.
    """
    with suggest.within(0):  # nobody reads what is wrong with it
        return _program_of(files)


def _program_of(files: tuple[ast.File, ...]) -> ir.Program | None:
    reading = _read(files)
    if reading.policy is None:
        return None
    lowered = lower(reading.low, reading.policy, Examples((), EVERY_DAY))
    found = (*reading.found, *reading.declared.diagnostics, *reading.low.problems)
    return None if lowered is None or _in_error(found) else lowered.program


@frozen
class _Reading:
    """Files with everything that they declare, before any clause is lowered."""

    policy: ast.File | None
    declared: Declared
    low: Lowering
    found: list[Diagnostic]


def _read(files: tuple[ast.File, ...]) -> _Reading:
    kinds = [(file, shape.kind_of(file)) for file in files]
    found = [d for file, kind in kinds for d in shape.problems_in(file, kind)]
    declared = declare(files)
    read = read_facts(declared.names)
    low = Lowering(Scope(declared.names, read.facts))
    low.know(*read_parameters(low))
    found += read.diagnostics
    policy = next((file for file, kind in kinds if kind is shape.FileKind.POLICY), None)
    return _Reading(policy, declared, low, found)


def _in_error(found: Iterable[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in found)
