"""Turn an executed notebook into one self-contained HTML page: no request to any other host, readable on paper.

The template, its style and its script are in ``toolkit/templates/``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

from toolkit.reports.showing import CAPTION

__all__ = ["Heading", "environment", "in_words", "render", "title_of"]

_TEMPLATES = Path(__file__).parents[1] / "templates"
_HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
#: Tables with so many columns are set closer, and closer still.
_MANY, _MOST = 9, 13
#: What of an output is drawn, the first that is there.
_DRAWN = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")
_NO_ALT = "A figure without a description"


@dataclass(frozen=True)
class Heading:
    """An entry of the list of contents: level (2 or 3), the anchor, and the text."""

    level: int
    anchor: str
    text: str


def _markdown(source: str, folder: Path, attachments: Mapping[str, Any]) -> str:
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(
        escape=False,
        embed_images=True,
        exclude_anchor_links=True,
        path=str(folder),
        attachments=dict(attachments),
    )
    return str(MarkdownWithMath(renderer=renderer).render(source))


def _anchor(text: str, taken: set[str]) -> str:
    stem = re.sub(r"[^\w]+", "-", unescape(text).casefold()).strip("-") or "section"
    anchor, number = stem, 2
    while anchor in taken:
        anchor, number = f"{stem}-{number}", number + 1
    taken.add(anchor)
    return anchor


def _with_anchors(html: str, taken: set[str]) -> tuple[str, list[Heading]]:
    """Give every heading an anchor of its own; return the headings beside the text."""
    found: list[Heading] = []

    def anchored(match: re.Match[str]) -> str:
        level, inner = int(match[1]), match[2]
        text = _TAGS.sub("", inner).strip()
        heading = Heading(level, _anchor(text, taken), text)
        found.append(heading)
        return f'<h{level} id="{heading.anchor}">{inner}</h{level}>'

    return _HEADING.sub(anchored, html), found


# --- outputs ---------------------------------------------------------------------------------------------------------


def _image(kind: str, data: str, about: Mapping[str, Any]) -> str:
    width = f' width="{int(about["width"])}"' if "width" in about else ""
    alt = escape(about.get("alt") or _NO_ALT)
    return f'<img src="data:{kind};base64,{"".join(data.split())}" alt="{alt}"{width}>'


def _figure(output: Any, caption: str | None) -> str:
    kind = next(kind for kind in ("image/png", "image/jpeg") if kind in output.data)
    about = output.metadata.get(kind, {})
    image = _image(kind, output.data[kind], about)
    links = ", ".join(
        f'<a href="{escape(file)}">{Path(file).suffix[1:].upper()}</a>' for file in about.get("files", [])
    )
    if caption is None:
        return f"<figure>{image}</figure>"
    more = f' <span class="files">{links}</span>' if links else ""
    drawn = next((file for file in about.get("files", []) if file.endswith(".svg")), None)
    image = f'<a href="{escape(drawn)}">{image}</a>' if drawn else image  # to be read in full size on a small screen
    return f"<figure>\n{image}\n<figcaption>{escape(caption)}{more}</figcaption>\n</figure>"


def _html_output(text: str) -> str:
    """Take their own style from tables, ours and those of pandas, so that all tables of a page look alike."""
    text = re.sub(r"<style scoped>.*?</style>", "", text, flags=re.DOTALL)
    if text.startswith('<div class="table-block">'):
        text = re.sub(r'(<(?:td|th|table|caption)\b[^<>]*?) style="[^"]*"', r"\1", text)
        n_columns = text.count('<th scope="col"')
        kinds = [name for name, least in (("many", _MANY), ("most", _MOST)) if n_columns >= least]
        text = text.replace('class="report-table"', f'class="{" ".join(["report-table", *kinds])}"', 1)
    return f'<div class="html-output">{text}</div>'


def _displayed(output: Any, folder: Path) -> str:
    kind = next((kind for kind in _DRAWN if kind in output.data), None)
    data = "".join(output.data[kind]) if kind else ""
    match kind:
        case "text/html":
            return _html_output(data)
        case "text/markdown":
            return f'<section class="text">\n{_markdown(data, folder, {})}</section>'
        case "image/svg+xml":
            alt = output.metadata.get(kind, {}).get("alt") or _NO_ALT
            return f'<figure role="img" aria-label="{escape(alt)}">{data[data.find("<svg") :]}</figure>'
        case "image/png" | "image/jpeg":
            return _figure(output, None)
        case "text/plain":
            return f'<pre class="text-output">{escape(data)}</pre>'
    return ""


def _stream(output: Any) -> str:
    from nbconvert.filters import ansi2html

    text: str = ansi2html(output.text.rstrip("\n"))  # type: ignore[no-untyped-call]
    if output.name == "stderr":
        return f'<details class="messages"><summary>Messages</summary><pre>{text}</pre></details>'
    return f'<pre class="text-output">{text}</pre>'


def _outputs(cell: Any, folder: Path) -> list[str]:
    """HTML of the outputs of a cell; a figure and the caption after it become one."""
    drawn: list[str] = []
    last = None
    for output in cell.outputs:
        caption = output.get("metadata", {}).get(CAPTION)
        if caption is not None and last is not None:
            drawn[-1] = _figure(last, caption)
        elif output.output_type == "stream":
            drawn.append(_stream(output))
        elif "data" in output:
            drawn.append(_displayed(output, folder))
        last = output if "image/png" in output.get("data", {}) else None
    return drawn


# --- the page --------------------------------------------------------------------------------------------------------


def _code(source: str) -> str:
    from nbconvert.filters.highlight import Highlight2HTML

    highlight = Highlight2HTML(pygments_lexer="ipython3")  # type: ignore[no-untyped-call]
    return str(highlight(source)) if source.strip() else ""


def _ran(notebook: Any, stopped: str | None) -> list[Any]:
    """Give the cells up to the one that stopped the notebook: what the texts behind it speak of is not there."""
    if stopped:
        for number, cell in enumerate(notebook.cells, start=1):
            if any(output.output_type == "error" for output in cell.get("outputs", [])):
                return list(notebook.cells[:number])
    return list(notebook.cells)


def _cells(shown: Iterable[Any], folder: Path) -> tuple[list[dict[str, Any]], list[Heading]]:
    cells: list[dict[str, Any]] = []
    headings: list[Heading] = []
    taken = {"content", "contents", "provenance"}
    for cell in shown:
        if cell.cell_type == "markdown":
            html, found = _with_anchors(_markdown(cell.source, folder, cell.get("attachments", {})), taken)
            cells.append({"kind": "text", "html": html})
            headings += found
        elif cell.cell_type == "code":
            code, outputs = _code(cell.source), _outputs(cell, folder)
            if cells and cells[-1]["kind"] == "code" and not cells[-1]["outputs"]:
                code = cells.pop()["code"] + code  # cells that show nothing are folded into the next
            cells.append({"kind": "code", "code": code, "outputs": outputs})
    return cells, headings


def _without_title(cells: list[dict[str, Any]], title: Heading) -> None:
    for cell in cells:
        if cell["kind"] == "text" and f'<h1 id="{title.anchor}">' in cell["html"]:
            cell["html"] = _HEADING.sub("", cell["html"], count=1).lstrip()
            return


def in_words(value: Any) -> str:
    """Word the value of a parameter for the page."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(in_words, value)) or "(empty)"
    return "(none)" if value is None else str(value)


def environment() -> Any:
    """Give the templates with their style, script and filters."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["in_words"] = in_words
    found.globals["style"] = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    found.globals["script"] = (_TEMPLATES / "report.js").read_text(encoding="utf-8")
    return found


def title_of(notebook: Any, parameters: Mapping[str, Any], *, name: str, folder: Path) -> str:
    """Give the title of a report: its parameter ``title``, else the first heading of level 1, else its name."""
    if parameters.get("title"):
        return str(parameters["title"])
    cells = (cell for cell in notebook.cells if cell.cell_type == "markdown")
    texts = (_markdown(cell.source, folder, cell.get("attachments", {})) for cell in cells)
    found = (match for text in texts for match in _HEADING.finditer(text) if match[1] == "1")
    first = next(found, None)
    return unescape(_TAGS.sub("", first[2]).strip()) if first else name


def render(
    notebook: Any,
    provenance: Mapping[str, Any],
    *,
    name: str,
    folder: Path,
    up: str | None = None,
    stopped: str | None = None,
) -> str:
    """Write an executed notebook as one HTML page.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook. Its first heading of level 1 becomes the title, unless it has a parameter ``title``.
    provenance : mapping
        What `build` records: ``parameters``, ``versions``, ``files``, ``inputs``, ``notebook_sha256``.
    name : str
        Name of the notebook, the title where it has none.
    folder : Path
        Folder of the notebook; images of its texts are embedded from there.
    up : str, optional
        Address of the overview that the report belongs to.
    stopped : str, optional
        Where and why the notebook stopped, if it did; stands above everything, and the page ends with that cell.

    Returns
    -------
    str
        The page: HTML with style, script and images inside.
    """
    cells, headings = _cells(_ran(notebook, stopped), folder)
    title = next((heading for heading in headings if heading.level == 1), None)
    if title:
        _without_title(cells, title)
    page: str = (
        environment()
        .get_template("report.html.j2")
        .render(
            cells=cells,
            headings=[heading for heading in headings if heading.level in (2, 3)],
            language=notebook.metadata.get("lang", "en"),
            name=name,
            provenance=provenance,
            stopped=stopped,
            title=provenance["parameters"].get("title") or (unescape(title.text) if title else name),
            up=up,
        )
    )
    return page.rstrip("\n") + "\n"
