"""Drawings are valid whatever the author writes, and readable for a policy of real size."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

from policydsl.cli import main
from policydsl.core import ir
from policydsl.explain.drawn import path_of
from policydsl.graph import build
from policydsl.graph.export import to_dot, to_json
from policydsl.graph.mermaid import to_mermaid
from policydsl.graph.picture import one_clause, whole
from policydsl.workspace import load
from tests.kernel.hostile import program as hostile

NWC = Path(__file__).parents[2] / "policies" / "nwc" / "nwc.pol"

TEXT = r'"(?:[^"#&<>`\[\](){}|;\\\n]|\#\d+;)+"'
BOXES = (r"\(\[", r"\]\)"), (r"\[", r"\]"), (r"\(\(", r"\)\)"), (r"\[/", r"/\]"), (r"\{\{", r"\}\}")
BOX = "|".join(f"{left}{TEXT}{right}" for left, right in BOXES)
MERMAID = re.compile(
    rf"""flowchart\ LR
    |\ *n\d+(?:{BOX})(?::::[a-z]+)?
    |\ \ subgraph\ g\d+\[{TEXT}\]
    |\ \ end
    |\ \ n\d+\ -->(?:\|{TEXT}\|)?\ n\d+
    |\ \ classDef\ [a-z]+\ [a-z0-9:,#\ -]+
    |\ \ class\ n\d+(?:,n\d+)*\ [a-z]+
    |\ \ linkStyle\ \d+(?:,\d+)*\ stroke-width:4px""",
    re.VERBOSE,
)
DOT_TEXT = r'"(?:[^"\\\n]|\\.)*"'
DOT = re.compile(
    rf"""digraph\ policy\ \{{|\}}|\ \ \}}
    |\ *label={DOT_TEXT};|\ \ rankdir=LR;|\ \ node\ \[.*\];
    |\ \ subgraph\ cluster_g\d+\ \{{
    |\ *n\d+\ \[label={DOT_TEXT},\ shape=[a-z]+(?:,\ style="[a-z]+")?
        (?:,\ color="\#[0-9a-f]+")?(?:,\ penwidth=4)?\];
    |\ \ n\d+\ ->\ n\d+(?:\ \[(?:label={DOT_TEXT})?(?:,\ )?(?:penwidth=4)?\])?;""",
    re.VERBOSE,
)


def programs() -> list[ir.Program]:
    return [load(NWC).program, hostile()]


@pytest.mark.parametrize("program", programs(), ids=["nwc", "hostile"])
def test_every_line_of_mermaid_is_one_that_it_reads(program: ir.Program) -> None:
    graph = build(program)
    for picture in [whole(graph), *(one_clause(graph, key) for key in graph.clauses)]:
        head, _, body = to_mermaid(picture).removeprefix("---\n").partition("\n---\n")
        assert re.fullmatch(r'title: "(?:[^"\\\n]|\\.)*"', head)
        for line in body.splitlines():
            assert MERMAID.fullmatch(line), line


@pytest.mark.parametrize("program", programs(), ids=["nwc", "hostile"])
def test_every_line_of_dot_is_one_that_it_reads(program: ir.Program) -> None:
    graph = build(program)
    for picture in [whole(graph), *(one_clause(graph, key) for key in graph.clauses)]:
        for line in to_dot(picture).splitlines():
            assert DOT.fullmatch(line), line


def test_what_shows_the_way_of_a_decision_is_read_too() -> None:
    policy = load(NWC)
    graph = build(policy.program)
    for scenario in policy.scenarios[::40]:
        path = path_of(graph, scenario.request)
        for picture in [whole(graph, path), *(one_clause(graph, k, path) for k in graph.clauses)]:
            body = to_mermaid(picture).removeprefix("---\n").partition("\n---\n")[2]
            for line in body.splitlines():
                assert MERMAID.fullmatch(line), line
            for line in to_dot(picture).splitlines():
                assert DOT.fullmatch(line), line


def test_the_whole_policy_has_one_group_a_benefit_and_every_clause_once() -> None:
    program = load(NWC).program
    picture = whole(build(program))
    texts = [box.text for box in picture.boxes]
    for clause in program.clauses:
        assert clause.title in texts
    assert [group.title for group in picture.groups] == [b.title for b in program.benefits]
    assert len(picture.boxes) < 200
    assert not any(re.fullmatch(r"[0-9a-f]{32}", text) for text in texts)


def test_json_is_canonical_and_whole() -> None:
    graph = build(load(NWC).program)
    data = json.loads(json.dumps(to_json(graph)))
    assert [node["id"] for node in data["nodes"]] == list(graph.nodes)
    assert data["clauses"] == dict(graph.clauses)
    assert data == json.loads(json.dumps(to_json(build(load(NWC).program))))


def test_one_clause_as_mermaid(golden: SnapshotAssertion) -> None:
    done = CliRunner().invoke(main, ["graph", str(NWC), "--clause", "plateau"])
    assert done.exit_code == 0
    assert done.output == golden


def test_one_clause_as_dot(golden: SnapshotAssertion) -> None:
    arguments = ["graph", str(NWC), "--clause", "biofeedback.indication", "--format", "dot"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0
    assert done.output == golden


def test_a_clause_may_be_named_by_its_last_part() -> None:
    done = CliRunner().invoke(main, ["graph", str(NWC), "--clause", "phase_two"])
    assert "Phase II" in done.output


def test_one_clause_as_json_is_that_part_of_the_graph() -> None:
    done = CliRunner().invoke(main, ["graph", str(NWC), "--clause", "plateau", "--format", "json"])
    data = json.loads(done.output)
    assert list(data["clauses"]) == ["plateau"]
    ids = {node["id"] for node in data["nodes"]}
    assert all(part["id"] in ids for node in data["nodes"] for part in node["inputs"])
    assert all({rails["yes"], rails["no"]} <= ids for rails in data["rails"].values())


def test_an_unknown_clause_is_met_with_near_names() -> None:
    done = CliRunner().invoke(main, ["graph", str(NWC), "--clause", "platau"])
    assert done.exit_code == 2
    assert "did you mean `plateau`" in done.output
