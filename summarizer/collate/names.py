"""When two spellings name the same: transliterations, exonyms, short forms. Conservative: a doubt keeps names apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from summarizer.language.forces import force_country
from summarizer.language.gazetteer import (
    COUNTRY_BY_CAPITAL,
    COUNTRY_BY_DEMONYM,
    COUNTRY_BY_NAME,
    TITLES,
)

_WORD: Final = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_HONORIFICS: Final = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "prof", "rev", "hon", "sir", "dame", "lord", "lady", "st"]
)
_LEADING: Final = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"['’]s?$")
# Places that go by the name of two languages, after `sound`.
_EXONYMS: Final = {
    "kiev": "kyiv", "kharkov": "kharkiv", "odessa": "odesa", "lvov": "lviv", "nikolaev": "mykolaiv", "dnepr": "dnipro",
    "chernobyl": "chornobyl", "zaporozhye": "zaporizhzhia", "donbass": "donbas", "peking": "beijing", "bombay": "mumbai",
    "calcutta": "kolkata", "burma": "myanmar", "rangoon": "yangon", "saigon": "ho chi minh city", "tiflis": "tbilisi",
    "danzig": "gdansk", "byelorussia": "belarus", "turkiye": "turkey", "czechia": "czech republic", "persia": "iran",
}  # fmt: skip
# Given names that two languages write differently, after `sound`; surnames never go through this.
_GIVEN: Final = {
    "alexander": "oleksandr", "aleksandr": "oleksandr", "olexandr": "oleksandr", "alexandr": "oleksandr",
    "sergei": "serhi", "sergey": "serhi", "serhiy": "serhi", "nikolai": "mykola", "dmitri": "dmytro", "dmitry": "dmytro",
    "andrei": "andri", "andriy": "andri", "mikhail": "mykhailo", "vasily": "vasyl", "evgeny": "yevhen", "yevgeny": "yevhen",
    "mohammed": "muhammad", "mohamed": "muhammad", "mohammad": "muhammad", "muhammed": "muhammad",
    "joseph": "yosef", "yusuf": "yosef",
}  # fmt: skip
_RULES: Final = (
    (re.compile(r"(?:iy|yi|yy|ij|ii|yj|y|i)$"), "i"),
    (re.compile(r"(?:iy|yi|yy|ij|ii)"), "i"),
    (re.compile(r"y(?=[aeou])|j(?=[aeou])"), "i"),
    (re.compile(r"^ye"), "e"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"tch|tsch"), "ch"),
    (re.compile(r"sch"), "sh"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ee"), "i"),
    (re.compile(r"ff$|w$|f$"), "v"),
    (re.compile(r"([bcdfghjklmnpqrstvwxz])\1"), r"\1"),
    (re.compile(r"'|’|`"), ""),
    (re.compile(r"y"), "i"),
)


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A word reduced to what survives transliteration: `Syrskyi` and `Syrsky`, `Zelenskyy` and `Zelensky` agree."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = _EXONYMS.get(plain, plain)
    for pattern, new in _RULES:
        plain = pattern.sub(new, plain)
    return plain


@lru_cache(maxsize=65536)
def given(word: str) -> str:
    """A given name in one language's form."""
    return sound(_GIVEN.get(word.casefold(), word))


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without article, titles and possessive."""
    plain = _LEADING.sub("", " ".join(name.split()))
    found = [_POSSESSIVE.sub("", match[0]) for match in _WORD.finditer(plain)]
    while len(found) > 1 and found[0].casefold().rstrip(".") in TITLES | _HONORIFICS:
        found = found[1:]
    return tuple(found)


@lru_cache(maxsize=65536)
def full_key(name: str) -> str:
    """What makes two names of organisations, places or groups the same."""
    return " ".join(sound(word) for word in name_words(name))


@lru_cache(maxsize=65536)
def country_of(name: str) -> str | None:
    """The country that a name stands for, by its own name or by its capital."""
    plain = " ".join(name_words(name))
    country = COUNTRY_BY_NAME.get(plain) or COUNTRY_BY_CAPITAL.get(plain) or COUNTRY_BY_NAME.get(_LEADING.sub("", name))
    return country.name if country else None


@lru_cache(maxsize=65536)
def force_of(name: str) -> str | None:
    """The country whose armed forces a name means ("Ukraine's military", "Russian forces")."""
    plain = _LEADING.sub("", " ".join(name.replace("’s", "").replace("'s", "").split()))
    return force_country(plain)


def sides_of(text: str, names: Mapping[str, str]) -> frozenset[str]:
    """Countries and named actors that some words mention. `names` maps words that only one actor bears to that actor."""
    if not any(char.isupper() for char in text):
        return frozenset()
    found = set()
    tokens = [_POSSESSIVE.sub("", match[0]) for match in _WORD.finditer(text)]
    for index, token in enumerate(tokens):
        if not token[:1].isupper():
            continue
        pair = f"{token} {tokens[index + 1]}" if index + 1 < len(tokens) else token
        before = f"{tokens[index - 1]} {token}" if index else ""
        for form in (pair, token):
            country = COUNTRY_BY_DEMONYM.get(form) or COUNTRY_BY_NAME.get(form) or COUNTRY_BY_CAPITAL.get(form)
            if country is not None and before not in COUNTRY_BY_DEMONYM and before not in COUNTRY_BY_NAME:
                found.add(country.name)
                break
        else:
            owner = names.get(token.casefold())
            if owner is not None:
                found.add(owner)
    return frozenset(found)
