"""Candidate attributions: who says what, in which words, found by rule and scored by how sure the rule is.

Ranges: `source` is the noun phrase as written, apposition included, relative clauses and a final possessive left out.
`cue` is the reporting verb with its auxiliaries and particle, or the phrase ("according to"). `content` leaves out an
introducing "that" and the comma or full stop at its end; a quotation keeps its marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from summarizer.articles.model import Article
from summarizer.briefs.models import Form, Polarity
from summarizer.language.captions import picture_credits
from summarizer.language.complements import complement_after, content_before, interrupted, relative_end
from summarizer.language.cues import Unit, find_units
from summarizer.language.grammar import finite_at
from summarizer.language.quotations import find_quotations
from summarizer.language.regions import Region, regions
from summarizer.language.scoring import score_of
from summarizer.language.sources import source_kind
from summarizer.language.standing import announcements, headline_colons, unattributed
from summarizer.language.subjects import Phrase
from summarizer.language.tokens import Token
from summarizer.language.types import Attribution
from summarizer.text.ranges import Range

_PUNCTUATION = ",;:.–—- "
_SPEAKING_BLOCKS = frozenset({"headline", "body", "caption"})

Part = tuple[int, int]


def find_attributions(article: Article) -> list[Attribution]:
    """The candidate attributions of an article, in reading order of their content. Linear in its length.

    A quotation right behind one with a cue is a further range of the same attribution; one that nothing introduces
    has no source. Candidates may be nested in one another; none has the same content and source as another.
    """
    quotations = find_quotations(article.text)
    found: list[Attribution] = []
    for region in regions(article, quotations):
        if region.sentence.kind not in _SPEAKING_BLOCKS:
            continue
        found.extend(_of_region(article, region))
        if region.inside is None:
            found.extend(headline_colons(article, region))
    found.extend(announcements(article))
    found.extend(picture_credits(article))
    return _without_doubles(unattributed(article, quotations, found))


def _of_region(article: Article, region: Region) -> Iterable[Attribution]:
    tokens = region.tokens
    units = find_units(tokens, headline=region.sentence.kind == "headline")
    stops = sorted({unit.stop for unit in units if unit.stop is not None and _has_content(tokens, unit)})
    start = 0  # where content that stands before its cue can begin
    taken = -1  # where content that stands behind its cue ends
    last: tuple[Part, ...] = ()
    cited: Unit | None = None  # "the ministry, citing police, said …": what is cited comes after
    for unit in units:
        if unit.kind == "citing":
            if last:
                yield from _some(_attribution(article, region, unit, last, "that", True))
            else:
                cited = unit
            continue
        parts, kind, left = _parts(region, unit, stops, start)
        if not parts or (left and unit.start < taken and kind != "quote"):
            continue
        attribution = _attribution(article, region, unit, parts, kind, left)
        if attribution is None:
            continue
        yield attribution
        if cited is not None:
            yield from _some(_attribution(article, region, cited, parts, "that", left))
            cited = None
        last = parts
        if left:
            start = max(unit.last, parts[-1][1])
        else:
            taken = max(taken, parts[-1][1])


def _has_content(tokens: Sequence[Token], unit: Unit) -> bool:
    """Whether a reporting expression has something to report; one that has not does not end what another reports."""
    return unit.kind in ("phrase", "citing") or complement_after(tokens, unit.last, unit.verb, ()) is not None


def _some(item: Attribution | None) -> tuple[Attribution, ...]:
    return () if item is None else (item,)


def _attribution(
    article: Article, region: Region, unit: Unit, parts: Sequence[Part], kind: str, left: bool
) -> Attribution | None:
    if unit.kind == "attitude" and kind == "that":
        unit = replace(unit, cue=Phrase(unit.cue.first, max(unit.cue.last, parts[0][0] - 1)))
    ranges = tuple(_content(article.text, region, first, last) for first, last in parts)
    ranges = tuple(part for part in ranges if part.size > 0)
    score = score_of(unit, kind, nested=region.inside is not None)
    if not ranges or score <= 0:
        return None
    words = region.tokens[unit.subject.first : unit.subject.last] if unit.subject else ()
    return Attribution(
        sentence=region.sentence.index,
        content=ranges,
        source=_range(region, unit.subject) if unit.subject else None,
        cue=(_range(region, unit.cue),),
        form=_form(region, parts),
        polarity=_polarity(region, unit),
        source_kind=source_kind(words) if words else None,
        score=score,
        rule=f"{unit.kind}-{kind}" + ("-before" if left else ""),
    )


def _parts(region: Region, unit: Unit, stops: Sequence[int], start: int) -> tuple[tuple[Part, ...], str, bool]:
    """The token ranges of the content, the kind of complement, and whether it stands before the cue."""
    if unit.kind == "phrase":
        return _according(region, unit, stops, start)
    tokens = region.tokens
    says = unit.verb is not None and (unit.verb.lemma == "report" or "say" in unit.verb.strengths)
    lead = tokens[unit.subject.first - 1].lower if unit.subject is not None and unit.subject.first else ""
    relative = says and lead in ("which", "that", "whom")
    if unit.first and tokens[unit.first - 1].lower in ("who", "which"):
        closing = relative_end(tokens, unit.last)
        stops = sorted({*stops, closing}) if closing is not None else stops
    after = complement_after(tokens, unit.last, unit.verb, stops, relative=relative)
    if unit.kind in ("passive", "state", "noun", "attitude"):
        if after is None or (unit.kind != "attitude" and after.kind not in ("that", "quote", "clause")):
            return (), "", False
        if unit.kind in ("passive", "noun") and after.kind == "clause":
            return (), "", False
        if unit.kind == "attitude":
            first, last = _attitude(region, after.first, after.last)
            return ((first, last),), "noun" if first == after.first else "that", False
        return ((after.first, after.last),), after.kind, False
    alone = not unit.inherited and unit.kind != "gerund"
    verbless = region.sentence.kind == "headline"
    before = content_before(tokens, unit.start, start, verbless=verbless) if alone else None
    if before is None and alone and (broken := interrupted(tokens, unit.start, unit.last, start, stops)):
        return broken, "clause", True
    if unit.kind == "inverted" and before is None:
        return (), "", False
    if before is not None:
        quoted = tokens[before[1] - 1].kind == "quote"
        kind = "quote" if quoted else "clause"
        if after is not None and after.kind == "quote" and quoted:
            return (before, (after.first, after.last)), kind, True
        weak = after is None or after.kind in ("noun", "infinitive", "gerund", "question", "order")
        judges = unit.verb is not None and (unit.verb.denies or unit.verb.strengths <= {"judge"})
        if after is not None and after.kind == "noun" and (judges or region.sentence.kind == "headline"):
            return ((after.first, after.last),), after.kind, False
        if weak or unit.kind == "inverted" or (quoted and after is not None and after.kind == "clause"):
            return (before,), kind, True
    if after is None:
        return (), "", False
    if unit.kind == "gerund" and unit.first == 0 and after.kind not in ("that", "quote"):
        return (), "", False
    return ((after.first, after.last),), after.kind, False


def _attitude(region: Region, first: int, last: int) -> Part:
    """ "expressed hope that the road opens": the clause behind the noun, if there is one."""
    for index in range(first, min(first + 4, last - 1)):
        if region.tokens[index].lower == "that" and finite_at(region.tokens, index, last) is not None:
            return index + 1, last
    return first, last


def _according(region: Region, unit: Unit, stops: Sequence[int], start: int) -> tuple[tuple[Part, ...], str, bool]:
    """The content of "according to X": what follows its comma, what precedes it, or both sides of it."""
    tokens = region.tokens
    first, behind = unit.first, unit.last
    while behind < len(tokens) and tokens[behind].text == ",":
        behind += 1
    end = next((stop for stop in stops if stop > behind), len(tokens))
    rest = any(token.kind == "quote" for token in tokens[behind:end]) or finite_at(tokens, behind, end) is not None
    lead = tokens[first - 1].lower if first else ""
    if lead == "," and first > 1:
        lead = tokens[first - 2].lower
    opens = first - start <= 1 or lead in ("that", "and", "but", "while", "however", "meanwhile", ";", ":")
    if opens:
        return (((behind, end),) if rest else ()), "that", False
    before = content_before(tokens, first, start) if tokens[first - 1].text == "," else None
    if tokens[first - 1].text != "," and tokens[first - 1].kind != "quote":
        before = (start, first) if finite_at(tokens, start, first) is not None else None
    elif tokens[first - 1].kind == "quote":
        before = content_before(tokens, first, start)
    if before is not None:
        return (before,), "that", True
    if rest and tokens[first - 1].text == ",":
        return ((start, first - 1), (behind, end)), "that", False
    return (), "", False


def _content(text: str, region: Region, first: int, last: int) -> Range:
    """The characters of a token range; a quotation that runs beyond the sentence is taken whole."""
    tokens = region.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    opening, closing = region.quotations.get(first), region.quotations.get(last - 1)
    if opening is not None:
        start = min(start, opening.range.start)
    if closing is not None:
        end = max(end, closing.range.end)
    return Range(start, end).trimmed(text, _PUNCTUATION)


def _form(region: Region, parts: Sequence[Part]) -> Form:
    inside = [token for first, last in parts for token in region.tokens[first:last]]
    if not any(token.kind == "quote" for token in inside):
        return "indirect"
    return "mixed" if any(token.kind in ("word", "number") for token in inside) else "direct"


def _polarity(region: Region, unit: Unit) -> Polarity:
    ruled_out = unit.verb is not None and unit.verb.lemma == "rule" and unit.cue.last > unit.last
    denies = ruled_out or (unit.verb is not None and unit.verb.denies)
    return "denies" if denies != unit.negated else "affirms"


def _range(region: Region, phrase: Phrase) -> Range:
    return Range(region.tokens[phrase.first].start, region.tokens[phrase.last - 1].bare.end)


def _without_doubles(found: Sequence[Attribution]) -> list[Attribution]:
    kept: dict[tuple[object, ...], Attribution] = {}
    for item in found:
        key = (item.content, item.source)
        if key not in kept or kept[key].score < item.score:
            kept[key] = item
    return sorted(kept.values(), key=lambda item: (item.content[0].start, item.content[-1].end, item.rule))
