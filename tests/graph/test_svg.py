"""Pictures can be read: nothing overlaps or is cut, and they show what the reference decides."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.cli import main
from policydsl.core.values import Kleene
from policydsl.explain.drawn import path_of
from policydsl.graph import Graph, Kind, build, lettering, svg
from policydsl.graph import path as paths
from policydsl.graph.cards import Card, Scene, Sort
from policydsl.graph.decided import decided_scene
from policydsl.graph.detail import clause_scene
from policydsl.graph.layout import Placed, place
from policydsl.graph.overview import policy_scene
from policydsl.graph.setting import PAD, lines_of, size_of
from policydsl.graph.svg import on_curve, to_svg
from policydsl.policy import Policy
from policydsl.reference import decide
from policydsl.reference.assumptions import resolve
from policydsl.reference.clauses import Statuses
from policydsl.workspace import load
from tests.kernel.hostile import program as hostile
from tests.strategies import programs, requests

ROOT = Path(__file__).parents[2]
POLICIES = ("nwc", "kaiser", "hmsa", "cms_telehealth", "uhc_cs164h")
SVG = "{http://www.w3.org/2000/svg}"
EXAMPLE = ROOT / "policies/nwc/examples/outpatient.json"


@pytest.fixture(scope="module")
def policies() -> dict[str, Policy]:
    return {id: load(ROOT / "policies" / id / f"{id}.pol") for id in POLICIES}


def scenes(policy: Policy) -> Iterator[Scene]:
    """Yield the picture of a policy, those of some clauses, and one with a path of each."""
    graph = build(policy.program)
    keys = list(graph.clauses)
    some = keys[:: 1 + len(keys) // 25]
    yield policy_scene(graph)
    yield from (clause_scene(graph, key) for key in some)
    for scenario in policy.scenarios[:2]:
        path = path_of(graph, scenario.request)
        yield decided_scene(graph, path)
        yield from (clause_scene(graph, key, path) for key in some[::5])


def placed(scene: Scene) -> Placed:
    sizes = {card.name: size_of(card, tuple(lines_of(card))) for card in scene.cards}
    return place(scene, sizes, {})


def boxes(at: Placed) -> dict[str, tuple[float, float, float, float]]:
    """Give the left, top, right and bottom of each card."""
    return {
        name: (x, y, x + at.sizes[name].width, y + at.sizes[name].height)
        for name, (x, y) in at.corners.items()
    }


@pytest.mark.parametrize("id", POLICIES)
def test_no_two_cards_overlap_and_none_is_cut(id: str, policies: dict[str, Policy]) -> None:
    for scene in scenes(policies[id]):
        at = placed(scene)
        found = list(boxes(at).values())
        assert len(found) == len(scene.cards)
        for number, (left, top, right, bottom) in enumerate(found):
            assert -1 <= left <= right <= at.size.width + 1
            assert -1 <= top <= bottom <= at.size.height + 1
            for other in found[number + 1 :]:
                apart = right <= other[0] or other[2] <= left or bottom <= other[1]
                assert apart or other[3] <= top, scene.title


@pytest.mark.parametrize("id", POLICIES)
def test_no_line_runs_through_a_card(id: str, policies: dict[str, Policy]) -> None:
    for scene in scenes(policies[id]):
        at = placed(scene)
        where = boxes(at)
        for route in at.routes:
            ends = {route.link.start, route.link.end}
            first, last = route.points[0][0], route.points[-1][0]
            assert last > first
            for step in range(41):
                x, y = on_curve(route.points, first + (last - first) * step / 40)
                for name, (left, top, right, bottom) in where.items():
                    inside = left + 2 < x < right - 2 and top + 2 < y < bottom - 2
                    assert name in ends or not inside, (scene.title, route.link)


@pytest.mark.parametrize("id", POLICIES)
def test_every_label_fits_its_card(id: str, policies: dict[str, Policy]) -> None:
    for scene in scenes(policies[id]):
        root = ElementTree.fromstring(to_svg(scene))
        for card in root.iterfind(f".//{SVG}g/{SVG}g"):
            outline = card.find(f"{SVG}rect")
            assert outline is not None
            wide, high = (float(outline.get(side, "0")) for side in ("width", "height"))
            assert wide <= svg.WIDEST
            for text in card.iterfind(f"{SVG}text"):
                style = (text.get("class") or "").split()
                size = 12.5 if "small" in style else 14.0
                drawn = lettering.width(text.text or "", size, bold="bold" in style)
                assert float(text.get("x", "0")) + drawn <= wide - PAD + 0.5, text.text
                assert float(text.get("y", "0")) <= high - PAD + 0.5, text.text


# In thousandths of the size: Liberation Sans, its bold, DejaVu Sans, its bold.
MEASURED = {
    "Outpatient visit maximum": (11226, 12225, 13106, 14727),
    "Item 6: gains have levelled off": (13212, 14171, 15179, 17092),
    "30 visits allowed, 21 used, 4 asked for": (16898, 18008, 19179, 21666),
}


@pytest.mark.parametrize("text", MEASURED)
def test_the_width_of_text_is_near_and_never_too_small(text: str) -> None:
    narrow, narrow_bold, wide, wide_bold = MEASURED[text]
    plain, bold = lettering.width(text, 1000), lettering.width(text, 1000, bold=True)
    assert narrow <= plain / lettering.SLACK * 1.02
    assert plain / lettering.SLACK <= narrow * 1.05
    assert wide <= plain
    assert max(narrow_bold, wide_bold) <= bold * 1.01


@pytest.mark.parametrize("id", POLICIES)
def test_no_picture_shows_a_name_that_only_the_author_knows(
    id: str, policies: dict[str, Policy]
) -> None:
    names = {name for name in policies[id].program.facts.by_name if "_" in name}
    for scene in scenes(policies[id]):
        for text in texts(to_svg(scene)):
            assert not names & set(text.split()), text


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_picture_says_itself_to_those_who_do_not_see_it(policies: dict[str, Policy]) -> None:
    graph = build(policies["nwc"].program)
    path = path_of(graph, policies["nwc"].request(EXAMPLE.read_bytes()))
    root = ElementTree.fromstring(to_svg(decided_scene(graph, path)))
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert "Rehabilitative care" in (title.text or "")
    assert "The decision: Covered; the plan pays 90%, $126.00." in (description.text or "")
    assert "Decided by: Outpatient therapy." in (description.text or "")


# ------------------------------------------------------------------ what is shown


@pytest.mark.parametrize("id", POLICIES)
def test_the_picture_of_a_worked_example_shows_what_the_reference_decides(
    id: str, policies: dict[str, Policy]
) -> None:
    policy = policies[id]
    graph = build(policy.program)
    for scenario in policy.scenarios[:: 1 + len(policy.scenarios) // 12]:
        request = scenario.request
        decision = decide(policy.program, request)
        path = path_of(graph, request)
        assert path.determination is decision.determination
        decided = [
            card
            for card in decided_scene(graph, path).cards
            if card.sort is Sort.DETERMINATION and card.taken
        ]
        assert [card.tag for card in decided] == ["The decision"]
        statuses = Statuses(policy.program, resolve(policy.program, request).valuation)
        for clause in policy.program.clauses:
            assert path.results[graph.clauses[clause.key]] is statuses.of(clause)
        deciding = {reason.clause for reason in decision.reasons if not reason.open}
        assert set(path.clauses(paths.Part.DECIDES)) <= deciding
        for reason in decision.reasons[:3]:
            scene = clause_scene(graph, reason.clause, path)
            held = path.results[graph.clauses[reason.clause]]
            assert top(scene).result is held
            assert link_to_outcome(scene) is (held is Kleene.YES)


def top(scene: Scene) -> Card:
    return next(card for card in scene.cards if card.sort is Sort.CLAUSE)


def link_to_outcome(scene: Scene) -> bool:
    end = next(card.name for card in scene.cards if card.sort is Sort.DETERMINATION)
    return next(link.taken for link in scene.links if link.end == end)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_is_thick_makes_the_clause_what_it_is(data: st.DataObject) -> None:
    """Whoever follows the thick lines sees enough: the rest could be anything."""
    program = data.draw(programs())
    request = data.draw(requests(program))
    graph = build(program)
    path = path_of(graph, request)
    for key, id in graph.clauses.items():
        went = paths.taken(graph, path, [id])
        assert settled(graph, path, went, id) is path.results[id], key


def settled(graph: Graph, path: paths.Path, went: frozenset[str], id: str) -> Kleene:
    """Evaluate a node when all that is not in *went* is not known, overriders aside."""
    node = graph.nodes[id]
    if id not in went:
        return Kleene.UNKNOWN
    if node.kind in (Kind.TEST, Kind.TRUISM, Kind.FACT):
        return path.results.get(id, Kleene.UNKNOWN)
    parts = [(role, settled(graph, path, went, input)) for role, input in node.inputs]
    values = [value.value for _, value in parts]
    match node.kind:
        case Kind.AND:
            return Kleene(min(values))
        case Kind.OR:
            return Kleene(max(values))
        case Kind.NOT:
            return ~Kleene(values[0])
        case Kind.CITED | Kind.NAMED:
            return Kleene(values[0])
        case Kind.EXCEPTION | Kind.CLAUSE if path.results[id] is Kleene.YES:
            needed = [v for role, v in parts if role.value in ("guard", "bite", "condition")]
            return min(needed, key=lambda value: value.value)
        case _:
            return path.results[id]


def test_an_assumed_value_is_told_from_one_that_was_given(policies: dict[str, Policy]) -> None:
    graph = build(policies["nwc"].program)
    path = path_of(graph, policies["nwc"].request(EXAMPLE.read_bytes()))
    assert path.found[graph.facts["service"]] == ("given: Physical therapy",)
    assert path.found[graph.facts["progress_plateau"]] == ("assumed: no",)
    assert path.found[graph.facts["mi_date"]] == ("not known; from the clinical record",)


# --------------------------------------------------------------------- as a file


def test_hostile_text_stays_text() -> None:
    graph = build(hostile())
    for scene in [policy_scene(graph), *(clause_scene(graph, key) for key in graph.clauses)]:
        root = ElementTree.fromstring(to_svg(scene))
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "style", "g", "rect", "path", "text"}
        for element in root.iter():
            assert not any(name.startswith("on") or "href" in name for name in element.attrib)


def test_the_same_picture_is_the_same_bytes_in_every_process() -> None:
    arguments = ["-m", "policydsl", "graph", "policies/nwc", "--format", "svg"]
    runs = {
        subprocess.run(
            [sys.executable, *arguments, "--request", str(EXAMPLE)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(runs) == 1
    assert ElementTree.fromstring(runs.pop().decode()).tag == f"{SVG}svg"


def run(*arguments: str, input: str | None = None) -> str:
    nwc = str(ROOT / "policies/nwc")
    done = CliRunner().invoke(main, ["graph", nwc, *arguments], input=input)
    assert done.exit_code == 0, done.output
    return done.output


def test_mermaid_and_dot_show_the_way_too() -> None:
    arguments = ("--clause", "outpatient", "--request", str(EXAMPLE))
    mermaid = run(*arguments)
    assert "Whether the patient is admitted — given: outpatient" in mermaid
    assert "linkStyle" in mermaid
    assert "classDef yes stroke:#0072b2" in mermaid
    dot = run(*arguments, "--format", "dot")
    assert 'color="#0072b2", penwidth=4' in dot


def test_json_has_the_path_by_node() -> None:
    data = json.loads(
        run("--request", "-", "--format", "json", input=EXAMPLE.read_text(encoding="utf-8"))
    )
    ids = {node["id"] for node in data["nodes"]}
    path = data["path"]
    assert path["determination"] == "covered"
    assert path["parts"]["outpatient"] == "decides"
    assert data["clauses"]["outpatient"] in path["taken"]
    assert set(path["taken"]) | path["results"].keys() | path["found"].keys() <= ids
    assert set(path["results"].values()) <= {"yes", "no", "unknown"}


def test_a_compiled_policy_gives_the_same_picture(tmp_path: Path) -> None:
    nwc, compiled = str(ROOT / "policies/nwc"), str(tmp_path / "nwc.polc")
    assert CliRunner().invoke(main, ["build", nwc, "-o", compiled]).exit_code == 0
    arguments = ["--request", str(EXAMPLE), "--format", "svg"]
    done = CliRunner().invoke(main, ["graph", compiled, *arguments])
    assert done.exit_code == 0
    assert done.output == run(*arguments)


def test_the_service_date_of_a_request_chooses_the_edition() -> None:
    dated = ROOT / "policies/ny_medicaid"
    for name, edition in (("limited", "2011"), ("before_2011", "2010")):
        request = str(dated / "examples" / f"{name}.json")
        arguments = ["graph", str(dated), "--request", request, "--format", "svg"]
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0
        assert f"edition {edition}" in done.output
        both = CliRunner().invoke(main, [*arguments, "--as-of", "2012-01-01"])
        assert both.exit_code == 2


def test_a_request_that_is_refused_ends_the_verb() -> None:
    nwc = str(ROOT / "policies/nwc")
    done = CliRunner().invoke(main, ["graph", nwc, "--request", "-"], input='{"facts": {}}')
    assert done.exit_code == 3
    assert "as_of" in done.output


def test_the_policy_and_the_request_are_not_both_read_from_standard_input() -> None:
    done = CliRunner().invoke(main, ["graph", "-", "--request", "-"])
    assert done.exit_code == 2


def test_without_graphviz_the_verb_draws_from_top_to_bottom(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    done = CliRunner().invoke(main, ["graph", str(ROOT / "policies/kaiser"), "--format", "svg"])
    assert done.exit_code == 0
    assert "Read from the top" in " ".join(texts(done.output))
