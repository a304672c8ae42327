"""When two names are the same: case, articles, possessives and honorifics do not count."""

from __future__ import annotations

import re

from summarizer.briefs.models import Actor

_LEADING = re.compile(
    r"^(?:(?:the|a|an|mr|mrs|ms|miss|dr|prof|professor|sir|dame|lord|lady|gen|general|col|colonel|lt|lieutenant|capt|captain|"
    r"maj|major|sgt|sergeant|adm|admiral|sen|senator|rep|representative|gov|governor|president|prime minister|minister|"
    r"judge|justice|rev|reverend|chancellor|king|queen|prince|princess)\.?\s+)+",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$")
_SPACE = re.compile(r"\s+")


def normal_name(name: str) -> str:
    """The name folded for comparison; never empty for a name that is not."""
    plain = _SPACE.sub(" ", name.replace("’", "'")).strip().casefold()
    plain = _POSSESSIVE.sub("", plain)
    return _LEADING.sub("", plain) or plain


def normal_names(actor: Actor) -> frozenset[str]:
    """Every name an actor bears, folded."""
    return frozenset(normal_name(name) for name in (actor.name, *actor.aliases))
