"""Check requests against the vocabulary and against what plans set."""

from __future__ import annotations

import attrs

from policydsl.core import ir
from policydsl.core.faults import Faults
from policydsl.core.request import Request
from policydsl.core.requests import RequestChecker
from policydsl.reference.settings import contradictions


@attrs.frozen
class PlanChecker:
    """Checks as a `RequestChecker` does, and that a request says of its plan what is so."""

    program: ir.Program
    requests: RequestChecker

    @classmethod
    def of(cls, program: ir.Program) -> PlanChecker:
        return cls(program, RequestChecker.of(program.facts))

    def validate(self, data: object) -> Request | Faults:
        return self._agreeing(self.requests.validate(data))

    def read(self, text: str | bytes) -> Request | Faults:
        return self._agreeing(self.requests.read(text))

    def _agreeing(self, found: Request | Faults) -> Request | Faults:
        if isinstance(found, tuple):
            return found
        return contradictions(self.program, found) or found
