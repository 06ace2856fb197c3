"""Word what can be wrong with the text of a request, and with its shape."""

from __future__ import annotations

from collections.abc import Collection

from policydsl.core.faults import RequestFault, kind, quoted, shown
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.suggest import nearest

# ------------------------------------------------------------------ the text

# What Python's reader says, and what most often is behind it.
_HELP_WITH_JSON = {
    "expecting property name": "write names in double quotes, and no comma before a `}`",
    "illegal trailing comma": "take the comma away",
    "expecting value": "write a value there, text in double quotes, and no comma before a `]`",
    "expecting ',' delimiter": "put a comma between two facts, and close what is open",
    "expecting ':' delimiter": "put a colon between a name and its value",
    "extra data": "end the request with the `}` that closes it",
    "unterminated string": "close the text with a double quote",
}


def not_json(reason: str, line: int, column: int) -> RequestFault:
    return RequestFault(
        "$",
        f"the request is not JSON: {reason} at line {line}, column {column}",
        next((help for said, help in _HELP_WITH_JSON.items() if reason.startswith(said)), None),
        catalogue.REQUEST_NOT_JSON,
    )


def not_text() -> RequestFault:
    return RequestFault(
        "$",
        "the request is not UTF-8 text",
        "send the JSON as UTF-8",
        catalogue.REQUEST_NOT_JSON,
    )


def too_large(size: int, most: int) -> RequestFault:
    return RequestFault(
        "$",
        f"the request has {size:,} bytes, and a request may have {most:,}",
        None,
        catalogue.REQUEST_TOO_LARGE,
    )


def too_deep() -> RequestFault:
    return RequestFault(
        "$",
        "the request is nested too deeply",
        "a request is one object of plain facts",
        catalogue.REQUEST_TOO_LARGE,
    )


def too_long_a_number() -> RequestFault:
    return RequestFault(
        "$",
        "the request holds a number with thousands of digits",
        None,
        catalogue.REQUEST_TOO_LARGE,
    )


def too_many_faults(left: int) -> RequestFault:
    return RequestFault(
        "$",
        f"there are {left:,} more faults, which are not listed",
        None,
        catalogue.REQUEST_TOO_LARGE,
    )


# ----------------------------------------------------------------- its shape


def not_an_object(path: str, given: object) -> RequestFault:
    what = "a request" if path == "$" else f"`{path.removeprefix('$.')}`"
    wanted = (
        '`{"as_of": "2026-03-04", "facts": {…}}`'
        if path == "$"
        else 'a fact and its value each, such as `{"visits_requested": 1}`'
    )
    return RequestFault(
        path,
        f"{what} is an object, not {kind(given)}",
        f"give {wanted}",
        catalogue.REQUEST_NOT_AN_OBJECT,
    )


def unknown_key(
    path: str, key: object, known: Collection[str], facts: Collection[str]
) -> RequestFault:
    near = nearest(key, known) if isinstance(key, str) else None
    if near:
        help = f"did you mean `{near}`?"
    elif key in facts:
        help = f"`{shown(key)}` is a fact: put it into `facts`"
    else:
        help = "a request has `as_of` and `facts`"
    return RequestFault(
        path, f"a request has no key {quoted(key)}", help, catalogue.REQUEST_UNKNOWN_KEY
    )


def lacking_key(key: str) -> RequestFault:
    help = (
        'give the day of service, such as `"as_of": "2026-03-04"`'
        if key == "as_of"
        else 'give what is known, `"facts": {…}`; it may be empty'
    )
    return RequestFault("$", f"the request has no `{key}`", help, catalogue.REQUEST_LACKS_KEY)


def repeated_key(path: str) -> RequestFault:
    return RequestFault(
        path,
        "the same key stands twice in one object",
        "keep the one that is meant",
        catalogue.REQUEST_REPEATED_KEY,
    )


def history_not_yet() -> RequestFault:
    return RequestFault(
        "$.history",
        "this version does not read `history` yet",
        "give what has been used as facts",
        catalogue.REQUEST_HISTORY_NOT_YET,
    )
