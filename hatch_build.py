"""Make the parser's table while the package is built, so that no run has to."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TableHook(BuildHookInterface[Any]):
    """Write what `policydsl.syntax.grammar` looks for beside itself; git does not keep it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        try:
            from policydsl.syntax.grammar import bring

            bring()
        finally:
            sys.path.remove(self.root)
