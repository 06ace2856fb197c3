"""Pictures from top to bottom fit the width that they are given, and pages hold all of them."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from policydsl.explain.drawn import path_of
from policydsl.graph import build, lettering, svg
from policydsl.graph.cards import Scene
from policydsl.graph.decided import decided_scene
from policydsl.graph.detail import clause_scene
from policydsl.graph.layout import NotInstalledError
from policydsl.graph.outline import outline
from policydsl.graph.overview import policy_scene
from policydsl.graph.page import PAGE, PHONE, figures, to_page
from policydsl.graph.setting import PAD
from policydsl.graph.svg import column, to_svg
from policydsl.policy import Policy
from policydsl.workspace import load

ROOT = Path(__file__).parents[2]
POLICIES = ("cms_telehealth", "hmsa", "kaiser", "nwc", "uhc_cs164h")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def policies() -> dict[str, Policy]:
    return {id: load(str(ROOT / "policies" / id)) for id in POLICIES}


def scenes(policy: Policy) -> list[Scene]:
    """Give the picture of the whole, of one worked example, and of some clauses."""
    graph = build(policy.program)
    path = path_of(graph, policy.scenarios[0].request)
    keys = list(graph.clauses)[:: max(1, len(graph.clauses) // 8)]
    found = [policy_scene(graph), decided_scene(graph, path)]
    return [*found, *(clause_scene(graph, key, path) for key in keys)]


@pytest.mark.parametrize("width", [240, 390, 700])
@pytest.mark.parametrize("id", POLICIES)
def test_cards_stand_apart_inside_the_width(
    id: str, width: int, policies: dict[str, Policy]
) -> None:
    for scene in scenes(policies[id]):
        at = outline(scene, width).placed
        bottom = 0.0
        for name, (x, y) in at.corners.items():
            assert y >= bottom - 0.1, scene.title
            assert x + at.sizes[name].width <= width + 0.1, scene.title
            bottom = y + at.sizes[name].height
        assert bottom <= at.size.height + 0.1


@pytest.mark.parametrize("id", POLICIES)
def test_no_line_runs_through_a_card(id: str, policies: dict[str, Policy]) -> None:
    for scene in scenes(policies[id]):
        at = outline(scene, 366).placed
        for route in at.routes:
            (x1, y1), (x2, y2) = route.points[0], route.points[-1]
            for name, (left, top) in at.corners.items():
                right, bottom = left + at.sizes[name].width, top + at.sizes[name].height
                apart = x2 <= left or x1 >= right or y2 <= top or y1 >= bottom
                assert apart, (scene.title, route.link)


@pytest.mark.parametrize("id", POLICIES)
def test_everything_that_leads_somewhere_is_there(id: str, policies: dict[str, Policy]) -> None:
    for scene in scenes(policies[id]):
        laid = outline(scene, 366)
        assert {card.name for card in scene.cards} <= {card.name for card in laid.scene.cards}
        words = [route.link.word for route in laid.placed.routes if route.link.word]
        assert len(words) >= sum(1 for link in scene.links if link.word)


@pytest.mark.parametrize("id", POLICIES)
def test_every_label_fits_its_card(id: str, policies: dict[str, Policy]) -> None:
    for scene in scenes(policies[id]):
        root = ElementTree.fromstring(column(scene, 390))
        assert root.get("width") == "390"
        for card in root.iterfind(f".//{SVG}g/{SVG}g"):
            frame = card.find(f"{SVG}rect")
            assert frame is not None
            wide = float(frame.get("width", "0"))
            for text in card.iterfind(f"{SVG}text"):
                style = (text.get("class") or "").split()
                size = 12.5 if "small" in style else 14.0
                drawn = lettering.width(text.text or "", size, bold="bold" in style)
                assert float(text.get("x", "0")) + drawn <= wide - PAD + 0.5, text.text


def test_a_picture_needs_no_graphviz(
    policies: dict[str, Policy], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = policy_scene(build(policies["kaiser"].program))
    beside = to_svg(scene)

    def missing(*_: object) -> None:
        raise NotInstalledError

    monkeypatch.setattr(svg, "place", missing)
    below = to_svg(scene)
    assert below != beside
    assert below == column(scene, 700)
    assert 'class="wide"' not in to_page(scene).partition("<body")[2]


def test_what_would_be_too_large_goes_from_top_to_bottom(policies: dict[str, Policy]) -> None:
    for policy in policies.values():
        for scene in scenes(policy):
            root = ElementTree.fromstring(to_svg(scene))
            assert float(root.get("width", "inf")) <= svg.WIDEST


@pytest.mark.parametrize("id", ["kaiser", "uhc_cs164h"])
def test_a_page_holds_all_cards_in_figures_that_paper_holds(
    id: str, policies: dict[str, Policy]
) -> None:
    scene = policy_scene(build(policies[id].program))
    for width in (PHONE, PAGE):
        parts = list(figures(scene, width))
        assert {card for part in parts for card in part.cards} == set(scene.cards)
        assert {link for part in parts for link in part.links} == set(scene.links)
        assert [part.ranking[0] for part in parts] == sorted(
            (part.ranking[0] for part in parts), key=scene.ranking.index
        )
        several = [part for part in parts if len(part.links) > 1]
        assert all(outline(part, width).placed.size.height <= 1000 for part in several)
    page = to_page(scene)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "<script" not in page


def test_the_verb_writes_columns_and_pages() -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        verb = [sys.executable, "-m", "policydsl", "graph", "policies/kaiser", *arguments]
        return subprocess.run(verb, cwd=ROOT, capture_output=True, text=True, check=False)

    narrow = run("--format", "svg", "--width", "390")
    assert narrow.stdout.startswith("<svg")
    assert 'width="390"' in narrow.stdout
    page = run("--format", "html", "--clause", "visits_of_year.exhausted")
    assert page.stdout.startswith("<!doctype html>")
    wrong = run("--format", "html", "--width", "390")
    assert wrong.returncode == 2
    assert "only a picture has a `--width`: add `--format svg`" in wrong.stderr
