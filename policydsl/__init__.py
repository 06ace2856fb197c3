"""Turn a health plan's written coverage policy into decisions that explain themselves."""

__version__ = "0.1.0"

# What a service embeds is loaded when it is first used: the floors below need none of it, nor
# does `policyc --help`. Its types are in `__init__.pyi`.
_MODULE_OF = {
    "Decision": "policydsl.core.decision",
    "Policy": "policydsl.policy",
    "PolicyError": "policydsl.policy",
    "RequestError": "policydsl.policy",
    "diff": "policydsl.workspace.versions",
    "load": "policydsl.workspace",
}

__all__ = ["Decision", "Policy", "PolicyError", "RequestError", "__version__", "diff", "load"]


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'policydsl' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULE_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
