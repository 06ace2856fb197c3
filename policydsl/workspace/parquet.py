"""Read Parquet: the only module that imports pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policydsl.workspace.rows import RowsError

_BATCH = 4096


def _opened(path: str) -> Any:
    try:
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise RowsError(
            "Parquet is read with pyarrow, which is not installed: `pip install policydsl[parquet]`"
        ) from None
    try:
        return ParquetFile(path)
    except ArrowInvalid as error:
        raise RowsError(f"`{path}` is not Parquet: {error}") from None


def records(path: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file by their columns' names, a batch in memory at a time."""
    for batch in _opened(path).iter_batches(batch_size=_BATCH):
        yield from batch.to_pylist()


def count(path: str) -> int:
    return int(_opened(path).metadata.num_rows)
