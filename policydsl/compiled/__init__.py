"""Turn programs into the bytes of a compiled policy, and such bytes back into programs.

A compiled policy (`.polc`) is data and never code. What stands in it is checked as closely as
a policy's text would be, so that one from a stranger can do no more harm than such a text.
"""

from policydsl.compiled.container import MAGIC, MAX_BYTES, SUFFIX
from policydsl.compiled.reading import Compiled, read
from policydsl.compiled.writing import build

__all__ = ["MAGIC", "MAX_BYTES", "SUFFIX", "Compiled", "build", "read"]
