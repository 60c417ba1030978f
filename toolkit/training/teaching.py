"""Stance taught by a larger encoder: it is tuned to the annotated sentences, then its answers teach the reader's head.

The larger encoder answers for sentences without annotation too, so that the small one sees more than was annotated
(Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network"). It is needed for training only.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from toolkit.encoder.reader import ROOM
from toolkit.training.batches import batch
from toolkit.training.examples import Sentence
from toolkit.training.model import Reader, mean

__all__ = ["Lesson", "Lessons", "Teacher", "answers", "fit_targets", "lessons", "teach"]

_FROZEN = 6  # layers of the teacher that are not tuned
_LONGEST = 200  # pieces of a sentence that the teacher reads
_CHUNK = 20  # batches among which sentences are sorted by length


@dataclass(frozen=True)
class Lesson:
    """A target in a sentence: its characters, and what was annotated (0 against, 1 neutral, 2 for; None if nothing)."""

    sentence: int
    start: int
    end: int
    answer: int | None


@dataclass(frozen=True)
class Lessons:
    """Sentences and the targets in them."""

    sentences: tuple[Sentence, ...]
    targets: tuple[Lesson, ...]


@dataclass(frozen=True)
class Plan:
    """How the teacher is tuned, and how the head learns: `trust` is the share of the teacher in an annotated target."""

    epochs: float
    rate: float
    fresh: float
    size: int
    seed: int = 1
    smoothing: float = 0.05
    warm_up: float = 0.1
    trust: float = 0.6
    heat: float = 1.5
    average: float = 0.997


TEACHER = Plan(epochs=2, rate=3e-5, fresh=10, size=24)
HEAD = Plan(epochs=3, rate=1e-4, fresh=4, size=32, warm_up=0.06, average=0.998)


def lessons(annotated: Sequence[Sentence], others: Sequence[Sentence] = ()) -> Lessons:
    """List the targets of annotated sentences, and every marked span of other sentences as a target without answer."""
    found = []
    for number, sentence in enumerate((*annotated, *others)):
        known = number < len(annotated)
        spans = {(span, query.answers[0] if known else None) for query in sentence.queries for span in _spans(query)}
        for (first, last), answer in sorted(spans, key=lambda row: row[0]):
            start, end = sentence.pieces.starts[first], sentence.pieces.ends[last]
            found.append(Lesson(number, int(start), int(end), answer))
    return Lessons((*annotated, *others), tuple(found))


def _spans(query: Any) -> Iterator[tuple[int, int]]:
    return ((int(span[0]), int(span[-1])) for span in query.spans)


class Teacher(nn.Module):
    """An MPNet whose upper layers see which pieces are the target's."""

    def __init__(self, encoder: nn.Module, tokenizer: Any) -> None:
        super().__init__()
        self.encoder, self.tokenizer = encoder, tokenizer
        width = encoder.config.hidden_size
        self.marks = nn.Embedding(2, width)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.out = nn.Sequential(nn.Linear(2 * width, width // 2), nn.GELU(), nn.Dropout(0.1), nn.Linear(width // 2, 3))
        lower = encoder.encoder.layer[: min(_FROZEN, len(encoder.encoder.layer) - 1)]
        for module in (encoder.embeddings, lower):
            module.requires_grad_(False)

    @classmethod
    def load(cls, folder: Path) -> "Teacher":
        """Load published weights (`model.safetensors`, `config.json`, `tokenizer.json`)."""
        from transformers import AutoModel, AutoTokenizer

        return cls(AutoModel.from_pretrained(folder), AutoTokenizer.from_pretrained(folder))

    def given(self, lessons: Lessons, targets: Sequence[Lesson]) -> tuple[Tensor, Tensor, Tensor]:
        """Cut the sentences of targets into pieces: ids, marks (1 on the target) and mask, (n, length) each."""
        texts = [lessons.sentences[target.sentence].text for target in targets]
        cut = self.tokenizer(
            texts, return_offsets_mapping=True, truncation=True, max_length=_LONGEST, padding=True, return_tensors="pt"
        )
        starts, ends = cut["offset_mapping"].unbind(-1)
        first, last = (torch.tensor([[getattr(t, side)] for t in targets]) for side in ("start", "end"))
        marks = (ends > starts) & (starts < last) & (ends > first)
        return cut["input_ids"], marks.long(), cut["attention_mask"].float()

    def forward(self, ids: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """Score against, neutral and for, shape (n, 3)."""
        stack = self.encoder.encoder
        bias = (1.0 - mask)[:, None, None, :] * -1e4
        with torch.no_grad():
            x = self.encoder.embeddings(input_ids=ids)
        places = stack.compute_position_bias(x)
        lower = min(_FROZEN, len(stack.layer) - 1)
        for number, layer in enumerate(stack.layer):
            if number == lower:
                x = x + self.marks(marks)
            with torch.set_grad_enabled(torch.is_grad_enabled() and number >= lower):
                x = layer(x, bias, places)[0]
        return self.out(torch.cat([mean(x, marks == 1), mean(x, mask > 0)], 1))


def _dealt(lengths: Sequence[int], size: int, rng: random.Random) -> list[list[int]]:
    """Deal rows to batches of about equal length, in a random order."""
    order = rng.sample(range(len(lengths)), len(lengths))
    dealt = []
    for start in range(0, len(order), size * _CHUNK):
        part = sorted(order[start : start + size * _CHUNK], key=lambda row: (lengths[row], row))
        batches = [part[n : n + size] for n in range(0, len(part), size)]
        dealt += rng.sample(batches, len(batches))
    return dealt


def _learn(
    module: nn.Module,
    fresh: Sequence[nn.Module],
    lengths: Sequence[int],
    loss_of: Callable[[list[int]], Tensor],
    plan: Plan,
    progress: Callable[[int, int, float], None] | None,
) -> dict[str, float]:
    """Tune a module to rows; its weights become their running average. Gives the mean loss of every hundred steps."""
    rng, new = random.Random(plan.seed), {id(p) for part in fresh for p in part.parameters()}
    learnt = {name: p for name, p in module.named_parameters() if p.requires_grad}
    old = [p for p in learnt.values() if id(p) not in new]
    young = [p for p in learnt.values() if id(p) in new]
    groups = [{"params": old, "lr": plan.rate}, {"params": young, "lr": plan.rate * plan.fresh}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = max(1, int(plan.epochs * math.ceil(len(lengths) / plan.size)))
    warm = plan.warm_up * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.01, (steps - s) / (steps - warm)))
    )
    averaged = {name: p.detach().clone() for name, p in learnt.items()}
    losses: list[float] = []
    module.train()
    while len(losses) < steps:
        for rows in _dealt(lengths, plan.size, rng)[: steps - len(losses)]:
            optimizer.zero_grad()
            loss = loss_of(rows)
            loss.backward()
            nn.utils.clip_grad_norm_(list(learnt.values()), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
            decay = min(plan.average, len(losses) / (9 + len(losses)))
            with torch.no_grad():
                for name, p in learnt.items():
                    averaged[name].lerp_(p, 1 - decay)
            if progress is not None:
                progress(len(losses), steps, losses[-1])
    with torch.no_grad():
        for name, p in learnt.items():
            p.copy_(averaged[name])
    module.eval()
    return {str(min(n + 100, steps)): round(sum(part) / len(part), 4) for n, part in _hundreds(losses)}


def _hundreds(losses: Sequence[float]) -> Iterator[tuple[int, Sequence[float]]]:
    return ((n, losses[n : n + 100]) for n in range(0, len(losses), 100))


def teach(
    teacher: Teacher,
    annotated: Lessons,
    plan: Plan = TEACHER,
    progress: Callable[[int, int, float], None] | None = None,
) -> dict[str, Any]:
    """Tune a teacher to annotated targets, in place.

    Parameters
    ----------
    teacher : Teacher
        As published.
    annotated : Lessons
        All of them with an answer.
    plan : Plan, optional
        How to train.
    progress : callable, optional
        Called with step, steps and loss after each step.

    Returns
    -------
    dict
        The plan and the losses.
    """
    torch.manual_seed(plan.seed)
    targets = annotated.targets

    def loss_of(rows: list[int]) -> Tensor:
        chosen = [targets[row] for row in rows]
        labels = torch.tensor([target.answer for target in chosen])
        return F.cross_entropy(teacher(*teacher.given(annotated, chosen)), labels, label_smoothing=plan.smoothing)

    lengths = [len(annotated.sentences[target.sentence].pieces) for target in targets]
    losses = _learn(teacher, [teacher.marks, teacher.out], lengths, loss_of, plan, progress)
    return {"plan": asdict(plan), "losses": losses}


@torch.no_grad()
def answers(teacher: Teacher, asked: Lessons, size: int = 48) -> Tensor:
    """Give a teacher's scores of against, neutral and for, one row for each target."""
    lengths = [len(asked.sentences[target.sentence].pieces) for target in asked.targets]
    order = sorted(range(len(lengths)), key=lambda row: (lengths[row], row))
    scores = torch.zeros(len(order), 3)
    for n in range(0, len(order), size):
        rows = order[n : n + size]
        scores[rows] = teacher(*teacher.given(asked, [asked.targets[row] for row in rows]))
    return scores


@torch.no_grad()
def _early(reader: Reader, sentences: Sequence[Sentence]) -> list[Tensor]:
    """Give the early states of sentences, which the head begins with."""
    made = []
    for sentence in sentences:
        given = batch([sentence.pieces.cut(0, min(len(sentence.pieces), ROOM))], random.Random(0), 0.0)
        made.append(reader.encoder(given.ids, given.features, given.mask)[1][0, 1:-1].half())
    return made


def _taken(states: Sequence[Tensor], asked: Lessons, rows: Sequence[Lesson]) -> tuple[Tensor, Tensor, Tensor]:
    """Pad the states of the sentences of some targets; give them with marks and mask."""
    longest = max(len(states[row.sentence]) for row in rows)
    taken = torch.zeros(len(rows), longest, states[0].shape[1])
    marks, mask = torch.zeros(len(rows), longest, dtype=torch.long), torch.zeros(len(rows), longest)
    for n, row in enumerate(rows):
        early = states[row.sentence]
        taken[n, : len(early)], mask[n, : len(early)] = early.float(), 1
        inside = asked.sentences[row.sentence].pieces.within(row.start, row.end)
        marks[n, inside[inside < len(early)]] = 1
    return taken, marks, mask


def fit_targets(
    reader: Reader,
    asked: Lessons,
    taught: Tensor,
    plan: Plan = HEAD,
    progress: Callable[[int, int, float], None] | None = None,
) -> dict[str, Any]:
    """Let a reader's head for targets learn from annotations and a teacher's answers, in place.

    The encoder stays as it is. Annotated targets are seen twice as often as others, and their loss is ``(1 - trust)``
    times the cross-entropy with the annotation plus `trust` times the divergence from the teacher's answer, both at
    `heat`; that of others is the latter.

    Parameters
    ----------
    reader : Reader
        Trained; its head for targets begins anew from the encoder's layers.
    asked : Lessons
        Annotated targets and others.
    taught : Tensor
        The teacher's scores, as `answers` gives them, shape (number of targets, 3).
    plan : Plan, optional
        How to train.
    progress : callable, optional
        Called with step, steps and loss after each step.

    Returns
    -------
    dict
        The plan and the losses.
    """
    torch.manual_seed(plan.seed)
    reader.targets.begin(reader.encoder)
    states = _early(reader.eval(), asked.sentences)
    rows = [*range(len(asked.targets)), *(n for n, target in enumerate(asked.targets) if target.answer is not None)]

    def loss_of(places: list[int]) -> Tensor:
        picked = [rows[place] for place in places]
        chosen = [asked.targets[row] for row in picked]
        scores = reader.targets(*_taken(states, asked, chosen))
        known = torch.tensor([target.answer is not None for target in chosen])
        labels = torch.tensor([0 if target.answer is None else target.answer for target in chosen])
        told = F.cross_entropy(scores, labels, label_smoothing=plan.smoothing, reduction="none")
        soft = (taught[picked] / plan.heat).softmax(1)
        apart = F.kl_div((scores / plan.heat).log_softmax(1), soft, reduction="none").sum(1) * plan.heat**2
        return torch.where(known, (1 - plan.trust) * told + plan.trust * apart, apart).mean()

    lengths = [len(states[asked.targets[row].sentence]) for row in rows]
    fresh = [reader.targets.marks, reader.targets.out]
    losses = _learn(reader.targets, fresh, lengths, loss_of, plan, progress)
    return {"plan": asdict(plan), "losses": losses}
