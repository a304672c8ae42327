"""Parquet files of others: read a few rows at a time, in memory that does not grow with what they unfold to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from summarizer.errors import InputError

_ROWS = 8  # in memory at once: each may be as long as an article may be, and a row group packs any number
_LARGE = 16 * 1024 * 1024
_MOST_UNPACKED = 100  # times its packed size; news packs to a tenth


def pyarrow_for(path: Path) -> tuple[Any, Any]:
    """pyarrow and its module for Parquet.

    Raises:
        InputError: it is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InputError(f"{path}: Parquet needs pyarrow: pip install 'summarizer[parquet]'") from None
    return pa, pq


def row_groups(path: Path) -> list[int]:
    """The number of rows in each row group of a file.

    Raises:
        InputError: it is no Parquet file.
        OSError: it cannot be read.
    """
    with _readable(path) as pq:
        metadata = pq.read_metadata(path)
    return [metadata.row_group(at).num_rows for at in range(metadata.num_row_groups)]


def column_names(path: Path) -> list[str]:
    """The columns of a file. Raises as `row_groups` does."""
    with _readable(path) as pq:
        return list(pq.read_schema(path).names)


def read_rows(path: Path, wanted: Collection[str], group: int | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a file, or of one row group: of each the wanted columns that there are, as pyarrow's scalars.

    A value that a dictionary repeats is in memory once, not once a row.

    Raises:
        InputError: it is no Parquet file, has two columns of one of these names, or says that it unfolds beyond all
            measure; nothing is read then.
        OSError: it cannot be read.
    """
    with _readable(path) as pq:
        metadata = pq.read_metadata(path)
        leaves = [metadata.schema.column(at) for at in range(metadata.num_columns)]
        texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY" and leaf.path in wanted]
        with pq.ParquetFile(path, metadata=metadata, read_dictionary=texts) as file:
            columns = [name for name in file.schema_arrow.names if name in wanted]
            if twice := next((name for name in columns if columns.count(name) > 1), None):
                raise InputError(f"{path} has two columns named {twice}; which is meant cannot be told")
            groups = list(range(file.num_row_groups)) if group is None else [group]
            _refuse_bombs(metadata, groups, columns, path)
            for batch in file.iter_batches(batch_size=_ROWS, columns=columns, row_groups=groups):
                for at in range(batch.num_rows):
                    yield {name: batch.column(name)[at] for name in columns}


def plain_value(cell: Any, name: str) -> Any:
    """One of pyarrow's scalars as Python has it; `name` says in errors where it stands.

    Raises:
        InputError: Python has no such value: text that is not UTF-8, a date out of range or of an unknown time zone.
    """
    try:
        return cell.as_py()
    except (ValueError, OverflowError, LookupError) as error:
        said = str(error) or type(error).__name__
        raise InputError(f"{name} cannot be read: {said.splitlines()[0][:200]}") from None


@contextmanager
def _readable(path: Path) -> Iterator[Any]:
    """pyarrow's module for Parquet; what it says against the content of the file is an InputError."""
    pa, pq = pyarrow_for(path)
    try:
        yield pq
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the file cannot be opened
        raise InputError(f"{path} is not a Parquet file that can be read: {str(error).splitlines()[0][:200]}") from None


def _refuse_bombs(metadata: Any, groups: list[int], columns: list[str], path: Path) -> None:
    for group in groups:
        row_group = metadata.row_group(group)
        parts = [row_group.column(at) for at in range(row_group.num_columns)]
        wanted = [part for part in parts if part.path_in_schema.split(".")[0] in columns]
        packed, size = (
            sum(getattr(part, f"total_{what}_size") for part in wanted) for what in ("compressed", "uncompressed")
        )
        if size > max(_LARGE, _MOST_UNPACKED * packed):
            raise InputError(
                f"{path}: row group {group + 1} unfolds from {packed:,} to {size:,} bytes; that is no news"
            )
