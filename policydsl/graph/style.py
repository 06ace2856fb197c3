"""The style sheet of an SVG: light, dark where the reader's screen is, light on paper."""

from policydsl.graph.cards import Sort
from policydsl.graph.lettering import FAMILY

_SHAPES = f"""
text {{ font-family: {FAMILY}; font-size: 14px; }}
.small {{ font-size: 12.5px; }}
.heading {{ font-size: 20px; font-weight: bold; }}
.bold {{ font-weight: bold; }}
.word {{ text-anchor: middle; font-style: italic; }}
.card {{ stroke-width: 1; }}
.clause, .determination {{ stroke-width: 2; }}
.link {{ fill: none; stroke-width: 1.5; }}
.card.no, .link.no {{ stroke-dasharray: 7 4; }}
.card.unknown, .link.unknown {{ stroke-dasharray: 2 4; stroke-linecap: round; stroke-width: 2.5; }}
.card.yes, .link.yes {{ stroke-width: 2; }}
.card.taken, .link.taken {{ stroke-width: 4; }}
.determination.taken {{ stroke-width: 3; }}
"""

_LIGHT = {
    "page": "#ffffff",
    "text": "#1a1a1a",
    "quiet": "#555555",
    "line": "#767676",
    "condition": "#ffffff",
    "join": "#eeeeee",
    "exception": "#fbeee6",
    "clause": "#fff8df",
    "list": "#fff8df",
    "group": "#eaf3fb",
    "determination": "#e8f5ee",
    "yes": "#0072b2",
    "no": "#b34700",
    "unknown": "#8a3d74",
}
_DARK = {
    "page": "#16181b",
    "text": "#f0f0f0",
    "quiet": "#b5b5b5",
    "line": "#9a9a9a",
    "condition": "#202327",
    "join": "#2d3136",
    "exception": "#3a2a20",
    "clause": "#37311a",
    "list": "#37311a",
    "group": "#1c2c3b",
    "determination": "#1b3326",
    "yes": "#56b4e9",
    "no": "#f08a3c",
    "unknown": "#dd94bf",
}


def _colours(of: dict[str, str]) -> str:
    rules = [
        f".page, .under {{ fill: {of['page']}; }}",
        f"text {{ fill: {of['text']}; }}",
        f"text.quiet {{ fill: {of['quiet']}; }}",
        f".card, .link {{ stroke: {of['line']}; }}",
        f".head {{ fill: {of['line']}; }}",
        ".link { fill: none; }",
    ]
    rules += [f".card.{sort.value} {{ fill: {of[sort.value]}; }}" for sort in Sort]
    for result in ("yes", "no", "unknown"):
        rules.append(f"text.{result}, .head.{result} {{ fill: {of[result]}; }}")
        rules.append(f".card.{result}, .link.{result} {{ stroke: {of[result]}; }}")
    return "\n".join(rules)


STYLE = f"""{_SHAPES}{_colours(_LIGHT)}
svg[role="img"] {{ max-width: 100%; height: auto; }}
@media screen and (prefers-color-scheme: dark) {{
{_colours(_DARK)}
}}
"""
