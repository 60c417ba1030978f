"""The pages of the documentation: links resolve, code names what there is, no figure and no word is forgotten."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from toolkit import plots

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "toolkit" / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "notebooks" / "seminar" / "README.md"]
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
WORDS = [
    *("document", "outlet", "attribution", "source", "cue", "content", "mention", "actor", "statement", "concept"),
    *("stance", "qualifier", "relation", "two-mode", "one-mode", "congruence", "conflict", "subtract", "ignore"),
    *("concordance", "keyness", "dispersion", "collocation", "gold", "predicted", "run"),
]


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@EACH
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"https?:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {link}"


@EACH
def test_python_in_pages_parses_and_names_what_there_is(page: Path) -> None:
    for block in re.findall(r"^```(?:python|py)\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.S | re.M):
        tree = ast.parse(block)
        modules = {
            alias.asname or alias.name: importlib.import_module(f"toolkit.{alias.name}")
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "toolkit"
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
                assert hasattr(modules[node.value.id], node.attr), f"{page.name}: {node.value.id}.{node.attr}"


@pytest.mark.parametrize("page", ["figures.md", "methods.md"])
def test_functions_named_in_tables_exist(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    modules = "agreement|framing|measures|networks|plots|reports|textstats|uncertainty"
    named = set(re.findall(rf"`({modules})\.(\w+)", text))
    assert len(named) >= 15
    for module, name in sorted(named):
        assert hasattr(importlib.import_module(f"toolkit.{module}"), name), f"{page}: {module}.{name}"


def test_every_figure_has_its_guide() -> None:
    text = (DOCS / "figures.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (plot_\w+)\n(.*?)(?=^##|\Z)", text, flags=re.S | re.M))
    assert set(sections) == {name for name in plots.__all__ if name.startswith("plot_")}
    for name, section in sections.items():
        for part in ("Shows", "Fed by", "Read", "Hides", "Trap"):
            assert f"**{part}" in section, f"{name}: {part}"


def test_glossary_has_every_word() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    defined = " ".join(re.findall(r"^\| (.+?) \|", text, flags=re.M)).lower()
    assert [word for word in WORDS if word not in defined] == []


def test_index_lists_every_page() -> None:
    listed = set(re.findall(r"\]\((\w+\.md)\)", (DOCS / "index.md").read_text(encoding="utf-8")))
    assert listed == {page.name for page in DOCS.glob("*.md")} - {"index.md"}
