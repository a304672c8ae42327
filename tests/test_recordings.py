"""The recordings that ship: all of them are played, none is out of date or leaks, and no replay opens a socket."""

from pathlib import Path

import pytest

from summarizer.cli import run

ROOT = Path(__file__).parent.parent
CASSETTES = ROOT / "cassettes"
SEEDS = [str(path) for path in sorted((ROOT / "seeds").glob("*.txt"))]
INCOMPLETE = 3

TAKES = (1, 2, 3)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of a replay of everything."""
    folder = tmp_path_factory.mktemp("replays")
    log = folder / "plays"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUMMARIZER_PLAY_LOG", str(log))
        for pack in ("staged", "sentences", "direct"):
            arguments = ["--prompt", pack, "--cassettes", str(CASSETTES / "seeds"), "-q", "-o", str(folder / pack)]
            # The small model does not always come to an end when asked for everything at once; that is on record too.
            assert run(["brief", *SEEDS, *arguments]) in ({0} if pack == "staged" else {0, INCOMPLETE})
        for take in TAKES:
            arguments = ["--prompt", "staged", "--temperature", "0.7", "--take", str(take), "-q"]
            arguments += ["--cassettes", str(CASSETTES / "seeds-takes"), "-o", str(folder / f"take{take}")]
            assert run(["brief", *SEEDS, *arguments]) == 0
    return log


@pytest.mark.parametrize("suite", ["seeds", "seeds-takes"])
def test_every_recording_is_played_up_to_date_and_clean(
    suite: str, played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(
        ["cassettes", "check", str(CASSETTES / suite), "--articles", str(ROOT / "seeds"), "--played", str(played)]
    )

    assert code == 0, capsys.readouterr().out


def test_a_recording_that_nothing_plays_is_found(played: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "seeds"
    shutil.copytree(CASSETTES / "seeds", copy)

    # The log names the recordings of the original folder, so in the copy none has been played.
    assert run(["cassettes", "check", str(copy), "--played", str(played)]) == 1


def test_recordings_stay_small() -> None:
    size = sum(path.stat().st_size for path in CASSETTES.rglob("*") if path.is_file())

    assert size < 20_000_000
