"""Write policies of any size with scopes and conditions like those of the real ones.

Benefits are told apart by the service and the setting, every third is part of the one before
it, and each has findings, papers, ages, dates, an authorization and a limit of its own.
What binds all of them (requirements, exclusions with exceptions, referrals) grows with the
policy, as it does in real ones.  `policyc check` finds nothing wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core import ir
from policydsl.semantics import Checked, check
from policydsl.source import Source
from policydsl.syntax.parser import parse

_FIXED = 2  # clauses of a policy that has no benefit
_OF_BENEFIT = 17.8  # on the average
_STATES = ("ca", "fl", "ky", "mi", "nj", "oh", "tx", "va")


def text(clauses: int) -> str:
    """Return a policy of about so many clauses."""
    rules = max(4, clauses // 12)
    benefits = max(1, round((clauses - _FIXED - rules) / _OF_BENEFIT))
    parts = [_HEAD, *_facts(benefits, rules)]
    parts += map(_benefit, range(benefits))
    parts += (_rule(number, benefits) for number in range(rules))
    return "\n".join(parts)


def checked(source: str, name: str = "generated.pol") -> Checked:
    """Parse and bind a policy without analysing it; one in error is a mistake of ours."""
    parsed = parse(Source(name, source))
    found = check((parsed.file,))
    assert found.program is not None, (*parsed.diagnostics, *found.diagnostics)
    return found


def program(clauses: int) -> ir.Program:
    made = checked(text(clauses)).program
    assert made is not None
    return made


_HEAD = """policy generated "A generated policy"
  edition 2026-01-01
  asks first service

exclude admitted "Nothing is decided here of who is admitted"
  when setting is inpatient
"""


def _facts(benefits: int, rules: int) -> Iterator[str]:
    services = [f"service_{b}_{kind}" for b in range(benefits) for kind in "abc"]
    yield "fact service\n  one of\n" + "".join(f"    - {name}\n" for name in services)
    yield "fact setting\n  one of {outpatient, inpatient, home}\n"
    yield f"fact state\n  one of {{{', '.join(_STATES)}}}\n"
    yield "fact place\n  one of {office, clinic, hospital, residence, school}\n"
    yield "fact birth_date\n  date, fixed\n"
    yield "fact first_seen\n  date, may be absent\n"
    yield "fact prescribed\n  yes or no\n"
    yield "fact necessary\n  yes or no, asked of reviewer\n"
    yield "fact visits_asked\n  visits, at least 1 visit, unknown means 1 visit\n"
    yield "fact extension\n  one of {none, pending, granted, denied}, unknown means none\n"
    yield "fact visits_granted\n  visits, unknown means 0 visits\n"
    for b in range(benefits):
        yield f"fact used_{b}\n  visits, unknown means 0 visits\n"
        yield f"fact other_used_{b}\n  visits, unknown means 0 visits\n"
        yield f"fact plan_signed_{b}\n  date\n"
        yield f"fact cause_{b}\n  one of {{injury, illness, surgery, wear, birth, unclear}}\n"
        yield f"fact approved_{b}\n  yes or no, unknown means no\n"
        for f in range(7):
            yield f"fact finding_{b}_{f}\n  yes or no\n"
    for r in range(rules):
        yield f"fact sign_{r}\n  yes or no, unknown means no\n"
        yield f"fact relief_{r}\n  yes or no, unknown means no\n"


def _benefit(b: int) -> str:
    """Write a benefit, or a part of the one before it, with its limit and its exclusions."""
    child = b % 3 == 2
    kinds = f"{{service_{b - 1}_c}}" if child else _braced(f"service_{b}_{k}" for k in "abc")
    part_of = f"\n  part of benefit_{b - 1}" if child else ""
    return f"""cover benefit_{b} "Benefit {b}"{part_of}
  for service in {kinds} and setting is not inpatient
  require prescribed_{b} "Prescribed"
    met when prescribed and finding_{b}_0
  require place_{b} "Where it may be given"
    met when place in {{office, clinic, hospital}} or finding_{b}_1
  require cause_{b} "By a cause that counts"
    met when cause_{b} in {{injury, illness, surgery}}
  require skilled_{b} "By someone with the skill"
    met when finding_{b}_2
  require plan_{b} "A plan of the last 90 days"
    met when plan_signed_{b} is at most 90 days before service date
    otherwise pend
  if age is less than {3 + b % 18} years
    require guardian_{b} "A guardian agreed"
      met when finding_{b}_3
    require teacher_{b} "The school reported"
      met when finding_{b}_4 or place is not school
      otherwise pend
  if used_{b} is more than {4 + b % 5} visits
    require progress_{b} "Progress was made"
      met when finding_{b}_5
    require looked_at_{b} "The plan was looked at again"
      met when finding_{b}_6
      otherwise pend
  authorize beforehand_{b} "Authorized beforehand"
    when age is at least 65 years or cause_{b} is wear
    satisfied by approved_{b}
  counts toward visits_{b}

limit visits_{b} "Visits of benefit {b}"
  {20 + b % 20} visits per calendar year
  used sum of
    - used_{b}
    - other_used_{b}
  asked visits_asked
  extend by up to {10 + b % 10} visits
    status extension
    granted visits_granted
    require supported_{b} "The physician supports it"
      met when finding_{b}_0
      otherwise exhausted
    require written_down_{b} "It is written down"
      met when finding_{b}_1
      otherwise pend

exclude too_early_{b} "Begun before it was planned"
  for service in {kinds}
  when first_seen is before plan_signed_{b}

exclude at_birth_{b} "Conditions from birth"
  for service in {kinds}
  when cause_{b} is any of
    - birth
    - unclear
  except when finding_{b}_3 and age is less than {5 + b % 10} years
"""


def _braced(names: Iterable[str]) -> str:
    return f"{{{', '.join(names)}}}"


def _rule(r: int, benefits: int) -> str:
    b = r % benefits
    match r % 4:
        case 0:
            return (
                f'require general_{r} "General requirement {r}"\n'
                f"  met when necessary or relief_{r}\n"
            )
        case 1:
            return (
                f'exclude sign_{r} "Exclusion {r}"\n  when sign_{r}\n'
                f"  except when relief_{r} and finding_{b}_2\n"
            )
        case 2:
            state = _STATES[r // 4 % len(_STATES)]
            return (
                f'exclude in_state_{r} "Exclusion of one state {r}"\n'
                f"  when state is {state} and sign_{r} and not relief_{r}\n"
            )
        case _:
            return (
                f'review unclear_{r} "To be looked at {r}" leaning not covered\n'
                f"  when sign_{r} and relief_{r}\n"
            )
