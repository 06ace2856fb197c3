"""Write a scene as one HTML page that fits a phone, a desktop's screen and paper.

The same cards are drawn as columns of two widths and, where that is not too large, from left
to right; the page shows what there is room for. Columns are cut between cards into figures
that a printer keeps whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import attrs

from policydsl.diagnostics.xml import legal
from policydsl.graph.cards import Scene
from policydsl.graph.layout import NotInstalledError
from policydsl.graph.outline import outline, roots
from policydsl.graph.style import STYLE
from policydsl.graph.svg import beside, column

PHONE = 366.0
PAGE = 700.0
_TALLEST = 930.0
"""About what a page of paper holds at that width."""

# Nothing is fetched and nothing runs, whatever stands in a text.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PAGE_STYLE = """\
body { margin: 0; background: #ffffff; }
main { margin: 0 auto; width: max-content; max-width: 100%; }
figure { margin: 0; break-inside: avoid; }
svg { display: block; }
.middle, .wide { display: none; }
@media screen and (min-width: 720px) { .phone { display: none; } .middle { display: block; } }
@media screen and (min-width: 1060px) {
.with-wide .middle { display: none; } .wide { display: block; }
}
@media print { .phone, .wide { display: none; } .middle { display: block; } }
@media screen and (prefers-color-scheme: dark) { body { background: #16181b; } }
"""


def to_page(scene: Scene) -> str:
    """Return *scene* as an HTML file that needs nothing else."""
    return "\n".join(_document(scene)) + "\n"


def _document(scene: Scene) -> Iterator[str]:
    wide = _wide(scene)
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield f"<title>{escape(legal(scene.title))}</title>"
    yield f"<style>\n{_PAGE_STYLE}{STYLE}</style>"
    yield "</head>"
    yield f'<body class="{"with-wide" if wide else "columns"}">'
    yield "<main>"
    for name, width in (("phone", PHONE), ("middle", PAGE)):
        yield f'<div class="{name}">'
        for number, part in enumerate(figures(scene, width)):
            drawn = column(part, width, head=None if number else scene, styled=False)
            yield f"<figure>\n{drawn}</figure>"
        yield "</div>"
    if wide:
        yield f'<div class="wide">\n<figure>\n{wide}</figure>\n</div>'
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _wide(scene: Scene) -> str | None:
    try:
        return beside(scene, styled=False)
    except NotInstalledError:
        return None


def figures(scene: Scene, width: float) -> Iterator[Scene]:
    """Cut *scene* between cards into parts that a page of paper holds, as far as cards allow.

    Each has one determination, the strongest first, and some of what leads there.
    """
    for root in roots(scene):
        taken: list[str] = []
        for name in dict.fromkeys(link.start for link in scene.links if link.end == root):
            more = _part(scene, root, [*taken, name])
            if taken and outline(more, width).placed.size.height > _TALLEST:
                yield _part(scene, root, taken)
                taken = []
            taken.append(name)
        yield _part(scene, root, taken)


def _part(scene: Scene, root: str, first: list[str]) -> Scene:
    """Give *scene* with the card *root*, of what leads there the *first*, and all behind these."""
    names = dict.fromkeys((root, *first))
    pending = [*first]
    while pending:
        name = pending.pop()
        behind = [link.start for link in scene.links if link.end == name]
        pending += (each for each in behind if each not in names)
        names |= dict.fromkeys(behind)
    kept = [
        link
        for link in scene.links
        if link.end in names and (link.end != root or link.start in first)
    ]
    cards = tuple(card for card in scene.cards if card.name in names)
    return attrs.evolve(scene, cards=cards, links=tuple(kept), ranking=(root,))
