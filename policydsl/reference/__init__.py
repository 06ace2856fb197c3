"""The naive evaluator, straight from the definitions: what every executor is held against."""

from policydsl.reference.determine import Reference, decide

__all__ = ["Reference", "decide"]
