"""The policy as definitions: expressions, clauses, benefits, limits, payment.

This is the tree that `policydsl.reference` interprets, that `policydsl.graph` shares nodes
of, and that SPEC 4 (the definitions of a decision) speaks about. Every name is bound: facts
by name, clauses and benefits by id. What is here is named through this package:
`from policydsl.core import ir`, then `ir.Clause`.
"""

from policydsl.core.ir.amounts import *
from policydsl.core.ir.clauses import *
from policydsl.core.ir.expressions import *
from policydsl.core.ir.program import *
