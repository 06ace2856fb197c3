"""How much fits is compared as the decisions state it: where it is known, whatever else is not."""

from __future__ import annotations

from policydsl.changes import Changes, compare
from policydsl.changes.decisions import ClassChange
from policydsl.solve.contrast import Aspect
from tests.diff.editing import checked, edited, given
from tests.policy import sample

LATER = (
    'fact diagnosed_on "Day of the diagnosis"\n',
    'fact first_visit_on "Day of the first visit"\n  date, asked of performer\n\n'
    'fact diagnosed_on "Day of the diagnosis"\n',
)
LIMITED = "  counts toward visits\n"
COURSE = """
limit course "Visits of a course" [D-5]
  {count} visits per course
  for 12 weeks from first_visit_on
  used visits_used
  asked visits_requested
"""


def amounts(changes: Changes) -> list[ClassChange]:
    return [each for each in changes.decided.classes if each.aspect is Aspect.AMOUNT]


def fits(change: ClassChange) -> tuple[int | None, int | None]:
    return change.case.before.fits, change.case.after.fits


def compared(old: str, new: str, vocabulary: str = sample.VOCABULARY) -> Changes:
    return compare(given(checked(old, vocabulary)), given(checked(new, vocabulary)))


def test_what_an_unknown_day_cannot_change_is_known() -> None:
    """Of a course nothing is left once its visits are used up, whenever it began."""
    policy = edited(sample.POLICY, (LIMITED, LIMITED + "  counts toward course\n"))
    old, new = (policy + COURSE.format(count=count) for count in (20, 25))
    changes = compared(old, new, edited(sample.VOCABULARY, LATER))
    assert changes.decided.unproved == ()
    assert amounts(changes)
    for each in amounts(changes):
        before, now = fits(each)
        assert before != now


def test_a_limit_that_decides_in_one_version_alone_says_there_what_fits() -> None:
    """Both deny the request; only one says how much of it would have fitted."""
    asked = "  asked visits_requested\n"
    old = edited(sample.POLICY, (asked, asked + "  beyond not covered\n"))
    many = '\nexclude many "Many visits" [D-5]\n  when visits_used is at least 20 visits\n'
    new = edited(old, ("20 visits per", "30 visits per")) + many
    changes = compared(old, new)
    assert changes.decided.unproved == ()
    led = {(each.old.clause, each.new.clause): fits(each) for each in amounts(changes)}
    assert led["visits", None][0] == 0
