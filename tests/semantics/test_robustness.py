"""Whatever an author writes, lowering answers with a meaning or with a reason, never a crash."""

from hypothesis import given
from hypothesis import strategies as st

from policydsl.diagnostics.model import in_order
from policydsl.diagnostics.text import render
from policydsl.semantics.check import check
from policydsl.source import Source
from policydsl.syntax.parser import parse
from tests.semantics.lowered import FACTS

NAMES = (
    *("service", "reason", "urgent", "agreed", "areas", "diagnosis", "procedures", "score"),
    *("visits_used", "allowed", "order_date", "birth_date", "age", "as_of", "nobody"),
    *("it", "other", "words", "amounts", "yearly", "yearly.used", "yearly.left"),
)
WRITTEN = ("3", "1.25", "$20", "$1.50", "12.5%", "2026-01-31", "3 visits", "2 sessions")
DERIVED = ("18 years", "6 months", "service date", "3rd birthday", "year of order_date")
LEAVES = st.sampled_from((*NAMES, *WRITTEN, *DERIVED))
OPERANDS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({} plus {})".format, inner, inner),
        st.builds("({} minus {})".format, inner, inner),
        st.builds("({} times {})".format, LEAVES, LEAVES),
        st.builds("({} else {})".format, inner, inner),
        st.builds("smaller of ({}, {})".format, inner, inner),
    ),
    max_leaves=4,
)
SETS = st.sampled_from(
    ["{yoga}", "{yoga, injury}", "{motor}", "{I21, 97110}", "{I21 to I25}", "{}"]
)
COMPARISONS = st.one_of(
    OPERANDS,
    st.builds(
        "{} {} {}".format,
        OPERANDS,
        st.sampled_from(
            [
                "is at least",
                "is more than",
                "is exactly",
                "is the same as",
                "is before",
                "is on or after",
            ]
        ),
        OPERANDS,
    ),
    st.builds("{} is between {} and {}".format, OPERANDS, LEAVES, LEAVES),
    st.builds("{} is at most 9 weeks before {}".format, OPERANDS, OPERANDS),
    st.builds(
        "{} is {}".format, OPERANDS, st.sampled_from(["yes", "not no", "yoga", "I21", "9", "$3"])
    ),
    st.builds("{} is {}".format, OPERANDS, st.sampled_from(["absent", "not present", "not known"])),
    st.builds("{} not in {}".format, OPERANDS, SETS),
    st.builds("{} like {} or {}".format, OPERANDS, SETS, st.sampled_from(["urgent", "score"])),
    st.builds("{} only {}".format, OPERANDS, SETS),
    st.builds("{} any in {}".format, OPERANDS, SETS),
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        st.builds("(not {})".format, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
    ),
    max_leaves=4,
)
CELLS = st.sampled_from(
    ["any", "yoga", "3 visits", "0 to 3", "over 2", "over 2 to 4", "yes", "I21", "$3", "{yoga}"]
)


@given(CONDITIONS, CONDITIONS, OPERANDS, st.lists(st.tuples(LEAVES, CELLS, CELLS), max_size=3))
def test_checking_never_raises(
    first: str, second: str, value: str, rows: list[tuple[str, str, str]]
) -> None:
    table = "".join(f"  {cell} | {result}\n" for _, cell, result in rows)
    column = rows[0][0] if rows else "service"
    text = (
        "policy p\n  in force on any date\n"
        f"{FACTS}"
        f"define it\n  when {first}\n"
        f"define other\n  is {value}\n"
        "table words\n  given service\n  yoga | short\n  any | long\n"
        f"table amounts\n  given {column}\n{table}"
        "cover therapy\n  counts toward yearly\n"
        f"  require thing\n    met when {second}\n"
        "limit yearly\n  30 visits per calendar year\n  used visits_used\n  asked 1 visit\n"
    )
    parsed = parse(Source("test.pol", text))
    found = in_order((*parsed.diagnostics, *check((parsed.file,)).diagnostics))
    # What is found can also be shown.
    render(found)
