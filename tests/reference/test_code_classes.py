"""The classes of codes that a policy tells apart are all there, by brute force over systems."""

from __future__ import annotations

import itertools
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.core.codes import is_code, next_code
from policydsl.reference.codes import class_of, code_classes, code_tests

BOTH = string.digits + string.ascii_uppercase
PLACES = [f"{a}{b}" for a, b in itertools.product(string.digits, repeat=2)]
MODIFIERS = [f"{a}{b}" for a, b in itertools.product(BOTH, repeat=2)]
ALL = {"pos": PLACES, "modifier": MODIFIERS}


@st.composite
def drawn_tests(draw: st.DrawFn, system: str, codes: list[str]) -> list[ir.CodeIn | ir.CodeSetIs]:
    found: list[ir.CodeIn | ir.CodeSetIs] = []
    for _ in range(draw(st.integers(0, 3))):
        ends = draw(st.lists(st.tuples(*[st.sampled_from(codes)] * 2), min_size=1, max_size=3))
        ranges = tuple(ir.CodeRange(min(pair), max(pair)) for pair in ends)
        if draw(st.booleans()):
            found.append(ir.CodeIn("code", system, ranges))
        else:
            word = draw(st.sampled_from(ir.SetWord))
            found.append(ir.CodeSetIs("codes", system, word, ranges))
    return found


@pytest.mark.parametrize("system", ALL)
@settings(max_examples=60)
@given(data=st.data())
def test_no_class_of_codes_is_left_out_or_made_up(system: str, data: st.DataObject) -> None:
    atoms = data.draw(drawn_tests(system, ALL[system]))
    tests = code_tests(atoms)
    found = [class_of(code, system, tests) for code in code_classes(system, atoms)]
    assert len(found) == len(set(found))
    assert set(found) == {class_of(code, system, tests) for code in ALL[system]}


@st.composite
def diagnoses(draw: st.DrawFn) -> str:
    """Draw codes that lie close together, some of them below others."""
    code = draw(st.sampled_from("IZ")) + draw(st.sampled_from("09")) + draw(st.sampled_from("0AZ"))
    if draw(st.booleans()):
        code += "." + draw(st.text("0AZ", min_size=1, max_size=4))
    return code


@settings(max_examples=200)
@given(
    st.lists(st.tuples(diagnoses(), diagnoses()), min_size=1, max_size=3),
    st.lists(diagnoses(), max_size=30),
)
def test_every_diagnosis_is_of_a_class_that_is_known(
    ends: list[tuple[str, str]], codes: list[str]
) -> None:
    atoms = [ir.CodeIn("code", "icd10", (ir.CodeRange(min(pair), max(pair)),)) for pair in ends]
    tests = code_tests(atoms)
    known = code_classes("icd10", atoms)
    assert all(is_code("icd10", code) for code in known)
    classes = {class_of(code, "icd10", tests) for code in known}
    assert {class_of(code, "icd10", tests) for code in codes} <= classes


@pytest.mark.parametrize("system", ALL)
def test_the_next_code_is_the_next(system: str) -> None:
    ordered = ALL[system]
    assert [next_code(system, each) for each in ordered] == [*ordered[1:], None]


@given(diagnoses())
def test_the_next_diagnosis_comes_after_all_subcodes(code: str) -> None:
    after = next_code("icd10", code)
    if after is None:
        assert code.replace(".", "").strip("Z") == "9"  # nothing comes after Z9Z
        return
    assert is_code("icd10", after)
    assert after > code
    assert not after.startswith(code)
