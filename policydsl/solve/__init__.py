"""Whether there is a request such that …: conditions as clauses for a SAT solver, and witnesses."""
