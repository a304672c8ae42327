import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from summarizer.render.markdown import escaped
from summarizer.render.visible import one_line, visible


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


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs"))))
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert visible(text) == text


def test_one_line_has_one_line() -> None:
    assert one_line("a\n\tb   c\r\n") == "a b c"


def test_markdown_in_an_article_stays_text() -> None:
    assert escaped("[x](javascript:alert(1)) <b> *y* | `z`") == (r"\[x\]\(javascript:alert\(1\)\) \<b\> \*y\* \| \`z\`")
