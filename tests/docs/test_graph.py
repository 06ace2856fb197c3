"""Hold docs/graph.md to the graph: its vocabulary, its Python, its picture."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import networkx
import pytest
from click.testing import CliRunner

from policydsl.cli import main
from policydsl.graph.nodes import RAILS, Kind, Role
from policydsl.workspace import load
from tests.docs.examples import ROOT, of_kind

PAGE = ROOT / "docs" / "graph.md"
PICTURE = ROOT / "docs" / "pictures" / "plateau.svg"


def vocabulary() -> dict[str, str]:
    """Give each row of the page's table by the kinds that it is about."""
    rows: dict[str, str] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        first = line.split("|")[1] if line.startswith("| `") else ""
        for kind in first.replace("`", "").split(","):
            rows[kind.strip()] = line
    return rows


def test_every_kind_of_node_and_every_role_is_described() -> None:
    rows = vocabulary()
    assert {kind.value for kind in Kind if kind not in RAILS} <= rows.keys()
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"`{kind.value}`" in text for kind in RAILS)
    assert all(any(f"`{role.value}`" in row for row in rows.values()) for role in Role)


@pytest.mark.parametrize("id", ["nwc", "kaiser", "uhc_cs164h"])
def test_nodes_have_the_attributes_that_the_page_names(id: str) -> None:
    rows = vocabulary()
    drawn: networkx.DiGraph[str] = load(ROOT / "policies" / id).graph
    for node, data in drawn.nodes(data=True):
        row = rows[data["kind"]]
        for name in data.keys() - {"kind", "label"}:
            assert f"`{name}`" in row, (data["kind"], name)
        for _, _, edge in drawn.in_edges(node, data=True):
            assert all(f"`{role}`" in row for role in edge["role"].split(", "))


def test_the_python_of_the_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found: dict[str, Any] = {}
    exec(of_kind("docs/graph.md", "python")[0].text, found)


def test_the_picture_of_the_page_is_what_is_drawn() -> None:
    nwc = ROOT / "policies" / "nwc"
    arguments = ["--clause", "plateau", "--request", str(nwc / "examples" / "levelled_off.json")]
    done = CliRunner().invoke(main, ["graph", str(nwc), "--format", "svg", *arguments])
    assert texts(done.output) == texts(PICTURE.read_text(encoding="utf-8"))


def texts(svg: str) -> list[str]:
    return [text.strip() for text in ElementTree.fromstring(svg).itertext() if text.strip()]
