"""Every line that may stand in a clause says something: the program is another with it.

For each row of the table of docs/language.md 11.2, a policy is compiled with the line
and without it. Lines `text` are the exception, since they are for people only.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

import attrs
import pytest

from policydsl.core import ir
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Severity
from policydsl.semantics import Checked, check, shape
from policydsl.source import Source
from policydsl.syntax.parser import parse

WORDS = Path(__file__).parents[1] / "corpus" / "clauses" / "words.pol"

# What stands around the construct that is looked at.
AROUND = """\
policy p "P"
  uses words

cover main "The benefit that the others are about"
  for service in {therapy, massage}
  counts toward pool

cover beside "Another benefit"
  for service is cardiac

exclude other "What may be overridden"
  when topic is site

limit pool "The limit that counts"
  30 visits per calendar year
  used visits_used
  asked visits_asked

document paper "A paper"
  - documented "Documented"

"""

_LIMIT = "limit own\n  20 visits per plan year\n  used visits_used\n  asked visits_asked\n"
_BINDS = "  counts when service is massage\n"
_COUNTER = "counter own\n  used visits_used\n  asked visits_asked\n"
_ON_IT = "\nlimit on_own\n  20 visits per plan year\n  used own\n  counts when service is massage\n"
_WHOLE = "\nrequire whole\n  complete own\n"
_SPECIAL = "cover special\n  for service is biofeedback\n"
_REDIRECT = "redirect own\n  given state\n  FL | to elsewhere\n"
_TABLE = "table own\n  given state\n  FL | 90%\n"
_PAYS = f"\n{_SPECIAL}  pays own\n"

# By construct, one that is whole without the line, which comes where `<>` stands.
CONSTRUCTS = {
    "applies": "applies plateau\n  when needed\n  <>",
    "exclude": "exclude plateau\n  <>",
    "item of an exclude": "exclude list\n  - plateau\n    <>",
    "cover": f"{_SPECIAL}  <>",
    "block of a cover": f"{_SPECIAL}  if needed\n    require prescribed\n    <>",
    "require": "require needed\n  <>",
    "require of an extension": f"{_LIMIT}{_BINDS}  extend by up to 5 visits\n    status status\n"
    "    require supported\n      <>",
    "route": "route plateau to elsewhere\n  <>",
    "refer": "refer plateau to elsewhere\n  <>",
    "review": "review plateau\n  <>",
    "document": f"document own\n  - needed\n  <>\n{_WHOLE}",
    "block of a document": f"document own\n  if urgent\n    - needed\n    <>\n{_WHOLE}",
    "any of": f"document own\n  any of\n    - needed\n    <>\n{_WHOLE}",
    "document element": f"document own\n  - needed\n    <>\n{_WHOLE}",
    "authorize": "authorize first\n  <>",
    "limit": f"{_LIMIT}{_BINDS}  <>",
    "counter": f"{_COUNTER}  <>\n{_ON_IT}",
    "extend": f"{_LIMIT}{_BINDS}  extend by up to 5 visits\n    status status\n    <>",
    "assume": "assume prescribed is yes\n  <>",
    "advise": 'advise own "A remark"\n  <>',
    "except": "exclude plateau\n  except when needed\n    <>",
    "redirect": f"{_REDIRECT}  <>",
    "table": f"{_TABLE}  <>\n{_PAYS}",
}

LINES = {
    "accept": 'accept POL0606 "It stays, for a reason"',
    "-": "- urgent",
    "advise": 'advise "A remark" when urgent',
    "any of": "any of\n  - urgent\n  - prescribed",
    "ask for": "ask for network",
    "authorize": "authorize further\n  when urgent",
    "beyond": "beyond not covered",
    "complete": "complete paper",
    "counts toward": "counts toward pool",
    "counts when": "counts when service is cardiac",
    "direct to": "direct to school",
    "except": "except when urgent",
    "exclude": "exclude urgent",
    "extend": "extend by up to 5 visits",
    "for": "for network is inside",
    "for each": "for each state",
    "for … from": "for 12 weeks from started_on",
    "granted": "granted granted",
    "if": "if urgent\n  require supported",
    "in force": "in force from 2026-01-01",
    "included in": "included in main",
    "measured in money": "measured in money allowed_amount",
    "met when": "met when urgent",
    "otherwise": "otherwise review",
    "overrides": "overrides other",
    "part of": "part of main",
    "pays": "pays 90%",
    "require": "require supported",
    "satisfied by": "satisfied by authorized",
    "say to member": 'say to member "In plain words."',
    "settled by": "settled by finding",
    "text": 'text "More about it"',
    "unless": "unless urgent",
    "until": "until ends_on",
    "when": "when urgent",
    "|": "OH | to elsewhere",
}

# Where the line needs another construct, or stands for another line: without it, and with it.
OTHERWISE = {
    ("applies", "when"): ("applies plateau\n", "applies plateau\n  when urgent\n"),
    ("cover", "outside"): (
        f"{_SPECIAL}  part of main\n",
        f"{_SPECIAL}  part of main\n  outside pool\n",
    ),
    ("block of a cover", "for"): (
        f"{_SPECIAL}  if urgent\n    require supported\n",
        f"{_SPECIAL}  if urgent\n    for needed\n      require supported\n",
    ),
    ("document", "if"): (
        f"document own\n  - needed\n{_WHOLE}",
        f"document own\n  if urgent\n    - needed\n{_WHOLE}",
    ),
    ("block of a document", "for"): (
        f"document own\n  if urgent\n    - needed\n{_WHOLE}",
        f"document own\n  if urgent\n    for prescribed\n      - needed\n{_WHOLE}",
    ),
    ("block of a document", "if"): (
        f"document own\n  if urgent\n    - needed\n{_WHOLE}",
        f"document own\n  if urgent\n    if prescribed\n      - needed\n{_WHOLE}",
    ),
    ("authorize", "from the … on"): (
        "authorize first\n",
        "authorize first\n  from the 5th visit of visits_used on\n  asked visits_asked\n",
    ),
    ("authorize", "asked"): (
        "authorize first\n  from the 5th visit of visits_used on\n  asked visits_asked\n",
        "authorize first\n  from the 5th visit of visits_used on\n  asked 2 visits\n",
    ),
    ("limit", "asked"): (_LIMIT + _BINDS, _LIMIT.replace("visits_asked", "2 visits") + _BINDS),
    ("limit", "counts when"): (_LIMIT + _BINDS, _LIMIT + _BINDS.replace("massage", "cardiac")),
    ("limit", "measured in"): (
        _LIMIT + _BINDS,
        _LIMIT.replace("20 visits", "20 sessions") + "  measured in sessions\n" + _BINDS,
    ),
    ("limit", "one per date"): (
        _LIMIT + _BINDS,
        _LIMIT.replace("asked visits_asked", "one per date") + _BINDS,
    ),
    ("limit", "used"): (_LIMIT + _BINDS, _LIMIT.replace("visits_used", "granted") + _BINDS),
    ("limit", "… per …"): (_LIMIT + _BINDS, _LIMIT.replace("20", "25") + _BINDS),
    ("counter", "asked"): (
        _COUNTER + _ON_IT,
        _COUNTER.replace("visits_asked", "2 visits") + _ON_IT,
    ),
    ("counter", "measured in"): (
        _COUNTER + _ON_IT,
        _COUNTER + "  measured in sessions\n" + _ON_IT.replace("20 visits", "20 sessions"),
    ),
    ("counter", "one per date"): (
        _COUNTER + _ON_IT,
        _COUNTER.replace("asked visits_asked", "one per date") + _ON_IT,
    ),
    ("counter", "used"): (_COUNTER + _ON_IT, _COUNTER.replace("visits_used", "granted") + _ON_IT),
    ("extend", "asked by"): (
        f"{_LIMIT}{_BINDS}  extend without ceiling\n    status status\n    require supported\n",
        f"{_LIMIT}{_BINDS}  extend without ceiling\n    status status\n    require supported\n"
        "    asked by asked_by is physician\n",
    ),
    ("extend", "status"): (
        f"{_LIMIT}{_BINDS}  extend by up to 5 visits\n",
        f"{_LIMIT}{_BINDS}  extend by up to 5 visits\n    status status\n",
    ),
    ("define", "accept"): (
        "define own\n  when urgent\n\nexclude own\n",
        'define own\n  when urgent\n  accept POL0606 "It stays"\n\nexclude own\n',
    ),
    ("define", "is"): (
        "define own\n  is visits_used\n\nexclude much\n  when own is at least 9 visits\n",
        "define own\n  is granted\n\nexclude much\n  when own is at least 9 visits\n",
    ),
    ("define", "text"): (
        "define own\n  when urgent\n\nexclude own\n",
        'define own\n  when urgent\n  text "More about it"\n\nexclude own\n',
    ),
    ("define", "when"): (
        "define own\n  when urgent\n\nexclude own\n",
        "define own\n  when prescribed\n\nexclude own\n",
    ),
    ("redirect", "given"): (
        _REDIRECT,
        _REDIRECT.replace("given state\n  FL", "given state, topic\n  FL | site"),
    ),
    ("table", "given"): (
        _TABLE + _PAYS,
        _TABLE.replace("given state\n  FL", "given state, topic\n  FL | site") + _PAYS,
    ),
    ("table", "|"): (_TABLE + _PAYS, f"{_TABLE}  OH | 80%\n{_PAYS}"),
}

# The same constructs where they stand inside others.
INSIDE = {
    "require in a cover": ("require", f"{_SPECIAL}  require needed\n    <>"),
    "require in a block": ("require", f"{_SPECIAL}  if urgent\n    require needed\n      <>"),
    "exclude in a cover": ("exclude", f"{_SPECIAL}  exclude plateau\n    <>"),
    "item in a cover": ("item of an exclude", f"{_SPECIAL}  exclude list\n    - plateau\n      <>"),
    "authorize in a cover": ("authorize", f"{_SPECIAL}  authorize first\n    <>"),
    "advise in a cover": ("advise", f'{_SPECIAL}  advise own "A remark"\n    <>'),
    "advise in a require": ("advise", 'require needed\n  advise own "A remark"\n    <>'),
    "except in a require": (
        "except",
        f"{_SPECIAL}  require needed\n    except when urgent\n      <>",
    ),
    "except in an except": (
        "except",
        "exclude plateau\n  except when needed\n    except when prescribed\n      <>",
    ),
    "except in a limit": ("except", f"{_LIMIT}{_BINDS}  except when needed\n    <>"),
    "except in an applies": ("except", "applies plateau\n  except when needed\n    <>"),
}

# For people only, as docs/language.md says in 1.4 and 3.6.
FOR_READERS = frozenset({"text", "included in"})
# For analysis only.
ACCEPTS = "accept"

PAIRS = [(head, word) for head, words in shape._ALLOWED.items() for word in sorted(words)]
PAIRS += [
    (place, word)
    for place, (head, _) in INSIDE.items()
    for word in sorted(shape._ALLOWED[head])
    if (head, word) not in OTHERWISE
]


@pytest.mark.parametrize(("place", "word"), PAIRS, ids=lambda name: name)
def test_a_line_that_may_stand_in_a_construct_is_read(place: str, word: str) -> None:
    without, with_line = OTHERWISE.get((place, word)) or _pair(place, word)
    before = _compiled(without)
    after = _compiled(with_line)
    assert before is not None, without
    if word in FOR_READERS:
        assert after == before
    elif word == ACCEPTS:
        assert after == before
        assert _checked(with_line).acceptances
    else:
        assert after != before, with_line


def _pair(place: str, word: str) -> tuple[str, str]:
    construct = INSIDE[place][1] if place in INSIDE else CONSTRUCTS[place]
    at = construct.index("<>")
    indent = at - construct.rindex("\n", 0, at) - 1
    line = textwrap.indent(LINES[word], " " * indent).strip()
    return construct.replace("<>", ""), construct.replace("<>", line)


def _compiled(text: str) -> ir.Program | None:
    """Give what the policy means; None where it is refused as not supported yet."""
    result = _checked(text)
    found = [d for d in result.diagnostics if d.severity is Severity.ERROR]
    if [d.code for d in found] == [catalogue.NOT_YET]:
        return None
    assert not found, f"{text}\n" + "\n".join(f"{d.code.id} {d.message}" for d in found)
    assert result.program is not None
    return attrs.evolve(result.program, content_hash="")


def _checked(text: str) -> Checked:
    parsed = [parse(Source("words.pol", WORDS.read_text()))]
    parsed.append(parse(Source("p.pol", AROUND + text.rstrip() + "\n")))
    result = check(tuple(each.file for each in parsed))
    of_syntax = [d for each in parsed for d in each.diagnostics]
    return attrs.evolve(result, diagnostics=(*of_syntax, *result.diagnostics))
