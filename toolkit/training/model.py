"""The network: one small encoder, and light heads that read what it saw."""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from toolkit.encoder.pieces import FEATURES

__all__ = ["BRANCH", "DISTANCES", "ROLES", "Conditioned", "Encoder", "Pairs", "Reader", "Roles", "Targets"]

#: Labels of the role head, in the order of its scores.
ROLES = ("none", "B-source", "I-source", "B-content", "I-content")
#: Distances in pieces at which another embedding begins, on either side.
DISTANCES = (1, 2, 3, 5, 9, 17, 33, 65, 129)
#: Layers of the encoder after which the head for targets goes its own way.
BRANCH = 3
_WIDTH, _HEADS = 96, 4


class Attention(nn.Module):
    """Self-attention in one matrix product for queries, keys and values; nothing is dropped in it."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.project = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Read each position in the light of the others; `mask` is additive, shape (n, 1, 1, length)."""
        n, length, width = x.shape
        parts = self.project(x).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=mask)
        return self.out(seen.transpose(1, 2).reshape(n, length, width))


class Block(nn.Module):
    """A layer of BERT (norms after), or of a slim head (norms before)."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float, before: bool) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.norm1 = nn.LayerNorm(width, 1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, 1e-12)
        self.drop = nn.Dropout(dropout)
        self.before = before

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Attend, then transform."""
        if self.before:
            x = x + self.attention(self.norm1(x), mask)
            return x + self.down(F.gelu(self.up(self.norm2(x))))
        x = self.norm1(x + self.attention(x, mask))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM over pieces and their features; gives two states for each piece and the scores of the cue labels."""

    def __init__(
        self, layers: int = 6, width: int = 384, heads: int = 12, inner: int = 1536, words: int = 30522
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.places = nn.Embedding(512, width)
        self.features = nn.ModuleList([nn.Embedding(size, width) for size in FEATURES.values()])
        for table in self.features:
            nn.init.normal_(table.weight, std=0.005)
        self.norm = nn.LayerNorm(width, 1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList([Block(width, heads, inner, 0.1, False) for _ in range(layers)])
        self.cue = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width), nn.Linear(width, 3))

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Read windows; `mask` is 1 where a piece is.

        Gives the last states and those after `BRANCH` layers, both (n, length, width), and cue scores (n, length, 3).
        """
        x = self.words(ids) + self.places(torch.arange(ids.shape[1], device=ids.device))[None]
        for k, table in enumerate(self.features):
            x = x + table(features[..., k])
        x = self.drop(self.norm(x))
        bias = ((1.0 - mask.to(x.dtype)) * -1e4)[:, None, None, :]
        early = x
        for number, layer in enumerate(self.layers, 1):
            x = layer(x, bias)
            if number == BRANCH:
                early = x
        return x, early, self.cue(self.drop(x))

    def load_minilm(self, folder: Path) -> None:
        """Take over the weights of a published MiniLM (`model.safetensors` beside `config.json`)."""
        from safetensors.torch import load_file

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        given = load_file(folder / "model.safetensors")
        with torch.no_grad():
            self.words.weight.copy_(given["embeddings.word_embeddings.weight"])
            kind = given["embeddings.token_type_embeddings.weight"][0]
            self.places.weight.copy_(given["embeddings.position_embeddings.weight"] + kind)
            _copy(self.norm, given, "embeddings.LayerNorm")
            for number in range(config["num_hidden_layers"]):
                _load_layer(self.layers[number], given, f"encoder.layer.{number}.")


def _copy(module: nn.Module, given: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(given[name + ".weight"])
    module.bias.copy_(given[name + ".bias"])


def _load_layer(layer: nn.Module, given: dict[str, Tensor], at: str) -> None:
    names = [at + f"attention.self.{part}." for part in ("query", "key", "value")]
    layer.attention.project.weight.copy_(torch.cat([given[n + "weight"] for n in names]))
    layer.attention.project.bias.copy_(torch.cat([given[n + "bias"] for n in names]))
    _copy(layer.attention.out, given, at + "attention.output.dense")
    _copy(layer.norm1, given, at + "attention.output.LayerNorm")
    _copy(layer.up, given, at + "intermediate.dense")
    _copy(layer.down, given, at + "output.dense")
    _copy(layer.norm2, given, at + "output.LayerNorm")


def buckets(distance: Tensor) -> Tensor:
    """Give the number of a signed distance among `DISTANCES`, 0 to 18; 9 is no distance."""
    size = torch.zeros_like(distance)
    for edge in DISTANCES:
        size = size + (distance.abs() >= edge).to(distance.dtype)
    return len(DISTANCES) + size * distance.sign()


class Conditioned(nn.Module):
    """A slim transformer that reads the encoder's states with some pieces marked."""

    def __init__(self, marks: int, width: int = 384) -> None:
        super().__init__()
        self.down = nn.Linear(width, _WIDTH)
        self.marks = nn.Embedding(marks, _WIDTH)
        self.marked = nn.ModuleList([nn.Linear(width, _WIDTH) for _ in range(marks - 1)])
        self.norm = nn.LayerNorm(_WIDTH)
        self.layers = nn.ModuleList([Block(_WIDTH, _HEADS, 3 * _WIDTH, 0.0, True) for _ in range(2)])
        self.last = nn.LayerNorm(_WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, states: Tensor, marks: Tensor, mask: Tensor, extra: Tensor | None = None) -> Tensor:
        """Read `states` (n or 1, length, width) with `marks` (n, length): states of the head's own width."""
        x = self.down(self.drop(states)) + self.marks(marks)
        for k, layer in enumerate(self.marked, 1):
            x = x + layer(mean(states, marks == k))[:, None]
        x = self.norm(x if extra is None else x + extra)
        bias = ((1.0 - mask.to(x.dtype)) * -1e4)[:, None, None, :]
        for block in self.layers:
            x = block(x, bias)
        return self.last(x)


def mean(states: Tensor, chosen: Tensor) -> Tensor:
    """Average the chosen states of each row, or of the one row there is; zero where none is chosen."""
    weight = chosen.to(states.dtype)
    weight = weight / weight.sum(1, keepdim=True).clamp(min=1.0)
    return torch.matmul(weight[:, None], states)[:, 0]


class Roles(nn.Module):
    """For one cue: which pieces are its source and its content."""

    def __init__(self) -> None:
        super().__init__()
        self.read = Conditioned(2)
        self.far = nn.Embedding(2 * len(DISTANCES) + 1, _WIDTH)
        self.paragraphs = nn.Embedding(7, _WIDTH)
        self.out = nn.Linear(_WIDTH, len(ROLES))

    def forward(self, states: Tensor, cue: Tensor, paragraphs: Tensor, mask: Tensor) -> Tensor:
        """Score `ROLES` for each piece, shape (n, length, 5); `cue` (n, length) is 1 on the pieces of the cue."""
        first = cue.argmax(1)[:, None]
        distance = torch.arange(cue.shape[1], device=cue.device)[None] - first
        apart = (paragraphs - paragraphs.gather(1, first)).clamp(-3, 3) + 3
        extra = self.far(buckets(distance)) + self.paragraphs(apart)
        return self.out(self.read(states, cue, mask, extra))


class Pairs(nn.Module):
    """For an ordered pair of spans in one sentence: type, quad and direction of feeling of what passes between them."""

    def __init__(self, types: int, quads: int, feelings: int) -> None:
        super().__init__()
        self.read = Conditioned(3)
        self.join = nn.Sequential(nn.Linear(3 * _WIDTH, 2 * _WIDTH), nn.GELU(), nn.Dropout(0.1))
        self.types, self.quads = nn.Linear(2 * _WIDTH, types), nn.Linear(2 * _WIDTH, quads)
        self.feelings = nn.Linear(2 * _WIDTH, feelings)

    def forward(self, states: Tensor, marks: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Score types, quads and feelings; `marks` is 1 on the first span, 2 on the second."""
        x = self.read(states, marks, mask)
        joined = self.join(torch.cat([mean(x, marks == 1), mean(x, marks == 2), mean(x, mask > 0)], 1))
        return self.types(joined), self.quads(joined), self.feelings(joined)


class Targets(nn.Module):
    """For spans in a sentence: how the sentence is disposed towards each.

    Own layers read early states, in which the pieces of the span are marked.
    """

    def __init__(self, layers: int = 3, width: int = 384, heads: int = 12, inner: int = 1536) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.1)
        self.marks = nn.Embedding(2, width)
        nn.init.normal_(self.marks.weight, std=0.005)
        self.layers = nn.ModuleList([Block(width, heads, inner, 0.1, False) for _ in range(layers)])
        self.out = nn.Sequential(nn.Linear(2 * width, 256), nn.GELU(), nn.Dropout(0.1), nn.Linear(256, 3))

    def begin(self, encoder: Encoder) -> None:
        """Take over the weights of the encoder's layers behind `BRANCH`."""
        for own, layer in zip(self.layers, encoder.layers[BRANCH:], strict=True):
            own.load_state_dict(layer.state_dict())

    def forward(self, early: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """Score against, neutral, for; `early` is (n or 1, length, width), `marks` (n, length) 1 on the target."""
        x = self.drop(early) + self.marks(marks)
        bias = ((1.0 - mask.to(x.dtype)) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return self.out(torch.cat([mean(x, marks == 1), mean(x, mask > 0)], 1))


class Reader(nn.Module):
    """Encoder and heads."""

    def __init__(self, types: int, quads: int, feelings: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.roles = Roles()
        self.pairs = Pairs(types, quads, feelings)
        self.targets = Targets()
