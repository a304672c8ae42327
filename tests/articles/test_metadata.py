"""Safe ids, dates, addresses."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles.metadata import UniqueIds, clean_url, parse_date, safe_id


@given(st.text(max_size=300))
def test_an_id_is_a_safe_file_name_whatever_it_is_made_from(name: str) -> None:
    made = safe_id(name)
    assert re.fullmatch(r"[^\W_][\w.-]*", made)
    assert len(made.encode()) <= 130
    assert safe_id(made) == made


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "/abs", "a\\..\\b", "C:\\x", "\x00a", ".hidden", "con", "NUL.txt"]
)
def test_no_path_or_device_gets_through(name: str) -> None:
    made = safe_id(name)
    assert not {"/", "\\", ":", "\x00"}.intersection(made)
    assert not made.startswith(".")
    assert made.lower().split(".")[0] not in ("con", "nul", "")


def test_long_names_that_differ_at_the_end_stay_apart() -> None:
    assert safe_id("a" * 400) != safe_id("a" * 399 + "b")


def test_ids_do_not_repeat_even_in_other_case() -> None:
    ids = UniqueIds()
    assert [ids.claim(name) for name in ["story", "Story", "story-2", "story"]] == [
        "story",
        "Story-2",
        "story-2-2",
        "story-3",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-03-12", date(2025, 3, 12)),
        ("2025-03-12T10:00:00+02:00", date(2025, 3, 12)),
        ("20250312", date(2025, 3, 12)),
        ("Wed, 12 Mar 2025 10:00:00 GMT", date(2025, 3, 12)),
        ("March 12th, 2025", date(2025, 3, 12)),
        ("Sept. 3, 2024", date(2024, 9, 3)),
        ("2025年3月12日", date(2025, 3, 12)),
        (datetime(2025, 3, 12, 23, 59), date(2025, 3, 12)),
        (date(2025, 3, 12), date(2025, 3, 12)),
        ("February 31, 2025", None),
        ("yesterday", None),
        (20250312, None),
        (None, None),
    ],
)
def test_dates(value: object, expected: date | None) -> None:
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://u:p@x.org/", "file:///etc/passwd", "https://x.org/a b", "", 3]
)
def test_addresses_that_are_none_or_hold_secrets_are_dropped(url: object) -> None:
    assert clean_url(url) is None
    assert clean_url("https://x.org/a?b=c#d") == "https://x.org/a?b=c#d"
