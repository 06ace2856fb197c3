"""A request once it has been validated: a service date and the facts that were given."""

from __future__ import annotations

from policydsl.core.values import FactValue
from policydsl.frozen import frozen


@frozen
class Request:
    """`as_of` is a day ordinal; a fact that is not a key of `facts` is unknown."""

    as_of: int
    facts: dict[str, FactValue]
