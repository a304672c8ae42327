"""What a figure leaves to its neighbours: an age, a unit said once for two figures, which krone or degree is meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from summarizer.numbers.quantity import Quantity
from summarizer.numbers.tokens import Tokens

# Units that several share, and words that settle which one an article means; so does the precise unit elsewhere in it.
_FAMILIES: Final[dict[str, dict[str, frozenset[str]]]] = {
    "KRONE": {
        "NOK": frozenset({"nok", "norwegian", "norway", "oslo"}),
        "DKK": frozenset({"dkk", "danish", "denmark", "copenhagen"}),
    },
    "PESO": {
        "MXN": frozenset({"mxn", "mexican", "mexico"}),
        "ARS": frozenset({"ars", "argentine", "argentina"}),
        "CLP": frozenset({"clp", "chilean", "chile"}),
        "COP": frozenset({"colombian", "colombia"}),
        "PHP": frozenset({"php", "philippine", "philippines", "manila"}),
    },
    "FRANC": {"CHF": frozenset({"chf", "swiss", "switzerland"})},
    "DINAR": {"IQD": frozenset({"iqd", "iraqi", "iraq"}), "KWD": frozenset({"kwd", "kuwaiti", "kuwait"})},
    "degree": {"degC": frozenset({"celsius", "centigrade"}), "degF": frozenset({"fahrenheit"})},
}
_LISTS: Final = frozenset({", ", " and ", ", and ", " or "})
_LONGEST_LIST: Final = 6
_LONGEST_CONTRAST: Final = 60


def completed(quantity: Quantity, before: Quantity, text: str) -> Quantity:
    """A bare figure with what it shares with the one before it.

    "aged 17, 19 and 22"; "from 5.4bn tonnes to 4.8bn"; "had 50.8 per cent and Mr Veck 49.2"; "51% against 49".
    """
    gap = quantity.range.start - before.range.end
    if quantity.kind != "count" or quantity.noun is not None or not 0 < gap <= _LONGEST_CONTRAST:
        return quantity
    joint = text[before.range.end : quantity.range.start]
    if gap <= _LONGEST_LIST and before.kind == "duration" and before.unit is None and joint in _LISTS:
        return replace(quantity, kind="duration", unit_norm=before.unit_norm, precision=min(quantity.precision, 0))
    changed = joint == " to " and text[max(0, before.range.start - 5) : before.range.start] == "from "
    if changed and before.unit is not None:
        return replace(quantity, kind=before.kind, unit_norm=before.unit_norm)
    if before.unit_norm == "percent" and before.unit is not None and _contrasted(quantity, joint):
        return replace(quantity, kind="percent", unit_norm="percent", precision=min(quantity.precision, 0))
    return quantity


def _contrasted(quantity: Quantity, joint: str) -> bool:
    if quantity.value is None or not 0 <= quantity.value <= 100 or any(mark in joint for mark in ".;\n"):
        return False
    last = joint.split()[-1:] or [""]
    if last[0] in {"against", "versus", "from"}:
        return True
    return quantity.precision < 0 and last[0][:1].isupper() and (" and " in joint or ", " in joint)


def settled(found: list[Quantity], tokens: Tokens) -> list[Quantity]:
    """The quantities with units of a family ("kroner", "degrees") made the one that the text means, where it shows."""
    if not any(quantity.unit_norm in _FAMILIES for quantity in found):
        return found
    named = {quantity.unit_norm for quantity in found}
    spoken = set(tokens.lows)
    chosen: dict[str | None, str] = {}
    for family, members in _FAMILIES.items():
        shown = [name for name, hints in members.items() if name in named or hints & spoken]
        if len(shown) == 1:
            chosen[family] = shown[0]
    return [replace(q, unit_norm=chosen[q.unit_norm]) if q.unit_norm in chosen else q for q in found]
