"""Name determinations and suppliers for people."""

from __future__ import annotations

from policydsl.core.determinations import Determination

VERDICT = {
    Determination.NOT_APPLICABLE: "NOT APPLICABLE",
    Determination.ROUTE: "ROUTE",
    Determination.NOT_COVERED: "NOT COVERED",
    Determination.REFER: "REFER",
    Determination.BENEFIT_EXHAUSTED: "BENEFIT EXHAUSTED",
    Determination.REVIEW: "REVIEW",
    Determination.NEEDS_PRIOR_AUTH: "NEEDS PRIOR AUTHORIZATION",
    Determination.PEND_DOCUMENTATION: "PENDS",
    Determination.NEEDS_EXTENSION: "NEEDS AN EXTENSION",
    Determination.COVERED: "COVERED",
}

_TONE = {
    Determination.COVERED: "good",
    Determination.NOT_COVERED: "bad",
    Determination.BENEFIT_EXHAUSTED: "bad",
    Determination.REVIEW: "wait",
    Determination.NEEDS_PRIOR_AUTH: "wait",
    Determination.PEND_DOCUMENTATION: "wait",
    Determination.NEEDS_EXTENSION: "wait",
    Determination.NOT_APPLICABLE: "else",
    Determination.ROUTE: "else",
    Determination.REFER: "else",
}
TONE_OF_VERDICT = {verdict: _TONE[determination] for determination, verdict in VERDICT.items()}
"""What kind of news a verdict is: good, bad, wait, or that it is decided elsewhere."""

SUPPLIER = {
    "performer": "whoever gives the care",
    "location": "the place of care",
    "timeframe": "the dates of care",
    "code": "the codes of the request",
    "clinical": "the clinical record",
    "admin": "the administrative record",
    "patient": "the patient",
    "payer_system": "the payer's system",
    "reviewer": "a reviewer",
}
