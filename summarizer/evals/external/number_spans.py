"""Number spans as MEANTIME's entity mentions give them: exact span F1.

JSON lines of `{"doc", "sentence", "text", "numbers": [{"start", "end", "text", "type"}]}`; the sentences of one
document are read as one text, a paragraph each. `#` stands for the pound sign there, which the tokeniser of the corpus
lost; it is read as one (one character for one).

Our ranges and theirs differ by convention, not by finding. `to_span` maps ours to theirs by these rules, each of which
follows from the annotation guidelines (values are numerical expressions; times have a layer of their own):

* approximations and lower bounds belong to the span ("about 500"; "more than 7.3%"; "between 3 and 7 percent"; "all
  228"), upper bounds do not ("up to", "below", "as much as"); the annotators were of two minds in both, 27 to 7 and 3
  to 10;
* durations are time expressions there and left out, but for ages that stand as a bare number;
* the unit belongs to the span; a magnitude does not;
* "mark" belongs to the level it names ("the 5000 mark"); plurals keep their "of" before the noun that they count
  ("thousands of").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.briefs.models import Brief
from summarizer.errors import InputError
from summarizer.evals.external.attribution import json_lines
from summarizer.evals.external.results import Counts, Line, Predictor, Result, computed
from summarizer.numbers.grammar import find_quantities
from summarizer.numbers.quantity import Quantity

SpanPair = tuple[int, int]
METRIC = "exact span"
_DIGITS = re.compile(r"[$€£]?\d[\d,.]*(?<![,.])%?")
_BETWEEN = "\n\n"


def to_span(quantity: Quantity, text: str) -> SpanPair | None:
    """The span of a quantity by the corpus's convention; None where the corpus has a layer of its own for it."""
    if quantity.kind == "duration" and quantity.unit is not None:
        return None
    start, end = quantity.range
    unit = quantity.unit_range
    if unit is not None and quantity.unit_norm == "magnitude" and unit.start > start:
        before = text[start : unit.start].rstrip(" -")
        if len(before) < unit.start - start:
            end = start + len(before)
    if quantity.bound_range is not None:
        bound = quantity.bound_range
        start = start if quantity.bound in {"<", "<="} else min(start, bound.start)
        if text[bound.start : bound.end] != "+":
            end = max(end, bound.end) if bound.start < end else end
    if text[end : end + 5] == " mark":
        end += 5
    if text[max(0, start - 4) : start] in ("all ", "All "):
        start -= 4
    grouped = quantity.value is None or text[start:end].endswith("score")
    if grouped and quantity.unit is None and text[end : end + 4] == " of ":
        end += 3
    return start, end


@dataclass(frozen=True)
class Document:
    """The text of one document, and what is labelled in it: span to type. `sentences` are where its sentences lie."""

    name: str
    text: str
    numbers: dict[SpanPair, str]
    sentences: tuple[SpanPair, ...]


@dataclass(frozen=True)
class NumberSpanSet:
    """Documents with labelled number spans."""

    documents: Sequence[Document]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Name and text of every document."""
        return [(document.name, document.text) for document in self.documents]

    def score(self, predictors: Sequence[Predictor]) -> Result:
        """Exact span F1, micro over all documents."""
        systems = [("rules", [by_rules(document.text) for document in self.documents])]
        systems.append(("trivial", [by_baseline(document.text) for document in self.documents]))
        systems += [(one.name, [of_brief(brief) for brief in one.briefs]) for one in predictors]
        lines: list[Line] = []
        for name, predicted in systems:
            pairs = zip(self.documents, predicted, strict=True)
            total = sum((count(document, spans) for document, spans in pairs), Counts())
            lines.append(computed(name, METRIC, total))
        items = sum(len(document.numbers) for document in self.documents)
        return Result(len(self.documents), items, lines, ["human: no agreement on these spans is published"])


def count(document: Document, spans: Sequence[SpanPair]) -> Counts:
    """Exact matches; what runs over the end of a sentence is no prediction."""
    inside = {span for span in spans if any(start <= span[0] and span[1] <= end for start, end in document.sentences)}
    return Counts(len(inside & document.numbers.keys()), len(inside), len(document.numbers))


def by_rules(text: str) -> list[SpanPair]:
    """What the quantity grammar finds."""
    return [span for quantity in find_quantities(text) if (span := to_span(quantity, text)) is not None]


def by_baseline(text: str) -> list[SpanPair]:
    """Every figure in digits, with the sign before or the percent sign after it."""
    return [match.span() for match in _DIGITS.finditer(text)]


def of_brief(brief: Brief | None) -> list[SpanPair]:
    """The numbers of a brief, by the corpus's convention where the grammar reads the same figure."""
    if brief is None:
        return []
    text = brief.source.text
    read = {tuple(quantity.range): quantity for quantity in find_quantities(text)}
    found = []
    for number in brief.numbers:
        quantity = read.get((number.span.start, number.span.end))
        span = to_span(quantity, text) if quantity else (number.span.start, number.span.end)
        if span is not None:
            found.append(span)
    return found


def read_number_spans(path: Path, limit: int | None = None) -> NumberSpanSet:
    """The documents of a file; `limit` counts documents.

    Raises:
        InputError: it cannot be read, or a span does not hold the text it is said to.
    """
    grouped: dict[str, list[tuple[int, Any]]] = {}
    for number, record in json_lines(path, None):
        try:
            grouped.setdefault(str(record["doc"]), []).append((number, record))
        except (KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}: not a number record: {error!r}") from error
    if not grouped:
        raise InputError(f"{path}: no documents in it")
    return NumberSpanSet([_document(path, name, records) for name, records in list(grouped.items())[:limit]])


def _document(path: Path, name: str, records: Sequence[tuple[int, Any]]) -> Document:
    numbers: dict[SpanPair, str] = {}
    sentences: list[SpanPair] = []
    texts: list[str] = []
    base = 0
    for line, record in records:
        try:
            text = str(record["text"]).replace("#", "£")
            for entry in record["numbers"]:
                start, end = int(entry["start"]), int(entry["end"])
                if text[start:end] != str(entry["text"]).replace("#", "£"):
                    raise InputError(f"{path}:{line}: {entry['text']!r} does not stand at {start}–{end} of its text")
                numbers[base + start, base + end] = str(entry["type"])
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path}:{line}: not a number record: {error!r}") from error
        texts.append(text)
        sentences.append((base, base + len(text)))
        base += len(text) + len(_BETWEEN)
    return Document(name, _BETWEEN.join(texts), numbers, tuple(sentences))
