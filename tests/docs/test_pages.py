"""Hold README.md and docs/service.md to what the package does, and every page to the tree."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import policydsl
from policydsl.cli import VERBS, main
from policydsl.policy.decision_schema import decision_schema
from tests.docs.examples import ROOT, of_kind

PAGES = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "docs/analysis.md",
    "docs/ci.md",
    "docs/compiled.md",
    "docs/explain.md",
    "docs/language.md",
    "docs/graph.md",
    "docs/service.md",
    "docs/testing.md",
    "docs/tutorial.md",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs" / "adr").glob("*.md"))),
)


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay the policy of README.md beside its vocabulary, and go there."""
    shutil.copy(ROOT / "policies" / "therapy.pol", tmp_path)
    path = tmp_path / "sample.pol"
    path.write_text(of_kind("README.md", "pol")[0].text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def test_the_example_of_the_readme_is_checked_without_a_word(sample: Path) -> None:
    assert policydsl.load(sample).diagnostics == ()


def test_the_example_of_the_readme_gives_the_decision_beside_it(sample: Path) -> None:
    request = sample.with_name("request.json")
    request.write_text(of_kind("README.md", "json")[0].text, encoding="utf-8")
    arguments = ["eval", str(sample), "--request", str(request), "--format", "text"]
    result = CliRunner().invoke(main, arguments)
    assert result.stdout == of_kind("README.md", "text")[0].text


def test_the_lines_of_python_in_the_readme_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found: dict[str, Any] = {}
    exec(of_kind("README.md", "python")[0].text, found)
    assert found["decision"].determination.value == "pend_documentation"


def test_the_readme_lists_every_verb() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("## The verbs")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)", section, re.MULTILINE)[1:] == list(VERBS)


def test_the_service_page_runs_from_top_to_bottom(sample: Path) -> None:
    assert sample.is_file()
    found: dict[str, Any] = {}
    for example in of_kind("docs/service.md", "python"):
        exec(compile(example.text, str(example), "exec"), found)
    shown = json.loads(of_kind("docs/service.md", "json")[0].text)
    actual = found["decision"].to_dict()
    for name in ("policy_hash", "facts_hash"):
        # The page shows that they are hashes; what they are changes with every version.
        shown["receipt"][name] = actual["receipt"][name]
    assert list(shown) == list(actual)
    assert shown == actual
    mutated = found["request"]["facts"]
    mutated["visits_requested"] = 9
    assert found["decision"].asked == 4


def test_the_service_page_lists_every_key_of_a_decision() -> None:
    text = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .+? \| (.+) \|$", text, re.MULTILINE)
    schema = decision_schema()["properties"]
    assert [key for key, _ in rows] == list(schema)
    for key, holds in rows:
        inner = schema[key].get("items", schema[key])
        inner = next(iter(inner.get("anyOf", [inner])))
        if key != "outranked":
            for part in inner.get("properties", {}):
                assert f"`{part}`" in holds, (key, part)


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str) -> None:
    text = re.sub(r"^```.*?^```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.M | re.S)
    named = re.findall(r"`((?:policydsl|tests|docs|policies|grammars)/[\w./-]*)`", text)
    named += re.findall(r"`([A-Z]+\.md)`", text)
    # Another test holds the pages of the errors to the catalogue.
    named = [path for path in named if not path.startswith("docs/errors/POL")]
    assert [path for path in named if not (ROOT / path).exists()] == []
