"""Modules import only from lower layers, and each heavy package has one owner."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = (
    ("errors",),
    ("records",),
    ("tables", "lexicons", "dates", "quotations"),
    ("tokens",),
    ("readers", "layout", "language"),
    ("encoder", "coreference"),
    ("attributions", "actors", "relations", "statements", "framing", "codebooks", "stance"),
    (
        "pipeline",
        "networks",
        "measures",
        "concordance",
        "textstats",
        "concepts",
        "agreement",
        "diagnosis",
        "evaluation",
    ),
    ("uncertainty",),
    ("comparison",),
    ("training",),
    ("plots", "exchange", "reports"),
    ("interactive", "widgets"),
    ("seminar",),
    ("cli",),
    ("__main__",),
)
LAYER = {module: number for number, modules in enumerate(LAYERS) for module in modules}
OWNERS = {
    "spacy": {"language"},
    "papermill": {"reports"},
    "nbconvert": {"reports"},
    "nbformat": {"reports"},
    "matplotlib": {"plots"},
    "ipysigma": {"interactive"},
    "ipywidgets": {"widgets"},
    "nltk": {"concordance", "measures", "textstats"},
    "trafilatura": {"readers"},
    "docx": {"readers"},
    "pypdf": {"readers"},
    "openpyxl": {"readers"},
    "dateparser": {"dates"},
    "networkx": {"networks", "measures", "plots", "exchange", "uncertainty"},
    "onnxruntime": {"encoder", "training"},
    "tokenizers": {"encoder", "training"},
    "torch": {"training"},
    "safetensors": {"training"},
    "click": {"cli"},
    "rich": {"cli", "uncertainty"},
}
FILES = sorted((ROOT / "toolkit").rglob("*.py"))


def module_of(path: Path) -> str:
    return path.relative_to(ROOT / "toolkit").with_suffix("").parts[0]


def imports_of(path: Path) -> Iterator[str]:
    """Dotted names a file imports when it runs (imports for type checking only are left out)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    checked = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in checked:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            assert node.module is not None
            names = (f"{node.module}.{name.name}" for name in node.names)
            yield from names if node.module == "toolkit" else (node.module,)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_imports_only_lower_layers_and_what_it_owns(path: Path) -> None:
    module = module_of(path)
    if module == "__init__":
        return
    for name in imports_of(path):
        package, *rest = name.split(".")
        if package == "toolkit" and rest and rest[0] in LAYER and rest[0] != module:
            assert LAYER[rest[0]] < LAYER[module], f"{module} may not import {rest[0]}"
        owners = OWNERS.get(package)
        assert owners is None or module in owners, f"only {owners} may import {package}, not {module}"


def test_every_module_has_a_layer() -> None:
    assert {module_of(path) for path in FILES} - {"__init__"} <= set(LAYER)


def test_import_is_cheap() -> None:
    heavy = ["spacy", "matplotlib", "pandas", "networkx", "papermill"]
    code = f"import sys, toolkit; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
