"""Candidate attributions: who says what, in which words, found by rule and scored by how sure the rule is.

Ranges: `source` is the noun phrase as written, apposition included. `cue` is the reporting verb or phrase. `content` leaves
out an introducing "that", the comma or full stop at its end, and, where it is a quotation and nothing else, the marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.articles.model import Article
from summarizer.brief.models import Form
from summarizer.language.captions import credits
from summarizer.language.complements import Complement, complement_after, content_before
from summarizer.language.cues import Unit, find_units
from summarizer.language.grammar import finite_at
from summarizer.language.quotations import find_quotations
from summarizer.language.regions import Region, regions
from summarizer.language.reporting import BY_PHRASES
from summarizer.language.scoring import score_of
from summarizer.language.sources import source_kind
from summarizer.language.subjects import Phrase, noun_phrase_after
from summarizer.language.types import Attribution, Quotation
from summarizer.text.ranges import Range

_PUNCTUATION = ",;:.–—- "
_MARKS = "“”\"‘’'«»„"


def find_attributions(article: Article) -> list[Attribution]:
    """The candidate attributions of an article, in reading order of their content. Linear in its length.

    A quotation that stands alone after an attributed one inherits the source, with no cue of its own; one after nothing
    has no source. Candidates may be nested in one another; none has the same content and source as another.
    """
    quotations = find_quotations(article.text)
    found: list[Attribution] = []
    for region in regions(article, quotations):
        found.extend(_of_region(article, region))
    found.extend(_announcements(article))
    found.extend(credits(article))
    found.extend(_standing_alone(article, quotations, found))
    return _without_doubles(sorted(found, key=lambda item: (item.content[0].start, item.sentence, -item.score)))


def _of_region(article: Article, region: Region) -> Iterable[Attribution]:
    tokens = region.tokens
    if len(tokens) < 2:
        return
    units = find_units(tokens)
    stops = sorted({unit.stop for unit in units if unit.stop is not None})
    start = 0
    claimed_until = -1
    for unit in units:
        attribution, end, left = _attribution(article, region, unit, stops, start)
        if attribution is None:
            continue
        if left and unit.start < claimed_until and attribution.form == "indirect":
            continue
        yield attribution
        if left:
            start = end
        else:
            claimed_until = max(claimed_until, end)
    if not units or region.inside is None:
        yield from _pull_quote(article, region)
        yield from _headline(article, region, units)


def _attribution(
    article: Article, region: Region, unit: Unit, stops: Sequence[int], start: int
) -> tuple[Attribution | None, int, bool]:
    """The attribution of one reporting expression, where it ends, and whether its content stands before it."""
    tokens = region.tokens
    if unit.kind == "phrase":
        parts, left = _according(region, unit, stops, start)
        kind = "that"
    elif unit.kind == "passive":
        parts, left, kind = _passive(region, unit, stops)
    else:
        after = complement_after(tokens, unit.last, unit.verb, stops)
        before = None
        if not (unit.kind == "gerund" and unit.inherited) and not unit.inherited:
            before = content_before(tokens, unit.start, start)
        parts, left, kind = _choose(region, unit, before, after)
    if not parts:
        return None, 0, False
    ranges = tuple(_content(article.text, region, first, last) for first, last in parts)
    ranges = tuple(part for part in ranges if part.size > 0)
    score = score_of(unit, kind, region.inside is not None, left)
    if not ranges or score <= 0:
        return None, 0, False
    attribution = Attribution(
        sentence=region.sentence.index,
        content=ranges,
        source=_range(region, unit.subject),
        cue=() if unit.cue is None else (_phrase_range(region, unit.cue),),
        form=_form(article.text, region, parts),
        polarity="denies" if unit.negated != (unit.verb is not None and unit.verb.denies) else "affirms",
        source_kind=source_kind([tokens[i] for i in range(*unit.subject)]) if unit.subject else None,
        score=score,
        rule=f"{unit.kind}-{kind}" + ("-before" if left else ""),
    )
    return attribution, max(parts[-1][1], unit.last), left


def _choose(
    region: Region, unit: Unit, before: tuple[int, int] | None, after: Complement | None
) -> tuple[list[tuple[int, int]], bool, str]:
    """The content before the reporting clause, after it, or both where it interrupts a quotation."""
    if unit.kind == "inverted":
        if before is None:
            return [], False, ""
        quoted = _is_quote(region, before)
        if quoted and after is not None and after.kind == "quote":
            return [before, (after.first, after.last)], True, "quote"
        return [before], True, "quote" if quoted else "clause"
    if before is not None:
        quoted = _is_quote(region, before)
        if after is None or after.kind in ("noun", "infinitive", "gerund", "question"):
            return [before], True, "quote" if quoted else "clause"
        if after.kind == "quote" and quoted:
            return [before, (after.first, after.last)], True, "quote"
        if quoted and after.kind == "clause":
            return [before], True, "quote"
    if after is None:
        return [], False, ""
    return [(after.first, after.last)], False, after.kind


def _is_quote(region: Region, part: tuple[int, int]) -> bool:
    return region.tokens[part[1] - 1].kind == "quote"


def _according(region: Region, unit: Unit, stops: Sequence[int], start: int) -> tuple[list[tuple[int, int]], bool]:
    tokens = region.tokens
    first = unit.first
    behind = unit.last
    while behind < len(tokens) and tokens[behind].text == ",":
        behind += 1
    end = next((stop for stop in stops if stop > behind), len(tokens))
    rest = finite_at(tokens, behind, end) is not None or any(t.kind == "quote" for t in tokens[behind:end])
    opens = first == start or tokens[first - 1].lower in ("that", "and", "but", "while", ";", ":") or first <= 1
    if first and tokens[first - 1].text == "," and not opens:
        before = content_before(tokens, first, start)
        if before is None and rest:
            lead = tokens[first - 2].lower if first > 1 else ""
            if lead in ("that", "however", "but", "and", "meanwhile") or first - start <= 3:
                return [(behind, end)], False
            return [(start, first - 1), (behind, end)], False
        return ([before] if before else []), True
    if opens:
        return ([(behind, end)] if rest else []), False
    return [(start, first)] if finite_at(tokens, start, first) is not None else [], True


def _passive(region: Region, unit: Unit, stops: Sequence[int]) -> tuple[list[tuple[int, int]], bool, str]:
    after = complement_after(region.tokens, unit.last, None, stops)
    if after is not None and after.kind in ("that", "quote"):
        return [(after.first, after.last)], False, after.kind
    return [], False, ""


def _content(text: str, region: Region, first: int, last: int) -> Range:
    """The characters of a token range, with quotations that run beyond the sentence whole, and bare ends."""
    tokens = region.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    opening, closing = region.quotations.get(first), region.quotations.get(last - 1)
    if opening is not None:
        start = min(start, opening.range.start)
    if closing is not None:
        end = max(end, closing.range.end)
    if opening is not None and opening is closing and last - first == 1:
        return opening.inner.trimmed(text, ", ")
    return Range(start, end).trimmed(text, _PUNCTUATION)


def _form(text: str, region: Region, parts: Sequence[tuple[int, int]]) -> Form:
    if region.inside is not None:
        return "indirect"
    tokens = region.tokens
    inside = [token for first, last in parts for token in tokens[first:last]]
    quoted = [token for token in inside if token.kind == "quote"]
    if not quoted:
        return "indirect"
    return "mixed" if any(token.kind in ("word", "number") for token in inside) else "direct"


def _phrase_range(region: Region, phrase: Phrase) -> Range:
    return Range(region.tokens[phrase.first].start, region.tokens[phrase.last - 1].end)


def _range(region: Region, phrase: Phrase | None) -> Range | None:
    if phrase is None:
        return None
    start = region.tokens[phrase.first].start
    end = region.tokens[phrase.last - 1].bare.end
    return Range(start, end)


def _pull_quote(article: Article, region: Region) -> Iterable[Attribution]:
    """A quotation with a dash and a name behind it."""
    tokens = region.tokens
    for index in range(1, len(tokens) - 1):
        if (
            tokens[index].text in ("-", "–", "—", "--")
            and tokens[index - 1].kind == "quote"
            and tokens[index + 1].capitalised
        ):
            source = noun_phrase_after(tokens, index + 1)
            if source is None or finite_at(tokens, index + 1) is not None or len(tokens) - index > 16:
                return
            content = _content(article.text, region, index - 1, index)
            kind = source_kind(tokens[source.first : source.last])
            yield Attribution(
                region.sentence.index,
                (content,),
                _range(region, source),
                (),
                "direct",
                "affirms",
                kind,
                0.85,
                "pull-quote",
            )
            return


def _headline(article: Article, region: Region, units: Sequence[Unit]) -> Iterable[Attribution]:
    """ "Troops destroyed: chief of staff" and "Chief of staff: troops destroyed"."""
    tokens = region.tokens
    if region.sentence.kind != "headline" or region.inside is not None:
        return
    colon = next((index for index, token in enumerate(tokens) if token.text == ":"), None)
    if colon is None or not 0 < colon < len(tokens) - 1:
        return
    front, back = (0, colon), (colon + 1, len(tokens))
    if units and any(unit.kind != "gerund" for unit in units):
        return
    if any(token.kind == "number" for token in tokens[:colon]):
        return
    for source, content in ((back, front), (front, back)):
        size = source[1] - source[0]
        if size <= 6 and content[1] - content[0] > size and finite_at(tokens, *source) is None:
            part = _content(article.text, region, *content)
            words = tokens[source[0] : source[1]]
            yield Attribution(
                region.sentence.index,
                (part,),
                Range(words[0].start, words[-1].end),
                (),
                "indirect",
                "affirms",
                source_kind(words),
                0.6,
                "headline-colon",
            )
            return


def _announcements(article: Article) -> Iterable[Attribution]:
    """ "This announcement was made by X": what X said is the sentence before."""
    sentences = article.sentences
    from summarizer.language.tokens import tokenise

    for previous, sentence in zip(sentences, sentences[1:], strict=False):
        if sentence.range.size > 2000:
            continue
        tokens = tokenise(article.text, sentence.range)
        hit = next(iter(BY_PHRASES.find(tokens)), None)
        if hit is None or hit.first > 2:
            continue
        source = noun_phrase_after(tokens, hit.last)
        if source is None:
            continue
        yield Attribution(
            previous.index,
            (previous.range.trimmed(article.text, "."),),
            Range(tokens[source.first].start, tokens[source.last - 1].end),
            (Range(tokens[hit.first].start, tokens[hit.last - 1].end),),
            "indirect",
            "affirms",
            source_kind(tokens[source.first : source.last]),
            0.85,
            "announcement",
        )


def _standing_alone(
    article: Article, quotations: Sequence[Quotation], found: Sequence[Attribution]
) -> Iterable[Attribution]:
    """Quotations that make up whole sentences and that nothing so far has attributed."""
    from summarizer.language.regions import outermost

    taken = sorted(part for item in found for part in item.content)
    sentences = article.sentences
    position = 0
    for quotation in outermost(quotations):
        while position < len(sentences) and sentences[position].range.end <= quotation.range.start:
            position += 1
        if position >= len(sentences):
            return
        sentence = sentences[position]
        if quotation.inner.size < 15 or quotation.range.start - sentence.range.start > 1:
            continue
        rest = Range(quotation.range.end, sentence.range.end)
        if rest.start < rest.end and rest.of(article.text).strip(" .,)(it"):
            continue
        if any(part.overlaps(quotation.inner) for part in _near(taken, quotation.inner)):
            continue
        earlier = [
            item
            for item in found
            if item.form in ("direct", "mixed")
            and 0 <= sentence.index - item.sentence <= 2
            and item.content[0].start < quotation.range.start
        ]
        source = earlier[-1] if earlier else None
        yield Attribution(
            sentence.index,
            (quotation.inner.trimmed(article.text, ", "),),
            source.source if source else None,
            (),
            "direct",
            "affirms",
            source.source_kind if source else None,
            0.6 if source else 0.3,
            "continuation" if source else "quotation",
        )


def _near(taken: Sequence[Range], where: Range) -> Iterable[Range]:
    from bisect import bisect_left

    index = bisect_left(taken, (where.start, where.start))
    return taken[max(index - 8, 0) : index + 8]


def _without_doubles(found: Sequence[Attribution]) -> list[Attribution]:
    kept: dict[tuple[object, ...], Attribution] = {}
    for item in found:
        key = (item.content,)
        if key not in kept or kept[key].score < item.score:
            kept[key] = item
    return sorted(kept.values(), key=lambda item: (item.content[0].start, item.content[-1].end, item.rule))
