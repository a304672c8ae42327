"""Telling an article's news from its furniture: which kind each line is.

The rules are general and lean to `body`: what is called furniture is not shown to a model, so a rule must be sure. Nothing is
removed from the stored text.

| kind | what | sentence numbers |
| --- | --- | --- |
| headline | the first line that looks like one, or equals the known title | yes |
| dateline | a line that is only a date, or the place and agency that open the first paragraphs: "KYIV (Reuters) —", "Moscow:" | yes |
| byline | "By …", "Reporting by …" | yes |
| caption | a line that ends in or begins with a picture credit: "(… via AP)", "Image: …", "Photo by …" | yes |
| label | sub-headings; in-line labels ("Some background:"), whose paragraph goes on as body; notes about the article itself \
("This post was updated with …", "Correction: …") | yes |
| body | everything else | yes |
| furniture | navigation, section names, counters, bullets, share, sign-in, cookie and copyright lines, "Tags:", lists under \
"Related Sources:", a headline said twice | no |
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.articles import cues
from summarizer.articles.model import Block, BlockKind
from summarizer.text.ranges import Range

_MAX_HEADLINE = 250
_MAX_FURNITURE = 240
_MAX_NOTICE = 700
_ENDING = re.compile(r"[.!?…。！？؟।][\"'”’»)\]\s]*\Z")
_FULL_STOP = re.compile(r"(?<![A-Z])[.。।…][\"'”’»)\]\s]*\Z")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def segment(text: str, title: str | None = None) -> tuple[Block, ...]:
    """The blocks of `text` in order: every character that is not white space lies in exactly one.

    A block is a line, a part of a line (bullet, dateline, in-line label and the rest), or the lines of one hard-wrapped
    paragraph. `title` is the headline where it is known from elsewhere.
    """
    return tuple(_Reader(text, title).blocks())


def headline(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The words of the first headline block, with single spaces; None where there is none."""
    for block in blocks:
        if block.kind == "headline":
            return " ".join(block.range.of(text).split())
    return None


def paragraphs(text: str) -> list[Range]:
    """The non-blank lines of `text`, trimmed; the lines of a hard-wrapped paragraph are one range."""
    lines = _lines(text)
    return _join_wrapped(text, lines) if _is_hard_wrapped(text, lines) else lines


def _lines(text: str) -> list[Range]:
    found = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = Range(start, end).trimmed(text)
        if line.size:
            found.append(line)
        start = end + 1
    return found


def _adjacent(text: str, first: Range, second: Range) -> bool:
    return text.count("\n", first.end, second.start) == 1


def _is_hard_wrapped(text: str, lines: list[Range]) -> bool:
    """Whether line breaks are only a matter of width: many adjacent lines, none long, most broken in mid-sentence."""
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if _adjacent(text, a, b)]
    if len(pairs) < 3 or max(line.size for line in lines) > 120:
        return False
    broken = sum(1 for a, b in pairs if a.size >= 40 and not _ENDING.search(text[max(a.start, a.end - 8) : a.end]))
    continued = sum(1 for _, b in pairs if text[b.start].islower())
    return broken >= 0.6 * len(pairs) and continued >= 0.3 * len(pairs)


def _join_wrapped(text: str, lines: list[Range]) -> list[Range]:
    joined: list[Range] = []
    previous: Range | None = None
    for line in lines:
        bulleted = cues.BULLET.match(text, line.start, line.end) is not None
        if previous is not None and previous.size >= 40 and not bulleted and _adjacent(text, previous, line):
            joined[-1] = Range(joined[-1].start, line.end)
        else:
            joined.append(line)
        previous = line
    return joined


def _key(text: str) -> str:
    """A line for comparing headlines: words only, without case."""
    return " ".join(_WORD.findall(text.casefold()))


class _Reader:
    """One pass over the paragraphs, knowing what came before."""

    def __init__(self, text: str, title: str | None) -> None:
        self.text = text
        self.parts = paragraphs(text)
        self.known = _key(title) if title else None
        self.headlines: set[str] = set()
        self.in_tail = False
        self.bodies = 0

    def blocks(self) -> Iterator[Block]:
        for position, part in enumerate(self.parts):
            yield from self._blocks_of(position, part)

    def _blocks_of(self, position: int, part: Range) -> Iterator[Block]:
        line = part.of(self.text) if part.size <= _MAX_NOTICE else self.text[part.start : part.start + _MAX_NOTICE + 1]
        bullet = cues.BULLET.match(line)
        kind = self._kind(position, part, line)
        if kind in ("furniture", "caption", "byline", "dateline") or bullet is None:
            yield from self._with_opening(part, line, kind)
            return
        yield Block("furniture", Range(part.start, part.start + bullet.end()).trimmed(self.text))
        rest = Range(part.start + bullet.end(), part.end)
        yield from self._with_opening(rest, line[bullet.end() :], "body" if kind == "label" else kind)

    def _with_opening(self, part: Range, line: str, kind: BlockKind) -> Iterator[Block]:
        """The block, or two where a dateline or a label opens a body paragraph."""
        if kind == "body":
            self.bodies += 1
            opening = self._opening(line)
            if opening is not None:
                first, size = opening
                yield Block(first, Range(part.start, part.start + size).trimmed(self.text))
                part = Range(part.start + size, part.end).trimmed(self.text)
        yield Block(kind, part)

    def _opening(self, line: str) -> tuple[BlockKind, int] | None:
        """Kind and length of the dateline or in-line label that opens this paragraph."""
        if self.bodies <= 2 and (dateline := cues.DATELINE.match(line)) and dateline.end() < len(line):
            return "dateline", dateline.end()
        if self.bodies == 1 and (place := cues.PLACE.match(line)) and place.end() < len(line):
            return "dateline", place.end()
        if (label := cues.INLINE_LABEL.match(line)) and label.end() < len(line):
            return "label", label.end()
        return None

    def _kind(self, position: int, part: Range, line: str) -> BlockKind:
        if self.in_tail:
            if not _is_prose(line):
                return "furniture"
            self.in_tail = False
        if self._is_furniture(line):
            return "furniture"
        if self._is_repeated_headline(line):
            return "furniture"
        if cues.TAIL_HEADING.fullmatch(line):
            self.in_tail = True
            return "furniture"
        if self.known is not None and not self.headlines and _key(line) == self.known:
            return self._headline(line)
        if len(line) <= _MAX_FURNITURE and cues.DATE_LINE.fullmatch(line):
            return "dateline"
        if len(line) <= _MAX_FURNITURE and cues.BYLINE.fullmatch(line):
            return "byline"
        if len(line) <= _MAX_NOTICE and cues.CAPTION.search(line):
            return "caption"
        if len(line) <= _MAX_NOTICE and cues.EDITOR_NOTE.match(line):
            return "label"
        if not self.headlines and not self.bodies and self._looks_like_headline(position, line):
            return self._headline(line)
        return "label" if self._is_subheading(position, line) else "body"

    def _headline(self, line: str) -> BlockKind:
        self.headlines.add(_key(line))
        return "headline"

    def _is_furniture(self, line: str) -> bool:
        if len(line) > _MAX_NOTICE:
            return False
        if not any(char.isalpha() for char in line):
            return not cues.DATE_LINE.fullmatch(line)
        bare = line[bullet.end() :] if (bullet := cues.BULLET.match(line)) else line
        if len(line) <= _MAX_FURNITURE and (cues.FURNITURE.fullmatch(bare) or cues.COUNTER.fullmatch(bare)):
            return True
        return cues.NOTICE.match(bare) is not None or (not self.bodies and cues.SECTION.fullmatch(bare) is not None)

    def _is_repeated_headline(self, line: str) -> bool:
        return len(line) <= _MAX_HEADLINE + 10 and bool(self.headlines) and _key(line) in self.headlines

    def _looks_like_headline(self, position: int, line: str) -> bool:
        """Short, no final full stop, capital first, and something longer comes after it."""
        if len(line) > _MAX_HEADLINE or _FULL_STOP.search(line) or line[0].islower() or line.endswith((":", ",", ";")):
            return False
        if len(_WORD.findall(line)) < 2 and line.isascii():
            return False
        return any(part.size > len(line) or _is_prose(part.of(self.text)) for part in self.parts[position + 1 : position + 12])

    def _is_subheading(self, position: int, line: str) -> bool:
        """A short line without an end mark, a capital or figure first, that stands before prose."""
        if len(line) > 100 or _ENDING.search(line) or line.endswith((",", ";", ":", "”", '"')) or line[0].islower():
            return line.endswith(":") and len(line) <= 60 and self._prose_follows(position) and not line[0].islower()
        if not 1 <= len(_WORD.findall(line)) <= 14 or not (line[0].isalnum() or line[0] in "‘'“\"¿¡"):
            return False
        return self._prose_follows(position) or not self.bodies

    def _prose_follows(self, position: int) -> bool:
        return any(_is_prose(part.of(self.text)) for part in self.parts[position + 1 : position + 2])


def _is_prose(line: str) -> bool:
    """Whether a line reads like a sentence or more: several words and an end mark."""
    line = line[:_MAX_NOTICE] if len(line) <= _MAX_NOTICE else line[:_MAX_NOTICE] + "."
    words = len(_WORD.findall(line)) if line.isascii() else len(line) // 5
    return words >= 6 and _ENDING.search(line) is not None
