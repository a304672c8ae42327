"""Files: whole or not at all, by one process at a time, of the right version, and not a byte changed in silence."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from summarizer.articles.model import Article
from summarizer.articles.read import read_articles
from summarizer.briefs.load import parse_brief
from summarizer.cassettes import check, prune, use
from summarizer.cassettes.interaction import read_interaction
from summarizer.cli import run
from summarizer.errors import InputError, UsageError
from summarizer.evals.runs import open_run
from summarizer.evals.yamlfile import read_yaml
from summarizer.files import write_first, write_whole
from summarizer.grounding.verify import verify_file
from summarizer.locks import held
from summarizer.review.reviewing import Place, Review
from summarizer.review.state import begin
from tests.pages.making import model_brief
from tests.stub import Request, Step, Stub, answer

ROOT = Path(__file__).parents[2]
ARTICLE = "Wall falls\n\nThe wall may fall again, mayor Ann Bell said. She denied that 3 men were hurt.\n"
ANSWER = {"actors": [{"name": "Ann Bell", "kind": "person"}], "claims": [], "numbers": [], "hedges": []}

# --- whole or not at all ----------------------------------------------------------------------------------------------

_WRITER = """
import sys
from pathlib import Path
from summarizer.files import write_whole
path, letter = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
while True:
    write_whole(path, letter * 200_000)
"""


def test_two_writers_that_are_killed_leave_one_whole_content(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(path), letter], stdout=subprocess.PIPE, cwd=ROOT)
        for letter in "ab"
    ]
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.readline()
    end = time.monotonic() + 0.5
    seen = set()
    while time.monotonic() < end:
        if path.exists():
            seen.add(path.read_text())
    for writer in writers:
        writer.kill()
        writer.communicate()
    assert seen <= {"a" * 200_000, "b" * 200_000}
    assert path.read_text() in seen


@contextmanager
def _disk_of(size: int) -> Iterator[None]:
    """No file may grow beyond `size`, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")
    with _disk_of(1000):
        for content in ("x" * 5000, b"x" * 5000):
            with pytest.raises(UsageError, match=r"cannot write .*out\.json: File too large"):
                write_whole(path, content)
        with pytest.raises(UsageError, match=r"cannot write .*new: File too large"):
            write_first(tmp_path / "new", b"x" * 5000)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("out.json", "old")]


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_result_is_as_private_as_its_user_wants_files_to_be(mask: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "out.json", "x")
        write_whole(tmp_path / "out.bin", b"x")
    finally:
        os.umask(before)
    for path in tmp_path.iterdir():
        assert path.stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    master, worker = os.openpty()  # a device of the test's own, since one that is replaced is lost to the machine
    try:
        device = Path(os.ttyname(worker))
        write_whole(device, "x")
        assert device.is_char_device()
        assert os.read(master, 9) == b"x"
    finally:
        os.close(master)
        os.close(worker)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert pipe.is_fifo()


def test_of_two_first_writers_one_is_first(tmp_path: Path) -> None:
    assert write_first(tmp_path / "a", b"one")
    assert not write_first(tmp_path / "a", b"two")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a", b"one")]


# --- one process at a time --------------------------------------------------------------------------------------------


def _command(*words: object) -> list[str]:
    return [sys.executable, "-m", "summarizer", *map(str, words)]


def _start(*words: object) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        _command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def _corpus(folder: Path, articles: int) -> Path:
    path = folder / "corpus.jsonl"
    rows = [{"id": f"wall-{number}", "text": f"{ARTICLE}It was report no. {number}.\n"} for number in range(articles)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


class Gated(Stub):
    """A server that answers nobody before its gate is opened, so that a run lasts as long as the test wants it to."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        super().__init__(self._once_open)

    def _once_open(self, request: Request) -> Step:
        assert self.gate.wait(30)
        return answer(ANSWER)

    def first_request(self) -> None:
        """Wait until somebody asks."""
        while not self.requests:
            time.sleep(0.01)


@pytest.fixture
def stub() -> Iterator[Gated]:
    with Gated() as running:
        yield running
        running.gate.set()


def _asking(stub: Stub) -> list[str]:
    return ["--model", "stub/m", "--base-url", stub.base_url, "--prompt", "direct"]


def _ended(process: subprocess.Popen[str]) -> None:
    said = process.communicate(timeout=60)
    assert process.returncode == 0, said


@pytest.mark.enable_socket
@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_two_runs_into_one_corpus_file(
    suffix: str, stub: Gated, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = _corpus(tmp_path, 8), tmp_path / f"briefs.{suffix}"
    first = _start("brief", source, *_asking(stub), "-o", out, "--concurrency", "1", "-q")
    stub.first_request()
    for more in ([], ["--resume"]):
        assert run(["brief", str(source), *_asking(stub), "-o", str(out), *more]) == 2
        assert "another run is writing" in capsys.readouterr().err
    stub.gate.set()
    _ended(first)
    assert run(["brief", str(source), *_asking(stub), "-o", str(out), "--resume"]) == 0
    assert "8 from before" in capsys.readouterr().err
    assert len(stub.requests) == 8
    if suffix == "jsonl":
        stored = [parse_brief(line, "x") for line in out.read_bytes().splitlines()]
        assert len({brief.source.id for brief in stored}) == 8
    assert not list(tmp_path.glob(".*")), "a lock is left"


@pytest.mark.enable_socket
def test_two_runs_into_one_folder_and_one_cassette(stub: Gated, tmp_path: Path) -> None:
    source = _corpus(tmp_path, 6)
    out, recordings = tmp_path / "out", tmp_path / "cassettes"
    words = [
        "brief",
        str(source),
        *_asking(stub),
        "-o",
        str(out),
        "--cassettes",
        str(recordings),
        "--record",
        "new",
        "-q",
    ]
    other = _start(*words)
    stub.first_request()
    threading.Timer(0.3, stub.gate.set).start()
    assert run(words) == 0
    _ended(other)
    assert len(stub.requests) > 6  # both have asked for some of them
    assert check(recordings) == []
    assert len(list(out.iterdir())) == 6
    for path in out.iterdir():
        assert verify_file(path) == []
    again = tmp_path / "again"
    assert run(["brief", str(source), *_asking(stub), "-o", str(again), "--cassettes", str(recordings), "-q"]) == 0
    for path in again.iterdir():  # both gave what is recorded, whoever of them had asked
        assert path.read_bytes() == (out / path.name).read_bytes()


def test_recordings_are_not_pruned_while_some_are_made(tmp_path: Path) -> None:
    recorded = next((ROOT / "cassettes" / "seeds" / "direct").glob("*.json"))
    (tmp_path / "direct").mkdir()
    (tmp_path / "direct" / recorded.name).write_bytes(recorded.read_bytes())
    loose = tmp_path / "texts" / f"{'0' * 32}.txt"
    loose.parent.mkdir()
    loose.write_text("a text that nothing uses yet")
    findings = [finding for finding in check(tmp_path) if finding.kind == "orphaned"]
    assert [finding.path for finding in findings] == [loose]
    with use(tmp_path, "new"), pytest.raises(UsageError, match="something is being recorded"):
        prune(tmp_path, findings)
    assert loose.exists()
    with held(tmp_path / ".lock", "busy"), pytest.raises(UsageError, match="being deleted"), use(tmp_path, "new"):
        pass
    prune(tmp_path, findings)
    assert not loose.exists()
    assert not (tmp_path / ".lock").exists()


@pytest.mark.enable_socket
def test_two_processes_at_one_eval_run(stub: Gated, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suite, gold = tmp_path / "two.yaml", tmp_path / "gold"
    gold.mkdir()
    for name in ("ferry-1", "ferry-2", "ferry-3"):
        for end in ("txt", "yaml"):
            source = ROOT / "evals" / "gold" / "newsroom" / f"{name}.{end}"
            (gold / source.name).write_bytes(source.read_bytes())
    suite.write_text(
        f'schema_version: "1.0"\nname: two\ngold: {gold}\ncassettes: none\npacks: [direct]\nmodels: [stub/m]\n'
    )
    words = ["eval", "run", suite, "-o", tmp_path / "run", "--live", "--base-url", stub.base_url, "--concurrency", "1"]
    first = _start(*words, "-q")
    stub.first_request()
    assert run([str(word) for word in words]) == 2
    assert "another run is writing" in capsys.readouterr().err
    stub.gate.set()
    _ended(first)
    assert open_run(tmp_path / "run").file.state == "complete"
    assert len(stub.requests) == 3


_REVIEWER = """
import sys, time
from pathlib import Path
from summarizer.cli.review import _state
from summarizer.review.reviewing import Place, Review
state = _state(sys.argv[1])
review = Review(Place(Path(sys.argv[2]), "ada", state.base.source.id), state)
review.do({"do": "describe", "genre": "sport", "cluster": "c"}, "k1")
print("ready", flush=True)
time.sleep(60)
"""


def test_two_processes_at_one_review(tmp_path: Path) -> None:
    from summarizer.cli.review import _state

    path = tmp_path / "wall.txt"
    path.write_text(ARTICLE)
    other = subprocess.Popen(
        [sys.executable, "-c", _REVIEWER, str(path), str(tmp_path / "review")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    state = _state(str(path))
    place = Place(tmp_path / "review", "ada", state.base.source.id)
    with pytest.raises(UsageError, match="under review"):
        Review(place, state)
    other.kill()  # without a word: the system takes its lock back
    other.communicate()
    review = Review(place, state)
    assert review.state.genre == "sport"
    review.close()


def test_a_lock_that_its_holder_left_behind_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".lock").write_text("")
    with held(tmp_path / ".lock", "busy"):
        with pytest.raises(UsageError, match="busy"), held(tmp_path / ".lock", "busy"):
            pass
        with pytest.raises(UsageError, match="busy"), held(tmp_path / ".lock", "busy", shared=True):
            pass
    readers = held(tmp_path / ".lock", "busy", shared=True), held(tmp_path / ".lock", "busy", shared=True)
    with readers[0], readers[1], pytest.raises(UsageError, match="busy"), held(tmp_path / ".lock", "busy"):
        pass
    assert not (tmp_path / ".lock").exists()


# --- versions ---------------------------------------------------------------------------------------------------------


def test_recordings_of_another_format_are_refused_with_the_way_out(tmp_path: Path) -> None:
    path = next((ROOT / "cassettes" / "seeds" / "direct").glob("*.json"))
    stored = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
    for version in (0, 2, "1", None):
        (tmp_path / "x.json").write_text(json.dumps(stored | {"format": version}))
        with pytest.raises(InputError, match="record again"):
            read_interaction(tmp_path / "x.json")


@pytest.mark.parametrize(
    ("version", "way"),
    [("0.9", "eval run"), ("1.1", "upgrade"), ("2.0", "upgrade"), (1.0, "1.0"), (None, "no schema_version")],
)
def test_runs_of_another_version_are_refused_with_the_way_out(version: object, way: str, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps({"schema_version": version, "state": "complete"}))
    with pytest.raises(InputError, match=way):
        open_run(tmp_path)


@pytest.mark.parametrize("version", ["0.9", "1.1", "2.0"])
@pytest.mark.parametrize("kind", ["gold", "suite", "gate", "blessed", "collation"])
def test_what_people_write_is_refused_in_another_version_with_the_way_out(
    kind: str, version: str, tmp_path: Path
) -> None:
    from summarizer.evals.collationfile import GoldCollation
    from summarizer.evals.gate import Blessed, GateFile
    from summarizer.evals.goldfile import GoldFile
    from summarizer.evals.suite import Suite

    models: dict[str, Any] = {
        "gold": GoldFile,
        "suite": Suite,
        "gate": GateFile,
        "blessed": Blessed,
        "collation": GoldCollation,
    }
    (tmp_path / "x.yaml").write_text(f'schema_version: "{version}"\n')
    with pytest.raises(InputError, match="CHANGELOG" if version == "0.9" else "upgrade"):
        read_yaml(tmp_path / "x.yaml", models[kind])


def test_a_review_of_another_format_is_refused_with_the_way_out(tmp_path: Path) -> None:
    from summarizer.cli.review import _state

    (tmp_path / "wall.txt").write_text(ARTICLE)
    state = _state(str(tmp_path / "wall.txt"))
    place = Place(tmp_path / "review", "ada", state.base.source.id)
    Review(place, state).close()
    start = place.path(".start.json")
    start.write_text(json.dumps(json.loads(start.read_text()) | {"format": 7}))
    with pytest.raises(InputError, match="move it and the journal beside it away"):
        Review(place, begin(state.base))


def test_a_journal_of_another_layout_is_refused(tmp_path: Path) -> None:
    import sqlite3

    from summarizer.batch.journal import Journal

    with sqlite3.connect(tmp_path / "x.journal") as database:
        database.execute("CREATE TABLE articles (name TEXT)")
    journal = Journal(tmp_path / "x.journal")
    with pytest.raises(UsageError, match="journal"):
        journal.has("key", "id")
    journal.close()


# --- not a byte changed in silence ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief and the article it was made from, as they are on the disk."""
    folder = tmp_path_factory.mktemp("stored")
    brief = model_brief()
    (folder / "story.txt").write_text(brief.source.text, encoding="utf-8", newline="\n")
    brief = brief.model_copy(update={"source": brief.source.model_copy(update={"origin": str(folder / "story.txt")})})
    (folder / "story.json").write_bytes(brief.sealed().to_json().encode())
    assert run(["verify", str(folder / "story.json")]) == 0
    return folder


def _flipped(data: bytes, at: int, by: int) -> bytes:
    return data[:at] + bytes([data[at] ^ by]) + data[at + 1 :]


def _holds(path: Path) -> bool:
    try:
        return verify_file(path) == []
    except InputError:
        return False


def test_one_flipped_byte_anywhere_in_a_brief_is_found(stored: Path, tmp_path: Path) -> None:
    data = (stored / "story.json").read_bytes()
    generator = random.Random(9)
    path = tmp_path / "story.json"
    for at in sorted(generator.sample(range(len(data)), 250)):
        path.write_bytes(_flipped(data, at, generator.randrange(1, 256)))
        assert not _holds(path), f"byte {at}"
    for changed in (data[:-1], data + b"\n", b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n")):
        path.write_bytes(changed)
        assert not _holds(path)


def test_every_bit_of_a_small_brief_counts(tmp_path: Path) -> None:
    from tests.grounding.making import brief_of, claim_of

    text = "Ada Quill spoke."
    data = brief_of(text, claims=[claim_of(text, "Ada Quill spoke", form="narrated")]).sealed().to_json().encode()
    path = tmp_path / "x.json"
    for at in range(len(data)):
        path.write_bytes(_flipped(data, at, 1 << at % 8))
        assert not _holds(path), f"byte {at}"


def test_one_flipped_byte_anywhere_in_the_article_is_found(stored: Path, tmp_path: Path) -> None:
    data = (stored / "story.txt").read_bytes()
    path = tmp_path / "story.txt"
    (original,) = read_articles([str(stored / "story.txt")])
    assert isinstance(original, Article)
    generator = random.Random(10)
    for at in range(0, len(data), 3):
        path.write_bytes(_flipped(data, at, generator.randrange(1, 256)))
        (found,) = read_articles([str(path)])
        # A line end that is written otherwise is the same text; every other byte makes it another.
        same = isinstance(found, Article) and found.sha256 == original.sha256
        assert not same or (data[at : at + 1] == b"\n" and path.read_bytes()[at : at + 1] == b"\r"), f"byte {at}"


def test_verify_reads_the_article_again_where_it_still_is(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = (stored / "story.txt").read_bytes()
    generator = random.Random(11)
    try:
        for at in generator.sample(range(len(data)), 6):
            (stored / "story.txt").write_bytes(_flipped(data, at, 1))
            assert run(["verify", str(stored / "story.json")]) == 1
            assert "source_changed" in capsys.readouterr().out
    finally:
        (stored / "story.txt").write_bytes(data)
