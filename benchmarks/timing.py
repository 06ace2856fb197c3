"""Time rivals in turns, so that a busy machine slows them alike, and compare them."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping

ROUNDS = 15

_KILLED_BY_PIPE = 128 + 13


def interleaved(
    rivals: Mapping[str, Callable[[], object]],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, list[float]]:
    """Return the seconds that one call of each rival took in each round, round by round.

    The clock counts this process's own work; rivals that are processes take a wall clock.
    """
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    for name in rivals:
        rivals[name]()
    for _ in range(rounds):
        for name, call in rivals.items():
            start = clock()
            call()
            seconds[name].append(clock() - start)
    return seconds


def ratio(seconds: Mapping[str, list[float]], name: str, base: str) -> tuple[float, float, float]:
    """Return the median, least and greatest ratio of *name* to *base* within a round."""
    ratios = [a / b for a, b in zip(seconds[name], seconds[base], strict=True)]
    return statistics.median(ratios), min(ratios), max(ratios)


def report(title: str, seconds: Mapping[str, list[float]], base: str, calls: int = 1) -> None:
    """Print each rival's least and median time for one of *calls*, and its ratio to *base*."""
    say(f"{title}\n  {'':44} {'least':>12} {'median':>12}\n")
    for name, times in seconds.items():
        middle, low, high = ratio(seconds, name, base)
        least, median = (shown(each / calls) for each in (min(times), statistics.median(times)))
        say(f"  {name:44} {least} {median}   {middle:6.2f}× ({low:.2f}–{high:.2f})\n")
    say("\n")


def shown(seconds: float) -> str:
    return f"{seconds * 1e6:9.2f} µs" if seconds < 1e-3 else f"{seconds * 1e3:9.2f} ms"


def say(text: str) -> None:
    """Write to standard output, and end like any program when nobody reads it any more."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(_KILLED_BY_PIPE) from None
