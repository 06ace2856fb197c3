"""The classes of the two trees as `policydsl.frozen` makes them, against libraries that could.

Each library makes the same classes in a process of its own: as many fields with the same
names, defaults and bases. Then as many of them as a run of `policyc check` builds are built
once, and one is built, compared and hashed many times. msgspec takes part where it is
installed; it cannot leave a field out of a comparison, as the trees' places have to be.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import subprocess
import sys
import time
import timeit
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.timing import say

RIVALS = ("policydsl.frozen", "attrs", "dataclasses", "msgspec")
ROUNDS = 9
BUILT = 0.6  # of the classes, in a run that checks a policy

Spec = list[tuple[str, str, list[tuple[str, bool, bool, bool]]]]  # name, base, own fields


def main() -> None:
    spec = trees()
    say(f"{len(spec)} classes, {sum(len(fields) for _, _, fields in spec)} fields\n")
    rivals = [name for name in RIVALS if name != "msgspec" or importlib.util.find_spec(name)]
    found: dict[str, list[dict[str, float]]] = {name: [] for name in rivals}
    for _ in range(ROUNDS):
        for name in rivals:
            found[name].append(_in_a_process(name, spec))
    columns = tuple(found[rivals[0]][0])
    say(f"  {'':20}" + "".join(f"{column:>14}" for column in columns) + "\n")
    for name in rivals:
        shown = (statistics.median(each[column] for each in found[name]) for column in columns)
        say(f"  {name:20}" + "".join(f"{_shown(seconds):>14}" for seconds in shown) + "\n")
    say("\n")


def trees() -> Spec:
    """Return the classes of the author's tree and of the bound one, bases first."""
    from policydsl.core import ir
    from policydsl.syntax import ast

    spec: Spec = []
    for module in (ast, ir):
        classes = [each for each in vars(module).values() if isinstance(each, type)]
        for kind in sorted(classes, key=lambda each: len(each.__mro__)):
            own = kind.__dict__.get("__attrs_attrs__")
            if own is None or not kind.__module__.startswith(f"{module.__name__}."):
                continue
            inherited = getattr(kind.__base__, "__attrs_attrs__", ())
            fields = [
                (each.name, repr(each.default) != "NOTHING", each.eq, each.kw_only)
                for each in own[len(inherited) :]
            ]
            base = f"{module.__name__}.{kind.__base__.__name__}" if inherited else ""
            spec.append((f"{module.__name__}.{kind.__name__}", base, fields))
    return spec


def _in_a_process(name: str, spec: Spec) -> dict[str, float]:
    process = [sys.executable, "-m", __spec__.name, name]
    ran = subprocess.run(
        process, input=json.dumps(spec), capture_output=True, check=True, text=True
    )
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def _shown(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms" if seconds >= 1e-4 else f"{seconds * 1e9:.0f} ns"


# --------------------------------------------------------- inside that process


def measured(name: str, spec: Spec) -> dict[str, float]:
    """Return the seconds that one library takes for each thing that is asked of it."""
    start = time.process_time()
    make = _LIBRARIES[name]()
    imported = time.process_time()
    classes: dict[str, Any] = {}
    for key, base, fields in spec:
        classes[key] = make(key.rpartition(".")[2], classes.get(base), fields)
    made = time.process_time()
    arguments = [_arguments(key, spec) for key, _, _ in spec[: int(len(spec) * BUILT)]]
    built_from = time.process_time()
    for key, given in arguments:
        classes[key](**given)
    built = time.process_time()
    key = "policydsl.core.ir.Compare"
    kind, (_, given) = classes[key], _arguments(key, spec)
    one, other = kind(**given), kind(**given)
    return {
        "import": imported - start,
        "make all": made - imported,
        "build some": built - built_from,
        "in all": imported - start + made - imported + built - built_from,
        "build one": _each(lambda: kind(**given)),
        "compare": _each(lambda: one == other),
        "hash": _each(lambda: hash(one)),
    }


def _arguments(key: str, spec: Spec) -> tuple[str, dict[str, object]]:
    bases = {name: (base, fields) for name, base, fields in spec}
    given: dict[str, object] = {}
    at = key
    while at:
        at, fields = bases[at][0], bases[at][1]
        given |= {field: 1 for field, default, _, _ in fields if not default}
    return key, given


def _each(call: Callable[[], object]) -> float:
    return min(timeit.repeat(call, number=20_000, repeat=5)) / 20_000


Fields = Iterable[tuple[str, bool, bool, bool]]
Make = Callable[[str, Any, Fields], Any]


def _body(base: Any, fields: Fields, field: Callable[..., Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"__module__": __name__, "__annotations__": {}}
    for name, default, eq, _ in fields:
        body["__annotations__"][name] = object
        if default or not eq:
            body[name] = field(default, eq)
    return body


def _ours() -> Make:
    from attrs import NOTHING

    from policydsl.frozen import field, frozen

    def make(name: str, base: Any, fields: Fields) -> Any:
        fields = tuple(fields)
        named = any(kw_only for *_, kw_only in fields)
        body = _body(base, fields, lambda d, eq: field(default=None if d else NOTHING, eq=eq))
        return frozen(kw_only=named)(type(name, (base or object,), body))

    return make


def _attrs() -> Make:
    import attrs

    def make(name: str, base: Any, fields: Fields) -> Any:
        fields = tuple(fields)
        named = any(kw_only for *_, kw_only in fields)
        nothing = attrs.NOTHING
        body = _body(base, fields, lambda d, eq: attrs.field(default=None if d else nothing, eq=eq))
        return attrs.frozen(kw_only=named)(type(name, (base or object,), body))

    return make


def _dataclasses() -> Make:
    import dataclasses

    def make(name: str, base: Any, fields: Fields) -> Any:
        fields = tuple(fields)
        named = any(kw_only for *_, kw_only in fields)
        nothing: Any = dataclasses.MISSING
        body = _body(
            base,
            fields,
            lambda d, eq: dataclasses.field(default=None if d else nothing, compare=eq),
        )
        kind = type(name, (base or object,), body)
        return dataclasses.dataclass(frozen=True, slots=True, kw_only=named)(kind)

    return make


def _msgspec() -> Make:
    import msgspec

    def make(name: str, base: Any, fields: Fields) -> Any:
        fields = tuple(fields)
        named = any(kw_only for *_, kw_only in fields)
        of = [(n, object, None) if default else (n, object) for n, default, _, _ in fields]
        bases = (base,) if base else ()
        return msgspec.defstruct(name, of, bases=bases, frozen=True, kw_only=named)

    return make


_LIBRARIES: dict[str, Callable[[], Make]] = dict(
    zip(RIVALS, (_ours, _attrs, _dataclasses, _msgspec), strict=True)
)


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.stdout.write(json.dumps(measured(sys.argv[1], json.load(sys.stdin))))
    else:
        main()
