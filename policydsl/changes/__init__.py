"""What changed between two versions of a policy, in three levels: clauses, decisions, impact."""

from policydsl.changes.changes import Changes, Given, Version, compare, version_of

__all__ = ["Changes", "Given", "Version", "compare", "version_of"]
