"""Weights are found, put together and checked, or a clear error says what to do."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from summarizer.engines import weights
from summarizer.engines.weights import Weights
from summarizer.errors import EngineError

PARTS = [bytes([65 + index]) * (700_000 + index) for index in range(4)]
WHOLE = b"".join(PARTS)
MODEL = Weights(
    name="toy-1b",
    file="toy.gguf",
    size=len(WHOLE),
    sha256=hashlib.sha256(WHOLE).hexdigest(),
    parts=tuple((f"toy-model-part{number}", f"part{number:02d}.bin") for number in range(1, 5)),
    version="1.0",
    hub=("toys/toy-GGUF", "toy.gguf"),
)


def install(site: Path, distribution: str, name: str, content: bytes) -> Path:
    """A distribution as pip leaves it: a data file, a RECORD, and a package that must not be imported."""
    package = site / distribution.replace("-", "_")
    (package / "data").mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n")
    path = package / "data" / name
    path.write_bytes(content)
    info = site / f"{package.name}-1.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    (info / "RECORD").write_text(f"{package.name}/__init__.py,,\n{package.name}/data/{name},,\n")
    return path


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def installed(site: Path) -> list[Path]:
    return [install(site, *pair, content) for pair, content in zip(MODEL.parts, PARTS, strict=True)]


def test_parts_are_put_together_checked_and_kept(installed: list[Path], tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    path = weights.ensure(MODEL, tmp_path, lambda *report: seen.append(report))
    assert path == tmp_path / "models" / "toy.gguf"
    assert path.read_bytes() == WHOLE
    assert seen[-1] == ("assembling", MODEL.size, MODEL.size)
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert not list(path.parent.glob("*.part"))
    assert "toy_model_part1" not in sys.modules
    found = weights.find(MODEL, tmp_path)
    assert found is not None
    assert (found.source, found.path) == ("cache", path)


def test_the_second_start_hashes_nothing_and_a_changed_file_everything(installed: list[Path], tmp_path: Path) -> None:
    path = weights.ensure(MODEL, tmp_path)
    seen: list[str] = []
    weights.ensure(MODEL, tmp_path, lambda stage, done, total: seen.append(stage))
    assert seen == []
    path.write_bytes(WHOLE[:-1] + b"?")
    with pytest.raises(EngineError, match=r"SHA-256 .* instead of .*delete it and run `summarizer models fetch`"):
        weights.ensure(MODEL, tmp_path, lambda stage, done, total: seen.append(stage))
    assert seen
    assert set(seen) == {"checking"}


def test_a_touched_but_equal_file_is_hashed_once_more_and_found_right(installed: list[Path], tmp_path: Path) -> None:
    path = weights.ensure(MODEL, tmp_path)
    os.utime(path, (1, 1))
    seen: list[str] = []
    assert weights.ensure(MODEL, tmp_path, lambda stage, done, total: seen.append(stage)) == path
    assert set(seen) == {"checking"}
    seen.clear()
    weights.ensure(MODEL, tmp_path, lambda stage, done, total: seen.append(stage))
    assert seen == []


@pytest.mark.parametrize(
    ("damage", "words"), [(b"?", "bytes instead of"), (PARTS[2][:-1] + b"?", r"SHA-256 .* instead of")]
)
def test_a_wrong_part_is_an_error_and_leaves_no_file(
    installed: list[Path], tmp_path: Path, damage: bytes, words: str
) -> None:
    installed[2].write_bytes(damage)
    with pytest.raises(EngineError, match=words) as caught:
        weights.ensure(MODEL, tmp_path)
    assert "pip install --force-reinstall" in str(caught.value)
    assert list((tmp_path / "models").iterdir()) == []


def test_an_interrupted_assembly_leaves_no_file(installed: list[Path], tmp_path: Path) -> None:
    def interrupt(stage: str, done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        weights.ensure(MODEL, tmp_path, interrupt)
    assert list((tmp_path / "models").iterdir()) == []
    assert weights.ensure(MODEL, tmp_path).read_bytes() == WHOLE


def test_what_a_killed_process_left_behind_is_swept_up_later(installed: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    old, young = folder / ".toy.gguf.abc.part", folder / ".toy.gguf.def.part"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    weights.ensure(MODEL, tmp_path)
    assert not old.exists()
    assert young.exists()  # somebody may be writing it


ASSEMBLE = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[2]]
from tests.engines.test_weights import MODEL
from summarizer.engines import weights
print(weights.ensure(MODEL, Path(sys.argv[3])))
"""


def test_two_processes_may_assemble_at_once(installed: list[Path], site: Path, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", ASSEMBLE, str(root), str(site), str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    printed = {process.communicate(timeout=60)[0].strip() for process in running}
    assert [process.returncode for process in running] == [0, 0]
    assert printed == {str(tmp_path / "models" / "toy.gguf")}
    assert (tmp_path / "models" / "toy.gguf").read_bytes() == WHOLE
    assert not list((tmp_path / "models").glob("*.part"))


def test_threads_may_assemble_at_once(installed: list[Path], tmp_path: Path) -> None:
    results: list[Path] = []
    slow = lambda stage, done, total: time.sleep(0.002)  # noqa: E731
    threads = [threading.Thread(target=lambda: results.append(weights.ensure(MODEL, tmp_path, slow))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.read_bytes() == WHOLE for path in results] == [True] * 4


def test_weights_that_are_one_file_are_used_where_they_are(site: Path, tmp_path: Path) -> None:
    path = install(site, "toy-whole", "toy.gguf", WHOLE)
    model = replace(MODEL, parts=(("toy-whole", "toy.gguf"),))
    assert weights.ensure(model, tmp_path) == path
    assert not (tmp_path / "models" / "toy.gguf").exists()
    path.write_bytes(b"?" * len(WHOLE))
    with pytest.raises(EngineError, match="SHA-256"):
        weights.ensure(model, tmp_path)


def test_missing_weights_name_both_ways_to_get_them(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    assert weights.find(MODEL, tmp_path) is None
    with pytest.raises(EngineError) as caught:
        weights.ensure(MODEL, tmp_path)
    assert 'pip install "summarizer[local]"' in str(caught.value)
    assert "https://huggingface.co/toys/toy-GGUF" in str(caught.value)
    assert "--model-path" in str(caught.value)


def test_a_missing_part_is_named(installed: list[Path], tmp_path: Path) -> None:
    installed[1].unlink()
    with pytest.raises(EngineError, match=r"1 of the 4 packages .*pip install toy-model-part2==1\.0"):
        weights.ensure(MODEL, tmp_path)


def hub(download: Any) -> ModuleType:
    module = ModuleType("huggingface_hub")
    module.hf_hub_download = download  # type: ignore[attr-defined]
    return module


def test_weights_from_the_hub_are_checked_like_any_others(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hub.gguf"

    def download(*, repo_id: str, filename: str) -> str:
        assert (repo_id, filename) == MODEL.hub
        return str(path)

    monkeypatch.setitem(sys.modules, "huggingface_hub", hub(download))
    path.write_bytes(WHOLE)
    assert weights.ensure(MODEL, tmp_path) == path
    path.write_bytes(WHOLE[::-1])
    with pytest.raises(EngineError, match="SHA-256"):
        weights.ensure(MODEL, tmp_path)


def test_a_failed_download_is_one_line(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(**_: str) -> str:
        raise OSError("no route to host\nand a long story")

    monkeypatch.setitem(sys.modules, "huggingface_hub", hub(download))
    with pytest.raises(EngineError, match="no route to host") as caught:
        weights.ensure(MODEL, tmp_path)
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_told_before_the_work(
    installed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(weights.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(EngineError, match="SUMMARIZER_CACHE_DIR"):
        weights.ensure(MODEL, tmp_path)


def test_a_cache_that_cannot_be_made_is_an_error_with_a_remedy(installed: list[Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EngineError, match="SUMMARIZER_CACHE_DIR"):
        weights.ensure(MODEL, tmp_path / "file")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", None])
def test_only_gguf_files_are_models(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EngineError, match=r"model\.gguf"):
        weights.check_gguf(path)
    path.write_bytes(b"GGUF\x03")
    assert weights.check_gguf(path) == path
