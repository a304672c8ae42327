import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.render.markdown import escaped
from summarizer.render.visible import in_json, one_line, visible

FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by category, but nothing shows


def test_controls_and_direction_marks_are_shown() -> None:
    assert visible("a\x1b[31mb\u202ec\u00add") == "a⟦U+001B⟧[31mb⟦U+202E⟧c⟦U+00AD⟧d"


def test_emoji_families_stay_whole() -> None:
    family = "👩\u200d👩\u200d👧"

    assert visible(family) == family
    assert visible("pass\u200dword") == "pass⟦U+200D⟧word"


@given(st.text())
def test_nothing_that_a_screen_obeys_is_left(text: str) -> None:
    shown = visible(text)

    left = {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\t\n\u200d"}
    assert left <= {c for c in text if unicodedata.category(c) == "Cf"} - set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067"
    )
    assert not {c for c in left if unicodedata.category(c) != "Cf"}


@pytest.mark.parametrize("sequence", ["🏳️\u200d🌈", "❤️", "1️⃣", "👩🏽\u200d🚀", "葛\U000e0100"])
def test_sequences_that_belong_together_stay_whole(sequence: str) -> None:
    assert visible(sequence) == sequence


@pytest.mark.parametrize("hidden", ["\ufe0f\ufe0e", "\U000e0148\U000e0149", "\U000e0041", *FILLERS, "\ufffe", "\x9b"])
def test_what_could_smuggle_text_is_shown(hidden: str) -> None:
    assert visible(f"a{hidden}b") == "a" + "".join(f"⟦U+{ord(one):04X}⟧" for one in hidden) + "b"
    assert visible(f" {hidden[0]}") == f" ⟦U+{ord(hidden[0]):04X}⟧"


@given(st.text(st.characters() | st.sampled_from('\x1b\x9b\x7f\u202e\u2066\ufeff\U000e0041\ufe0f\ud800"\\')))
def test_json_for_a_terminal_says_the_same_and_holds_nothing_hidden(text: str) -> None:
    shown = in_json(json.dumps({text: [text]}, ensure_ascii=False))

    assert json.loads(shown) == {text: [text]}
    assert not {c for c in shown if unicodedata.category(c) in ("Cc", "Cs")}
    assert not set("\u202e\u2066\ufeff\U000e0041\ufe0f") & set(shown)


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs"), exclude_characters=FILLERS)))
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert visible(text) == text


def test_one_line_has_one_line() -> None:
    assert one_line("a\n\tb   c\r\n") == "a b c"


def test_addresses_and_names_in_markdown_become_no_links_and_notify_nobody() -> None:
    shown = escaped("https://evil.example www.evil.example mail@evil.example @somebody")

    assert "://" not in shown
    assert "www." not in shown
    assert "@e" not in shown
    assert "@s" not in shown


def test_markdown_in_an_article_stays_text() -> None:
    assert escaped("[x](javascript:alert(1)) <b> *y* | `z`") == (r"\[x\]\(javascript:alert\(1\)\) \<b\> \*y\* \| \`z\`")
