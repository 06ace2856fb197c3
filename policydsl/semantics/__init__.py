"""Turn the author's tree into the policy it means, or say what keeps it from meaning one."""

from policydsl.core.scenario import Scenario
from policydsl.semantics.check import Checked, check
from policydsl.semantics.citations import Coverage

__all__ = ["Checked", "Coverage", "Scenario", "check"]
