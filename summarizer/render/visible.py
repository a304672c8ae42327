"""Making characters visible that a screen would obey or hide: controls, escapes, bidirectional marks, zero-width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# Controls but tab and line feed; format characters (bidirectional overrides, zero-width, soft hyphen, tags, shorthand
# and musical controls, shifts between forms); letters that show nothing (fillers); what XML forbids; half characters.
_HIDDEN_SET = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\ud800-\udfff"
)
# One of these chooses the form of the character before it, as in many emoji; a row of them can only hide something.
_SELECTORS = r"\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_HIDDEN = re.compile(f"[{_HIDDEN_SET}{_SELECTORS}]+")
_SELECTOR = re.compile(f"[{_SELECTORS}]")
_ESCAPED = re.compile(f"[{_HIDDEN_SET}{_SELECTORS}]")
_JOINER = "\u200d"


def visible(text: str) -> str:
    """`text` with every such character shown as `⟦U+202E⟧`; emoji joiners between emoji stay as they are, and so does a
    single variation selector after what it selects a form of."""
    return "".join(shown for shown, _ in pieces(text))


def pieces(text: str) -> Iterator[tuple[str, int]]:
    """`visible` in parts: what is shown, and how many hidden characters of `text` it stands for (0: itself)."""
    done = 0
    for match in _HIDDEN.finditer(text):
        start, end = match.span()
        if _in_place(text, start, end):
            continue
        if start > done:
            yield text[done:start], 0
        yield "".join(map(_shown, match[0])), end - start
        done = end
    if done < len(text):
        yield text[done:], 0


@cache
def _shown(character: str) -> str:
    return f"⟦U+{ord(character):04X}⟧"


def one_line(text: str) -> str:
    """`visible`, with runs of white space as one space."""
    return visible(" ".join(text.split()))


def in_json(text: str) -> str:
    """JSON that says the same, with every such character as an escape, so that a terminal can show it."""
    # Between values there are none of them but in a broken text, which then stays broken.
    return _ESCAPED.sub(lambda match: _json_escape(match[0]), text)


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))


def _in_place(text: str, start: int, end: int) -> bool:
    """Whether a run is a joiner between emoji or a selector after a visible character, or the one after the other."""
    selected = start > 0 and not text[start - 1].isspace() and _SELECTOR.match(text, start) is not None
    rest = start + selected
    if rest == end:
        return selected
    return end - rest == 1 and text[rest] == _JOINER and _joins_emoji(text, rest - selected, rest)


def _joins_emoji(text: str, before_end: int, at: int) -> bool:
    """Whether the character before `before_end` and the one after `at` are emoji."""
    before, after = text[before_end - 1 : before_end], text[at + 1 : at + 2]
    return bool(before and after) and all(unicodedata.category(side) in ("So", "Sk", "Mn") for side in (before, after))
