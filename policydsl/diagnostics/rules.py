"""Find the page that explains a code: `docs/errors/POL0312.md`."""

from pathlib import Path

from policydsl.diagnostics.catalogue import ALL_CODES

_PACKAGE = Path(__file__).parent.parent
# A wheel carries the pages inside the package; a checkout keeps them beside it.
_FOLDERS = (_PACKAGE / "docs" / "errors", _PACKAGE.parent / "docs" / "errors")


def page(code: str) -> str | None:
    """Give the Markdown page of *code*; a code that there is not has none."""
    if code not in ALL_CODES:
        return None
    for folder in _FOLDERS:
        path = folder / f"{code}.md"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return None
