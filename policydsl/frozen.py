"""Make classes as `attrs.frozen` does, and write their methods when they are first called.

attrs writes and compiles the methods of every class while a module is imported, a fifth of a
millisecond for each, or twice that where it also compares and hashes. The two trees have two
hundred classes, and a run of `policyc` builds nodes of few. To a type checker, and to
`attrs.evolve`, `attrs.fields`, `attrs.has` and `attrs.asdict`, these are classes of attrs.

There is nothing here but slots, defaults and keywords; a class that wants a converter, a
validator, a factory, an order or a cached property takes `attrs.frozen` itself. Either kind
may extend the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import NOTHING

if TYPE_CHECKING:
    from attrs import field as field
    from attrs import frozen as frozen
else:

    def field(*, default: Any = NOTHING, eq: bool = True, repr: bool = True) -> Field:
        """Say how one field differs from the others."""
        return Field(default, eq, repr)

    def frozen(cls=None, *, kw_only: bool = False, eq: bool = True, repr: bool = True):
        """Make *cls* anew with slots for what it annotates; its bases are made so too."""

        def make(cls: type) -> type:
            return _made(
                cls, kw_only, _METHODS | (_EQUALITY if eq else {}) | (_SHOWN if repr else {})
            )

        return make if cls is None else make(cls)


class Field:
    """What `attrs.fields` gives for one field: as much of it as anybody here asks for."""

    __slots__ = ("alias", "default", "eq", "inherited", "init", "kw_only", "name", "repr")

    name: str
    alias: str
    kw_only: bool

    def __init__(self, default: Any = NOTHING, eq: bool = True, repr: bool = True) -> None:
        self.default = default
        self.eq = eq
        self.repr = repr
        self.init = True
        self.inherited = False

    def evolve(self, **changes: Any) -> Any:
        """Give what attrs itself would have here: it asks when its class extends one of ours."""
        import attrs

        like = attrs.field(default=self.default, eq=self.eq, repr=self.repr, kw_only=self.kw_only)
        (attribute,) = attrs.fields(attrs.make_class("Like", {self.name: like}))
        return attribute.evolve(**changes)


def _made(cls: type, kw_only: bool, methods: dict[str, Any]) -> type:
    body = dict(cls.__dict__)
    own: dict[str, Field] = {}
    for name in cls.__annotations__:
        given = body.pop(name, NOTHING)
        found = own[name] = given if isinstance(given, Field) else Field(given)
        found.name = found.alias = name
        found.kw_only = kw_only
    inherited = getattr(cls.__base__, "__attrs_attrs__", ())
    fields = (*inherited, *own.values())
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    # TRAP: `super()` without arguments would still mean the class that this one replaces.
    return type(cls)(
        cls.__name__,
        cls.__bases__,
        body
        | methods
        | {
            "__slots__": tuple(own),
            "__attrs_attrs__": fields,
            "__match_args__": tuple(each.name for each in fields if not each.kw_only),
        },
    )


# ----------------------------------------------------------------- methods


def _init(self: Any, *values: Any, **named: Any) -> None:
    _written(type(self), "__init__", _text_of_init)(self, *values, **named)


def _eq(self: Any, other: object) -> Any:
    return _written(type(self), "__eq__", _text_of_eq)(self, other)


def _hash(self: Any) -> int:
    made: int = _written(type(self), "__hash__", _text_of_hash)(self)
    return made


def _repr(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in _fields(self) if each.repr)
    return f"{self.__class__.__name__}({', '.join(shown)})"


def _refuse(self: Any, name: str, value: object = None) -> None:
    from attrs.exceptions import FrozenInstanceError

    raise FrozenInstanceError


def _getstate(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, each.name) for each in _fields(self)])


def _setstate(self: Any, state: tuple[Any, ...]) -> None:
    for each, value in zip(_fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


def _fields(made: Any) -> tuple[Field, ...]:
    fields: tuple[Field, ...] = made.__attrs_attrs__
    return fields


_METHODS = {
    "__init__": _init,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}
_EQUALITY = {"__eq__": _eq, "__hash__": _hash}
_SHOWN = {"__repr__": _repr}


# ----------------------------------------------------------------- writing


def _written(
    kind: type, method: str, text_of: Callable[[tuple[Field, ...]], str]
) -> Callable[..., Any]:
    """Write *method* of the class whose fields *kind* has, and put it in its place."""
    owner = next(each for each in kind.__mro__ if "__attrs_attrs__" in each.__dict__)
    fields: tuple[Field, ...] = owner.__dict__["__attrs_attrs__"]
    names = {f"default_{each.name}": each.default for each in fields}
    names |= {"setter_of": object.__setattr__.__get__, "kind": owner}
    exec(compile(text_of(fields), f"<{owner.__qualname__}.{method}>", "exec"), names)
    made: Callable[..., Any] = names[method]
    setattr(owner, method, made)
    return made


def _text_of_init(fields: tuple[Field, ...]) -> str:
    positional = [_parameter(each) for each in fields if not each.kw_only]
    named = [_parameter(each) for each in fields if each.kw_only]
    parameters = ["self", *positional, *(["*", *named] if named else [])]
    lines = [f"    put({each.name!r}, {each.name})" for each in fields]
    return "\n".join(
        [f"def __init__({', '.join(parameters)}):", "    put = setter_of(self)", *lines]
    )


def _parameter(each: Field) -> str:
    return each.name if each.default is NOTHING else f"{each.name}=default_{each.name}"


def _text_of_eq(fields: tuple[Field, ...]) -> str:
    same = [f"self.{each.name} == other.{each.name}" for each in fields if each.eq]
    return (
        "def __eq__(self, other):\n"
        "    if other.__class__ is not self.__class__:\n"
        "        return NotImplemented\n"
        f"    return {' and '.join(same) or True}"
    )


def _text_of_hash(fields: tuple[Field, ...]) -> str:
    values = "".join(f", self.{each.name}" for each in fields if each.eq)
    return f"def __hash__(self):\n    return hash((kind{values},))"
