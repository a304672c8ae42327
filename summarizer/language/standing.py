"""Attributions without a reporting verb in their sentence: quotations that stand alone, pull quotes, headlines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from summarizer.articles.model import Article, Sentence
from summarizer.language.agents import noun_phrase_after
from summarizer.language.callings import described_kind, head_noun
from summarizer.language.cues import find_units
from summarizer.language.grammar import ARTICLES, PREPOSITIONS, finite_at
from summarizer.language.regions import Region, outermost
from summarizer.language.reporting import BY_PHRASES, DOCUMENT_NOUNS, FROM_PHRASES
from summarizer.language.sources import source_kind
from summarizer.language.subjects import main_subject
from summarizer.language.tokens import Token, tokenise
from summarizer.language.types import Attribution, Quotation
from summarizer.text.ranges import Range

_LONGEST = 2_000  # characters of a sentence that introduces something
_SHORTEST = 15  # characters of a quotation that can stand alone
# A pull quote: a dash and a name, and nothing else on the line.
_SIGNATURE = re.compile(r"[ \t\n]{0,4}(?:--?|–|—)[ \t]{0,2}(?P<name>[^\W\d_a-z][^\n.!?;:]{2,80}?)[.\s]{0,3}(?=\n|\Z)")


def headline_colons(article: Article, region: Region) -> Iterable[Attribution]:
    """ "Troops destroyed: chief of staff" and "Chief of staff: troops destroyed"."""
    tokens = region.tokens
    if region.sentence.kind != "headline":
        return
    colon = next((index for index, token in enumerate(tokens) if token.text == ":"), None)
    if colon is None or not 0 < colon < len(tokens) - 1 or any(token.kind == "number" for token in tokens[:colon]):
        return
    if any(unit.kind != "gerund" for unit in find_units(tokens, headline=True)):
        return
    front, back = Range(0, colon), Range(colon + 1, len(tokens))
    for source, content in ((back, front), (front, back)):
        named = tokens[source.start : source.end]
        if (
            named[0].lower.endswith("ed")
            or source.size > 6
            or content.size <= source.size
            or finite_at(tokens, *source) is not None
            or not _may_speak(article, named)
        ):
            continue
        if source is front and finite_at(tokens, *content) is None and len(named) > 1:
            continue
        where = Range(tokens[content.start].start, tokens[content.end - 1].end).trimmed(article.text, ".")
        quoted = any(token.kind == "quote" for token in tokens[content.start : content.end])
        yield Attribution(
            region.sentence.index,
            (where,),
            Range(named[0].start, named[-1].end),
            (),
            "mixed" if quoted else "indirect",
            "affirms",
            source_kind(named),
            0.6,
            "headline-colon",
        )
        return


def _may_speak(article: Article, named: Sequence[Token]) -> bool:
    """Whether a phrase beside a headline's colon is somebody: a noun for people, a body or a paper, or a known name."""
    description = article.text[named[0].start : named[-1].end]
    if named[0].lower in PREPOSITIONS:
        return False
    if described_kind(description) is not None or head_noun(description) in DOCUMENT_NOUNS:
        return True
    if not all(token.capitalised or token.lower in ARTICLES | PREPOSITIONS for token in named):
        return False
    body = [sentence.range for sentence in article.sentences if sentence.kind == "body"]
    last = re.compile(rf"(?<=[\w,]\s){re.escape(named[-1].bare.text)}\b")
    return not body or last.search(article.text, body[0].start, body[-1].end) is not None


def announcements(article: Article) -> Iterable[Attribution]:
    """ "This announcement was made by X": what X said is the sentence before."""
    for previous, sentence in pairwise(article.sentences):
        if sentence.range.size > _LONGEST:
            continue
        tokens = tokenise(article.text, sentence.range)
        hit = next((hit for table in (BY_PHRASES, FROM_PHRASES) for hit in table.find(tokens[:12])), None)
        if hit is None or hit.first > 2:
            continue
        source = noun_phrase_after(tokens, hit.last)
        if source is None:
            continue
        yield Attribution(
            previous.index,
            (previous.range.trimmed(article.text, "."),),
            Range(tokens[source.first].start, tokens[source.last - 1].bare.end),
            (tokens[hit.first].range,),
            "indirect",
            "affirms",
            source_kind(tokens[source.first : source.last]),
            0.85,
            "announcement",
        )


def unattributed(article: Article, quotations: Sequence[Quotation], found: Sequence[Attribution]) -> list[Attribution]:
    """`found` with the quotations that are whole sentences of their own.

    One right behind a direct quotation joins its attribution; one behind a sentence that ends in a colon or comma takes
    its subject; any other stands without a source.
    """
    items = sorted(found, key=lambda item: (item.content[0].start, -item.score))
    taken = sorted(part for item in items for part in item.content)
    ends = {item.content[-1].end: place for place, item in enumerate(items) if item.form == "direct" and item.cue}
    closing = {item.sentence: place for place, item in enumerate(items) if item.form == "direct" and item.cue}
    added: list[Attribution] = []
    for sentence, quotation in _alone(article, quotations):
        if _is_taken(taken, quotation.inner):
            continue
        place = _joins(article, items, closing, ends, sentence, quotation)
        if place is not None:
            items[place] = replace(items[place], content=(*items[place].content, quotation.range))
            closing[sentence.index] = place
            continue
        added.append(_signed(article, sentence, quotation) or _introduced(article, sentence, quotation))
    return items + added


def _alone(article: Article, quotations: Sequence[Quotation]) -> Iterable[tuple[Sentence, Quotation]]:
    """The quotations that begin a sentence and leave nothing of their last sentence outside."""
    sentences = article.sentences
    position = 0
    for quotation in outermost(quotations):
        while position < len(sentences) and sentences[position].range.end <= quotation.range.start:
            position += 1
        last = position
        while last < len(sentences) and sentences[last].range.end < quotation.range.end:
            last += 1
        if last >= len(sentences) or quotation.inner.size < _SHORTEST:
            continue
        lead = article.text[sentences[position].range.start : quotation.range.start]
        tail = article.text[quotation.range.end : sentences[last].range.end]
        bare = len(tail) <= 12 and not any(c.isalpha() for c in tail.replace("((it))", ""))
        if len(lead) <= 1 and (bare or _SIGNATURE.match(article.text, quotation.range.end)):
            yield sentences[position], quotation


def _is_taken(taken: Sequence[Range], where: Range) -> bool:
    """Whether some content has most of the quotation; a clause reported inside it does not take it away."""
    index = bisect_left(taken, where)
    near = taken[max(index - 8, 0) : index + 8]
    return any(2 * (min(part.end, where.end) - max(part.start, where.start)) > where.size for part in near)


def _joins(
    article: Article,
    items: Sequence[Attribution],
    closing: dict[int, int],
    ends: dict[int, int],
    sentence: Sentence,
    quotation: Quotation,
) -> int | None:
    """The attribution that a quotation continues: the direct one of the sentence right before."""
    if sentence.index < 2:
        return None
    previous = article.sentences[sentence.index - 2]
    between = article.text[previous.range.end : quotation.range.start]
    if between.strip() or between.count("\n") > 1 or article.text[previous.range.end - 1] in ":,":
        return None
    place = closing.get(previous.index)
    if place is None:
        # The direct quotation may have begun sentences ago; it ends in the sentence before.
        place = next((ends[end] for end in range(previous.range.end, previous.range.start, -1) if end in ends), None)
    return place


def _signed(article: Article, sentence: Sentence, quotation: Quotation) -> Attribution | None:
    """A pull quote with the name behind its dash."""
    match = _SIGNATURE.match(article.text, quotation.range.end)
    if match is None:
        return None
    source = Range(*match.span("name"))
    tokens = tokenise(article.text, source)
    if finite_at(tokens) is not None:
        return None
    return Attribution(
        sentence.index, (quotation.range,), source, (), "direct", "affirms", source_kind(tokens), 0.85, "pull-quote"
    )


def _introduced(article: Article, sentence: Sentence, quotation: Quotation) -> Attribution:
    """A quotation of its own: with the subject of an introduction before it, else with no source."""
    bare = Attribution(sentence.index, (quotation.range,), None, (), "direct", "affirms", None, 0.4, "quotation")
    if sentence.index < 2:
        return bare
    previous = article.sentences[sentence.index - 2]
    if article.text[previous.range.end - 1] not in ":," or previous.range.size > _LONGEST:
        return bare
    tokens = tokenise(article.text, previous.range)
    units = [unit for unit in find_units(tokens) if unit.subject is not None and unit.kind in ("verb", "gerund")]
    subject = units[-1].subject if units else main_subject(tokens, len(tokens))
    if subject is None:
        return bare
    cue = tuple(Range(tokens[u.cue.first].start, tokens[u.cue.last - 1].end) for u in units[-1:])
    where = Range(tokens[subject.first].start, tokens[subject.last - 1].bare.end)
    kind = source_kind(tokens[subject.first : subject.last])
    return replace(bare, source=where, cue=cue, source_kind=kind, score=0.75, rule="introduced")
