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
