"""Words, numbers and marks of a passage, with their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, Literal, NamedTuple, TypeVar

from summarizer.text.ranges import Range

TokenKind = Literal["word", "number", "mark", "quote"]

_TOKEN = re.compile(
    r"(?P<word>(?:[A-Z]\.){2,}(?:[’'][a-z]+)?"
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|Prof|St|Sgt|Maj|Capt|Adm|Cmdr|Brig|Sr|Jr|Rev|Hon)\."
    r"|[^\W\d_][^\W_]*(?:[’'.\-‑][^\W_]+)*)"
    r"|(?P<number>\d{1,2}:\d\d(?!\d)|\d+(?:,\d+)*(?:\.\d+)?(?:[-‑]?[^\W_]+)*)"
    r"|(?P<mark>--+|\.\.+|[^\w\s]|_)"
)
_POSSESSIVE = ("’s", "'s")


class Token(NamedTuple):
    """A word, a number, a punctuation mark, or a whole quotation that stands in for its words (`kind == "quote"`).

    `lower` is the text lower-cased, with straight apostrophes.
    """

    text: str
    start: int
    end: int
    kind: TokenKind
    lower: str

    @classmethod
    def at(cls, start: int, text: str, kind: TokenKind) -> Token:
        """The token that `text` is where it stands at `start`."""
        return cls(text, start, start + len(text), kind, text.lower().replace("’", "'"))

    @property
    def range(self) -> Range:
        """Where the token stands."""
        return Range(self.start, self.end)

    @property
    def capitalised(self) -> bool:
        """A word that starts with a capital letter."""
        return self.kind == "word" and self.text[0].isupper()

    @property
    def possessive(self) -> bool:
        """A word that ends in an apostrophe-s ("Russia’s"). Plural possessives keep their apostrophe as a mark."""
        return self.text.endswith(_POSSESSIVE)

    @property
    def bare(self) -> Token:
        """The token without its possessive ending."""
        if not self.possessive:
            return self
        return Token.at(self.start, self.text[:-2], self.kind)


def tokenise(text: str, within: Range | None = None) -> Sequence[Token]:
    """The tokens of `text` (of the part `within`), in order. Linear in the length of the part."""
    start, end = within or (0, len(text))
    return _kept(text, start, end) if end - start <= _SENTENCE else _read(text, start, end)


def _read(text: str, start: int, end: int) -> tuple[Token, ...]:
    return tuple(
        Token.at(match.start(), match[0], _KINDS[match.lastgroup or "mark"])
        for match in _TOKEN.finditer(text, start, end)
    )


# The rules and the checks read the same sentences of an article many times over.
_SENTENCE = 1_000  # characters; longer passages are rare, and would fill the memory
_kept = lru_cache(maxsize=2048)(_read)


def joined(tokens: Sequence[Token]) -> str:
    """The words of some tokens with single spaces where the text has any, the last without its possessive ending."""
    pieces: list[str] = []
    for position, token in enumerate(tokens):
        if position and tokens[position - 1].end < token.start:
            pieces.append(" ")
        pieces.append(token.bare.text if position == len(tokens) - 1 else token.text)
    return "".join(pieces)


_KINDS: dict[str, TokenKind] = {"word": "word", "number": "number", "mark": "mark"}


def words(listed: str) -> frozenset[str]:
    """A word list written as a plain string, so that long lists stay readable."""
    return frozenset(listed.split())


Label = TypeVar("Label")


class Hit(NamedTuple, Generic[Label]):
    """A phrase found among tokens: the half-open token positions it takes, and its label."""

    first: int
    last: int
    label: Label


class PhraseTable(Generic[Label]):
    """Finds listed phrases among tokens, the longest at each place, in one pass."""

    def __init__(self, phrases: Mapping[str, Label] | Iterable[tuple[str, Label]]) -> None:
        pairs = phrases.items() if isinstance(phrases, Mapping) else phrases
        self._by_first: dict[str, list[tuple[tuple[str, ...], Label]]] = {}
        for phrase, label in pairs:
            parts = tuple(token.lower for token in tokenise(phrase))
            self._by_first.setdefault(parts[0], []).append((parts, label))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, tokens: Sequence[Token], position: int) -> Hit[Label] | None:
        """The longest phrase that starts at `position`."""
        entries = self._by_first.get(tokens[position].lower)
        if entries is None:
            return None
        for parts, label in entries:
            last = position + len(parts)
            if last <= len(tokens) and all(
                tokens[position + offset].lower == part for offset, part in enumerate(parts)
            ):
                return Hit(position, last, label)
        return None

    def find(self, tokens: Sequence[Token]) -> list[Hit[Label]]:
        """Every phrase in `tokens`, left to right, none overlapping another."""
        found: list[Hit[Label]] = []
        position = 0
        while position < len(tokens):
            hit = self.at(tokens, position)
            if hit is None:
                position += 1
            else:
                found.append(hit)
                position = hit.last
        return found
