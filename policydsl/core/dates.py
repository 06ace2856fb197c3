"""Calendar arithmetic on days, exact and without a clock.

A day is its proleptic Gregorian ordinal (`date.toordinal()`), 1 to 3,652,059.
"""

from __future__ import annotations

import datetime
import enum

FIRST_DAY = datetime.date.min.toordinal()
LAST_DAY = datetime.date.max.toordinal()


class Period(enum.Enum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def add_months(day: int, months: int) -> int:
    """Return *day* plus *months*, clipped to the end of the month (SPEC 6.2).

    Clipped also to the first and last day that a calendar can hold.

    >>> jan31 = datetime.date(2024, 1, 31).toordinal()
    >>> datetime.date.fromordinal(add_months(jan31, 1)).isoformat()
    '2024-02-29'
    """
    date = datetime.date.fromordinal(day)
    index = date.year * 12 + date.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if year > datetime.MAXYEAR:
        return LAST_DAY
    if year < datetime.MINYEAR:
        return FIRST_DAY
    last = 29 if month == 2 and _is_leap(year) else _DAYS[month - 1]
    return datetime.date(year, month, min(date.day, last)).toordinal()


def add_period(day: int, count: int, period: Period) -> int:
    """Return *day* plus *count* periods, clipped to the calendar's ends."""
    match period:
        case Period.DAYS:
            return min(max(day + count, FIRST_DAY), LAST_DAY)
        case Period.WEEKS:
            return min(max(day + 7 * count, FIRST_DAY), LAST_DAY)
        case Period.MONTHS:
            return add_months(day, count)
        case Period.YEARS:
            return add_months(day, 12 * count)


def birthday(born: int, years: int) -> int:
    """Return the day on which someone turns *years* (SPEC 6.3).

    Born on 29 February, the birthday in a common year is 1 March.

    >>> leap = datetime.date(2020, 2, 29).toordinal()
    >>> datetime.date.fromordinal(birthday(leap, 3)).isoformat()
    '2023-03-01'
    """
    date = datetime.date.fromordinal(born)
    year = date.year + years
    if year > datetime.MAXYEAR:
        return LAST_DAY
    if (date.month, date.day) == (2, 29) and not _is_leap(year):
        return datetime.date(year, 3, 1).toordinal()
    return date.replace(year=year).toordinal()


def age_in_years(born: int, day: int) -> int:
    """Return completed years on *day*; negative before birth.

    >>> born = datetime.date(2020, 3, 1).toordinal()
    >>> age_in_years(born, datetime.date(2023, 2, 28).toordinal())
    2
    """
    years = datetime.date.fromordinal(day).year - datetime.date.fromordinal(born).year
    if years < 0:
        return years
    return years if birthday(born, years) <= day else years - 1


def age_in_months(born: int, day: int) -> int:
    """Return completed months on *day*; a month is completed on the clipped day."""
    start, end = datetime.date.fromordinal(born), datetime.date.fromordinal(day)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(born, months) <= day else months - 1


def years_reached(born: int, years: int) -> int:
    """Return the first day with so many completed years, one at least; else the day past the last.

    >>> leap = datetime.date(2020, 2, 29).toordinal()
    >>> years_reached(leap, 3) == birthday(leap, 3)
    True
    """
    day = birthday(born, years)
    return day if age_in_years(born, day) >= years else LAST_DAY + 1


def months_reached(born: int, months: int) -> int:
    """Return the first day with so many completed months, one at least; else the day past the last.

    >>> jan31 = datetime.date(2024, 1, 31).toordinal()
    >>> datetime.date.fromordinal(months_reached(jan31, 1)).isoformat()
    '2024-02-29'
    """
    day = add_months(born, months)
    return day if age_in_months(born, day) >= months else LAST_DAY + 1


def year_of(day: int) -> int:
    """Return the calendar year of *day*."""
    return datetime.date.fromordinal(day).year
