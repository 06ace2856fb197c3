"""One decision of the outpatient rules, against the same rules written by hand."""

from __future__ import annotations

import random

from benchmarks import handwritten
from benchmarks.examples import Raw, raw_of
from benchmarks.timing import interleaved, report, say
from policydsl import kernel
from policydsl.core import ir
from policydsl.core.request import Request
from policydsl.core.requests import RequestChecker
from policydsl.workspace import load

POLICY = "policies/nwc/nwc.pol"
VARIANTS = 1500
REPEATS = 3


def main() -> None:
    policy = load(POLICY)
    program = policy.program
    examples = [s.request for s in policy.scenarios if _outpatient(s.request)]
    worked = [raw_of(program, request) for request in examples]
    varied = variants(program, examples, VARIANTS)
    compiled = kernel.compile(program)
    checker = RequestChecker.of(program.facts)
    for name, population in (("worked examples", worked), ("random variants of them", varied)):
        kinds = {
            "all": population,
            "decided": [raw for raw in population if not _pends(raw)],
            "pending": [raw for raw in population if _pends(raw)],
        }
        _agreement(name, population, compiled, checker)
        for kind, raws in kinds.items():
            if raws:
                _compare(f"{name}, {kind}: {len(raws)} requests", raws, compiled, checker)


def _compare(title: str, raws: list[Raw], compiled: kernel.Kernel, checker: RequestChecker) -> None:
    requests = [_valid(checker, raw) for raw in raws]

    def by_hand() -> None:
        for _ in range(REPEATS):
            for raw in raws:
                answer = handwritten.decide(raw)
                _ = answer.determination, answer.reasons, answer.missing

    def validated() -> None:
        decide = compiled.decide_data
        for _ in range(REPEATS):
            for raw in raws:
                decision = decide(raw)
                assert not isinstance(decision, tuple)
                _ = decision.determination, decision.reasons, decision.missing

    def decided() -> None:
        decide = compiled.decide
        for _ in range(REPEATS):
            for request in requests:
                decision = decide(request)
                _ = decision.determination, decision.reasons, decision.missing

    def checked() -> None:
        validate = checker.validate
        for _ in range(REPEATS):
            for raw in raws:
                validate(raw)

    rivals = {
        "written by hand, nothing validated": by_hand,
        "kernel, validation included": validated,
        "kernel, request already validated": decided,
        "validation alone": checked,
    }
    seconds = interleaved(rivals)
    report(title, seconds, "written by hand, nothing validated", REPEATS * len(raws))


def variants(program: ir.Program, examples: list[Request], count: int) -> list[Raw]:
    """Return examples with a few facts changed or dropped at random; all outpatient."""
    rng = random.Random(7)
    found = []
    kept = {"service", "care_setting"}
    while len(found) < count:
        request, other = rng.choice(examples), rng.choice(examples)
        facts = dict(request.facts)
        names = sorted(facts.keys() - kept)
        for name in rng.sample(names, min(len(names), rng.randint(0, 3))):
            if name in other.facts and rng.random() < 0.7:
                facts[name] = other.facts[name]
            else:
                del facts[name]
        if "op_rehab_visits_used_ytd" in facts:
            facts["op_rehab_visits_used_ytd"] = rng.randint(0, 35)
        day = request.as_of + rng.randint(0, 20)
        found.append(raw_of(program, Request(day, facts)))
    return found


def _outpatient(request: Request) -> bool:
    return request.facts.get("care_setting") == "outpatient" and "service" in request.facts


def _pends(raw: Raw) -> bool:
    return handwritten.decide(raw).determination == "pend_documentation"


def _valid(checker: RequestChecker, raw: Raw) -> Request:
    request = checker.validate(raw)
    assert isinstance(request, Request)
    return request


def _agreement(
    name: str, raws: list[Raw], compiled: kernel.Kernel, checker: RequestChecker
) -> None:
    """Say how often the two agree, so that the comparison is of the same work."""
    same = missing = 0
    for raw in raws:
        ours, theirs = compiled.decide(_valid(checker, raw)), handwritten.decide(raw)
        same += ours.determination.value == theirs.determination
        missing += sorted(found.fact for found in ours.missing) == sorted(theirs.missing)
    say(f"{name}: {same} of {len(raws)} determinations agree, {missing} of {len(raws)} missing\n")


if __name__ == "__main__":
    main()
