"""The log of lines behind every output."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarizer.batch.log import Log
from summarizer.errors import UsageError


def test_lines_are_read_and_added_where_there_is_no_pread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "pread", raising=False)  # as on Windows
    path = tmp_path / "log"
    path.write_bytes(b"one\ntwo\nhal")
    log = Log(path)
    assert log.whole() == 8
    log.truncate(log.whole())
    reading = log.lines()
    assert next(reading) == b"one"
    log.append(b"three")
    assert list(reading) == [b"two", b"three"]
    assert list(log.lines(4)) == [b"two", b"three"]
    log.close()
    assert path.read_bytes() == b"one\ntwo\nthree\n"


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    with pytest.raises(UsageError, match="another run is writing"):
        Log(tmp_path / "log")
    log.close()
    Log(tmp_path / "log").close()
