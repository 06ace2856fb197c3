"""What can be proved of a policy without a request: every finding comes with a case."""

from policydsl.analysis.analysing import analyse

__all__ = ["analyse"]
