"""Say why a request is decided as it is: what every clause looked at, and what came of it."""

from policydsl.explain.explain import Explainer, explain
from policydsl.explain.explanation import Explanation

__all__ = ["Explainer", "Explanation", "explain"]
