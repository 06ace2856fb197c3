"""Say why a request is decided as it is: what every clause looked at, and what came of it."""

from policydsl.explain.blocks import Reader
from policydsl.explain.explain import Explainer, explain
from policydsl.explain.explanation import Explanation
from policydsl.explain.rendering import Rendering
from policydsl.explain.slots import NoticeError

__all__ = ["Explainer", "Explanation", "NoticeError", "Reader", "Rendering", "explain"]
