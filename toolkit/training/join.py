"""Several ONNX networks in one file, of which each session takes one.

A session states its network by the length of the input ``head`` (a free dimension that is fixed when the file is
loaded). onnxruntime then knows the outcome of every branch, puts the one network in its place and drops the others, so
that nothing is lost against a file of its own. Elsewhere the branch is chosen at every pass.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from toolkit.encoder.reader import HEAD

__all__ = ["OUTPUTS", "join"]

#: Outputs of the file; a network with fewer gives the first of them.
OUTPUTS = ("first", "second", "third")


def join(networks: Mapping[str, Path], target: Path) -> None:
    """Write networks into one file.

    Parameters
    ----------
    networks : mapping of str to Path
        Networks by name; inputs of the same name are one input. None may have branches of its own.
    target : path
        File to write.
    """
    import onnx
    from onnx import helper

    loaded = {name: onnx.load(path) for name, path in networks.items()}
    inputs: dict[str, Any] = {}
    versions: dict[str, int] = {}
    for network in loaded.values():
        inputs |= {given.name: given for given in network.graph.input}
        for used in network.opset_import:
            versions[used.domain] = max(used.version, versions.get(used.domain, 0))
    branches = [_branch(name, network.graph) for name, network in loaded.items()]
    nodes = [helper.make_node("Shape", [HEAD], [f"{HEAD}/length"]), *_chosen(branches, 1, OUTPUTS)]
    head = helper.make_tensor_value_info(HEAD, onnx.TensorProto.FLOAT, [HEAD])
    graph = helper.make_graph(nodes, "reader", [head, *inputs.values()], _floats(OUTPUTS))
    made = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid(domain, version) for domain, version in sorted(versions.items())],
        ir_version=max(network.ir_version for network in loaded.values()),
    )
    onnx.save(made, target)


def _floats(names: Sequence[str]) -> list[Any]:
    from onnx import TensorProto, helper

    return [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names]


def _branch(name: str, graph: Any) -> Any:
    """Turn a network into a branch: its own names are told apart from those of others, its inputs come from outside."""
    from onnx import TensorProto, helper

    outside = {"", *(given.name for given in graph.input)}
    for weight in graph.initializer:
        weight.name = f"{name}/{weight.name}"
    for node in graph.node:
        node.name = f"{name}/{node.name}" if node.name else ""
        node.input[:] = [given if given in outside else f"{name}/{given}" for given in node.input]
        node.output[:] = [f"{name}/{made}" if made else "" for made in node.output]
    for known in graph.value_info:  # their shapes decide what onnxruntime can fuse
        known.name = f"{name}/{known.name}"
    nodes, outputs = list(graph.node), [f"{name}/{made.name}" for made in graph.output]
    for number in range(len(outputs), len(OUTPUTS)):
        nothing = helper.make_tensor("nothing", TensorProto.FLOAT, [1], [0.0])
        outputs.append(f"{name}/nothing{number}")
        nodes.append(helper.make_node("Constant", [], outputs[-1:], value=nothing))
    return helper.make_graph(
        nodes, name, [], _floats(outputs), initializer=list(graph.initializer), value_info=list(graph.value_info)
    )


def _chosen(branches: Sequence[Any], number: int, outputs: Sequence[str]) -> list[Any]:
    """Give the nodes that take the first of the branches if `HEAD` is as long as `number`, else one of the others."""
    from onnx import TensorProto, helper

    first, *others = branches
    if len(others) > 1:
        names = [f"else{number}/{name}" for name in OUTPUTS]
        rest = helper.make_graph(_chosen(others, number + 1, names), f"else{number}", [], _floats(names))
    else:
        (rest,) = others
    wanted = helper.make_tensor("number", TensorProto.INT64, [1], [number])
    return [
        helper.make_node("Constant", [], [f"is{number}/number"], value=wanted),
        helper.make_node("Equal", [f"{HEAD}/length", f"is{number}/number"], [f"is{number}/equal"]),
        helper.make_node("Squeeze", [f"is{number}/equal"], [f"is{number}"]),
        helper.make_node("If", [f"is{number}"], list(outputs), then_branch=first, else_branch=rest),
    ]
