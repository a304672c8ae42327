"""Recordings in tests: `pytest_plugins = ["summarizer.cassettes.pytest_plugin"]` in the top `conftest.py`.

    @pytest.mark.cassette("cassettes/seeds")              # relative to the root of the test run
    def test_replay(cassette): ...                        # cassette: the Session of `summarizer.cassettes.use`

    @pytest.mark.cassette("tests/recordings/one", whole=True)     # fails unless every recording was played

`pytest --cassettes-record new` asks and records what is missing. A request that nothing answers fails its test, also
where the code under test swallowed the error.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from summarizer.cassettes.session import Session, use

_OPTION = "--cassettes-record"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that says whether to record."""
    parser.addoption(
        _OPTION, choices=("none", "new", "all"), default="none", help="record model answers that tests ask for"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "cassette(directory, whole=False): the recordings that `cassette` replays")


@pytest.fixture
def cassette(request: pytest.FixtureRequest) -> Iterator[Session]:
    """The recordings of the test's `cassette` marker, in use while it runs."""
    marker = request.node.get_closest_marker("cassette")
    if marker is None or len(marker.args) != 1:
        raise pytest.UsageError('the fixture `cassette` needs a marker: @pytest.mark.cassette("DIRECTORY")')
    with use(request.config.rootpath / marker.args[0], record=request.config.getoption(_OPTION)) as session:
        yield session
    session.raise_for_misses()
    unplayed = session.unplayed()
    if marker.kwargs.get("whole") and unplayed:
        names = "\n".join(f"  {path}" for path in unplayed)
        pytest.fail(f"{len(unplayed)} recordings were not played:\n{names}", pytrace=False)
