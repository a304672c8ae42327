"""Telling an article's news from its furniture: which kind each line is.

The rules are general and lean to `body`: what is called furniture is not shown to a model, so a rule must be sure.
Nothing is removed from the stored text.

| kind | what | numbered |
| --- | --- | --- |
| headline | the first line that looks like one, or equals the known title | yes |
| dateline | a line that is only a date; the place and agency that open a first paragraph: "KYIV (Reuters) —" | yes |
| byline | "By …", "Reporting by …" | yes |
| caption | a line with a picture credit at either end: "(… via AP)", "Image: …", "Photo by …" | yes |
| label | sub-headings; in-line labels ("Some background:"), after which the paragraph goes on as body; notes about the
  article itself ("This post was updated with …", "Correction: …") | yes |
| body | everything else | yes |
| furniture | navigation, section names above the article, counters, bullets, share, sign-in, cookie and copyright
lines,
  "Tags:", what stands under "Related Sources:" up to the next prose, a headline said twice | no |
"""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.articles import cues, lines
from summarizer.articles.model import Block, BlockKind
from summarizer.text.ranges import Range

_LONGEST_HEADLINE = 250
_LONGEST_LINE = 240
"""Navigation, datelines and bylines are short; a longer line is never called one."""
_LONGEST_NOTICE = 700
"""Cookie notices and captions run longer; beyond this a line is body."""
_HEADLINE_LOOK_AHEAD = 12
_CREDIT_WITHIN = 200


def segment(text: str, title: str | None = None) -> tuple[Block, ...]:
    """The blocks of `text` in order: every character that is not white space lies in exactly one.

    A block is a line, a part of a line (bullet, dateline, in-line label and the rest), or the lines of one hard-wrapped
    paragraph. `title` is the headline where it is known from elsewhere. Linear in the length of the text.
    """
    return tuple(_Reader(text, title).blocks())


def headline(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The words of the first headline block, with single spaces; None where there is none."""
    for block in blocks:
        if block.kind == "headline":
            return " ".join(block.range.of(text).split())
    return None


class _Reader:
    """One pass over the paragraphs, knowing what came before."""

    def __init__(self, text: str, title: str | None) -> None:
        self.text = text
        self.parts = lines.paragraphs(text)
        self.title = (lines.key(title[: 2 * _LONGEST_HEADLINE]) or None) if title else None
        self.headlines: set[str] = set()
        self.in_tail = False
        self.bodies = 0

    def blocks(self) -> Iterator[Block]:
        for position, part in enumerate(self.parts):
            line = self._line(part)
            kind = self._kind(position, line)
            bullet = cues.BULLET.match(line)
            if kind in ("body", "label") and bullet is not None:
                yield Block("furniture", Range(part.start, part.start + bullet.end()).trimmed(self.text))
                part = Range(part.start + bullet.end(), part.end)
                line, kind = self._line(part), "body"
            if kind == "body":
                yield from self._body(part, line)
            else:
                yield Block(kind, part)

    def _line(self, part: Range) -> str:
        """The paragraph's text, cut where it is longer than any rule looks."""
        return self.text[part.start : min(part.end, part.start + _LONGEST_NOTICE + 1)]

    def _body(self, part: Range, line: str) -> Iterator[Block]:
        """A body paragraph, in two blocks where a dateline or a label opens it."""
        self.bodies += 1
        kind, size = self._opening(line)
        if kind is not None:
            yield Block(kind, Range(part.start, part.start + size).trimmed(self.text))
            part = Range(part.start + size, part.end).trimmed(self.text)
        yield Block("body", part)

    def _opening(self, line: str) -> tuple[BlockKind | None, int]:
        """Kind and length of the dateline or in-line label that opens this paragraph, if one does."""
        if self.bodies <= 2 and (dateline := cues.DATELINE.match(line)):
            return "dateline", dateline.end()
        if label := cues.INLINE_LABEL.match(line):
            return "label", label.end()
        if self.bodies == 1 and (place := cues.PLACE.match(line)):
            return "dateline", place.end()
        return None, 0

    def _kind(self, position: int, line: str) -> BlockKind:
        if self._is_furniture(line):
            return "furniture"
        if len(line) > _LONGEST_NOTICE:
            return "body"
        if not self.headlines and self.title is not None and lines.key(line) == self.title:
            return self._headline(line)
        if len(line) <= _LONGEST_LINE and cues.DATE_LINE.fullmatch(line):
            return "dateline"
        if len(line) <= _LONGEST_LINE and cues.BYLINE.fullmatch(line):
            return "byline"
        if cues.CAPTION_START.match(line) or cues.CAPTION_END.search(line, max(0, len(line) - _CREDIT_WITHIN)):
            return "caption"
        if cues.EDITOR_NOTE.match(line):
            return "label"
        if not self.headlines and not self.bodies and self._looks_like_headline(position, line):
            return self._headline(line)
        return "label" if self._is_subheading(position, line) else "body"

    def _headline(self, line: str) -> BlockKind:
        self.headlines.add(lines.key(line))
        return "headline"

    def _is_furniture(self, line: str) -> bool:
        if self.in_tail:
            self.in_tail = not lines.is_prose(line)
            if self.in_tail:
                return True
        if len(line) > _LONGEST_NOTICE:
            return False
        if not any(char.isalnum() for char in line) or self._is_repeated_headline(line):
            return True
        bare = line[bullet.end() :] if (bullet := cues.BULLET.match(line)) else line
        if len(line) <= _LONGEST_LINE and cues.TAIL_HEADING.fullmatch(bare):
            self.in_tail = True
            return True
        if len(line) <= _LONGEST_LINE and (cues.FURNITURE.fullmatch(bare) or cues.COUNTER.fullmatch(bare)):
            return True
        return cues.NOTICE.match(bare) is not None or (not self.bodies and cues.SECTION.fullmatch(bare) is not None)

    def _is_repeated_headline(self, line: str) -> bool:
        return len(line) <= _LONGEST_HEADLINE + 5 and bool(self.headlines) and lines.key(line) in self.headlines

    def _looks_like_headline(self, position: int, line: str) -> bool:
        """Short, no final full stop, a capital or figure first, and prose or something longer after it."""
        if len(line) > _LONGEST_HEADLINE or lines.ends_in_full_stop(line) or line.endswith((":", ",", ";")):
            return False
        if line[0].islower() or lines.word_count(line) < 2 or cues.BULLET.match(line):
            return False
        ahead = self.parts[position + 1 : position + 1 + _HEADLINE_LOOK_AHEAD]
        return any(part.size > len(line) or lines.is_prose(self._line(part)) for part in ahead)

    def _is_subheading(self, position: int, line: str) -> bool:
        """A short line without an end mark, a capital or figure first, that stands before prose or a list."""
        if line.endswith((",", ";", "”", '"')) or lines.ends_sentence(line) or line[0].islower():
            return False
        longest = 60 if line.endswith(":") else 100
        if len(line) > longest or lines.word_count(line) > 14 or not (line[0].isalnum() or line[0] in "‘'“\"¿¡"):
            return False
        following = self.parts[position + 1 : position + 2]
        return any(lines.is_prose(self._line(part)) or cues.BULLET.match(self._line(part)) for part in following)
