"""A wheel, installed in an empty environment, does the job away from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it and what it needs, and give the folder of its commands."""
    work = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", work, ROOT, cwd=work)
    (wheel,) = work.glob("*.whl")
    venv.create(work / "empty", with_pip=True)
    binaries = work / "empty" / ("Scripts" if os.name == "nt" else "bin")
    run(binaries / "python", "-m", "pip", "install", "--quiet", wheel, cwd=work)
    return binaries


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Copy a real policy with what it needs to a folder of its own."""
    shutil.copy(ROOT / "policies" / "therapy.pol", tmp_path)
    shutil.copytree(ROOT / "policies" / "nwc", tmp_path / "nwc")
    return tmp_path / "nwc"


def test_the_installed_policyc_checks_and_decides(installed: Path, plan: Path) -> None:
    checked = run(installed / "policyc", "check", "nwc.pol", cwd=plan)
    assert "96 of 96" in checked.stdout + checked.stderr
    decided = run(
        installed / "policyc", "eval", "nwc.pol", "--request", "examples/outpatient.json",
        "--format", "json", cwd=plan,
    )  # fmt: skip
    assert json.loads(decided.stdout)["determination"] == "covered"
    page = run(installed / "policyc", "rule", "POL0201", cwd=plan)
    assert "POL0201" in page.stdout


def test_three_lines_of_python_decide(installed: Path, plan: Path) -> None:
    lines = (
        "import json, policydsl\n"
        "policy = policydsl.load('nwc.pol')\n"
        "print(policy.decide(json.load(open('examples/cardiac.json'))).determination.value)\n"
    )
    assert run(installed / "python", "-c", lines, cwd=plan).stdout.strip() == "covered"
