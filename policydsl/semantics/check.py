"""Turn the files of a policy into the program they mean, and into all that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from policydsl.core import ir
from policydsl.core.acceptance import Acceptance
from policydsl.core.editions import EVERY_DAY
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
from policydsl.semantics.names import declare
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
    kinds = [(file, shape.kind_of(file)) for file in files]
    found = [d for file, kind in kinds for d in shape.problems_in(file, kind)]
    declared = declare(files)
    read = read_facts(declared.names)
    low = Lowering(Scope(declared.names, read.facts))
    low.know(*read_parameters(low))
    found += read.diagnostics
    policy = next((file for file, kind in kinds if kind is shape.FileKind.POLICY), None)
    lowered = lower(low, policy, Examples(files, days)) if policy else None
    if lowered is None:
        assumptions(low, ())
        low.check_definitions()
        told = said_once([*declared.diagnostics, *low.problems], declared.names)
        return Checked(None, (), (), in_order([*found, *told]))
    assert policy is not None
    accepted = acceptances(policy.items, declared.names)
    found += accepted.diagnostics
    held = hold(policy, inventories, lowered.cites)
    found += said_once([*declared.diagnostics, *low.problems], declared.names)
    found += held.diagnostics
    broken = any(d.severity is Severity.ERROR for d in found)
    return Checked(
        None if broken else attrs.evolve(lowered.program, documents=held.documents),
        lowered.scenarios,
        held.coverage,
        in_order(found),
        tuple(low.tables),
        accepted.acceptances,
        tuple(low.counts),
    )
