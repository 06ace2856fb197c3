"""A small policy with all that belongs to it, written into a folder."""

from pathlib import Path

VOCABULARY = """\
vocabulary demo "What the demonstration speaks of"

fact service "Service asked for"
  one of, asked of code
    - physical_therapy "Physical therapy"
    - massage "Massage"

fact approved "A doctor approves"
  yes or no, asked of clinical

fact visits_used "Visits used this year"
  visits, at least 0, asked of payer_system, unknown means 0

fact visits_requested "Visits asked for"
  visits, at least 1, asked of admin, unknown means 1

fact diagnosed_on "Day of the diagnosis"
  date, asked of clinical, may be absent

fact allowed_amount "Allowed for the request"
  money, at least $0.00, asked of payer_system
"""

POLICY = """\
policy demo.care "Care at home"
  issuer "The plan"
  edition 2026-01-01
  in force on any date [D-1]
  uses demo
  asks first service

source book "The book"
  updated 2026-01-01
  inventory "book.tsv"

exclude massages "Massage" [D-2]
  when service is massage

cover therapy "Therapy" [D-3]
  for service is physical_therapy
  require approved "A doctor approves" [D-4]
  counts toward visits
  pays 80%, of allowed_amount [D-6]

limit visits "Visit maximum" [D-5]
  20 visits per calendar year
  used visits_used
  asked visits_requested
"""

INVENTORY = """\
id\tsection\tparaphrase\tdecides
D-1\tHead\tHolds on any day.\tyes
D-2\tNot covered\tMassage is never covered.\tyes
D-3\tCovered\tPhysical therapy is.\tyes
D-4\tCovered\tA doctor has to approve.\tyes
D-5\tCovered\tThere are twenty visits a year.\tyes
D-6\tCost\tThe plan's share is 80%.\tyes
D-7\tCost\tAsk if in doubt.\tno
"""

SCENARIOS = """\
scenario "a first visit"
  as of 2026-03-04
  given
    service is physical_therapy
    approved is yes
  expect covered [D-3]
    remaining 20

scenario "the twenty-first"
  as of 2026-03-04
  given
    service is physical_therapy
    approved is yes
    visits_used is 20
  expect benefit_exhausted because visits
    remaining visits is 0
"""

REQUEST = {"service": "physical_therapy", "approved": True, "allowed_amount": 100}


def write(folder: Path, **texts: str) -> Path:
    """Write the policy into *folder*/demo and its vocabulary above it; *texts* replace files."""
    files = {
        "demo.pol": VOCABULARY,
        "demo/care.pol": POLICY,
        "demo/book.tsv": INVENTORY,
        "demo/scenarios.pol": SCENARIOS,
    }
    names = {"vocabulary": "demo.pol", "policy": "demo/care.pol", "inventory": "demo/book.tsv"}
    files |= {names.get(key, f"demo/{key}.pol"): text for key, text in texts.items()}
    (folder / "demo").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "demo" / "care.pol"
