"""What a model answers when it is asked whether two items are about the same thing."""

from __future__ import annotations

from typing import Literal

from summarizer.prompting.wire import Wire


class SameAnswer(Wire):
    """What each of two passages is about, in a few words, and whether that is the same: naming them first helps."""

    first: str
    second: str
    same: Literal["yes", "no"]
