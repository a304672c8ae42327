"""Making characters visible that a screen would obey or hide: controls, escapes, bidirectional marks, zero-width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Controls but tab and line feed, and format characters: bidirectional overrides, zero-width, soft hyphen, tags.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]+"
)


def visible(text: str) -> str:
    """`text` with every such character shown as `⟦U+202E⟧`; emoji joiners between emoji stay as they are."""
    return "".join(shown for shown, _ in pieces(text))


def pieces(text: str) -> Iterator[tuple[str, int]]:
    """`visible` in parts: what is shown, and how many hidden characters of `text` it stands for (0: itself)."""
    done = 0
    for match in _HIDDEN.finditer(text):
        start, end = match.span()
        if end - start == 1 and match[0] == "\u200d" and _joins_emoji(text, start):
            continue
        if start > done:
            yield text[done:start], 0
        yield "".join(f"⟦U+{ord(character):04X}⟧" for character in match[0]), end - start
        done = end
    if done < len(text):
        yield text[done:], 0


def one_line(text: str) -> str:
    """`visible`, with runs of white space as one space."""
    return visible(" ".join(text.split()))


def _joins_emoji(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before and after) and all(unicodedata.category(side) in ("So", "Sk", "Mn") for side in (before, after))
