"""Set the tests up: hypothesis draws the same on every run, whole outputs live in one tree.

The fixture `golden` compares a text with the file of the test's name under
`tests/snapshots/`, away from the inputs: syrupy deletes what lies beside its snapshots.
`pytest --snapshot-update` writes them.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation

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
