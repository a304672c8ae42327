from __future__ import annotations

import math
import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.evals.stats import EXACT_UP_TO, holm, paired, sign_flip, smallest_p, t_cdf, t_quantile

# Two-sided 5 % and 1 % points, as every table prints them.
TABLE = {
    (0.975, 1): 12.706, (0.975, 2): 4.303, (0.975, 5): 2.571, (0.975, 11): 2.201, (0.975, 30): 2.042,
    (0.975, 120): 1.980, (0.995, 5): 4.032, (0.995, 10): 3.169, (0.95, 7): 1.895, (0.9, 3): 1.638,
}  # fmt: skip
DIFFERENCES = st.lists(st.floats(-1, 1), min_size=1, max_size=10)


@pytest.mark.parametrize(("at", "value"), TABLE.items())
def test_quantiles_are_those_of_the_tables(at: tuple[float, int], value: float) -> None:
    assert t_quantile(*at) == pytest.approx(value, abs=5e-4)


@given(st.floats(0.001, 0.999), st.integers(1, 10_000))
@settings(max_examples=60, deadline=None)
def test_the_quantile_is_the_inverse_of_the_distribution(p: float, df: int) -> None:
    assert t_cdf(t_quantile(p, df), df) == pytest.approx(p, abs=1e-9)


def test_one_degree_of_freedom_is_cauchy_and_many_are_normal() -> None:
    assert t_cdf(2.0, 1) == pytest.approx(0.5 + math.atan(2.0) / math.pi, abs=1e-12)
    assert t_cdf(1.5, 1e7) == pytest.approx(0.5 * (1 + math.erf(1.5 / math.sqrt(2))), abs=1e-6)


@given(DIFFERENCES)
@settings(max_examples=60, deadline=None)
def test_exact_flips_are_all_flips(sums: list[float]) -> None:
    observed = abs(math.fsum(sums))
    every = [
        math.fsum(sign * value for sign, value in zip(signs, sums, strict=True))
        for signs in product((1, -1), repeat=len(sums))
    ]
    expected = sum(abs(total) >= observed - 1e-9 * max(1.0, sum(map(abs, sums))) for total in every) / len(every)
    assert sign_flip(sums) == pytest.approx(expected)


def test_six_clusters_are_the_fewest_that_can_reach_five_percent() -> None:
    assert sign_flip([1.0] * 5) == 2 / 32
    assert sign_flip([1.0] * 6) == 2 / 64


def test_draws_agree_with_the_exact_count() -> None:
    generator = random.Random(7)
    sums = [generator.gauss(0.25, 1) for _ in range(16)]
    exact = sign_flip(sums)
    drawn = sign_flip([*sums, 0.0])  # a cluster without a difference changes nothing but the method
    assert drawn == pytest.approx(exact, abs=0.02)
    assert sign_flip([*sums, 0.0]) == drawn


@given(st.dictionaries(st.text(max_size=3), DIFFERENCES, min_size=1, max_size=8), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_articles_and_the_names_of_stories_do_not_matter(
    clusters: dict[str, list[float]], generator: random.Random
) -> None:
    mixed = [generator.sample(values, len(values)) for values in clusters.values()]
    generator.shuffle(mixed)
    assert paired({str(at): values for at, values in enumerate(mixed)}) == paired(clusters)


def test_one_article_a_story_gives_the_textbook_interval() -> None:
    values = [0.1, 0.3, -0.1, 0.2, 0.0, 0.4]
    result = paired({str(at): [value] for at, value in enumerate(values)})
    mean = sum(values) / 6
    sd = math.sqrt(sum((value - mean) ** 2 for value in values) / 5)
    assert result.mean == pytest.approx(mean)
    assert result.error == pytest.approx(sd / math.sqrt(6))
    assert result.high == pytest.approx(mean + 2.5706 * sd / math.sqrt(6), abs=1e-4)
    assert result.detectable == pytest.approx(2.8 * sd / math.sqrt(6))


def test_articles_of_one_story_that_move_together_widen_the_interval() -> None:
    values = [0.3, 0.0, 0.2, -0.1, 0.25, 0.05]
    apart = paired({f"{at}-{twin}": [value] for at, value in enumerate(values) for twin in range(3)})
    together = paired({str(at): [value] * 3 for at, value in enumerate(values)})
    assert together.mean == pytest.approx(apart.mean)
    assert together.error is not None
    assert apart.error is not None
    assert together.error > 1.5 * apart.error


def test_one_story_says_nothing_about_spread() -> None:
    result = paired({"only": [0.5, 0.4]})
    assert (result.error, result.low, result.detectable, result.p) == (None, None, None, 1.0)


def test_holm() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
@settings(deadline=None)
def test_holm_never_lowers_a_p_and_keeps_their_order(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(value <= after <= 1 for value, after in zip(values, adjusted, strict=True))
    ranked = sorted(zip(values, adjusted, strict=True))
    assert [after for _, after in ranked] == sorted(adjusted)


@pytest.mark.parametrize("clusters", [1, 2, 6, 9, EXACT_UP_TO, EXACT_UP_TO + 1, 40])
def test_no_difference_has_a_smaller_p_than_one_of_one_sign_everywhere(clusters: int) -> None:
    assert sign_flip([0.1 + at / 100 for at in range(clusters)]) == smallest_p(clusters)
    generator = random.Random(clusters)
    assert sign_flip([generator.uniform(-1, 1) for _ in range(clusters)]) >= smallest_p(clusters)
