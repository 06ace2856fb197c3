"""The kernel reads terms as the reference does where an absent value lets another in."""

from __future__ import annotations

import itertools

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
