"""What can be proved of a policy without a request: every finding comes with a case."""

from policydsl.analysis.analysing import analyse
from policydsl.analysis.findings import Analysed

__all__ = ["Analysed", "analyse"]
