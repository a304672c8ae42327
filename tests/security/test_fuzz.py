"""Parsers of foreign input under random bytes and nearly right input: an error of the package, or a result; never more.

The targets are those of `bench/fuzz`, which has atheris look further and for longer.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "bench" / "fuzz"))

import growth
import targets

# How many examples there is time for; the slower ones ground and render a whole brief each time.
EXAMPLES = {"corpus": 12, "wire": 25, "language": 25, "html": 40, "brief": 50, "gold": 50}
SEEDS = targets.seeds()


def _inputs(name: str) -> st.SearchStrategy[bytes]:
    """Bytes that choose, bytes as they are, and an ordinary input with a few bytes changed."""
    choosing = st.binary(max_size=200).map(lambda data: b"\x00" + data)
    plain = st.binary(max_size=200).map(lambda data: b"\x01" + data)
    changes = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6)
    spoilt = st.tuples(st.sampled_from(SEEDS[name]), changes).map(lambda pair: _spoilt(*pair))
    return choosing | plain | spoilt


def _spoilt(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    changed = bytearray(data)
    for at, value in changes:
        changed[at % len(changed)] = value
    return bytes(changed)


@pytest.mark.parametrize("name", targets.TARGETS)
def test_nothing_but_errors_of_the_package(name: str) -> None:
    @settings(max_examples=EXAMPLES.get(name, 100), suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(_inputs(name))
    def holds(data: bytes) -> None:
        targets.TARGETS[name](data)

    holds()


@pytest.mark.parametrize("name", targets.TARGETS)
def test_the_ordinary_input_of_each_target_is_read(name: str) -> None:
    """Or the test above would hold for parsers that refuse everything."""
    for seed in SEEDS[name]:
        targets.TARGETS[name](seed)


# Shapes that some version took more than a second for: a megabyte of each, in any of these parsers.
SLOW: tuple[tuple[str, growth.Shape], ...] = (
    ("article", ("", "a\n", "")),
    ("article", ("", "No.", "")),
    ("article", ("", "a?", "")),
    ("numbers", ("", "\x1b[31m-", "")),
    ("numbers", ("", "1% of x\n", "")),
    ("markdown", ("---\n", "# a\n", "")),
    ("markdown", ("", "a  \n", "")),
    ("html", ("<html><body><article>", "<p>a b said c</p>", "")),
    ("secrets", ("", "-eyJ", "")),
    ("yaml", ("", "[", "")),
    ("yaml", ("", "a, ", "")),
    ("wire", ('{"claims":[', "{},", "{}]}")),
)


@pytest.mark.parametrize(("name", "shape"), SLOW, ids=[f"{name}-{number}" for number, (name, _) in enumerate(SLOW)])
def test_a_megabyte_of_what_was_slow_is_not(name: str, shape: growth.Shape) -> None:
    growth._seconds(name, b"The minister said that 12 km. ")  # what is loaded on first use is not counted
    begun = time.process_time()
    growth._seconds(name, growth._build(shape, 1_000_000))
    assert time.process_time() - begun < 3  # one on a machine of one's own


def _briefs() -> Iterator[growth.Shape]:
    yield from growth._briefs()


def test_a_long_list_in_a_stored_brief_is_judged_in_proportion() -> None:
    for shape in _briefs():
        begun = time.process_time()
        growth._seconds("brief", growth._build(shape, 100_000))
        assert time.process_time() - begun < 1, shape[1]
