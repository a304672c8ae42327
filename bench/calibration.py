"""How often the verdict is wrong, and how often it sees a real difference.

    python -m bench.calibration [--simulations N] [--seed N]

Two prompts are simulated on n stories. Scores lie between 0 and 1; most of their spread is how hard an article is,
which both prompts share. Under the null hypothesis they are equally good, so that every `better` or `worse` is a false
alarm: 5 % of them are allowed for. Three kinds of material:

* `one`: a story has one article;
* `three`: a story has three articles that move together, as accounts of one event do;
* `skewed`: one article a story, and differences that are mostly small losses with rare large gains; mean zero.

Beside the verdict stand what other tools do: a t test that does not pair, one that pairs and takes articles for
independent, and the percentile bootstrap. Power is at a true difference of 0.05.

The verdict is that of one measure, which needs six stories; all seven headline measures at once need nine.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
from collections.abc import Callable, Mapping, Sequence

from summarizer.evals.compare import ALPHA, decide_all
from summarizer.evals.stats import paired, t_cdf

STORIES = (8, 12, 30, 60)
EFFECT = 0.05
_RESAMPLES = 400

Scores = dict[str, list[tuple[float, float]]]
"""Story to the scores of both prompts on each of its articles."""
Test = Callable[[Scores], bool]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--simulations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tests: Mapping[str, Test] = {
        "verdict": verdict,
        "unpaired t": unpaired,
        "paired t": naive_paired,
        "bootstrap": bootstrap,
    }
    margin = 1.96 * math.sqrt(ALPHA * (1 - ALPHA) / options.simulations)
    print(f"{options.simulations} simulations; a true 5 % shows as {ALPHA - margin:.3f} to {ALPHA + margin:.3f}")
    for title, effect in (("false alarms, no difference", 0.0), (f"found, difference {EFFECT}", EFFECT)):
        print(f"\n{title}\n{'material':10}{'stories':>8}" + "".join(f"{name:>12}" for name in tests))
        for kind in ("one", "three", "skewed"):
            for stories in STORIES:
                generator = random.Random(f"{options.seed}/{kind}/{stories}/{effect}")
                found = dict.fromkeys(tests, 0)
                for _ in range(options.simulations):
                    scores = simulate(kind, stories, effect, generator)
                    for name, test in tests.items():
                        found[name] += test(scores)
                rates = "".join(f"{count / options.simulations:12.3f}" for count in found.values())
                print(f"{kind:10}{stories:8}{rates}", flush=True)


def simulate(kind: str, stories: int, effect: float, generator: random.Random) -> Scores:
    """Scores of both prompts; the second is better by `effect` on average, as far as 0 and 1 let it."""
    found: Scores = {}
    for story in range(stories):
        shared = generator.gauss(0, 0.08) if kind == "three" else 0.0
        articles = []
        for _ in range(3 if kind == "three" else 1):
            ease = generator.betavariate(4, 3)
            if kind == "skewed":
                change = generator.expovariate(1 / 0.08) - 0.08
            else:
                change = shared + generator.gauss(0, 0.08)
            articles.append((ease, ease + change + effect))
        found[str(story)] = articles
    return found


def verdict(scores: Scores) -> bool:
    """What `eval compare` says of one measure."""
    analysis = paired({story: [b - a for a, b in articles] for story, articles in scores.items()})
    [(_, said)] = decide_all([analysis], 0.0)
    return said in ("better", "worse")


def unpaired(scores: Scores) -> bool:
    """Welch's t test on the two lists of scores."""
    a = [one for articles in scores.values() for one, _ in articles]
    b = [other for articles in scores.values() for _, other in articles]
    parts = [statistics.variance(side) / len(side) for side in (a, b)]
    error = math.sqrt(sum(parts))
    freedom = sum(parts) ** 2 / sum(part**2 / (len(a) - 1) for part in parts)
    return _significant((statistics.mean(b) - statistics.mean(a)) / error, freedom)


def naive_paired(scores: Scores) -> bool:
    """The paired t test over articles, as if they were independent."""
    changes = _changes(scores)
    error = statistics.stdev(changes) / math.sqrt(len(changes))
    return _significant(statistics.mean(changes) / error, len(changes) - 1)


def bootstrap(scores: Scores) -> bool:
    """The percentile bootstrap over articles."""
    changes = _changes(scores)
    generator = random.Random(repr(changes))
    means = sorted(statistics.fmean(generator.choices(changes, k=len(changes))) for _ in range(_RESAMPLES))
    low, high = means[int(ALPHA / 2 * _RESAMPLES)], means[int((1 - ALPHA / 2) * _RESAMPLES) - 1]
    return low > 0 or high < 0


def _changes(scores: Scores) -> Sequence[float]:
    return [b - a for articles in scores.values() for a, b in articles]


def _significant(t: float, freedom: float) -> bool:
    return 2 * t_cdf(-abs(t), freedom) < ALPHA


if __name__ == "__main__":
    main()
