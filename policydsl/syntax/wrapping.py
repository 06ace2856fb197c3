"""Break a line that is too long inside its brackets, where line ends mean nothing."""

WIDTH = 100

_CLOSING = {"(": ")", "{": "}"}


def wrapped(indent: int, text: str) -> list[str]:
    """Cut *text* into lines of at most `WIDTH`, as far as its brackets allow.

    >>> for line in wrapped(2, "for service in {" + ", ".join(["physical_therapy"] * 6) + "}"):
    ...     print(line.strip())
    for service in {
    physical_therapy, physical_therapy, physical_therapy, physical_therapy, physical_therapy,
    physical_therapy
    }
    """
    lines: list[str] = []
    pending = [(indent, text)]
    while pending:
        depth, piece = pending.pop()
        group = _longest_group(piece) if depth + len(piece) > WIDTH else None
        if not group:
            lines.append(" " * depth + piece)
            continue
        start, end = group
        inner = piece[start + 1 : end]
        parts = _filled(inner, depth + 2) if piece[start] == "{" else _joined(inner)
        pending.append((depth, piece[end:]))
        pending += [(depth + 2, part) for part in reversed(parts)]
        pending.append((depth, piece[: start + 1]))
    return lines


def _longest_group(text: str) -> tuple[int, int] | None:
    """Find the longest bracket that stands in no other and is not empty."""
    best: tuple[int, int] | None = None
    opened: list[int] = []
    for at, mark in _marks(text):
        if mark in _CLOSING:
            opened.append(at)
        elif mark in ")}" and opened:
            start = opened.pop()
            longer = best is None or at - start > best[1] - best[0]
            if not opened and at - start > 1 and longer:
                best = (start, at)
    return best


def _filled(inner: str, indent: int) -> list[str]:
    """Fill lines with the members of a set."""
    lines: list[str] = []
    members = _split(inner, (", ",))
    for number, member in enumerate(members):
        piece = member + ("," if number + 1 < len(members) else "")
        if lines and indent + len(lines[-1]) + 1 + len(piece) <= WIDTH:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return lines


def _joined(inner: str) -> list[str]:
    """Put each part of a condition, with the word before it, on a line."""
    parts = _split(inner, (" and ", " or ", ", "))
    lines = [parts[0]]
    at = len(parts[0])
    for part in parts[1:]:
        if inner.startswith(", ", at):
            lines[-1] += ","
            lines.append(part)
            at += 2 + len(part)
        else:
            word = inner[at + 1 : inner.index(" ", at + 1)]
            lines.append(f"{word} {part}")
            at += len(word) + 2 + len(part)
    return lines


def _split(text: str, separators: tuple[str, ...]) -> list[str]:
    """Cut *text* at the separators that stand in no bracket, citation or quotes."""
    parts: list[str] = []
    begun = depth = 0
    for at, mark in _marks(text):
        if mark in "({":
            depth += 1
        elif mark in ")}":
            depth -= 1
        elif not depth and at >= begun:
            found = next((one for one in separators if text.startswith(one, at)), None)
            # `is between 3 and 5` is one part.
            if found == " and " and _opens_between(text[begun:at]):
                continue
            if found:
                parts.append(text[begun:at])
                begun = at + len(found)
    return [*parts, text[begun:]]


def _opens_between(text: str) -> bool:
    tail = text.rpartition(" is between ")
    return bool(tail[1]) and " and " not in tail[2]


def _marks(text: str) -> list[tuple[int, str]]:
    """List brackets, spaces and commas with their places, those in quotes and `[ ]` left out."""
    found: list[tuple[int, str]] = []
    closing = ""
    for at, letter in enumerate(text):
        if closing:
            closing = "" if letter == closing else closing
        elif letter in '"[':
            closing = '"' if letter == '"' else "]"
        elif letter in "(){} ,":
            found.append((at, letter))
    return found
