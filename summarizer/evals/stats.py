"""The statistics of a paired comparison: Student's t, sign flips over clusters, Holm's correction.

Small and exact enough for this use, so that scoring needs no numerical library.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

EXACT_UP_TO = 16
"""Clusters up to which all sign flips are counted."""
DRAWS = 10_000
_BLOCK = 8  # signs that one byte of the generator sets at once
_TINY = 1e-300


def t_cdf(t: float, df: float) -> float:
    """P(T ≤ t) of Student's t distribution with `df` degrees of freedom."""
    tail = 0.5 * _incomplete_beta(df / 2, 0.5, df / (df + t * t))
    return 1 - tail if t > 0 else tail


@lru_cache(maxsize=256)
def t_quantile(p: float, df: float) -> float:
    """The t with P(T ≤ t) = `p`, for 0 < p < 1; by bisection, to about twelve digits."""
    if p == 0.5:
        return 0.0
    if p < 0.5:
        return -t_quantile(1 - p, df)
    high = 1.0
    while t_cdf(high, df) < p:
        high *= 2
    low = 0.0
    while high - low > 1e-13 * max(1.0, high):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if t_cdf(middle, df) < p else (low, middle)
    return (low + high) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function I_x(a, b) by its continued fraction (Lentz; Numerical Recipes 6.4)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast only on this side
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > _TINY else _TINY)
    fraction = d
    for m in range(1, 1000):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + numerator * d
            c = 1 + numerator / c
            d = 1 / (d if abs(d) > _TINY else _TINY)
            c = c if abs(c) > _TINY else _TINY
            fraction *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * fraction / a


@dataclass(frozen=True)
class Paired:
    """Differences between two systems on the same articles, and what they allow to say.

    `mean` is over articles; `error` its standard error with articles clustered by story (sandwich estimator with the
    C/(C-1) correction), which is sd/√n where every story has one article. `low` and `high` are the ends of the 95 %
    t interval on C-1 degrees of freedom, `detectable` the smallest difference that 80 % of such comparisons find
    (2.8·sd/√n, with the clustered error for sd/√n). They are None where one cluster says nothing about spread. `p` is
    two-sided, by flipping signs of clusters.
    """

    articles: int
    clusters: int
    mean: float
    error: float | None
    low: float | None
    high: float | None
    detectable: float | None
    p: float


def paired(differences: Mapping[str, Sequence[float]], confidence: float = 0.95) -> Paired:
    """Analyse the differences of each cluster; there must be at least one difference.

    The result depends on the content alone, not on the order of clusters or articles, and is the same on every machine.
    """
    groups = sorted(tuple(sorted(values)) for values in differences.values() if values)
    sizes, count = [len(group) for group in groups], len(groups)
    articles = sum(sizes)
    mean = math.fsum(value for group in groups for value in group) / articles
    sums = [math.fsum(group) for group in groups]
    p = sign_flip(sums)
    if count < 2:
        return Paired(articles, count, mean, None, None, None, None, p)
    squares = math.fsum((total - size * mean) ** 2 for total, size in zip(sums, sizes, strict=True))
    error = math.sqrt(squares * count / (count - 1)) / articles
    reach = t_quantile(0.5 + confidence / 2, count - 1) * error
    return Paired(articles, count, mean, error, mean - reach, mean + reach, 2.8 * error, p)


def sign_flip(sums: Sequence[float]) -> float:
    """Two-sided p of the hypothesis that the sign of each cluster's sum is as likely one as the other.

    Counted over all 2^C sign vectors up to C = 16; else over 10,000 random ones (and the observed one), drawn from a
    generator that is seeded by the sums themselves.
    """
    observed = abs(math.fsum(sums))
    slack = 1e-9 * max(1.0, math.fsum(abs(value) for value in sums))
    if len(sums) <= EXACT_UP_TO:
        # The mirror image of a sign vector has the same size, so that the first sign need not be flipped.
        totals = [sums[0]] if sums else [0.0]
        for value in sums[1:]:
            totals = [total + value for total in totals] + [total - value for total in totals]
        return sum(abs(total) >= observed - slack for total in totals) / len(totals)
    extreme = sum(abs(total) >= observed - slack for total in _flipped(sums))
    return (extreme + 1) / (DRAWS + 1)


def smallest_p(clusters: int) -> float:
    """The smallest p that `sign_flip` can give: that of a difference of one sign in every cluster."""
    return 2.0 ** (1 - clusters) if 0 < clusters <= EXACT_UP_TO else 1 / (DRAWS + 1) if clusters else 1.0


def _flipped(sums: Sequence[float]) -> list[float]:
    """Totals under random signs. Eight signs at a time come from a table, which makes this ten times as fast."""
    seed = hashlib.sha256(",".join(value.hex() for value in sums).encode()).digest()
    generator = random.Random(int.from_bytes(seed, "big"))
    tables = [_signed_totals(sums[at : at + _BLOCK]) for at in range(0, len(sums), _BLOCK)]
    look_up = list.__getitem__
    return [sum(map(look_up, tables, generator.randbytes(len(tables)))) for _ in range(DRAWS)]


def _signed_totals(values: Sequence[float]) -> list[float]:
    """The total for each of the 256 ways in which a byte sets the signs; further bits do nothing."""
    totals = [0.0]
    for value in values:
        totals = [total + value for total in totals] + [total - value for total in totals]
    return totals * (256 // len(totals))


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment: below α, each holds at a family-wise error rate of α. In the order given."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, p_values[at] * (len(p_values) - rank)))
        adjusted[at] = highest
    return adjusted
