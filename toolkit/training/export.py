"""From trained weights to the files that the toolkit reads: ONNX networks with small weights, and their manifest."""

import copy
import hashlib
import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from toolkit.encoder.pieces import FEATURES
from toolkit.encoder.reader import NETWORKS_FILE
from toolkit.training.join import join
from toolkit.training.model import Attention, Reader

__all__ = ["export"]

_OPSET = 17
_LARGE = 1024
#: Name of the table of words in a traced network, and how many numbers of it share a scale.
_WORDS, _BLOCK = "encoder.words.weight", 32
_LENGTH = 12  # of the example that the networks are traced with; any length is taken afterwards


class _Attend(torch.autograd.Function):
    """Attention over all pieces as one node that onnxruntime has a fast kernel for: nothing is padded in a pass."""

    @staticmethod
    def forward(ctx: Any, queries: Tensor, keys: Tensor, values: Tensor, heads: int) -> Tensor:
        n, length, width = queries.shape
        parts = (x.view(n, length, heads, width // heads).transpose(1, 2) for x in (queries, keys, values))
        seen: Tensor = nn.functional.scaled_dot_product_attention(*parts)
        return seen.transpose(1, 2).reshape(n, length, width)

    @staticmethod
    def symbolic(graph: Any, queries: Any, keys: Any, values: Any, heads: int) -> Any:
        node = graph.op("com.microsoft::MultiHeadAttention", queries, keys, values, num_heads_i=heads)
        return node.setType(queries.type())


class _Attention(nn.Module):
    """What `Attention` computes where every piece counts."""

    def __init__(self, trained: Attention) -> None:
        super().__init__()
        self.project, self.out, self.heads = trained.project, trained.out, trained.heads

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        seen: Tensor = self.out(_Attend.apply(*self.project(x).chunk(3, -1), self.heads))
        return seen


def _fused(module: nn.Module) -> nn.Module:
    """Give a copy with `_Attention` in the place of every `Attention`."""
    made = copy.deepcopy(module)
    for part in list(made.modules()):
        for name, child in list(part.named_children()):
            if isinstance(child, Attention):
                setattr(part, name, _Attention(child))
    return made


class _Encode(nn.Module):
    """One window, nothing padded."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.encoder = reader.encoder

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        states, early, cues = self.encoder(ids, features, torch.ones_like(ids))
        return states, early, cues


class _Roles(nn.Module):
    """Several cues in one window."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.head = reader.roles

    def forward(self, states: Tensor, marks: Tensor, paragraphs: Tensor) -> Tensor:
        scores: Tensor = self.head(states, marks, paragraphs.expand(marks.shape[0], -1), torch.ones_like(marks))
        return scores


class _Marked(nn.Module):
    """Several marked spans or pairs in one sentence."""

    def __init__(self, head: nn.Module) -> None:
        super().__init__()
        self.head = head

    def forward(self, states: Tensor, marks: Tensor) -> Any:
        return self.head(states, marks, torch.ones_like(marks))


def _networks(reader: Reader) -> dict[str, tuple[nn.Module, dict[str, Tensor], list[str]]]:
    ids = torch.randint(1000, 2000, (1, _LENGTH))
    features = torch.zeros(1, _LENGTH, len(FEATURES), dtype=torch.long)
    states = torch.randn(1, _LENGTH, reader.encoder.words.embedding_dim)
    marks = torch.zeros(2, _LENGTH, dtype=torch.long)
    marks[:, 3], marks[:, 5] = 1, 2
    paragraphs = torch.zeros(1, _LENGTH, dtype=torch.long)
    single = marks.clamp(max=1)
    return {
        "encoder": (_Encode(reader), {"ids": ids, "features": features}, ["states", "early", "cues"]),
        "roles": (_Roles(reader), {"states": states, "marks": single, "paragraphs": paragraphs}, ["scores"]),
        "pairs": (_Marked(reader.pairs), {"states": states, "marks": marks}, ["types", "quads", "feelings"]),
        "targets": (_Marked(reader.targets), {"states": states, "marks": single}, ["scores"]),
    }


def _axes(name: str) -> dict[int, str]:
    return {0: "n", 1: "length"} if name == "marks" else {1: "length"}


def _write(module: nn.Module, given: dict[str, Tensor], outputs: list[str], path: Path) -> None:
    axes = {name: _axes(name) for name in given}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's own notes on its future
        torch.onnx.export(
            _fused(module).eval(),
            tuple(given.values()),
            str(path),
            input_names=list(given),
            output_names=outputs,
            dynamic_axes={**axes, **{name: {0: "n", 1: "length"} for name in outputs}},
            opset_version=_OPSET,
            dynamo=False,
        )


def _shrink(source: Path, target: Path) -> None:
    """Store the weights as 8-bit integers, one scale for each column; the table of words as `_narrow` does."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    words = [node.name for node in onnx.load(source).graph.node if _looks_up_words(node)]
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=words,
        extra_options={"MatMulConstBOnly": True},
    )
    if words:
        _narrow(target)


def _looks_up_words(node: Any) -> bool:
    return node.op_type == "Gather" and node.input[0] == _WORDS


def _blocks(table: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Round a table to 4-bit integers (-8 to 7, two in a byte, 8 added), with a scale for every block of a row.

    A scale is that of some between 0.6 and 1 of the one that reaches the largest number which loses least (sum of
    squares), so that a single large number of a block does not blur the others.
    """
    blocks = table.reshape(len(table), -1, _BLOCK)
    largest = np.abs(blocks).max(2, keepdims=True)
    best, least = largest, np.full(largest.shape, np.inf)
    for share in np.linspace(0.6, 1.0, 17):
        scale = (np.maximum(largest * share / 7.5, 1e-7)).astype(np.float16).astype(np.float32)
        lost = ((np.clip(np.round(blocks / scale), -8, 7) * scale - blocks) ** 2).sum(2, keepdims=True)
        best, least = np.where(lost < least, scale, best), np.minimum(lost, least)
    rounded = (np.clip(np.round(blocks / best), -8, 7) + 8).astype(np.uint8).reshape(table.shape)
    return rounded[:, ::2] | rounded[:, 1::2] << 4, best[:, :, 0].astype(np.float16)


def _narrow(path: Path) -> None:
    """Store the table of words with 4 bits a number."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    network = onnx.load(path)
    graph = network.graph
    table = next(weight for weight in graph.initializer if weight.name == _WORDS)
    place, lookup = next((n, node) for n, node in enumerate(graph.node) if _looks_up_words(node))
    packed, scales = _blocks(numpy_helper.to_array(table))
    names = [f"{_WORDS}.packed", lookup.input[1], f"{_WORDS}.scales"]
    graph.initializer.remove(table)
    graph.initializer.extend([numpy_helper.from_array(packed, names[0]), numpy_helper.from_array(scales, names[2])])
    made = helper.make_node(
        "GatherBlockQuantized",
        names,
        [f"{_WORDS}.found"],
        domain="com.microsoft",
        gather_axis=0,
        quantize_axis=1,
        block_size=_BLOCK,
        bits=4,
    )
    graph.node.remove(lookup)
    graph.node.insert(place, helper.make_node("Cast", made.output, lookup.output, to=TensorProto.FLOAT))
    graph.node.insert(place, made)
    onnx.save(network, path)


def _halve(source: Path, target: Path) -> None:
    """Store the larger weights as 16-bit floats; they are widened again when the network is loaded."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    network = onnx.load(source)
    for weight in list(network.graph.initializer):
        if weight.data_type == TensorProto.FLOAT and np.prod(weight.dims) >= _LARGE:
            half = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), f"{weight.name}.half")
            network.graph.initializer.remove(weight)
            network.graph.initializer.append(half)
            cast = helper.make_node("Cast", [half.name], [weight.name], to=TensorProto.FLOAT)
            network.graph.node.insert(0, cast)
    onnx.save(network, target)


def export(reader: Reader, tokenizer: Path, out: Path, facts: dict[str, Any]) -> dict[str, Any]:
    """Write the networks of a trained reader into one file, its tokenizer and the manifest.

    Parameters
    ----------
    reader : Reader
        The trained network.
    tokenizer : path
        ``tokenizer.json`` of the encoder it began from.
    out : path
        Folder to write to; it is made if need be.
    facts : dict
        What the manifest states beside the files: labels, data, seed, scores.

    Returns
    -------
    dict
        The manifest.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        small = {}
        for name, (module, given, outputs) in _networks(reader).items():
            full, small[name] = (Path(scratch) / f"{name}{part}.onnx" for part in (".full", ""))
            _write(module, given, outputs, full)
            (_shrink if name in ("encoder", "targets") else _halve)(full, small[name])
        join(small, out / NETWORKS_FILE)
    shutil.copy(tokenizer, out / "tokenizer.json")
    files = [out / NETWORKS_FILE, out / "tokenizer.json"]
    digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    manifest = {**facts, "files": digests}
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (out / "manifest.json").write_text(text, encoding="utf-8")
    return manifest
