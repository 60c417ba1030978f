"""Examples as tensors."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from toolkit.attributions.decoding import AROUND, REACH
from toolkit.encoder.pieces import FEATURES, SEPARATOR, START, Integers, Pieces
from toolkit.training.examples import UNKNOWN, Query, WindowExample

__all__ = ["Batch", "CueQuery", "batch", "cropped", "role_batch"]

#: Columns of the features that come from the parse; they are hidden in some windows so that no head leans on them.
_FROM_PARSE = slice(3, 6)
CueQuery = tuple[int, Integers, Integers]
#: Pieces beside the paragraph of a cue that its head may see, drawn anew for each; at run time AROUND.
BESIDE = (AROUND // 2, AROUND, AROUND, 2 * AROUND, 4 * AROUND)


@dataclass(frozen=True)
class Batch:
    """Windows padded to the longest: each tensor has one row for each, a mark at either end included."""

    ids: Tensor
    features: Tensor
    mask: Tensor
    paragraphs: Tensor


def batch(rows: Sequence[Pieces], rng: random.Random, hide: float) -> Batch:
    """Put pieces into tensors; with the chance `hide` a row's parse is hidden."""
    length = max(len(row) for row in rows) + 2
    ids, paragraphs = (np.zeros((len(rows), length), np.int64) for _ in range(2))
    features = np.zeros((len(rows), length, len(FEATURES)), np.int64)
    mask = np.zeros((len(rows), length), np.float32)
    for n, row in enumerate(rows):
        end = len(row) + 1
        ids[n, 0], ids[n, 1:end], ids[n, end] = START, row.ids, SEPARATOR
        features[n, 1:end] = row.features
        if hide and rng.random() < hide:
            features[n, :, _FROM_PARSE] = 0
        mask[n, : end + 1] = 1
        paragraphs[n, : end + 1] = np.pad(row.paragraphs, 1, mode="edge")
    return Batch(*(torch.from_numpy(a) for a in (ids, features, mask, paragraphs)))


def cue_labels(rows: Sequence[WindowExample], length: int) -> Tensor:
    """Give the cue label of each piece, `UNKNOWN` for marks and padding."""
    labels = np.full((len(rows), length), UNKNOWN)
    for n, row in enumerate(rows):
        labels[n, 1 : len(row.cues) + 1] = row.cues
    return torch.from_numpy(labels)


def _around(cue: Integers, paragraphs: Integers, beside: int) -> range:
    """Give the places of a padded window in which the roles of a cue are looked for: what it has at run time."""
    at = np.nonzero(paragraphs == paragraphs[cue[0]])[0]
    first, stop = max(at[0] - beside, cue[0] - REACH, 0), min(at[-1] + 1 + beside, cue[-1] + 1 + REACH, len(paragraphs))
    return range(int(first), int(stop))


def role_batch(
    queries: Sequence[CueQuery], given: Batch, states: Tensor, rng: random.Random
) -> tuple[tuple[Tensor, Tensor, Tensor, Tensor], Tensor]:
    """Cut the stretch around the cue of each query (row, pieces of the cue, labels of the window's pieces).

    Returns
    -------
    tuple of four tensors, tensor
        What the role head takes (states, marks, paragraphs, mask), and the labels.
    """
    stretches = [
        _around(cue + 1, given.paragraphs[row, : len(roles) + 2].numpy(), rng.choice(BESIDE))
        for row, cue, roles in queries
    ]
    shape = len(queries), max(map(len, stretches))
    places, marks, labels = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.full(shape, UNKNOWN)
    mask = np.zeros(shape, np.float32)
    for n, ((_, cue, roles), stretch) in enumerate(zip(queries, stretches, strict=True)):
        places[n, : len(stretch)], mask[n, : len(stretch)] = stretch, 1
        marks[n, cue + 1 - stretch.start] = 1
        labels[n, : len(stretch)] = np.pad(roles, 1, constant_values=UNKNOWN)[stretch.start : stretch.stop]
    at = torch.tensor([row for row, _, _ in queries])[:, None], torch.from_numpy(places)
    taken = states[at], torch.from_numpy(marks), given.paragraphs[at], torch.from_numpy(mask)
    return taken, torch.from_numpy(labels)


def cropped(states: Tensor, asked: Sequence[tuple[int, int, int, Query]]) -> tuple[Tensor, Tensor, Tensor]:
    """Cut the sentence of each query (row, place, length, query) out of the states; give states, marks and mask."""
    longest = max(length for _, _, length, _ in asked)
    places = torch.zeros(len(asked), longest, dtype=torch.long)
    marks = torch.zeros(len(asked), longest, dtype=torch.long)
    mask = torch.zeros(len(asked), longest)
    for n, (_, at, length, query) in enumerate(asked):
        places[n, :length] = torch.arange(at + 1, at + 1 + length)
        mask[n, :length] = 1
        for number, span in enumerate(query.spans, 1):
            marks[n, span] = number
    rows = torch.tensor([row for row, _, _, _ in asked])
    return states[rows[:, None], places], marks, mask
