"""Briefs as Parquet: written as lines while the run is on, turned into one Parquet file when it ends.

A Parquet file cannot be added to, nor read before it is closed. So `briefs.parquet` grows as
`briefs.parquet.partial.jsonl`, with failures and journal as for any output, and is written whole at the end of a run.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from summarizer.errors import UsageError
from summarizer.parquet import pyarrow_for

_ROWS = 512  # in memory at once


def working_file(path: Path) -> Path:
    """The file of lines that a Parquet output grows in."""
    return path.with_name(f"{path.name}.partial.jsonl")


def pack_parquet(lines: Path, path: Path) -> None:
    """Write the briefs in `lines` to the Parquet file `path`, atomically, and remove `lines`.

    Columns: `id`, `title`, `outlet`, `url`, `origin`, `sha256`, `pack`, `model`, `cost` and `brief`, the whole brief as
    JSON.

    Raises:
        InputError: pyarrow is missing.
        UsageError: the file cannot be written; then `lines` stays.
    """
    pa, pq = pyarrow_for(path)
    names = ("id", "title", "outlet", "url", "origin", "sha256", "pack", "model")
    schema = pa.schema([*((name, pa.string()) for name in names), ("cost", pa.float64()), ("brief", pa.string())])
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with pq.ParquetWriter(temporary, schema, compression="zstd") as writer, lines.open("rb") as file:
            rows: list[dict[str, Any]] = []
            for line in file:
                rows.append(_row(line))
                if len(rows) == _ROWS:
                    writer.write_table(pa.Table.from_pylist(rows, schema))
                    rows.clear()
            writer.write_table(pa.Table.from_pylist(rows, schema))
        _sync(temporary)  # before the lines, which are the only other copy, are removed
        os.replace(temporary, path)
        lines.unlink()
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {error.strerror or error}. The briefs are in {lines}") from error


def unpack_parquet(path: Path, lines: Path) -> None:
    """Write the briefs of the Parquet file `path` as lines, to go on with; nothing where that is not needed."""
    if lines.exists() or not path.exists():
        return
    pa, pq = pyarrow_for(path)
    temporary = lines.with_name(f".{lines.name}.{os.getpid()}")
    try:
        with pq.ParquetFile(path) as stored, temporary.open("wb") as file:
            for batch in stored.iter_batches(batch_size=_ROWS, columns=["brief"]):
                file.writelines(f"{brief}\n".encode() for brief in batch.column(0).to_pylist())
        os.replace(temporary, lines)
    except (OSError, pa.ArrowException) as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise UsageError(f"cannot go on with {path}: {str(error).splitlines()[0][:200]}") from error


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _row(line: bytes) -> dict[str, Any]:
    brief = json.loads(line)
    source, provenance = brief["source"], brief["provenance"]
    row = {name: source.get(name) for name in ("id", "title", "outlet", "url", "origin", "sha256")}
    more = {"pack": provenance["pack"], "model": provenance["model"], "cost": provenance["usage"]["cost"]}
    return row | more | {"brief": line.decode().rstrip("\n")}
