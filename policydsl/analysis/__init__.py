"""What can be proved of a policy without a request: every finding comes with a case."""

from policydsl.analysis.analyse import analyse

__all__ = ["analyse"]
