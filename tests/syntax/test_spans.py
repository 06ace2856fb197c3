"""Every node knows where it stands: offsets in the whole file, layout left aside."""

from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.parser import parse
from policydsl.syntax.walk import walk

TEXT = """\
# Before.
policy p "P"

cover outpatient "Outpatient" [A-1, A-2]
  for service is physical_therapy  # why
    and_more
  require place [A-3]
    met when (a and
      b)
"""
GOOD = """\
cover outpatient "Outpatient" [A-1, A-2]
  for service is physical_therapy  # why
  require place [A-3]
    met when (a and
      b)

exclude b
"""


def nodes(text: str) -> list[ast.Node]:
    parsed = parse(Source("spans.pol", text))
    assert parsed.diagnostics == ()
    return list(walk(parsed.file))


def spelled(kind: type[ast.Node]) -> list[str]:
    return [node.span.text for node in nodes(GOOD) if type(node) is kind]


def test_spans_hold_what_their_nodes_say() -> None:
    assert spelled(ast.Citation) == ["A-1", "A-2", "A-3"]
    assert spelled(ast.Is) == ["service is physical_therapy"]
    assert spelled(ast.For) == ["for service is physical_therapy"]
    assert spelled(ast.Bracketed) == ["(a and\n      b)"]
    assert spelled(ast.Text) == ['"Outpatient"']
    assert spelled(ast.Clause)[-1] == "exclude b"


def test_a_line_ends_before_its_comment() -> None:
    (clause, _) = parse(Source("spans.pol", GOOD)).file.items
    assert clause.span.text == GOOD[: GOOD.index("\n\n")]


def test_a_fault_is_marked_at_its_place_in_the_file() -> None:
    (found,) = parse(Source("spans.pol", TEXT)).diagnostics
    assert found.span
    assert (found.span.start_position.line, found.span.text) == (6, "and_more")


def test_two_trees_are_equal_when_they_say_the_same() -> None:
    spaced = GOOD.replace("\n  ", "\n    ").replace("# why", "# why not").replace("is", "is  ")
    assert nodes(spaced)[0] == nodes(GOOD)[0]
    assert nodes(GOOD.replace("A-3", "A-4"))[0] != nodes(GOOD)[0]
    assert nodes(GOOD)[0] != "a text"


def test_an_item_with_a_fault_keeps_its_name_and_its_other_lines() -> None:
    parsed = parse(Source("spans.pol", TEXT))
    (_, cover) = parsed.file.items
    assert isinstance(cover, ast.Clause)
    assert cover.id.text == "outpatient"
    assert [type(line) for line in cover.lines] == [ast.For, ast.Clause]


def test_walking_goes_in_the_order_of_the_text() -> None:
    named = [node for node in nodes(GOOD) if isinstance(node, ast.Name | ast.Citation)]
    assert [node.span.start for node in named] == sorted(node.span.start for node in named)
