"""Set the tests up: hypothesis draws the same on every run, whole outputs live in one tree.

The fixture `golden` compares a text with the file of the test's name under
`tests/snapshots/`, away from the inputs: syrupy deletes what lies beside its snapshots.
`pytest --snapshot-update` writes them.

Whatever a test is about: the case of every finding that an analysis in this process comes to
is replayed, and a test of which one does not replay has failed.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation

from tests.replaying import Replaying

TESTS = Path(__file__).parent

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


class WholeText(SingleFileSnapshotExtension):
    """Keeps a text as a file of its own, readable and diffable as it is."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        test = Path(test_location.filepath).relative_to(TESTS).with_suffix("")
        return str(TESTS / "snapshots" / test)


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(WholeText)


@pytest.fixture(scope="session")
def replaying() -> Iterator[Replaying]:
    found = Replaying()
    with found.watched():
        yield found


@pytest.fixture(autouse=True)
def every_case_replays(replaying: Replaying) -> Iterator[None]:
    yield
    failures, replaying.failures = replaying.failures, []
    assert not failures, "\n\n".join(failures)
