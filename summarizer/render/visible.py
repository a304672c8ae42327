"""Making characters visible that a screen would obey or hide: controls, escapes, bidirectional marks, zero-width."""

from __future__ import annotations

import re
import unicodedata

# Controls but tab and line feed, and format characters: bidirectional overrides, zero-width, soft hyphen, tags.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


def visible(text: str) -> str:
    """`text` with every such character shown as `⟦U+202E⟧`; emoji joiners between emoji stay as they are."""

    def shown(match: re.Match[str]) -> str:
        character = match[0]
        if character == "\u200d" and _joins_emoji(text, match.start()):
            return character
        return f"⟦U+{ord(character):04X}⟧"

    return _HIDDEN.sub(shown, text)


def one_line(text: str) -> str:
    """`visible`, with runs of white space as one space."""
    return visible(" ".join(text.split()))


def _joins_emoji(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before and after) and all(unicodedata.category(side) in ("So", "Sk", "Mn") for side in (before, after))
