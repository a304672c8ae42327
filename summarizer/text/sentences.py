"""Sentence boundaries that keep offsets, by rules.

Why not a library: measured on 71 hard cases (`tests/text/test_sentences.py` holds the like) sentencex 1.0.32 gets 59
right, nupunkt 0.8.0 53, pysbd 0.3.4 48 and is quadratic. sentencex never splits inside quotation marks, which is
where claims are, and nupunkt knows no CJK stops. There is a second reason: sentence numbers go into the requests that
recordings are keyed by, so a library that moves one boundary in a minor release would orphan every recording.

Rules, in the order in which they are asked:

1. A blank line, or a bullet at the start of a line or between spaces, always separates.
2. A run of stops takes the closing quotes, brackets, citation marks and emoji that follow it; they stay in its
   sentence.
3. Nothing ends before a lower-case letter, a comma, a semicolon or a colon: "'Why?' he asked".
4. A question or exclamation that closes a quotation does not end before "Putin asked".
5. An ellipsis ends a sentence before a capital, unless the word before it is repeated ("I… I"); between spaces or in
   brackets,
   where it marks an omission, only before a word that starts sentences.
6. A full stop after an abbreviation ends a sentence only as `summarizer.text.abbreviations` says.
7. Without a space, a stop separates before a capital or an opening quote if an ordinary word precedes it.
8. CJK, Indic, Arabic and Ethiopic stops need no space; a Chinese or Japanese verb of saying keeps its quotation.

Sentences are also split inside a quotation that spans several; the marks stay with the sentence they touch.
"""

from __future__ import annotations

import re
import unicodedata

from summarizer.text import abbreviations as words
from summarizer.text.ranges import Range

_BULLETS = "•▪◦‣●■◆►▶∙·"
STOPS = ".!?…。！？｡．؟۔।॥።‼⁇⁈⁉"
_OWN_SPACE = frozenset("。！？｡．؟۔।॥።")
_CLOSING = "\"'”’»›)]}」』】）〉》"
_OPENING = "\"'`“‘„‚«‹([{「『【（〈《¿¡"
_QUOTES_CLOSING = frozenset("\"'”’»›“‘」』")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_WINDOW = 48
"""How far back and ahead of a stop a rule looks, in characters: keeps the whole linear."""

_CANDIDATE = re.compile(
    rf"(?P<gap>\n[^\S\n]*+\n\s*+|\n(?=[^\S\n]*+[{_BULLETS}*–-][^\S\n])|(?<=\s)(?=[{_BULLETS}]\s))"
    rf"|(?P<stops>[{re.escape(STOPS)}]++)"
)
_CITATION = re.compile(r"(?:\[\d{1,3}\])++")
_TO_PIECE = re.compile("(?s:.*)[- \t\n\u00a0\u202f\"'“”‘«»([{/—–]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_LONGEST_ENDING = max(map(len, words.DOMAIN_ENDINGS))
_FIRST_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_INNER_CAPITAL = re.compile(r"[a-z]{1,2}[A-Z]|(?:al|el)-[A-Z]|(?:de|van|von|bin|ibn|da|di) [A-Z]")
_SPEAKER_AHEAD = re.compile(r"(?:[^\W_][\w’'.-]*,? ){1,6}")
_CJK_SAYING = re.compile(r"[とって]|[\u4e00-\u9fff]{0,8}?(?:说|說|表示|称|稱|问|問|道|指出)")


def split_sentences(text: str, within: Range) -> list[Range]:
    """The sentences of `text[within]`, in order, without white space at their ends.

    Every character of `within` that is not white space lies in exactly one of them. Single line breaks count as spaces.
    Linear in the length of `within`.
    """
    found: list[Range] = []
    begin, limit = within
    for match in _CANDIDATE.finditer(text, *within):
        if match.start() < begin:
            continue  # swallowed by what the sentence before took along
        end = match.start() if match["gap"] is not None else _boundary(text, begin, match.span(), limit)
        if end is not None:
            _add(found, text, begin, end)
            begin = end
    _add(found, text, begin, limit)
    return found


def _add(found: list[Range], text: str, begin: int, end: int) -> None:
    sentence = Range(begin, end).trimmed(text)
    if sentence.size:
        found.append(sentence)


def _boundary(text: str, begin: int, stops: tuple[int, int], limit: int) -> int | None:
    """Where the sentence that began at `begin` ends, if these stops end it."""
    start, end = stops
    closed = _take_closing(text, end, limit)
    closing = text[end:closed]
    after = _skip(text, closed, limit)
    if after >= limit:
        return None  # the end of the range is a boundary anyway
    spaced = after > closed and (
        text[closed].isspace() or any(map(str.isspace, text[closed : min(after, closed + _WINDOW)]))
    )
    if text[start] in _OWN_SPACE and not spaced:
        return None if closing and _CJK_SAYING.match(text, after, limit) else closed
    if not spaced:
        return closed if _ends_unspaced(text, begin, start, closed, closing, limit) else None
    if not _may_begin(text, after, limit):
        return None
    stop = text[start:end]
    if _QUOTES_CLOSING.intersection(closing) and stop[-1] in "!?" and _speaker_follows(text, after, limit):
        return None
    if stop == ".":
        ends = _period_ends(text, begin, start, closing, after, limit)
    elif set(stop) <= {".", "…"}:
        ends = _ellipsis_ends(text, begin, start, closing, after, limit)
    else:
        ends = not _exclaiming_name(text, begin, start, stop, after, limit)
    return _take_emoji(text, closed, after, limit) if ends else None


def _take_closing(text: str, end: int, limit: int) -> int:
    """The end of the citation marks, closing quotes and brackets that belong to stops ending at `end`."""
    while end < limit:
        char = text[end]
        if char in _CLOSING or (char in "“‘" and _at_space(text, end + 1, limit)):
            following = text[end + 1 : end + 2]
            if char in "\"'" and end + 1 < limit and (following.isalnum() or following in "“‘"):
                break  # a straight quote before a letter opens: room."I am done"
            end += 1
        elif char in "  \u202f" and end + 1 < limit and text[end + 1] in "»›":
            end += 2  # French spacing
        elif char == "[" and (citation := _CITATION.match(text, end, limit)):
            end = citation.end()
        else:
            break
    return end


def _at_space(text: str, index: int, limit: int) -> bool:
    return index >= limit or text[index].isspace()


def _skip(text: str, index: int, limit: int) -> int:
    """The first character from `index` on that is neither white space nor invisible."""
    while index < limit and (text[index].isspace() or text[index] in _INVISIBLE):
        index += 1
    return index


def _take_emoji(text: str, closed: int, after: int, limit: int) -> int:
    """Past the emoji that follow a finished sentence, if white space or the end comes after them."""
    end = after
    while end < limit and (text[end] in "\u200d\ufe0f\u20e3" or (text[end] >= "\u2190" and _is_symbol(text[end]))):
        end += 1
    return end if end > after and _at_space(text, end, limit) else closed


def _is_symbol(char: str) -> bool:
    return char not in _BULLETS and unicodedata.category(char) in ("So", "Sk")


def _may_begin(text: str, after: int, limit: int) -> bool:
    """Whether a sentence may begin at `after`: a capital, a figure, an opening mark, a letter without case, an
    emoji."""
    char = text[after]
    if char in _OPENING:
        return True
    if char in "—–-":
        following = _skip(text, after + 1, limit)
        return following < limit and not text[following].islower()
    if char.islower():
        return _INNER_CAPITAL.match(text, after, limit) is not None
    return char.isalnum() or char in "$€£¥#@&+" or unicodedata.category(char) in ("So", "Sc", "Lo")


def _ends_unspaced(text: str, begin: int, start: int, closed: int, closing: str, limit: int) -> bool:
    """Whether stops with no space after them separate: "the room.Then he", 'the room."I am done"'."""
    following = text[closed]
    if following not in '"“‘«' and not following.isupper():
        return False
    if not closing and text[start] not in "!?":
        before = _piece_before(text, begin, start)
        if not (len(before) > 1 and before[-1].islower()) or before in words.TITLES or _DOTTED.search(before):
            return False
    if following in '"“‘«':
        return closed + 1 < limit and not text[closed + 1].isspace()
    match = _FIRST_WORD.match(text, closed, min(limit, closed + _LONGEST_ENDING + 1))
    word = match[0] if match else ""
    return (word == "I" or word[1:2].islower() or word == "A") and word not in words.DOMAIN_ENDINGS


def _piece_before(text: str, begin: int, start: int) -> str:
    """The word (with inner stops) that ends at `start`, without soft hyphens."""
    first = max(begin, start - _WINDOW)
    before = _TO_PIECE.match(text, first, start)
    return text[before.end() if before else first : start].replace("\u00ad", "")


def _word_at(text: str, after: int, limit: int) -> str:
    """The first word from `after` on, past opening marks and invisible characters."""
    while after < limit and (text[after] in _OPENING or text[after] in _INVISIBLE):
        after += 1
    match = _FIRST_WORD.match(text, after, min(limit, after + _WINDOW))
    return match[0] if match else ""


def _period_ends(text: str, begin: int, start: int, closing: str, after: int, limit: int) -> bool:
    piece = _piece_before(text, begin, start)
    if closing and _QUOTES_CLOSING.intersection(closing):
        return True
    if piece.isdigit() and len(piece) <= 3 and _skip(text, begin, start) == start - len(piece):
        return False  # "2. Second item": an enumerator
    if (text[after].isdigit() and piece in words.BEFORE_NUMBERS) or piece in words.TITLES:
        return False
    follower = _word_at(text, after, limit)
    starter = follower in words.STARTERS
    if len(piece) == 1 and piece.isupper():
        return starter and _word_before(text, begin, start - 1) in words.SINGLE_LETTER_HEADS
    if piece.lower() in ("a.m", "p.m"):
        return _clock_ends(text, begin, start, after, follower)
    if piece in words.INNER:
        return False
    if _DOTTED.fullmatch(piece) or piece in words.AFTER_NAMES or piece in words.MONTHS or _is_state(text, start, piece):
        return starter or (text[after] in '"“«' and follower[:1].isupper())
    return True


def _word_before(text: str, begin: int, start: int) -> str:
    """The word before the one that begins at `start`."""
    parts = text[max(begin, start - _WINDOW) : start].split()
    return parts[-1].lstrip(_OPENING) if parts else ""


def _clock_ends(text: str, begin: int, start: int, after: int, follower: str) -> bool:
    """Whether "a.m." or "p.m." ends: not before a day, zone or figure, nor in a sentence's opening phrase "At 10
    a.m."."""
    if text[after].isdigit() or follower in words.CLOCK_FOLLOWERS:
        return False
    opening = text[begin:start] if start - begin <= _WINDOW else ""
    return follower in words.STARTERS or not 0 < len(opening.split()) <= 4


def _is_state(text: str, start: int, piece: str) -> bool:
    if piece not in words.STATES:
        return False
    lead = text[max(0, start - len(piece) - 2) : start - len(piece)]
    return lead.endswith((", ", "-", "("))


def _ellipsis_ends(text: str, begin: int, start: int, closing: str, after: int, limit: int) -> bool:
    if closing and _QUOTES_CLOSING.intersection(closing):
        return True
    follower = _word_at(text, after, limit)
    if start > begin and (text[start - 1].isspace() or text[start - 1] in "[("):
        return follower in words.STARTERS  # " … " and "[…]" mark an omission, which may end a sentence or not
    return _piece_before(text, begin, start).lower() != follower.lower()


def _exclaiming_name(text: str, begin: int, start: int, stop: str, after: int, limit: int) -> bool:
    if stop != "!":
        return False
    follower = _word_at(text, after, limit)
    if follower in words.COMPANY_ENDINGS:
        return True
    return _piece_before(text, begin, start) in words.EXCLAIMING_NAMES and follower not in words.STARTERS


def _speaker_follows(text: str, after: int, limit: int) -> bool:
    """Whether a name and a verb of saying follow: “Is this the end?” Putin asked. A pronoun would have no capital
    there."""
    if _word_at(text, after, limit) in words.STARTERS:
        return False
    ahead = _SPEAKER_AHEAD.match(text, after, min(limit, after + 2 * _WINDOW))
    if ahead is None:
        return False
    phrase = text[after : min(limit, ahead.end() + 12)]
    return any(re.sub(r"\W+\Z", "", word) in words.SPOKEN for word in phrase.split()[1:7])
