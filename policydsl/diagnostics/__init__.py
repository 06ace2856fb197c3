"""Hold what can be wrong, and turn it into what a person or a tool reads."""

from policydsl.diagnostics.model import Code, Diagnostic, Label, Severity, in_order

__all__ = ["Code", "Diagnostic", "Label", "Severity", "in_order"]
