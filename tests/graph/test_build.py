"""The graph says what the program says, once, and names it the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import attrs
import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.graph import Graph, Kind, build, digraph
from policydsl.graph.nodes import RAILS
from policydsl.reference.clauses import Statuses
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation
from policydsl.workspace import load
from tests.strategies import programs, requests

ROOT = Path(__file__).parents[2]
NWC = ROOT / "policies" / "nwc" / "nwc.pol"
some = settings(max_examples=60, deadline=None)


def rail(graph: Graph, id: str, valuation: Valuation) -> bool:
    """Evaluate a rail by what its kind says."""
    node = graph.nodes[id]
    inputs = [input for _, input in node.inputs]
    match node.kind:
        case Kind.SURELY | Kind.SURELY_NOT:
            wanted = Kleene.YES if node.kind is Kind.SURELY else Kleene.NO
            return truth(graph.nodes[inputs[0]].says, valuation) is wanted
        case Kind.ALL:
            return all(rail(graph, input, valuation) for input in inputs)
        case Kind.ANY:
            return any(rail(graph, input, valuation) for input in inputs)
        case _:
            raise AssertionError(node.kind)


def by_rails(graph: Graph, id: str, valuation: Valuation) -> Kleene:
    rails = graph.rails[id]
    yes, no = rail(graph, rails.yes, valuation), rail(graph, rails.no, valuation)
    assert not (yes and no)
    return Kleene.YES if yes else Kleene.NO if no else Kleene.UNKNOWN


@some
@given(st.data())
def test_the_rails_of_a_clause_are_its_status(data: st.DataObject) -> None:
    program = data.draw(programs())
    request = data.draw(requests(program))
    graph = build(program)
    valuation = Valuation(program.facts, request.as_of, request.facts)
    statuses = Statuses(program, valuation)
    for clause in program.clauses:
        assert by_rails(graph, graph.clauses[clause.key], valuation) is statuses.of(clause)


@some
@given(programs())
def test_nodes_come_after_what_they_are_made_of(program: ir.Program) -> None:
    graph = build(program)
    seen: set[str] = set()
    for node in graph.topological_order():
        assert {id for _, id in node.inputs} <= seen
        seen.add(node.id)


@some
@given(programs())
def test_two_versions_share_what_both_say(program: ir.Program) -> None:
    changed = attrs.evolve(program.clauses[0], title="Another title")
    other = attrs.evolve(program, clauses=(changed, *program.clauses[1:]), title="Next year's")
    before, after = build(program), build(other)
    overrides = any(changed.key in clause.overridden_by for clause in program.clauses)
    only_after = {after.nodes[id].kind for id in after.nodes.keys() - before.nodes.keys()}
    assert Kind.CLAUSE in only_after
    assert overrides or only_after <= {Kind.CLAUSE, Kind.DETERMINATION}
    for clause in program.clauses[1:]:
        if not clause.overridden_by:
            assert before.clauses[clause.key] == after.clauses[clause.key]


def test_ids_are_the_same_in_every_process() -> None:
    script = (
        "from policydsl.graph import build; from policydsl.workspace import load;"
        f"print(*build(load({str(NWC)!r}).program).nodes)"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert runs == {" ".join([*build(load(NWC).program).nodes, ""]).rstrip().encode() + b"\n"}


def test_equal_conditions_are_one_node() -> None:
    graph = build(load(NWC).program)
    said = [(node.kind, node.inputs, node.detail) for node in graph.nodes.values()]
    assert len(said) == len(set(said))


def test_the_networkx_graph_leads_from_facts_to_determinations() -> None:
    program = load(NWC).program
    graph = build(program)
    drawn = digraph(program)
    assert networkx.is_directed_acyclic_graph(drawn)
    kinds = networkx.get_node_attributes(drawn, "kind")
    assert not {kind.value for kind in RAILS} & set(kinds.values())
    outpatient = graph.clauses["outpatient"]
    service, covered = graph.facts["service"], graph.determinations["covered", ""]
    assert networkx.has_path(drawn, service, outpatient)
    assert networkx.has_path(drawn, outpatient, covered)
    assert drawn.nodes[outpatient]["label"] == "Outpatient therapy"
    assert all(label.strip() for label in networkx.get_node_attributes(drawn, "label").values())
