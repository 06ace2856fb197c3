"""A name means the one thing that is declared under it, or a diagnostic says why not."""

import pytest

from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.names import Names, Sort, declare
from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.parser import parse
from tests.semantics.lowered import NOWHERE

TEXT = """
cover outpatient "Outpatient"
  require place "Place"
  require order "Order"
  if urgent
    require speed "Speed"

cover inpatient "Inpatient"
  require place "Place"

exclude listed "Listed"
  - yoga when is_yoga
  - dance when is_dance

limit yearly "Yearly"
  30 visits per calendar year
  extend by up to 9 visits
    require support "Support"

require order "Order, for every benefit"
"""


@pytest.fixture(scope="module")
def names() -> Names:
    parsed = parse(Source("test.pol", TEXT))
    assert not parsed.diagnostics
    declared = declare((parsed.file,))
    assert not declared.diagnostics
    return declared.names


def name(text: str) -> ast.Name:
    return ast.Name(text, span=NOWHERE)


def test_what_stands_in_a_clause_has_its_key_before_its_own(names: Names) -> None:
    assert list(names.clauses) == [
        "outpatient",
        "outpatient.place",
        "outpatient.order",
        "outpatient.speed",
        "inpatient",
        "inpatient.place",
        "listed",
        "listed.yoga",
        "listed.dance",
        "yearly",
        "yearly.support",
        "order",
    ]


@pytest.mark.parametrize(
    ("text", "near", "key"),
    [
        ("outpatient.place", None, "outpatient.place"),
        ("yoga", None, "listed.yoga"),
        ("order", None, "order"),
        ("order", "outpatient", "outpatient.order"),
        ("place", "inpatient.anything", "inpatient.place"),
    ],
)
def test_a_clause_is_found(names: Names, text: str, near: str | None, key: str) -> None:
    found = names.clause(name(text), near=near)
    assert not isinstance(found, Diagnostic)
    assert found.key == key


def test_a_sort_narrows_what_is_meant(names: Names) -> None:
    found = names.clause(name("outpatient"), Sort.COVER)
    assert not isinstance(found, Diagnostic)
    assert found.sort is Sort.COVER


@pytest.mark.parametrize(
    ("text", "sorts", "code", "message"),
    [
        ("place", (), "POL0209", "`place` may mean 2 clauses"),
        ("yearly", (Sort.COVER,), "POL0210", "`yearly` is a limit, and a cover is needed here"),
        ("outpatint", (Sort.COVER,), "POL0208", "there is no cover named `outpatint`"),
        ("nothing_like_it", (), "POL0208", "there is no clause named `nothing_like_it`"),
    ],
)
def test_a_clause_is_not_found(
    names: Names, text: str, sorts: tuple[Sort, ...], code: str, message: str
) -> None:
    found = names.clause(name(text), *sorts)
    assert isinstance(found, Diagnostic)
    assert (found.code.id, found.message) == (code, message)


def test_a_near_name_is_proposed(names: Names) -> None:
    found = names.clause(name("outpatint"), Sort.COVER)
    assert isinstance(found, Diagnostic)
    assert found.help == "did you mean `outpatient`?"
