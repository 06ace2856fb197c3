"""The files of a policy that has just been started, as text."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from policydsl.source import Source
from policydsl.syntax.printer import format_source

OWN_VOCABULARY: Final = "facts"

FACTS: Final = {
    "service": """\
fact service "Service asked for"
  one of, asked of code
    - physical_therapy "Physical therapy"
    - massage "Massage"
""",
    "medically_necessary": """\
fact medically_necessary "Medically necessary, as a reviewer finds"
  yes or no, asked of reviewer
""",
    "progress_plateau": """\
fact progress_plateau "Function has stopped improving"
  yes or no, unknown means no, asked of reviewer
""",
    "visits_used": """\
fact visits_used "Visits already used in the calendar year"
  visits, unknown means 0 visits, asked of payer_system
""",
    "visits_requested": """\
fact visits_requested "Visits in this request"
  visits, at least 1 visit, unknown means 1 visit, asked of performer
""",
}
"""What the policy reads, by name."""

_POLICY: Final = """\
policy {id} "{title}"
  uses {vocabulary}

# The document that is written down here, and the list of what it states.

source document "{title}"
  inventory "{id}.tsv"

{facts}# What is covered, and what has to be met for it.

cover therapy "Physical therapy" [DOC-1]
  for service is physical_therapy
  require medically_necessary "Medically necessary" [DOC-2]
  counts toward yearly_visits

# How much of it.

limit yearly_visits "Visits in a year" [DOC-3]
  30 visits per calendar year
  used visits_used
  asked visits_requested

# What is never covered.

exclude plateau "Function has stopped improving" [DOC-4]
  when progress_plateau

# What the document says and no request depends on.

not encoded "How to appeal is not decided here." [DOC-5]
"""

_INVENTORY: Final = """\
id	section	paraphrase	decides
DOC-1	Benefits	Physical therapy is a benefit.	yes
DOC-2	Benefits	It has to be medically necessary.	yes
DOC-3	Limits	Thirty visits in a calendar year.	yes
DOC-4	Exclusions	Not once function has stopped improving.	yes
DOC-5	Appeals	Appeals go to the plan's office.	yes
"""

_SCENARIOS: Final = """\
scenarios "Physical therapy"
  as of 2026-03-04
  given
    service is physical_therapy
    visits_requested is 4 visits
  columns medically_necessary, progress_plateau, visits_used, expect, missing
    yes | no | 10 | covered | any
    any | no | 10 | pend_documentation | medically_necessary
    no | no | 10 | not_covered | any
    yes | yes | 10 | not_covered | any
    yes | no | 26 | covered | any
    yes | no | 27 | benefit_exhausted | any
"""

REQUEST: Final = """\
{
  "as_of": "2026-03-04",
  "facts": {
    "service": "physical_therapy",
    "visits_used": 10,
    "visits_requested": 4
  }
}
"""


def policy(id: str, title: str, vocabulary: str, own_facts: Collection[str]) -> str:
    """Write the policy; *own_facts* are those that it declares itself."""
    facts = "".join(f"{FACTS[name]}\n" for name in FACTS if name in own_facts)
    heading = "# What requests say, beside what the vocabulary has.\n\n" if facts else ""
    return _laid_out(
        _POLICY.format(id=id, title=title, vocabulary=vocabulary, facts=heading + facts)
    )


def vocabulary() -> str:
    """Write the vocabulary of a policy that has one of its own."""
    head = f'vocabulary {OWN_VOCABULARY} "What a request can say"\n'
    return _laid_out("\n".join((head, *FACTS.values())))


def inventory() -> str:
    return _INVENTORY


def scenarios() -> str:
    return _laid_out(_SCENARIOS)


def _laid_out(text: str) -> str:
    return format_source(Source("starter.pol", text)).text
