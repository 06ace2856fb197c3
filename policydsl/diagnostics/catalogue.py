"""List every code that a diagnostic can carry. A code is never reused.

Hundreds name the stage. A new code goes at the end of its section, and its page goes
to `docs/errors/`; tests hold the two together.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from policydsl.diagnostics.model import Code

# 00 reading ---------------------------------------------------------------------------

NOT_UTF8 = Code("POL0001", "the file is not UTF-8 text")
NUL_BYTE = Code("POL0002", "the file holds a zero byte")
TOO_LARGE = Code("POL0003", "the file is too large")
CANNOT_READ = Code("POL0004", "the file cannot be read")

# 01 syntax ----------------------------------------------------------------------------

# 02 names -----------------------------------------------------------------------------

# 03 types, units and periods ----------------------------------------------------------

# 04 citations and dates ---------------------------------------------------------------

# 05 shape -----------------------------------------------------------------------------

# 06 analysis --------------------------------------------------------------------------

# 07 requests --------------------------------------------------------------------------

# 08 diff and amendments ---------------------------------------------------------------

# 09 limits of ours --------------------------------------------------------------------

# 99 our bug ---------------------------------------------------------------------------

OUR_BUG = Code("POL9901", "policyc itself failed")


def _by_id(codes: Iterable[Code]) -> Mapping[str, Code]:
    code_by_id: dict[str, Code] = {}
    for code in codes:
        if not re.fullmatch(r"POL\d{4}", code.id):
            raise ValueError(f"{code.id!r} is not POL and four digits")
        if code.id in code_by_id:
            raise ValueError(f"{code.id} is used twice")
        code_by_id[code.id] = code
    return MappingProxyType(dict(sorted(code_by_id.items())))


# Keep this last: it reads the constants above.
ALL_CODES: Mapping[str, Code] = _by_id(
    value for value in tuple(globals().values()) if isinstance(value, Code)
)
