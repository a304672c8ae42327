"""`summarizer eval`: run suites, score, report, compare, gate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from summarizer.cli.options import ModelOptions, model_options
from summarizer.cli.saying import put_json, say
from summarizer.errors import UsageError
from summarizer.render.visible import visible

if TYPE_CHECKING:
    from summarizer.evals.compare import Side
    from summarizer.evals.report.content import Report
    from summarizer.evals.runs import Run, System
    from summarizer.evals.scores import Scores

FORMATS = ("attribution-jsonl", "brat-attribution", "number-spans", "newsquant")
FINDINGS = 1
INCOMPLETE = 3
_FOLDER = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
_RUN = click.argument("folder", type=_FOLDER, metavar="RUN")
_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")
_MARGIN = click.option(
    "--margin",
    type=click.FloatRange(0, 1),
    help="Differences smaller than this do not matter.  [default: 0.02]",
)
_MEASURES = click.option("--measure", "measures", multiple=True, metavar="NAME", help="Only these measures.")
_BASELINES = click.option(
    "--baselines", type=_FOLDER, default=Path("evals/baselines"), show_default=True, help="Gate rules and blessed runs."
)


@click.group("eval")
def evaluate() -> None:
    """Score prompts against gold and say whether one is really better than another.

    Recording, scoring and deciding are three steps over stored files: only `run` can ask a model, and it does so from
    recordings unless told otherwise.
    """


@evaluate.command()
@click.argument("suite", metavar="SUITE")
@click.option("-o", "--output", type=_FOLDER, help="The run's folder.  [default: runs/SUITE]")
@click.option("--cassettes", type=_FOLDER, metavar="DIR", help="Recordings.  [default: those of the suite]")
@click.option("--record", type=click.Choice(["none", "new", "all"]), default="none", show_default=True)
@click.option("--live", is_flag=True, help="Ask the models, without recordings.")
@click.option("--prompt", "packs", multiple=True, metavar="PACK", help="Only these packs, or others than the suite's.")
@click.option("--model", "models", multiple=True, metavar="PROVIDER/NAME", help="Other models than the suite's.")
@click.option("--model-path", type=click.Path(path_type=Path), help="A GGUF file for the embedded engine.")
@click.option("--base-url", metavar="URL", help="An OpenAI-compatible server other than the provider's own.")
@click.option("--takes", type=click.IntRange(1, 100), help="Another number of takes than the suite's.")
@click.option("--temperature", type=click.FloatRange(0, 2), help="Another than the suite's, or the packs'.")
@click.option("--concurrency", type=click.IntRange(min=1), help="Articles in flight at once.")
@_JSON
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def run(
    suite: str,
    output: Path | None,
    cassettes: Path | None,
    record: Literal["none", "new", "all"],
    live: bool,
    packs: tuple[str, ...],
    models: tuple[str, ...],
    model_path: Path | None,
    base_url: str | None,
    takes: int | None,
    temperature: float | None,
    concurrency: int | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Make the briefs of SUITE, a name in evals/suites or a .yaml file, and score them.

    What is there already is kept, so that a run that was cut short goes on where it stopped. Only where the code that
    makes briefs of answers has changed since, they are all made anew, from recordings.
    """
    from summarizer.evals.report.content import build
    from summarizer.evals.running import Options, produce
    from summarizer.evals.suite import load_suite

    if live and (cassettes is not None or record != "none"):
        raise UsageError("--live asks without recordings; leave --cassettes and --record out")
    opened = load_suite(suite)
    folder = output or Path("runs") / opened.suite.name
    options = Options(
        cassettes=None if live else cassettes or opened.resolve(opened.suite.cassettes),
        record=record,
        packs=packs,
        models=models,
        takes=takes,
        temperature=temperature,
        flags={"model_path": model_path, "base_url": base_url, "concurrency": concurrency},
    )
    done = produce(opened, folder, options, _Teller(quiet))
    scores = _scored(done, None)
    _show_report(build([(done, scores)]), as_json=as_json)
    unanswered = sum(failure.status == "transport" for failure in done.file.failures)
    if unanswered:
        say(f"{unanswered} answers are missing (network); run the same again to ask for them")
    return INCOMPLETE if unanswered else 0


@evaluate.command()
@_RUN
@click.option("--gold", type=_FOLDER, help="Where the gold lies by now.")
@_JSON
def score(folder: Path, gold: Path | None, as_json: bool) -> None:
    """Score the stored briefs of RUN again, without a model."""
    from summarizer.evals.report.content import build
    from summarizer.evals.runs import open_run

    opened = open_run(folder)
    _show_report(build([(opened, _scored(opened, gold))]), as_json=as_json)


@evaluate.command()
@click.argument("folders", nargs=-1, required=True, type=_FOLDER, metavar="RUN…")
@_MARGIN
@_BASELINES
@click.option("--gold", type=_FOLDER, help="Where the gold lies by now.")
@_JSON
@click.option("--markdown", type=_FILE, metavar="FILE", help="For a pull-request comment; - for standard output.")
@click.option("--junit", type=_FILE, metavar="FILE", help="JUnit XML.")
@click.option("--html", type=_FILE, metavar="FILE", help="One self-contained page.")
@click.option("--inspect", type=_FOLDER, metavar="DIR", help="A log for inspect_ai of each prompt.")
def report(
    folders: tuple[Path, ...],
    margin: float | None,
    baselines: Path,
    gold: Path | None,
    as_json: bool,
    markdown: Path | None,
    junit: Path | None,
    html: Path | None,
    inspect: Path | None,
) -> None:
    """Report one or several runs of a suite.

    The further prompts of a single run are compared with its first; those of every further run with the same prompts of
    the first run, or where each run has only one, with that. In Markdown and JUnit the last run is held against the gate
    of its suite, where there is one. Without an option a table goes to standard output. Equal runs give equal bytes.
    """
    from summarizer.evals.compare import MARGIN
    from summarizer.evals.report import content
    from summarizer.evals.report.write import Reports

    scored = [_open(folder) for folder in folders]
    built = content.build(scored, MARGIN if margin is None else margin, baselines=baselines)
    reports = Reports(built, scored, baselines, gold)
    for target, make in ((markdown, reports.markdown), (junit, reports.junit), (html, reports.html)):
        if target is not None:
            _write(target, make())
    if inspect is not None:
        for name, text in reports.inspect():
            _write(inspect / name, text)
    if as_json or not (markdown or junit or html or inspect):
        _show_report(built, as_json=as_json)


@evaluate.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="[B]", required=False)
@_MARGIN
@_MEASURES
@_JSON
def compare(first: str, second: str | None, margin: float | None, measures: tuple[str, ...], as_json: bool) -> None:
    """Say whether B is better than A: paired by article, clustered by story, corrected for the number of looks.

    A and B are runs, or RUN:PACK for one of their prompts. Without B the prompts of A are compared with its first.
    """
    from summarizer.evals.compare import MARGIN, pairs_of
    from summarizer.evals.compare import compare as compare_pairs
    from summarizer.evals.report import data, terminal

    [pairs] = pairs_of(_sides(first, second), lambda side: side.system)
    if not pairs and second is None:
        raise UsageError(f"{first} has one prompt only; name a second run")
    if not pairs:
        raise UsageError("these runs have no prompt in common; name one of each, as in RUN:PACK")
    differences = compare_pairs(pairs, _names(measures), MARGIN if margin is None else margin)
    if as_json:
        _echo_json([data.difference(one) for one in differences])
    else:
        click.echo(visible("\n".join(terminal.comparison_lines(differences))))


@evaluate.command()
@_RUN
@_MARGIN
@_MEASURES
@_BASELINES
@_JSON
def aa(folder: Path, margin: float | None, measures: tuple[str, ...], baselines: Path, as_json: bool) -> int:
    """Compare the takes of each prompt of RUN with one another: how much of a difference is noise.

    Also holds each take by itself against the gate: one that passes with some takes and fails with others is no gate.
    """
    from summarizer.evals.compare import MARGIN, noise, open_sides
    from summarizer.evals.gate import flips, has_rules
    from summarizer.evals.report import data, terminal

    opened, scores = _open(folder)
    bands = noise(open_sides(opened, scores), _names(measures), MARGIN if margin is None else margin)
    gated = has_rules(opened, baselines)
    flipping = flips(opened, scores, baselines) if gated else []
    if as_json:
        _echo_json({"noise": [data.plain(one) for one in bands], "gate_flips": flipping})
    else:
        click.echo(terminal.noise_text(bands), nl=False)
        for name in flipping:
            click.echo(visible(f"the gate flips between takes: {name}"))
    if not gated:
        say(f"no gate for the suite {opened.file.suite!r} in {baselines}, so none is held against the takes")
    return FINDINGS if flipping else 0


@evaluate.command()
@_RUN
@_BASELINES
@_JSON
def gate(folder: Path, baselines: Path, as_json: bool) -> int:
    """Hold RUN against floors, ceilings, its critical claims and the blessed run; exit 1 where something fails."""
    from summarizer.evals.gate import gate as check
    from summarizer.evals.report import data, terminal

    opened, scores = _open(folder)
    checks = check(opened, scores, baselines)
    if as_json:
        _echo_json([data.plain(one) for one in checks])
    else:
        click.echo(terminal.gate_text(checks), nl=False)
    return 0 if all(one.passed for one in checks) else FINDINGS


@evaluate.command()
@_RUN
@_BASELINES
def bless(folder: Path, baselines: Path) -> None:
    """Make RUN what later runs of its suite must not fall behind."""
    from summarizer.evals.gate import bless as write

    opened, scores = _open(folder)
    click.echo(visible(str(write(opened, scores, baselines))))


@evaluate.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--prompt", "packs", multiple=True, metavar="PACK", help="Also what this pack makes of the texts.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N documents.")
@model_options
@click.option("--concurrency", type=click.IntRange(min=1), help="Texts in flight at once.")
@_JSON
def external(
    format_: str,
    path: Path,
    packs: tuple[str, ...],
    limit: int | None,
    asking: ModelOptions,
    concurrency: int | None,
    as_json: bool,
) -> None:
    """Score against gold that others labelled, by the metric published with it.

    The rules of this package and the trivial baseline need no model; --prompt asks one. FORMAT and PATH:

    \b
    attribution-jsonl   JSON lines: text, attributions (source, cue, content as [start, end] pairs)
    brat-attribution    a folder of brat standoff (.ann, .txt), as PolNeAR has it
    number-spans        JSON lines: doc, text, numbers (start, end, text, type)
    newsquant           NewsQuant.json of CQE
    """
    from summarizer.evals.external.asking import ask
    from summarizer.evals.external.formats import FORMATS as READERS
    from summarizer.evals.report import data, terminal

    gold = READERS[format_](path, limit)
    predictors = []
    if packs:
        settings = asking.settings(concurrency=concurrency)
        words = ["eval", "external", format_, str(path)]
        recorder = asking.recorder(lambda _: words, prompt=packs, limit=limit)
        predictors = ask(gold, packs, settings, recorder, asking.mode, say)
    result = gold.score(predictors)
    if as_json:
        _echo_json(data.plain(result))
    else:
        click.echo(terminal.external_text(f"{format_} {path.name}", result), nl=False)


def _scored(run: Run, gold: Path | None) -> Scores:
    """Score a run and store the scores."""
    from summarizer.evals.scores import save_scores, score_run

    scores = score_run(run, gold)
    save_scores(run, scores)
    return scores


def _open(folder: Path) -> tuple[Run, Scores]:
    from summarizer.evals.runs import open_run
    from summarizer.evals.scores import load_scores

    opened = open_run(folder)
    return opened, load_scores(opened)


def _sides(*names: str | None) -> list[list[Side]]:
    """The systems that each name means: all of a run's, or one where it is `RUN:SYSTEM`."""
    from summarizer.evals.compare import check_comparable, open_sides
    from summarizer.evals.labels import run_labels

    found: list[list[Side]] = []
    first: Scores | None = None
    given = [_run_and_system(name) for name in names if name is not None]
    for (path, system), label in zip(given, run_labels([path for path, _ in given]), strict=True):
        run, scores = _open(path)
        if first is not None:
            check_comparable(first, scores)
        first = first or scores
        found.append(open_sides(run, scores, system, f"{label}:" if len(given) > 1 else ""))
    return found


def _run_and_system(name: str) -> tuple[Path, str | None]:
    """The folder in `RUN` or `RUN:SYSTEM`, and the system where there is one."""
    path, colon, system = name.partition(":")
    return (Path(name), None) if colon and Path(name).is_dir() else (Path(path), system or None)


def _names(measures: Sequence[str]) -> tuple[str, ...]:
    from summarizer.evals.measures import BY_NAME, HEADLINE_NAMES

    for name in measures:
        if name not in BY_NAME:
            raise UsageError(f"there is no measure {name!r}; there are {', '.join(BY_NAME)}")
    return tuple(measures) or HEADLINE_NAMES


def _show_report(report: Report, *, as_json: bool) -> None:
    from summarizer.evals.report import data, terminal

    if as_json:
        _echo_json(data.report(report))
    else:
        click.echo(terminal.to_text(report), nl=False)


def _write(target: Path, text: str) -> None:
    """To a file, or to standard output for `-`."""
    from summarizer.files import write_whole

    if str(target) == "-":
        click.echo(text, nl=False)
    else:
        write_whole(target, text)


def _echo_json(value: Any) -> None:
    put_json(json.dumps(value, ensure_ascii=False, indent=2))


class _Teller:
    """Says on standard error how far a run is."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet

    def anew(self, folder: Path) -> None:
        say(f"{folder}: the code that makes briefs has changed since; all of them are made anew")

    def batch(self, system: System, take: int, waiting: int, kept: int) -> None:
        if not self._quiet:
            told = f", {kept} from before" if kept else ""
            say(f"{system.name}, take {take}: {waiting} articles{told}")

    def article(self, name: str, outcome: str) -> None:
        if outcome != "done":
            say(f"  {name}: {outcome}")
