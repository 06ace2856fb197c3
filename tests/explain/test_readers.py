"""What each reader gets of a few requests, whole pages, and that every format says the same."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from syrupy.assertion import SnapshotAssertion

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.explain import Explanation, Reader, Rendering
from policydsl.explain.clausetrace import Status
from policydsl.explain.reviewer import Standing, criteria
from policydsl.policy.explanation_schema import explanation_schema
from tests.compiling import policy_from
from tests.explain.plans import FOLDER, PLANS, explained, plan
from tests.explain.test_author import REQUESTS, clinic

SLOTS = {
    "notice_date": "2026-03-10",
    "member": "The member of claim 17",
    "claim": "17",
    "provider": "Lakeside Clinic",
    "clinical_reviewer": "A licensed therapist of the plan",
    "review_procedure": "Write to the plan, and say why you disagree.",
    "review_deadline": "Within 180 days of this notice",
    "decision_time": "60 days",
    "expedited_review": "Call the plan, and say that it is urgent.",
    "external_review": "Ask your state for a review after that of the plan.",
    "documents": "Ask the plan; copies are free of charge.",
    "contact": "Member services, 555 0100",
    "assistance": "The consumer office of your state, 555 0199",
}
EXAMPLES = (
    ("nwc", "levelled_off"),
    ("nwc", "cardiac"),
    ("nwc", "inpatient"),
    ("hmsa", "past_precertification"),
    ("uhc_cs164h", "pending"),
    ("uhc_cs164h", "first_visits"),
    ("kaiser", "referral"),
    ("cms_telehealth", "video"),
    ("ny_medicaid", "limited"),
)
ADVERSE = (
    ("nwc", "levelled_off"),
    ("hmsa", "past_precertification"),
    ("uhc_cs164h", "first_visits"),
    ("kaiser", "referral"),
    ("ny_medicaid", "limited"),
)


def example(name: str, request: str) -> Explanation:
    raw = (FOLDER / name / "examples" / f"{request}.json").read_text()
    return plan(name).explain(raw)


def told(explanation: Explanation, reader: Reader) -> Rendering:
    match reader:
        case Reader.AUTHOR:
            return explanation.for_author()
        case Reader.REVIEWER:
            return explanation.for_reviewer()
        case Reader.MEMBER:
            return explanation.for_member()
        case Reader.NOTICE:
            return explanation.for_notice(SLOTS)


def stable(page: str) -> str:
    """Leave out what changes with whatever else a policy says, and where this checkout lies."""
    page = page.replace(f"{FOLDER.parent}/", "")
    page = re.sub(r"[0-9a-f]{64}", "…", page)
    return re.sub(r"(\.pol):\d+", r"\1:…", page)


PAGES = [
    *((name, request, Reader.AUTHOR) for name, request in EXAMPLES[3:] if request != "pending"),
    *((name, request, Reader.REVIEWER) for name, request in EXAMPLES),
    *((name, request, Reader.MEMBER) for name, request in EXAMPLES),
    *((name, request, Reader.NOTICE) for name, request in ADVERSE),
]


@pytest.mark.parametrize(
    ("name", "request_", "reader"), PAGES, ids=[f"{n}-{r}-{w.value}" for n, r, w in PAGES]
)
def test_a_page_reads_well(
    name: str, request_: str, reader: Reader, golden: SnapshotAssertion
) -> None:
    rendering = told(example(name, request_), reader)
    page = rendering.to_text()
    assert max(map(len, page.splitlines())) <= 80
    if reader is Reader.AUTHOR:
        page = rendering.to_markdown()  # where a place is named, lines break as folders are long
    assert stable(page) == golden


@pytest.mark.parametrize("reader", Reader, ids=lambda reader: reader.value)
def test_html_is_one_page(reader: Reader, golden: SnapshotAssertion) -> None:
    assert stable(told(example("nwc", "levelled_off"), reader).to_html()) == golden


@pytest.mark.parametrize("reader", Reader, ids=lambda reader: reader.value)
def test_markdown_is_a_page(reader: Reader, golden: SnapshotAssertion) -> None:
    assert stable(told(example("nwc", "levelled_off"), reader).to_markdown()) == golden


# --------------------------------------------------------------------------- HTML


class Page(HTMLParser):
    """Holds the text of a page, and that its elements are closed as they were opened."""

    VOID = ("meta", "br")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.text.append(data)


def words(text: str) -> list[str]:
    return [word.strip(",") for word in re.findall(r"[\w$%.,’'-]+", text)]


@pytest.mark.parametrize("reader", Reader, ids=lambda reader: reader.value)
def test_html_needs_nothing_and_says_what_the_text_says(reader: Reader) -> None:
    rendering = told(example("nwc", "levelled_off"), reader)
    html = rendering.to_html()
    page = Page(html)
    assert not page.found & {"script", "img", "link", "iframe", "object", "svg"}
    assert not page.attributes & {"src", "href", "style", "onclick", "onload"}
    assert not re.search(r"url\(|@import|https?:", html)
    assert "@media print" in html
    assert "prefers-color-scheme: dark" in html
    said = set(words(" ".join(page.text)))
    lacking = [word for word in words(rendering.to_text()) if word not in said]
    # A verdict is in capitals in a terminal.
    assert {word.lower() for word in lacking} <= {word.lower() for word in said}


EVIL = "<script>alert('x')</script> & \"quotes\" </style>"


def test_what_others_wrote_is_escaped() -> None:
    text = (
        'policy evil "<b>Evil</b>"\n\nfact service "<i>Service</i>"\n  one of {massage}\n\n'
        'exclude massage "</style><script>alert(1)</script>"\n  when service is massage\n'
        '  say to member "No <script>alert(2)</script>."\n\n'
        'cover therapy "Therapy"\n  for service is massage\n  say to member "Yes."\n'
    )
    explanation = policy_from(text).explain(
        {"as_of": "2026-03-04", "facts": {"service": "massage"}}
    )
    renderings = [
        explanation.for_author(everything=True),
        explanation.for_reviewer(),
        explanation.for_member(),
        explanation.for_notice(SLOTS | {"contact": EVIL}),
    ]
    for rendering in renderings:
        html = rendering.to_html()
        assert "script" not in Page(html).found
        assert html.count("</style>") == 1
    assert EVIL in "".join(Page(renderings[-1].to_html()).text)


def test_what_others_wrote_stays_text_in_markdown() -> None:
    explanation = clinic().explain({"as_of": "2026-03-10", "facts": REQUESTS["excluded by name"]})
    notice = explanation.for_notice(SLOTS | {"contact": "# not a *heading* <b>"}).to_markdown()
    assert "\\# not a \\*heading\\* \\<b\\>" in notice


# --------------------------------------------------------------------------- data


def closed(schema: Any) -> Any:
    """Refuse what a schema does not describe: it is to describe everything."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if "properties" in made and "additionalProperties" not in made and "type" in made:
        made["additionalProperties"] = False
    return made


@pytest.mark.parametrize("reader", Reader, ids=lambda reader: reader.value)
def test_the_schema_describes_all_of_it(reader: Reader) -> None:
    schema = explanation_schema(reader)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(closed(schema))
    cases = ADVERSE if reader is Reader.NOTICE else EXAMPLES
    found = [told(example(*case), reader) for case in cases]
    if reader is not Reader.NOTICE:
        found += [
            told(clinic().explain({"as_of": "2026-03-10", "facts": facts}), reader)
            for facts in REQUESTS.values()
        ]
    for rendering in found:
        data = json.loads(rendering.to_json())
        validator.validate(data)
        assert list(data) == list(schema["properties"])


# ----------------------------------------------------------------------- reviewers


@pytest.mark.parametrize("name", PLANS)
def test_a_reviewer_sees_every_criterion_of_the_request_once(name: str) -> None:
    for _, explanation in explained(name):
        held = {criterion.clause.key: criterion for criterion in criteria(explanation)}
        for clause in explanation.clauses:
            speaks = clause.kind not in (ir.Kind.COVER, ir.Kind.SILENCE)
            aside = clause.status in (Status.OTHER_BENEFIT, Status.GUARDED_OFF)
            limit = clause.kind in (ir.Kind.LIMIT, ir.Kind.EXTENSION)
            if speaks and not aside and not (limit and clause.status is Status.DOES_NOT_HOLD):
                criterion = held.pop(clause.key)
                if criterion.standing is Standing.UNKNOWN:
                    assert clause.result is Kleene.UNKNOWN
                else:
                    not_met = criterion.standing is Standing.NOT_MET
                    assert not_met == (clause.result is Kleene.YES)
        assert not held
        asked = {fact for c in criteria(explanation) for fact in c.needs}
        assert asked <= {lack.read.fact for lack in explanation.missing}


def test_a_reviewer_is_told_what_every_missing_paper_is_for() -> None:
    page = example("uhc_cs164h", "pending").for_reviewer().to_text()
    assert "Still needed" in page
    for lack in example("uhc_cs164h", "pending").missing:
        assert lack.asked_by


def test_the_folder_of_examples_is_whole() -> None:
    for name, request in EXAMPLES:
        assert Path(FOLDER / name / "examples" / f"{request}.json").is_file()
