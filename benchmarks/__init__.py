"""Measure the compiler and the kernel, each figure as a ratio within one run."""
