"""What a change does to a million requests: how many a second, and how much memory at the peak.

    python -m benchmarks.impact [--most N]

The requests are made of the scenarios of `policies/nwc`, with other counts, days and members, and
sometimes without a fact; the change is one number of a limit.  Each size is a process of its own,
`policyc diff --cases` as a user runs it, and what it takes with a single request is told first.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import policydsl
from benchmarks.examples import Raw, worked
from policydsl.core.facts import Number
from policydsl.policy import Policy

POLICIES = Path(__file__).parent.parent / "policies"
EDIT = ("30 visits per calendar year", "25 visits per calendar year")
SIZES = (1, 10_000, 100_000, 1_000_000)
MEMBERS = 50_000
OTHERS = 10_000
"""At how many requests csv and Parquet are measured."""


def requests(policy: Policy, number: int) -> Iterator[Raw]:
    """Yield so many requests; three of four are of scenarios that do not pend."""
    examples = worked(policy)
    whole = [each for each in examples if not policy.decide(each).missing]
    rng = random.Random(number)
    for _ in range(number):
        request = rng.choice(whole if rng.random() < 0.75 else examples)
        facts = dict(request["facts"])
        for name in request["facts"]:
            kind = policy.program.facts[name].type
            if isinstance(kind, Number) and type(facts[name]) is int:
                step = rng.choice((-2, -1, 0, 0, 0, 1, 2, 5))
                facts[name] = min(max(kind.low, facts[name] + step), kind.high)
            elif rng.random() < 0.003:
                del facts[name]
        yield {
            "as_of": f"2026-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
            "member_id": f"M{rng.randrange(MEMBERS):05}",
            "facts": facts,
        }


# ----------------------------------------------------------------------- files


def as_json_lines(path: Path, found: Iterator[Raw]) -> None:
    with path.open("w") as file:
        file.writelines(f"{json.dumps(each)}\n" for each in found)


def _records(found: Iterator[Raw]) -> list[dict[str, object]]:
    return [
        {
            "as_of": each["as_of"],
            "member_id": each["member_id"],
            **{name: _cell(value) for name, value in each["facts"].items()},
        }
        for each in found
    ]


def _cell(value: object) -> object:
    if value is None:
        return "absent"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(value) if isinstance(value, list) else value


def as_csv(path: Path, found: Iterator[Raw]) -> None:
    records = _records(found)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, sorted({name for each in records for name in each}))
        writer.writeheader()
        writer.writerows(records)


def as_parquet(path: Path, found: Iterator[Raw]) -> None:
    import pyarrow
    from pyarrow import parquet

    records = _records(found)
    names = sorted({name for each in records for name in each})
    columns = {name: [each.get(name) for each in records] for name in names}
    parquet.write_table(pyarrow.table(columns), path)


# ------------------------------------------------------------------- measuring


def measured(old: Path, new: Path, cases: Path) -> tuple[float, float, dict[str, object]]:
    """Return the CPU seconds of one run, its peak memory in MB, and what it found."""
    words = [sys.executable, "-m", "policydsl", "diff", str(old), str(new)]
    words += ["--cases", str(cases), "--format", "json", "--show", "3"]
    with tempfile.TemporaryFile("w+") as out:
        with subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):
            raise SystemExit(f"{cases.name}: exit code {process.returncode}")
        out.seek(0)
        found = json.load(out)["impact"]
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, found


def main(most: int = 100_000) -> None:
    say = sys.stdout.write
    old = POLICIES / "nwc" / "nwc.pol"
    policy = policydsl.load(POLICIES / "nwc")
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder, "policies", "nwc", "nwc.pol")
        new.parent.mkdir(parents=True)
        text = old.read_text(encoding="utf-8")
        assert text.count(EDIT[0]) == 1
        new.write_text(text.replace(*EDIT), encoding="utf-8")
        for beside in (*old.parent.glob("*.tsv"), POLICIES / "therapy.pol"):
            target = new.parent if beside.suffix == ".tsv" else new.parent.parent
            Path(target, beside.name).write_bytes(beside.read_bytes())
        kinds: list[tuple[str, int, Callable[[Path, Iterator[Raw]], None]]] = [
            ("jsonl", size, as_json_lines) for size in SIZES if size <= most
        ]
        kinds += [("csv", OTHERS, as_csv), ("parquet", OTHERS, as_parquet)]
        least = 0.0
        say("the impact of one changed number on requests of NWC\n")
        for kind, size, write in kinds:
            cases = Path(folder, f"cases.{kind}")
            write(cases, requests(policy, size))
            start = time.perf_counter()
            seconds, memory, found = measured(old, new, cases)
            least = least or seconds
            rate = f"{size / (seconds - least):,.0f} a second" if seconds > least + 0.1 else ""
            say(
                f"  {size:>9,} {kind:8} {seconds:8.1f} s CPU {time.perf_counter() - start:8.1f} s "
                f"{memory:6.0f} MB at the peak  {found['flips']} flip  {rate}\n"
            )
            sys.stdout.flush()
            cases.unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=100_000, help="the most requests of one run")
    main(parser.parse_args().most)
