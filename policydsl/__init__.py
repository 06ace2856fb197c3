"""Turn a health plan's written coverage policy into decisions that explain themselves."""

__version__ = "0.1.0"
