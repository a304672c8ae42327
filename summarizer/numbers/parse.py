"""Reading one written figure, as a brief, a gold file or a model gives it."""

from __future__ import annotations

from decimal import Decimal

from summarizer.numbers.equivalence import equivalents
from summarizer.numbers.grammar import find_quantities, read_plain
from summarizer.numbers.quantity import Quantity


def parse_quantity(text: str) -> Quantity | None:
    """The one quantity that `text` states ("more than 67,000", "$40 billion", "2010"), or None.

    None where there is no figure or more than one; a conversion in brackets is not a second one. Digits that running
    text would give to a year or a name are read as a figure here when they stand alone.
    """
    found = find_quantities(text)
    if not found:
        return read_plain(text)
    restated = {later for _, later in equivalents(found, text)}
    stated = [quantity for index, quantity in enumerate(found) if index not in restated]
    return stated[0] if len(stated) == 1 else None


def stated_precision(value: Decimal) -> int:
    """Exponent of the last digit that a bare value states, by the rule for digits written out (see `numerals`)."""
    if not value.is_finite():
        return 0
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    if exponent < 0:
        return exponent
    written = "".join(map(str, digits)) + "0" * exponent
    zeros = len(written) - len(written.rstrip("0"))
    return max(0, min(zeros, len(written) - 2))
