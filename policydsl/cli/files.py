"""Write files so that nobody ever sees one half written."""

import os
import tempfile
from pathlib import Path

from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.problems import unwritable


def replace(path: str, data: bytes) -> Diagnostic | None:
    """Let the file at *path* hold *data*, or say why it cannot; the mode of an old one stays."""
    target = Path(path).resolve()
    made = None
    try:
        handle, made = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(made, _mode_for(target))
        os.replace(made, target)
    except OSError as error:
        if made is not None:
            Path(made).unlink(missing_ok=True)
        return unwritable(path, error.strerror or type(error).__name__)
    return None


def _mode_for(target: Path) -> int:
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        # The mask can only be read by setting it; a verb has one thread.
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
