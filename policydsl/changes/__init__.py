"""What changed between two versions of a policy, in three levels: clauses, decisions, impact."""

from policydsl.changes.changes import Changes, Version, compare

__all__ = ["Changes", "Version", "compare"]
