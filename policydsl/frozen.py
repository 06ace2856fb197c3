"""Make classes as `attrs.frozen` does, and write their methods when they are first called.

attrs writes and compiles the methods of every class while a module is imported, half a
millisecond for each. The two trees have two hundred classes, and a run of `policyc` builds
nodes of some. To a type checker, and to `attrs.evolve`, `attrs.fields`, `attrs.has` and
`attrs.asdict`, these are classes of attrs. What else could make them, and what that would
cost: docs/adr/0010-frozen-classes-write-their-methods-late.md.

There is nothing here but slots, defaults and keywords; a class that wants a converter, a
validator, a factory, an order or a cached property takes `attrs.frozen` itself. Either kind
may extend the other.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, TypeGuard

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
    _initialiser(type(self))(self, *values, **named)


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


def _initialiser(kind: type) -> Callable[..., Any]:
    """Make `__init__` of the class whose fields *kind* has, and put it in its place.

    Classes with as many fields share what is compiled: only the names are their own.
    """
    owner, fields = _owner(kind)
    fields = (*(f for f in fields if not f.kw_only), *(f for f in fields if f.kw_only))
    named = {each.name: each.default for each in fields if each.kw_only}
    places = [each.default for each in fields if not each.kw_only]
    code = _shape(len(places), len(named)).replace(
        co_varnames=("self", *(each.name for each in fields))
    )
    setters = {f"put{i}": getattr(owner, each.name).__set__ for i, each in enumerate(fields)}
    made = FunctionType(code, setters, "__init__")
    made.__defaults__ = tuple(default for default in places if default is not NOTHING)
    made.__kwdefaults__ = {n: default for n, default in named.items() if default is not NOTHING}
    made.__qualname__ = f"{owner.__qualname__}.__init__"
    owner.__init__ = made  # type: ignore[misc]
    return made


@functools.cache
def _shape(places: int, named: int) -> CodeType:
    """Compile an `__init__` of so many parameters, and so many more by keyword only."""
    values = [f"value{i}" for i in range(places + named)]
    parameters = ["self", *values[:places], *(["*", *values[places:]] if named else [])]
    lines = [f"    put{i}(self, {value})" for i, value in enumerate(values)] or ["    pass"]
    text = "\n".join([f"def __init__({', '.join(parameters)}):", *lines])
    (code,) = (part for part in compile(text, "<frozen>", "exec").co_consts if _is_code(part))
    return code


def _is_code(part: object) -> TypeGuard[CodeType]:
    return isinstance(part, CodeType)


def _written(
    kind: type, method: str, text_of: Callable[[tuple[Field, ...]], str]
) -> Callable[..., Any]:
    """Write *method* of the class whose fields *kind* has, and put it in its place."""
    owner, fields = _owner(kind)
    names: dict[str, Any] = {"kind": owner}
    exec(compile(text_of(fields), f"<{owner.__qualname__}.{method}>", "exec"), names)
    made: Callable[..., Any] = names[method]
    setattr(owner, method, made)
    return made


def _owner(kind: type) -> tuple[type, tuple[Field, ...]]:
    """Return the class that *kind* has its fields from, and the fields."""
    owner = next(each for each in kind.__mro__ if "__attrs_attrs__" in each.__dict__)
    fields: tuple[Field, ...] = owner.__dict__["__attrs_attrs__"]
    return owner, fields


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
