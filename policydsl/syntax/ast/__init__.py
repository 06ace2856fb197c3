"""The tree of a `.pol` file, as its author wrote it.

Nothing here is bound, typed or checked; `policydsl.semantics` lowers this tree into
`policydsl.core.ir` and no later stage looks back. The nodes are named through this package:
`from policydsl.syntax import ast`, then `ast.Name`.
"""

from policydsl.syntax.ast.amendments import *
from policydsl.syntax.ast.clauses import *
from policydsl.syntax.ast.conditions import *
from policydsl.syntax.ast.expectations import *
from policydsl.syntax.ast.expressions import *
from policydsl.syntax.ast.files import *
from policydsl.syntax.ast.heads import *
from policydsl.syntax.ast.kinds import *
from policydsl.syntax.ast.limits import *
from policydsl.syntax.ast.lines import *
from policydsl.syntax.ast.node import *
from policydsl.syntax.ast.payments import *
from policydsl.syntax.ast.plans import *
from policydsl.syntax.ast.scenarios import *
from policydsl.syntax.ast.tables import *
from policydsl.syntax.ast.terms import *
from policydsl.syntax.ast.values import *
from policydsl.syntax.ast.vocabulary import *
