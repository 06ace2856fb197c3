"""Find the smallest sets of changed or learned facts that lead to another determination."""

from policydsl.explain.ways.ground import Ground
from policydsl.explain.ways.model import Change, Kind, Way, Ways
from policydsl.explain.ways.search import search

__all__ = ["Change", "Ground", "Kind", "Way", "Ways", "search"]
