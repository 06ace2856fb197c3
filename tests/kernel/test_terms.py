"""The kernel reads terms as the reference does: what stands in for an absent value, and ages."""

from __future__ import annotations

import datetime
import itertools

import pytest

from policydsl.core.dates import (
    LAST_DAY,
    age_in_months,
    age_in_years,
    months_reached,
    years_reached,
)
from policydsl.core.request import Request
from policydsl.core.values import ABSENT
from tests.compiling import policy_from
from tests.kernel.test_differential import check

TEXT = """
policy t.absent "A date that stands in for another"

fact signed "Signed"
  date, may be absent

fact start "Start"
  date

fact needed "Needed"
  yes or no

cover therapy "Therapy"
  for needed
  require begun "Begun"
    met when signed else start is on or before service date
"""
DAY = 738_900


def test_what_stands_in_for_an_absent_date_is_read() -> None:
    days = (DAY - 1, DAY + 1, None)
    asked = [
        Request(DAY, {n: v for n, v in (("signed", s), ("start", b), ("needed", True)) if v})
        for s, b in itertools.product((*days, ABSENT), days)
    ]
    check(policy_from(TEXT).program, asked)


AGES = """
policy t.ages "Ages"

fact birth_date "Date of birth"
  date, may be absent

fact school_age "Of school age"
  yes or no

cover therapy "Therapy"
  for school_age
  require old_enough "Three"
    met when age is at least 3 years
  require young_enough "Not twenty-one"
    met when age is less than 21 years
  require baby "Eighteen months"
    met when age is more than 18 months
  require one_age "Sixteen"
    met when age is not 16 years
"""


def test_ages_turn_on_the_day_on_which_they_turn() -> None:
    day = datetime.date(2024, 2, 29).toordinal()
    born = [datetime.date(2024 - years, 2, 29).toordinal() for years in (0, 4, 16, 20, 24)]
    born += [
        datetime.date(year, month, 28).toordinal() for year in (2003, 2021) for month in (2, 3)
    ]
    born += [datetime.date(2022, 8, 31).toordinal()]
    near = [day + around for day in born for around in (-1, 0, 1)]
    asked = [
        Request(as_of, {"birth_date": birth, "school_age": True})
        for birth in (*near, ABSENT)
        for as_of in (day - 1, day, day + 1)
    ]
    check(policy_from(AGES).program, [*asked, Request(day, {"school_age": True})])


LEAP = datetime.date(2020, 2, 29).toordinal()


@pytest.mark.parametrize("born", [1, LEAP, LEAP + 1, LEAP - 29, LAST_DAY - 400, LAST_DAY])
@pytest.mark.parametrize("age", [1, 2, 3, 4, 12, 18, 21, 100])
def test_an_age_is_reached_on_one_day(born: int, age: int) -> None:
    for reached, age_on in ((years_reached, age_in_years), (months_reached, age_in_months)):
        first = reached(born, age)
        assert age_on(born, first - 1) < age
        if first <= LAST_DAY:
            assert age_on(born, first) >= age
