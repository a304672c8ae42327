"""Which HTML tags hide what stands between them, and whether a run of tags leaves such an element open.

For Markdown, where tags and the text between them come one after the other; a page of HTML is a tree and needs none.
"""

from __future__ import annotations

import html
import re
from typing import Final

STYLES: Final = ("display:none", "visibility:hidden", "opacity:0;", "font-size:0;", "font-size:0px", "left:-9999")
"""What hides an element, in a style in small letters without white space, a semicolon after it."""
_RAW: Final = frozenset({"script", "style"})  # tags in their text are no tags
_UNSEEN: Final = _RAW | {"template"}
# Nothing stands between tags of these.
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_ENDED_BY_THE_NEXT: Final = frozenset(["p", "li", "dt", "dd", "td", "th", "tr", "option"])
_TAG: Final = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>"']++|"[^"]{0,2000}+"|'[^']{0,2000}+'){0,200}+)>""",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?+""")


class HiddenPart:
    """Follows tags in reading order. Closing is by name alone, as `</span>` closes the innermost `<span>`."""

    def __init__(self) -> None:
        self._name: str | None = None
        self._depth = 0

    @property
    def open(self) -> bool:
        """Whether what follows is in a hidden element."""
        return self._name is not None

    def read(self, markup: str) -> int:
        """Take in the tags of a piece of HTML.

        The element that was open before ends at the character that is returned: 0 where none was, the length of the
        piece where it is not closed in it.
        """
        ended = len(markup) if self.open else 0
        for match in _TAG.finditer(markup):
            if match[2] is not None and match[2].lower() not in _VOID:
                self._take(match[2].lower(), match[1] == "/", match[3])
                if not self.open:
                    ended = min(ended, match.end())
        return ended

    def close(self) -> None:
        """What holds the element ends, and the element with it."""
        self._name = None

    def end_of_block(self) -> None:
        """The next paragraph begins, which ends an element that cannot hold it."""
        if self._name in _ENDED_BY_THE_NEXT:
            self._name = None

    def _take(self, name: str, closes: bool, attributes: str) -> None:
        if self._name is None:
            if not closes and _hides(name, attributes):
                self._name, self._depth = name, 1
        elif name == self._name:
            self._depth += -1 if closes else int(name not in _RAW)
            if not self._depth:
                self._name = None


def _hides(name: str, attributes: str) -> bool:
    if name in _UNSEEN:
        return True
    for attribute, *values in _ATTRIBUTE.findall(attributes):
        if attribute.lower() == "hidden":
            return True
        if attribute.lower() == "style":
            style = "".join(html.unescape("".join(values)).lower().split()) + ";"
            return any(hiding in style for hiding in STYLES)
    return False
