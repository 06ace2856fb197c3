"""Compile generated source; the namespace holds its constants and four builtins, no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

Evaluate = Callable[[dict[str, Any], int], int]


def compiled(source: str, constants: Mapping[str, Any]) -> tuple[Evaluate, Evaluate]:
    """Run *source* and return its two functions."""
    namespace = generated(source, constants)
    return namespace["evaluate"], namespace["read"]


def generated(source: str, constants: Mapping[str, Any]) -> dict[str, Any]:
    """Run *source* and return the namespace that it leaves."""
    code: CodeType = compile(source, "<kernel>", "exec")
    builtins = {"min": min, "max": max, "type": type, "KeyError": KeyError}
    namespace: dict[str, Any] = {"__builtins__": builtins, **constants}
    exec(code, namespace)
    return namespace


def key_of(names: tuple[str, ...]) -> Callable[[Callable[[str], Any]], tuple[Any, ...]]:
    """Return a function that gets the values of *names* as a tuple."""
    constants = {f"k{index}": name for index, name in enumerate(names)}
    got = "".join(f"get({name}), " for name in constants)
    namespace: dict[str, Any] = {"__builtins__": {}, **constants}
    exec(f"def key(get): return ({got})", namespace)
    key: Callable[[Callable[[str], Any]], tuple[Any, ...]] = namespace["key"]
    return key
