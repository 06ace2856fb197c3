"""No text of an author reaches the generated source."""

from __future__ import annotations

import io
import keyword
import random
import re
import tokenize

from policydsl import kernel
from policydsl.core import ir
from policydsl.core.facts import Choice, CodeValue, MemberSet, Number, YesNo
from policydsl.core.request import Request
from policydsl.core.values import ABSENT, FactValue
from policydsl.kernel import scope
from policydsl.reference import decide
from tests.kernel.hostile import program
from tests.kernel.test_differential import every_guard_scopes, raw

GENERATED = re.compile(r"[ekvt]\d+")
FIXED = {"evaluate", "read", "get", "as_of", "a", "t", "facts", "items", "name", "raw", "rest"}
FIXED |= {"type", "min", "max", "KeyError"}


def a_request(asked: ir.Program, rng: random.Random) -> Request:
    facts: dict[str, FactValue] = {}
    for name, fact in asked.facts.by_name.items():
        if rng.random() < 0.15:
            continue
        if fact.may_be_absent and rng.random() < 0.2:
            facts[name] = ABSENT
            continue
        match fact.type:
            case YesNo():
                facts[name] = rng.random() < 0.5
            case Choice(members):
                facts[name] = rng.choice(members)
            case MemberSet(members):
                facts[name] = frozenset(rng.sample(members, rng.randint(0, 3)))
            case Number():
                facts[name] = rng.randint(0, 9)
            case CodeValue():
                facts[name] = "I21.4"
            case _:
                raise AssertionError
    return Request(738_000, facts)


def test_the_source_holds_generated_names_and_nothing_of_the_author() -> None:
    hostile = program()
    compiled = kernel.compile(hostile)
    found = compiled.scoped(a_request(hostile, random.Random(1)).facts).scope.source
    for token in tokenize.generate_tokens(io.StringIO(found).readline):
        assert token.type not in (tokenize.STRING, tokenize.COMMENT, tokenize.ERRORTOKEN)
        if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
            assert token.string in FIXED or GENERATED.fullmatch(token.string), token


def test_a_hostile_program_is_decided_as_by_the_reference() -> None:
    hostile = program()
    rng = random.Random(5)
    for scoping in (False, True):
        if scoping:
            with every_guard_scopes():
                assert scope.LEAST_USES == 1
                compiled = kernel.compile(hostile)
        else:
            compiled = kernel.compile(hostile)
        for _ in range(40):
            request = a_request(hostile, rng)
            expected = decide(hostile, request).to_dict()
            assert compiled.decide(request).to_dict() == expected
            found = compiled.decide_data(raw(hostile, request))
            assert not isinstance(found, tuple)
            assert found.to_dict() == expected
