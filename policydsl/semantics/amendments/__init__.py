"""Turn a policy and its amendments into complete editions, tree into tree.

What an amendment says stands, in the complete edition, at the amendment's own place; all
else at that of the edition which it amends.
"""

from policydsl.semantics.amendments.edition import Edition, editions

__all__ = ["Edition", "editions"]
