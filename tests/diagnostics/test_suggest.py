"""A mistyped name finds the one that was meant, or none rather than a wild guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.diagnostics.suggest import edits, nearest, nearest_few

FACTS = (
    "days_used",
    "visits_used",
    "therapy_visits",
    "prior_authorization_on_file",
    "speech_therapy",
    "service",
    "setting",
)
WORDS = st.text(alphabet="ab_ ", max_size=8)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("visit_used", "visits_used"),
        ("vists_used", "visits_used"),
        ("visits_uesd", "visits_used"),
        ("VisitsUsed", "visits_used"),
        ("visits-used", "visits_used"),
        ("used_visits", "visits_used"),
        ("used_visit", "visits_used"),
        ("prior_authorization_file", "prior_authorization_on_file"),
        ("sevice", "service"),
        ("network", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_the_nearest_name_is(typed: str, meant: str | None) -> None:
    assert nearest(typed, FACTS) == meant


def test_a_name_is_not_suggested_for_itself() -> None:
    assert nearest("service", FACTS) is None


@given(WORDS, st.lists(WORDS))
def test_suggestions_do_not_depend_on_the_order_of_the_names(text: str, names: list[str]) -> None:
    assert nearest_few(text, names) == nearest_few(text, sorted(names))


@given(WORDS, WORDS)
def test_a_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert edits(one, other) == edits(other, one) <= max(len(one), len(other))
    assert (edits(one, other) == 0) == (one == other)
