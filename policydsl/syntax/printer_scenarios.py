"""Turn what a scenario expects into text, without its citations."""

from __future__ import annotations

from typing import assert_never

from policydsl.syntax import ast
from policydsl.syntax.printer_expressions import literal, names, title, value


def expect_line(line: ast.ExpectLine) -> str:
    """Write one line below an `expect`."""
    match line:
        case ast.ExpectMissing(facts, because):
            asked = f" because {names(because)}" if because else ""
            return f"missing {names(facts) or 'nothing'}{asked}"
        case ast.ExpectRemaining(limit, amount):
            return f"remaining {f'{limit.text} is ' if limit else ''}{value(amount)}"
        case ast.ExpectReading(part, amount):
            return f"{part.text} is {value(amount)}"
        case ast.ExpectPays(values):
            return f"pays {', '.join(map(literal, values)) or 'unstated'}"
        case ast.ExpectMemberPays(amount):
            return f"member pays {literal(amount)}"
        case ast.ExpectAsked(amount):
            return f"asked {literal(amount)}"
        case ast.ExpectFits(amount):
            return f"fits {literal(amount)}"
        case ast.ExpectNoEffects():
            return "effects nothing"
        case ast.ExpectPossible(determinations):
            return f"possible {names(determinations)}"
        case ast.ExpectSettled(settled):
            return "settled" if settled else "not settled"
        case ast.ExpectRoutesTo(target):
            return f"routes to {target.text}" if target else "routes nowhere"
        case ast.ExpectOutranked(clauses):
            return f"outranked {names(clauses) or 'nothing'}"
        case ast.ExpectAssumes(fact, held):
            as_what = f" is {value(held)}" if held is not None else ""
            return f"assumes {fact.text}{as_what}" if fact else "assumes nothing"
        case ast.ExpectAdvises(advice, only):
            if isinstance(advice, ast.Text):
                return f"advises{title(advice)}"
            return f"advises {'only ' if only and advice else ''}{names(advice) or 'nothing'}"
        case ast.ExpectOpenQuestion(text):
            return f"open question{title(text)}" if text else "no open question"
        case _:
            assert_never(line)
