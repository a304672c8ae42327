"""The grounding of other libraries behind one small face, with their default settings; left out when not installed.

pip install langextract instructor
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from summarizer.text.ranges import Range


@dataclass(frozen=True)
class Placed:
    """Where a library says a quote stands (None where it does not say), and the words it reports for it."""

    range: Range | None
    text: str
    exact: bool


Ground = Callable[[str, str], Placed | None]  # (quote, article's text) -> where, or None: not grounded


@dataclass(frozen=True)
class Peer:
    """A library, with its version in the name."""

    name: str
    ground: Ground


def peers() -> tuple[list[Peer], list[str]]:
    """The libraries that can be imported here, and a line for each that cannot."""
    found: list[Peer] = []
    missing: list[str] = []
    for module, make in (("langextract", _langextract), ("instructor", _instructor)):
        try:
            found.extend(make())
        except ImportError as error:
            missing.append(f"{module} is not installed here ({error}): pip install {module}")
    return found, missing


def langextract_version() -> str | None:
    """ "LangExtract" with its version; None where it is not installed."""
    try:
        return f"LangExtract {version('langextract')}"
    except PackageNotFoundError:
        return None


def align_all(quotes: Sequence[str], text: str) -> int:
    """Align all quotes in one call of LangExtract's resolver, as it does for one chunk; how many got a place."""
    from langextract import data, resolver

    extractions = [data.Extraction("claim", quote) for quote in quotes]
    aligned = resolver.Resolver().align(extractions, text, token_offset=0, char_offset=0)
    return sum(extraction.char_interval is not None for extraction in aligned)


def _langextract() -> Iterator[Peer]:
    """LangExtract's resolver: every extraction with a character interval counts as grounded, as its own viewer does."""
    from langextract import data, resolver

    aligner = resolver.Resolver()

    def ground(quote: str, text: str) -> Placed | None:
        extraction = data.Extraction("claim", quote)
        (aligned,) = aligner.align([extraction], text, token_offset=0, char_offset=0)
        interval = aligned.char_interval
        if interval is None or interval.start_pos is None or interval.end_pos is None:
            return None
        where = Range(interval.start_pos, interval.end_pos)
        return Placed(where, where.of(text), aligned.alignment_status == data.AlignmentStatus.MATCH_EXACT)

    def exactly(quote: str, text: str) -> Placed | None:
        placed = ground(quote, text)
        return placed if placed is not None and placed.exact else None

    name = f"LangExtract {version('langextract')}"
    yield Peer(name, ground)
    yield Peer(f"{name}, MATCH_EXACT only", exactly)


def _instructor() -> Iterator[Peer]:
    """instructor's `CitationMixin`: grounded is what validation with the context leaves of `substring_quotes`."""
    from instructor import CitationMixin

    class Claim(CitationMixin):
        pass

    def ground(quote: str, text: str) -> Placed | None:
        claim = Claim.model_validate({"substring_quotes": [quote]}, context={"context": text})
        if not claim.substring_quotes:
            return None
        return Placed(None, claim.substring_quotes[0], claim.substring_quotes[0] == quote)

    yield Peer(f"instructor {version('instructor')} CitationMixin", ground)
