"""Networks in one file: each session is one of them. onnx comes with the extra `train`."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="needs the extra `train`")


def network(path: Path, *, times: float, outputs: int) -> Path:
    """A network that gives its input `x` times 1, 2, ... `outputs` times a factor."""
    from onnx import TensorProto, helper

    names = [f"y{n}" for n in range(1, outputs + 1)]
    weights = [helper.make_tensor(f"w{n}", TensorProto.FLOAT, [1], [times * n]) for n in range(1, outputs + 1)]
    nodes = [helper.make_node("Mul", ["x", w.name], [y]) for w, y in zip(weights, names, strict=True)]
    floats = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n"]) for name in ("x", *names)]
    known = [helper.make_tensor_value_info("half", TensorProto.FLOAT, ["n"])]
    graph = helper.make_graph(nodes, "g", floats[:1], floats[1:], initializer=weights, value_info=known)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def session(path: Path, number: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_free_dimension_override_by_name("head", number)
    options.optimized_model_filepath = str(path.with_suffix(f".{number}.onnx"))
    options.log_severity_level = 3  # that the optimised file fits this processor only is as it should be
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def test_each_session_is_one_of_the_networks_and_holds_nothing_else(tmp_path: Path) -> None:
    from toolkit.training.join import OUTPUTS, join

    sizes = {"a": 3, "b": 1, "c": 2}
    paths = {
        name: network(tmp_path / f"{name}.onnx", times=10.0**place, outputs=sizes[name])
        for place, name in enumerate(sizes)
    }
    join(paths, tmp_path / "all.onnx")
    [*_, choice] = onnx.load(tmp_path / "all.onnx").graph.node
    first = next(branch.g for branch in choice.attribute if branch.name == "then_branch")
    assert [known.name for known in first.value_info] == ["a/half"], "shapes decide what can be fused"
    for number, (place, n) in enumerate(zip(range(3), sizes.values(), strict=True), 1):
        one = session(tmp_path / "all.onnx", number)
        given = {"head": np.zeros(number, np.float32), "x": np.ones(2, np.float32)}
        made = one.run(OUTPUTS[:n], given)
        assert [row.tolist() for row in made] == [[10.0**place * k] * 2 for k in range(1, n + 1)]
        kept = onnx.load(tmp_path / f"all.{number}.onnx").graph.node
        assert sorted(node.op_type for node in kept if node.op_type != "Constant") == ["Mul"] * n
