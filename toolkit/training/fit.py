"""The training loop: checkpointed, resumable, the same for the same seed and number of threads."""

import json
import math
import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from toolkit.attributions.decoding import cue_ranges
from toolkit.encoder.reader import ROOM
from toolkit.errors import InputError
from toolkit.training.batches import CueQuery, batch, cropped, cue_labels, role_batch
from toolkit.training.examples import FEELINGS, QUADS, TYPES, UNKNOWN, Article, Sentence, WindowExample, packed, windows
from toolkit.training.model import Reader

__all__ = ["SECOND_ROUND", "Plan", "fit", "new_reader"]


@dataclass(frozen=True)
class Plan:
    """How to train. `sentences` says how many of each kind of sentence are read beside one batch of windows."""

    epochs: float = 3.5
    windows: int = 16
    cues: int = 64
    false_cues: int = 12
    rate: float = 1.5e-4
    fresh_rate: float = 1e-3
    warm_up: float = 0.06
    false_cues_after: float = 0.15
    average: float = 0.997
    hide_parse: float = 0.1
    smoothing: float = 0.05
    seed: int = 1
    checkpoint: int = 100
    sentences: Mapping[str, int] = field(default_factory=lambda: {"stance": 18, "sentiment": 8, "relations": 8})


#: The second round of the shipped reader: it goes on from the first, with more of what had been learnt least.
SECOND_ROUND = Plan(
    rate=1.2e-4,
    fresh_rate=6e-4,
    false_cues_after=0.0,
    seed=2,
    sentences={"stance": 28, "sentiment": 14, "relations": 5},
)


def new_reader(base: Path, begin: Path | None = None) -> Reader:
    """Make a reader whose encoder begins with published weights, or one that begins with those of a checkpoint.

    Its word embeddings stay as they are.
    """
    reader = Reader(len(TYPES), len(QUADS), len(FEELINGS))
    if begin is None:
        reader.encoder.load_minilm(base)
        reader.targets.begin(reader.encoder)
    else:
        kept = torch.load(begin)
        reader.load_state_dict(kept["reader"] | kept["averaged"])
    reader.encoder.words.weight.requires_grad_(False)
    return reader


def _is_fresh(name: str) -> bool:
    return not name.startswith(("encoder.", "targets.layers")) or name.startswith(("encoder.features", "encoder.cue"))


@dataclass
class _State:
    """What a checkpoint holds."""

    reader: Reader
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR
    averaged: dict[str, Tensor]
    step: int = 0

    def save(self, path: Path) -> None:
        parts = {name: getattr(self, name).state_dict() for name in ("reader", "optimizer", "schedule")}
        torch.save({**parts, "averaged": self.averaged, "step": self.step}, path.with_suffix(".part"))
        os.replace(path.with_suffix(".part"), path)

    def load(self, path: Path) -> None:
        kept = torch.load(path)
        for name in ("reader", "optimizer", "schedule"):
            getattr(self, name).load_state_dict(kept[name])
        self.averaged, self.step = kept["averaged"], kept["step"]


def _start(reader: Reader, plan: Plan, steps: int) -> _State:
    learnt = [(name, p) for name, p in reader.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for name, p in learnt if not _is_fresh(name)], "lr": plan.rate},
        {"params": [p for name, p in learnt if _is_fresh(name)], "lr": plan.fresh_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = plan.warm_up * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.01, (steps - s) / (steps - warm)))
    )
    return _State(reader, optimizer, schedule, {name: p.detach().clone() for name, p in learnt})


def _false_cues(rows: Sequence[WindowExample], scores: Tensor) -> Iterator[CueQuery]:
    """Find what the cue head takes for a cue though nothing there is one: its roles are all "none"."""
    chances = scores.detach().softmax(-1).numpy()
    for n, row in enumerate(rows):
        for start, stop, _ in cue_ranges(chances[n, 1 : len(row.cues) + 1], 0.3):
            if not (row.cues[start:stop] > 0).any():
                yield n, torch.arange(start, stop).numpy(), row.cues * 0


def _window_losses(reader: Reader, rows: Sequence[WindowExample], plan: Plan, rng: random.Random, late: bool) -> Tensor:
    given = batch([row.pieces.cut(row.start, row.stop) for row in rows], rng, plan.hide_parse)
    states, _, scores = reader.encoder(given.ids, given.features, given.mask)
    loss = 4 * F.cross_entropy(scores.transpose(1, 2), cue_labels(rows, given.ids.shape[1]), ignore_index=UNKNOWN)
    asked: list[CueQuery] = [(n, cue, labels) for n, row in enumerate(rows) for cue, labels in row.roles]
    rng.shuffle(asked)
    asked = asked[: plan.cues]
    if late:
        wrong = list(_false_cues(rows, scores))
        rng.shuffle(wrong)
        asked += wrong[: plan.false_cues]
    if asked:
        taken, labels = role_batch(asked, given, states, rng)
        loss = loss + 0.5 * F.cross_entropy(reader.roles(*taken).transpose(1, 2), labels, ignore_index=UNKNOWN)
    return loss


def _sentence_losses(reader: Reader, chosen: Sequence[Sentence], plan: Plan, rng: random.Random) -> Tensor:
    packs = list(packed(chosen, rng))
    given = batch([pack.pieces for pack in packs], rng, plan.hide_parse)
    states, early, _ = reader.encoder(given.ids, given.features, given.mask)
    asked = [(n, *query) for n, pack in enumerate(packs) for query in pack.queries]
    loss = torch.zeros(())
    for spans, head, read in ((1, reader.targets, early), (2, reader.pairs, states)):
        own = [row for row in asked if len(row[3].spans) == spans]
        if not own:
            continue
        scores = head(*cropped(read, own))
        for number, part in enumerate(scores if spans == 2 else (scores,)):
            labels = torch.tensor([row[3].answers[number] for row in own])
            if (labels != UNKNOWN).any():
                loss = loss + F.cross_entropy(part, labels, ignore_index=UNKNOWN, label_smoothing=plan.smoothing)
    return loss


class _Deck:
    """Sentences of one kind, dealt in a new order each time they have all been seen."""

    def __init__(self, sentences: Sequence[Sentence], name: str, seed: int) -> None:
        self.sentences, self.name, self.seed = sentences, name, seed

    def deal(self, first: int, number: int) -> Iterator[Sentence]:
        for place in range(first, first + number):
            turn, at = divmod(place, len(self.sentences))
            order = random.Random(f"{self.seed} {self.name} {turn}").sample(
                range(len(self.sentences)), len(self.sentences)
            )
            yield self.sentences[order[at]]


def _epoch(articles: Sequence[Article], seed: int, epoch: int, per: int) -> list[list[WindowExample]]:
    rng = random.Random(seed * 1000 + epoch)
    rows = [row for article in articles for row in windows(article, rng)]
    rng.shuffle(rows)
    size = math.ceil(len(rows) / per)
    return [rows[n * size : (n + 1) * size] for n in range(per)]


def _step(state: _State, rows: Sequence[WindowExample], decks: Sequence[_Deck], plan: Plan, steps: int) -> float:
    rng = random.Random(plan.seed * 100003 + state.step)
    late = state.step > plan.false_cues_after * steps
    state.optimizer.zero_grad()
    loss = _window_losses(state.reader, rows, plan, rng, late)
    loss.backward()
    chosen = [s for deck in decks for s in deck.deal(state.step * plan.sentences[deck.name], plan.sentences[deck.name])]
    rng.shuffle(chosen)
    if chosen:
        _sentence_losses(state.reader, chosen, plan, rng).backward()
    learnt = {name: p for name, p in state.reader.named_parameters() if p.requires_grad}
    nn.utils.clip_grad_norm_(list(learnt.values()), 1.0)
    state.optimizer.step()
    state.schedule.step()
    state.step += 1
    decay = min(plan.average, (1 + state.step) / (10 + state.step))
    with torch.no_grad():
        for name, p in learnt.items():
            state.averaged[name].lerp_(p, 1 - decay)
    return float(loss.detach())


def fit(
    articles: Sequence[Article],
    sentences: Mapping[str, Sequence[Sentence]],
    base: Path,
    out: Path,
    plan: Plan,
    progress: Callable[[int, int, float], None] | None = None,
    *,
    begin: Path | None = None,
) -> tuple[Reader, dict[str, Any]]:
    """Train a reader, or go on with a training that was interrupted.

    Parameters
    ----------
    articles : sequence of Article
        For cues and roles.
    sentences : mapping of str to sequence of Sentence
        For the other heads, by the names in ``plan.sentences``.
    base : path
        Folder of the encoder's first weights.
    out : path
        Folder for checkpoints; ``checkpoint.pt`` in it is gone on from.
    plan : Plan
        How to train.
    progress : callable, optional
        Called with step, steps and loss after each step.
    begin : path, optional
        Checkpoint of an earlier training whose weights are begun with.

    Returns
    -------
    Reader
        With the running average of its weights.
    dict
        The plan, the number of steps, and the loss of every `checkpoint` steps.

    Raises
    ------
    InputError
        If a kind of sentences is not in the plan.
    """
    unknown = sorted(set(sentences) - set(plan.sentences))
    if unknown:
        raise InputError(f"sentences of {unknown} are not in the plan, which has {sorted(plan.sentences)}")
    torch.manual_seed(plan.seed)
    out.mkdir(parents=True, exist_ok=True)
    per = math.ceil(sum(max(1, math.ceil(len(a.pieces) / ROOM)) for a in articles) / plan.windows)
    steps = int(plan.epochs * per)
    state, curve = _start(new_reader(base, begin), plan, steps), out / "curve.json"
    decks = [_Deck(rows, name, plan.seed) for name, rows in sorted(sentences.items()) if rows]
    losses: dict[str, float] = {}
    if (out / "checkpoint.pt").is_file():
        state.load(out / "checkpoint.pt")
        losses = json.loads(curve.read_text(encoding="utf-8"))
    while state.step < steps:
        epoch, done = divmod(state.step, per)
        for rows in _epoch(articles, plan.seed, epoch, per)[done:]:
            torch.manual_seed(plan.seed * 100003 + state.step)
            loss = _step(state, rows, decks, plan, steps)
            if progress is not None:
                progress(state.step, steps, loss)
            if state.step % plan.checkpoint == 0 or state.step == steps:
                losses[str(state.step)] = round(loss, 4)
                state.save(out / "checkpoint.pt")
                curve.write_text(json.dumps(losses), encoding="utf-8")
            if state.step == steps:
                break
    with torch.no_grad():
        for name, p in state.reader.named_parameters():
            if name in state.averaged:
                p.copy_(state.averaged[name])
    return state.reader.eval(), {"plan": asdict(plan), "steps": steps, "losses": losses}
