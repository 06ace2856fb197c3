"""Run benchmarks: `python -m benchmarks [NAME …]`, from the root of a checkout.

Without names, all of `ALL`, which takes five minutes; what stands in `MORE` is run by name.  A
name is that of a module beside this one, such as `startup`.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

ALL = (
    "decision",
    "guideline",
    "explanation",
    "growth",
    "startup",
    "loading",
    "parsing",
    "analysis",
)
MORE = ("classes", "diff", "impact")


def main(names: Sequence[str]) -> int:
    """Run those that are named, in the order given; 2 when one is not there."""
    unknown = [name for name in names if name not in (*ALL, *MORE)]
    if unknown:
        known = ", ".join((*ALL, *MORE))
        sys.stderr.write(f"there is no benchmark {', '.join(unknown)}; there are {known}\n")
        return 2
    for name in names or ALL:
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
