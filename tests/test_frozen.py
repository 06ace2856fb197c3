"""A class of `policydsl.frozen` behaves as one of attrs, whatever is asked of it first."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError

from policydsl.frozen import field, frozen


@frozen(kw_only=True)
class Placed:
    span: int = field(default=0, eq=False, repr=False)


@frozen
class Pair(Placed):
    """Two values."""

    one: object
    two: object = ()

    def both(self) -> tuple[object, object]:
        return self.one, self.two


class Twins(Pair):
    __slots__ = ()


@frozen(eq=False, repr=False)
class Same(Placed):
    text: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same)

    def __hash__(self) -> int:
        return 1


@attrs.frozen
class OfAttrs(Pair):
    three: object = None


@frozen
class Of(OfAttrs):
    four: object = None


def test_values_go_where_attrs_puts_them() -> None:
    assert Pair(1).both() == (1, ())
    assert Pair(1, two=2, span=3).span == 3
    assert Pair(1, 2) == Pair(1, 2, span=9) != Pair(1, 3)
    assert hash(Pair(1, 2)) == hash(Pair(1, 2, span=9))
    assert repr(Pair(1, "b")) == "Pair(one=1, two='b')"
    for wrong in ((), (1, 2, 3)):
        with pytest.raises(TypeError):
            Pair(*wrong)
    match Pair(1, 2):
        case Pair(one, two):
            assert (one, two) == (1, 2)


def test_a_subclass_without_fields_is_another_class() -> None:
    assert Twins(1).both() == (1, ())
    assert Twins(1) != Pair(1)
    assert repr(Twins(1)) == "Twins(one=1, two=())"


def test_a_class_may_compare_in_its_own_way() -> None:
    assert Same("a") == Same("b")
    assert hash(Same("a")) == 1


def test_nothing_is_set_or_added() -> None:
    made: Any = Pair(1)
    with pytest.raises(FrozenInstanceError):
        made.one = 2
    with pytest.raises(FrozenInstanceError):
        made.three = 3
    with pytest.raises(FrozenInstanceError):
        del made.one
    assert not hasattr(made, "__dict__")


def test_attrs_takes_them_for_its_own() -> None:
    made = Pair(1, 2, span=3)
    assert attrs.has(type(made))
    assert [each.name for each in attrs.fields(Pair)] == ["span", "one", "two"]
    assert attrs.evolve(made, two=5) == Pair(1, 5)
    assert attrs.evolve(made, two=5).span == 3
    assert attrs.asdict(made) == {"span": 3, "one": 1, "two": 2}


def test_either_kind_extends_the_other() -> None:
    assert OfAttrs(1, 2, 3, span=4).both() == (1, 2)
    assert repr(OfAttrs(1)) == "OfAttrs(one=1, two=(), three=None)"
    assert Of(1, 2, 3, 4) == Of(1, 2, 3, 4, span=5) != Of(1, 2, 3, 5)
    assert attrs.evolve(Of(1), four=4) == Of(1, (), None, 4)


@pytest.mark.parametrize("of", [lambda v: pickle.loads(pickle.dumps(v)), copy.copy, copy.deepcopy])
def test_copies_are_equal(of: Callable[[Pair], Pair]) -> None:
    for made in (Pair((1,), "b", span=7), Twins(1)):
        assert of(made) == made
        assert of(made).span == made.span


def test_methods_work_whichever_is_called_first() -> None:
    def made() -> type:
        @frozen
        class New:
            text: str

        return New

    for first in (lambda v: v == v, hash, repr):
        assert made()("a") != "a"
        first(made()("a"))
    empty = frozen(type("Empty", (), {"__annotations__": {}}))
    assert empty() == empty()
    assert len({empty(), empty()}) == 1
