"""The policy once its names are bound: what is decided, without how it was written."""
