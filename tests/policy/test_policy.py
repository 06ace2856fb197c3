"""The policy that services embed."""

import json
import pickle
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import policydsl
from policydsl.core.determinations import Determination
from policydsl.core.expectations import Verdict
from policydsl.core.request import Request
from tests.policy import sample


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> policydsl.Policy:
    return policydsl.load(sample.write(tmp_path_factory.mktemp("policy")))


def _request(**facts: object) -> dict[str, object]:
    return {"as_of": "2026-03-04", "facts": {**sample.REQUEST, **facts}}


def test_a_request_is_decided_from_a_dict_or_from_json(policy: policydsl.Policy) -> None:
    decision = policy.decide(_request())
    assert decision.determination is Determination.COVERED
    assert decision.to_dict()["pays"]["amount"] == "80.00"
    assert decision.remaining == {"visits": 20}
    text = json.dumps(_request())
    assert policy.decide(text) == policy.decide(text.encode()) == decision


def test_the_same_request_gives_the_same_bytes(policy: policydsl.Policy) -> None:
    assert policy.decide(_request()).to_json() == policy.decide(_request()).to_json()


def test_a_refused_request_lists_every_fault(policy: policydsl.Policy) -> None:
    with pytest.raises(policydsl.RequestError) as caught:
        policy.decide(_request(servcie="x", approved="yes"))
    said = str(caught.value)
    assert [fault.path for fault in caught.value.faults] == ["$.facts.approved", "$.facts.servcie"]
    assert "the request has 2 faults" in said
    assert "$.facts.servcie: there is no fact `servcie` [POL0708] (did you mean `service`?)" in said
    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults


def test_a_policy_in_error_says_what_is_wrong(tmp_path: Path) -> None:
    path = sample.write(tmp_path, policy=sample.POLICY.replace("is massage", "is masage"))
    with pytest.raises(policydsl.PolicyError) as caught:
        policydsl.load(path)
    assert "did you mean `massage`?" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).diagnostics == caught.value.diagnostics


def test_a_policy_pickles(policy: policydsl.Policy) -> None:
    again = pickle.loads(pickle.dumps(policy))
    assert again.decide(_request()) == policy.decide(_request())
    assert again.program == policy.program


def test_threads_may_share_a_policy(policy: policydsl.Policy) -> None:
    expected = [policy.decide(_request(visits_used=used)).to_json() for used in range(25)]
    fresh = pickle.loads(pickle.dumps(policy))
    wrong: list[int] = []

    def work() -> None:
        got = [fresh.decide(_request(visits_used=used)).to_json() for used in range(25)]
        wrong.extend(n for n, (a, b) in enumerate(zip(got, expected, strict=True)) if a != b)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_checked_request_can_be_had_without_a_decision(policy: policydsl.Policy) -> None:
    assert isinstance(policy.request(_request()), Request)


def test_scenarios_are_held_against_decisions(policy: policydsl.Policy) -> None:
    ran = list(policy.test())
    assert [each.passed for each in ran] == [True, True]
    checks = {c.what: c.verdict for each in ran for c in each.checks}
    assert checks["visits.remaining"] is Verdict.PASSED
    assert checks["citations"] in (Verdict.PASSED, Verdict.NOT_CHECKED)


def test_the_schema_is_of_this_policy(policy: policydsl.Policy) -> None:
    schema = policy.schema()
    assert schema["properties"]["facts"]["properties"]["service"]["enum"] == [
        "physical_therapy",
        "massage",
    ]


def test_importing_the_package_loads_next_to_nothing() -> None:
    script = "import sys, policydsl; print(*sorted(m for m in sys.modules if 'policydsl' in m))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "policydsl\n", done.stderr


def test_what_the_package_offers_is_there() -> None:
    for name in policydsl.__all__:
        assert getattr(policydsl, name)
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        _ = policydsl.lod  # type: ignore[attr-defined]


def test_the_types_of_what_the_package_offers_are_stated() -> None:
    stub = Path(policydsl.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    for name in policydsl.__all__:
        assert f" as {name}\n" in stub or f"{name}: " in stub


def test_a_decision_can_be_explained_and_drawn(policy: policydsl.Policy) -> None:
    assert "D-3" in json.dumps(policy.explain(_request()).to_dict())
    assert policy.graph.number_of_nodes() > 1
    assert policy.graph is policy.graph
