"""Turn a health plan's written coverage policy into decisions that explain themselves."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policydsl.core.decision import Decision
    from policydsl.policy import Policy, PolicyError, RequestError
    from policydsl.workspace import load

__version__ = "0.1.0"

__all__ = ["Decision", "Policy", "PolicyError", "RequestError", "__version__", "load"]

# What a service embeds is loaded when it is first used: `policyc --help` needs none of it.
_MODULE_OF = {
    "Decision": "policydsl.core.decision",
    "Policy": "policydsl.policy",
    "PolicyError": "policydsl.policy",
    "RequestError": "policydsl.policy",
    "load": "policydsl.workspace",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'policydsl' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULE_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
