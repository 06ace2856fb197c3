"""A decision that is worked out later is the same immutable value as one that is not."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest

from policydsl import kernel
from policydsl.core.decision import Decision
from policydsl.core.request import Request
from policydsl.core.requests import RequestChecker, from_json
from policydsl.reference import decide
from policydsl.workspace import load

NWC = Path(__file__).parents[2] / "policies" / "nwc"
PROGRAM = load(NWC / "nwc.pol").program
CHECKER = RequestChecker.of(PROGRAM.facts)
EXAMPLES = sorted((NWC / "examples").glob("*.json"))


@pytest.fixture(scope="module")
def compiled() -> kernel.Kernel:
    return kernel.compile(PROGRAM)


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def request_(request: pytest.FixtureRequest) -> Request:
    found = CHECKER.read(request.param.read_bytes())
    assert isinstance(found, Request)
    return found


def test_it_equals_and_hashes_as_a_plain_one(compiled: kernel.Kernel, request_: Request) -> None:
    found, plain = compiled.decide(request_), decide(PROGRAM, request_)
    assert found == plain
    assert plain == found
    assert hash(found) == hash(plain)
    assert repr(found) == repr(plain)
    assert isinstance(found, Decision)
    assert found.to_json() == plain.to_json()


def test_it_pickles_copies_and_evolves(compiled: kernel.Kernel, request_: Request) -> None:
    found = compiled.decide(request_)
    restored = pickle.loads(pickle.dumps(found))
    assert type(restored) is Decision
    assert restored == found == copy.copy(found) == copy.deepcopy(found)
    assert attrs.evolve(found, routes_to="elsewhere").reasons == found.reasons
    assert attrs.asdict(found) == attrs.asdict(restored)


def test_it_is_frozen(compiled: kernel.Kernel, request_: Request) -> None:
    found = compiled.decide(request_)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        found.routes_to = "elsewhere"  # type: ignore[misc]


def test_a_kernel_pickles_as_its_program(compiled: kernel.Kernel, request_: Request) -> None:
    restored = pickle.loads(pickle.dumps(compiled))
    assert restored.decide(request_) == compiled.decide(request_)


def test_threads_share_a_kernel() -> None:
    shared = kernel.compile(PROGRAM)
    asked = [CHECKER.read(path.read_bytes()) for path in EXAMPLES] * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda r: shared.decide(r).to_json(), asked))
    for request, text in zip(asked[: len(EXAMPLES)], found[: len(EXAMPLES)], strict=True):
        assert isinstance(request, Request)
        assert text == decide(PROGRAM, request).to_json()
    assert len(set(found)) == len(set(found[: len(EXAMPLES)]))


def test_what_the_caller_does_to_a_request_afterwards_changes_nothing(
    compiled: kernel.Kernel,
) -> None:
    cardiac = (NWC / "examples" / "cardiac.json").read_text()
    for _ in range(2):  # the second time every value has been met
        data = from_json(cardiac)
        assert isinstance(data, dict)
        found = compiled.decide_data(data)
        data["facts"]["cardiac_diagnoses"].clear()
        data["facts"].clear()
        request = CHECKER.read(cardiac)
        assert isinstance(request, Request)
        assert found == decide(PROGRAM, request)
