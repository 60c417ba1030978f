"""Commands of the trained reader: stance towards targets, and training."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from toolkit.cli._shared import examples, progress
from toolkit.errors import InputError
from toolkit.records import Span

__all__ = ["stance", "train"]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise InputError(f"IN must be a .jsonl file; {path} is none")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _checked(line, f"{path}, line {number}")


def _checked(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: no JSON ({error})") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(row.get("targets"), list):
        raise InputError(
            f"{where}: an object with 'id', 'text' and a list 'targets' is needed; got {line.strip()[:60]}"
        )
    for target in row["targets"]:
        _check_place(target, "target", row["text"], where)
        if target.get("source") is not None:
            _check_place(target["source"], "source", row["text"], where)
    return row


def _check_place(place: Any, name: str, text: str, where: str) -> None:
    if not isinstance(place, dict) or not {"start", "end"} <= set(place):
        raise InputError(f"{where}: each {name} needs 'start' and 'end'; got {place!r}")
    start, end = place["start"], place["end"]
    if not all(type(edge) is int for edge in (start, end)) or not 0 <= start < end <= len(text):
        raise InputError(f"{where}: a {name} must lie in its text, which has {len(text)} characters; got {place!r}")


def _span(place: dict[str, Any]) -> Span:
    return Span(place["start"], place["end"])


@click.command(epilog=examples("stance sentences.jsonl --out judged.jsonl"))
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write, a line for each line.")
@click.option("--model", default="en_core_web_sm", show_default=True, help="Language model (a spaCy pipeline).")
def stance(source: Path, out: Path, model: str) -> None:
    """Judge texts towards targets: each line with id, text and targets gets polarity and confidence per target.

    Polarity is 1 for, -1 against, 0 neither; null where a target has no letter to read. It is that of the text towards
    the target, or of the target's `source` where it has one (an object with start and end, as the target itself).
    """
    from toolkit import language
    from toolkit import stance as towards

    rows = list(_lines(source))
    nlp = language.load(model)
    out.parent.mkdir(parents=True, exist_ok=True)
    with progress("texts read:") as shown, out.open("w", encoding="utf-8") as target_file:
        task = shown.add_task("", total=None)
        for row in rows:
            sources = [_span(t["source"]) if t.get("source") is not None else None for t in row["targets"]]
            found = towards.of_text(row["text"], [_span(t) for t in row["targets"]], nlp, sources=sources)
            judged = [
                {**t, "polarity": v.polarity, "confidence": v.confidence}
                for t, v in zip(row["targets"], found, strict=True)
            ]
            target_file.write(json.dumps({**row, "targets": judged}, ensure_ascii=False) + "\n")
            shown.advance(task)
    click.echo(str(out))


def _training() -> ModuleType:
    try:
        from toolkit.training import train as work
    except ModuleNotFoundError as error:
        raise InputError(f"training needs {error.name}: pip install 'polyvocal[train]'") from error
    return work


@click.group()
def train() -> None:
    """Train the reader anew (needs the extra `train`)."""


@train.command()
@click.option("--train", "articles", required=True, type=click.Path(path_type=Path), help="Annotated articles, .jsonl.")
@click.option(
    "--dev", required=True, type=click.Path(path_type=Path), help="Articles to report scores on; never learnt."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for checkpoints and the reader.")
@click.option("--relations", multiple=True, type=click.Path(path_type=Path), help="Sentences with events, .jsonl.")
@click.option("--sentiment", multiple=True, type=click.Path(path_type=Path), help="Directed sentiment, .jsonl.")
@click.option("--stance", "stances", multiple=True, type=click.Path(path_type=Path), help="Stance to targets, .jsonl.")
@click.option("--epochs", default=3.5, show_default=True, help="Times that each article is read.")
@click.option("--seed", default=1, show_default=True, help="Seed of all that is drawn at random.")
@click.option("--begin", type=click.Path(path_type=Path, exists=True), help="Checkpoint to begin a second round with.")
def attributions(
    articles: Path,
    dev: Path,
    out: Path,
    relations: tuple[Path, ...],
    sentiment: tuple[Path, ...],
    stances: tuple[Path, ...],
    epochs: float,
    seed: int,
    begin: Path | None,
) -> None:
    """Train cues, sources and contents, and with them the heads that other data are given for."""
    work = _training()
    with progress("steps:") as shown:
        task = shown.add_task("", total=None)
        folder = work.train(
            articles,
            dev,
            out,
            sentences_files={"relations": relations, "sentiment": sentiment, "stance": stances},
            epochs=epochs,
            seed=seed,
            begin=begin,
            progress=lambda step, _steps, _loss: shown.update(task, completed=step),
        )
    click.echo(str(folder))


@train.command("stance")
@click.option(
    "--reader", required=True, type=click.Path(path_type=Path), help="Folder that `train attributions` wrote."
)
@click.option("--teacher", required=True, type=click.Path(path_type=Path), help="Folder of a published MPNet.")
@click.option(
    "--stance",
    "stances",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path),
    help="Stance to targets, .jsonl.",
)
@click.option(
    "--sentiment", multiple=True, type=click.Path(path_type=Path), help="Sentences for the teacher alone, .jsonl."
)
@click.option("--texts", multiple=True, type=click.Path(path_type=Path), help="Articles for the teacher alone, .jsonl.")
def stance_head(
    reader: Path, teacher: Path, stances: tuple[Path, ...], sentiment: tuple[Path, ...], texts: tuple[Path, ...]
) -> None:
    """Train the head for stance anew: a larger encoder is tuned first, then its answers teach the head."""
    work = _training()
    with progress("steps:") as shown:
        task = shown.add_task("", total=None)
        folder = work.train_stance(
            reader,
            teacher,
            stance_files=stances,
            other_files=sentiment,
            text_files=texts,
            progress=lambda step, _steps, _loss: shown.update(task, completed=step),
        )
    click.echo(str(folder))
