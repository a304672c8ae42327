"""Text in a code that a model may read and a reader does not: base64, hexadecimal and the like, a shifted alphabet
(ROT13), text backwards, figures for letters, letters one by one.

Whatever decodes to words counts, since prose in a code has no place in an article; of the codes that make words of
words (all but the first kind) only what decodes to an order.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Iterator
from itertools import product

from summarizer.grounding.instructions.rules import Hit
from summarizer.language.tokens import words
from summarizer.text.ranges import Range

_LONGEST = 4000  # characters of one coded run that are decoded
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{16,}={0,2}(?![\w+/=-])")
_BASE32 = re.compile(r"(?<![\w=])[A-Z2-7]{24,}={0,6}(?![\w=])")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s:,]{0,2}){12,}(?![0-9A-Za-z])")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}){8,}")
_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4}|&#x?[0-9a-fA-F]{2,6};){6,}")
_BINARY = re.compile(r"(?<![0-9])(?:[01]{8}\s{0,2}){8,}(?![0-9])")
_MORSE = re.compile(r"(?<![\w.-])(?:[.-]{1,5}[^\S\n]{1,3}(?:[/|][^\S\n]{0,2})?){12,}[.-]{1,5}(?![\w])")
_MORSE_SIGNS = (
    *(".-", "-...", "-.-.", "-..", ".", "..-.", "--.", "....", "..", ".---", "-.-", ".-..", "--"),
    *("-.", "---", ".--.", "--.-", ".-.", "...", "-", "..-", "...-", ".--", "-..-", "-.--", "--.."),
)
_DIGITS = re.compile(r"[0-9a-fA-F]{2}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SPELLED = re.compile(r"(?<!\w)(?:[^\W_][\s.*_-]{1,2}){4,}[^\W_](?!\w)")
_SQUEEZED = re.compile(
    r"(?:ignore|disregard|forget|override)(?:all|any|your|the|of|my|these|every)*(?:previous|prior|earlier|above|system)?"
    r"(?:instructions?|prompts?|guidelines|directives)|systemprompt|languagemodel|^(?:ignore|disregard|override)$"
)
_LOOSE = re.compile(
    r"(?:ignore|disregard|forget|override)[\W_]{1,4}(?:\w{1,12}[\W_]{1,4}){0,3}(?:instructions?|prompts?|guidelines|rules)"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TELLING = ("instruction", "prompt", "summary", "assistant", "language model")  # one of them is in most orders
_FIGURED = re.compile(r"(?<![\w@$])[a-z013457@$!]{3,24}(?![\w@$])")
_FIGURES = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
_VOCABULARY = words(
    """ignore disregard forget override all any previous prior earlier above system your instruction instructions prompt
    prompts guidelines rules orders directives and report say state write output answer summary brief that the assistant
    model language article text you are now must not include leave out mention claims list"""
)
_MORSE_LETTERS = dict(zip(_MORSE_SIGNS, _LETTERS, strict=True))


def coded(text: str) -> Iterator[Hit]:
    """The runs of `text` (as it is written, case and all) that decode to words."""
    for needle, pattern, decode in _CODES:
        for match in pattern.finditer(text) if needle in text else ():
            if _reads_as_words(decode(match[0][:_LONGEST])):
                yield Hit(Range(*match.span()), "code")


def turned(plain: str, orders: Callable[[str], list[Hit]]) -> Iterator[Hit]:
    """The stretches of plain text that hold orders when its alphabet is shifted back, or it is read backwards, or with
    its figures as letters, or its single letters as words.

    `orders` finds orders in plain text.
    """
    for read, backwards in _readings(plain):
        hits = [hit.range for hit in orders(read)] + [Range(*match.span()) for match in _LOOSE.finditer(read)]
        for start, end in hits:
            where = Range(len(plain) - end, len(plain) - start) if backwards else Range(start, end)
            if where.of(plain) != read[start:end]:
                yield Hit(where, "code")
    for match in _SPELLED.finditer(plain):
        if _SQUEEZED.search("".join(filter(str.isalnum, match[0][:_LONGEST]))):
            yield Hit(Range(*match.span()), "code")


def _readings(plain: str) -> Iterator[tuple[str, bool]]:
    """`plain` in each way of reading it in which it holds one of the words of an order; and whether that is backwards."""
    for shift in range(1, 26):
        shifted = _LETTERS[shift:] + _LETTERS[:shift]
        if any(word.translate(str.maketrans(_LETTERS, shifted)) in plain for word in _TELLING):
            yield plain.translate(str.maketrans(shifted, _LETTERS)), False
    if any(word[::-1] in plain for word in _TELLING):
        yield plain[::-1], True
    if "%20" in plain:
        yield plain.replace("%20", "   "), False
    figured = _FIGURED.sub(_as_letters, plain)
    if figured != plain:
        yield figured, False


def _reads_as_words(decoded: str) -> bool:
    """Whether this is prose: at least three words, and hardly anything but letters and spaces."""
    if len(_WORD.findall(decoded)) < 3 and not _is_order_like(decoded):
        return False
    ordinary = sum(character.isalpha() or character.isspace() for character in decoded)
    return ordinary >= 0.8 * len(decoded) and (" " in decoded.strip() or not decoded.isascii())


def _is_order_like(decoded: str) -> bool:
    spoken = decoded.lower().split()
    return len(spoken) == 2 and any(word.strip(".,:;!") in _VOCABULARY for word in spoken)


def _base64(run: str) -> str:
    letters = run.rstrip("=").replace("-", "+").replace("_", "/")
    return _text(lambda: base64.b64decode(letters[: len(letters) // 4 * 4 or None] + _padding(letters)))


def _padding(letters: str) -> str:
    rest = letters[len(letters) // 4 * 4 :]
    return rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""


def _base32(run: str) -> str:
    letters = run.rstrip("=")
    return _text(lambda: base64.b32decode(letters[: len(letters) // 8 * 8]))


def _hex(run: str) -> str:
    return _text(
        lambda: bytes(int(digits, 16) for digits in _DIGITS.findall(run.replace("0x", " ").replace("\\x", " ")))
    )


def _binary(run: str) -> str:
    bits = "".join(run.split())
    return _text(lambda: bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)))


def _escaped(run: str) -> str:
    numbers = re.findall(r"\\u([0-9a-fA-F]{4})|&#x([0-9a-fA-F]+);|&#(\d+);", run)
    codes = [int(decimal) if decimal else int(one or other, 16) for one, other, decimal in numbers]
    return "".join(chr(code) for code in codes if code < 0xD800)


def _morse(run: str) -> str:
    spelled = re.split(r"\s*[/|]\s*|\s{3}", run)
    return " ".join("".join(_MORSE_LETTERS.get(sign, "?") for sign in word.split()) for word in spelled)


def _text(decode: Callable[[], bytes]) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(decode())  # a character cut at the end is left out
    except (binascii.Error, ValueError):
        return ""


_CODES: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("", _BASE64, _base64),
    ("", _BASE32, _base32),
    ("", _HEX, _hex),
    ("%", _PERCENT, _hex),
    ("0", _BINARY, _binary),
    ("\\u", _ESCAPED, _escaped),
    ("&#", _ESCAPED, _escaped),
    ("-", _MORSE, _morse),
)


def _as_letters(match: re.Match[str]) -> str:
    """A word with figures for letters as the word of the vocabulary that it spells, if it spells one."""
    word = match[0]
    if word.isalpha() or not any(letter.isalpha() for letter in word) or sum(letter in "1" for letter in word) > 4:
        return word
    for letters in product(*(_FIGURES.get(letter, letter) for letter in word)):
        if (spelled := "".join(letters)) in _VOCABULARY:
            return spelled
    return word
