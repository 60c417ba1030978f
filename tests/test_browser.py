"""The notebook and the report as a person meets them: in a browser, with no other host to be reached.

Needs Chromium, which is no Python package: `.ci/run` installs it; elsewhere these tests skip.
"""

import contextlib
import functools
import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest

from toolkit.reports.page import render

sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright (extra `dev`)")
if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
NAMES = sorted(
    path.relative_to(NOTEBOOKS).as_posix()
    for path in NOTEBOOKS.rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
pytestmark = pytest.mark.slow
_ALL_HAVE_RUN = """() => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
    .every((prompt) => /[0-9]/.test(prompt.textContent))"""

#: What JupyterLab itself reports for each notebook that is opened without a kernel, whatever is in it.
_NO_KERNEL = "error: Cannot read properties of null (reading 'kernel')"
#: What a report says of where it comes from, here nothing.
KNOWN = {
    "parameters": {},
    "given": [],
    "versions": {"polyvocal": "0"},
    "files": {},
    "inputs": {},
    "notebook": "notebook.ipynb",
    "notebook_sha256": "0",
}
#: Opens a notebook without a kernel and says what is wrong with the look of it.
_OPEN = """async (path) => {
    const preference = {shouldStart: false};
    const options = {path, factory: "Notebook", kernelPreference: preference};
    const widget = await window.jupyterapp.commands.execute("docmanager:open", options);
    await widget.context.ready;
    await widget.revealed;
    await new Promise((done) => setTimeout(done, 500));
    const seen = {cells: widget.node.querySelectorAll(".jp-Cell").length, figures: 0, troubles: []};
    for (const picture of widget.node.querySelectorAll(".jp-OutputArea-output img")) {
        const room = picture.closest(".jp-OutputArea-output").getBoundingClientRect();
        await picture.decode().catch(() => seen.troubles.push(`not drawn: ${picture.alt}`));
        seen.figures += 1;
        if (picture.getBoundingClientRect().right > room.right + 1) seen.troubles.push(`too wide: ${picture.alt}`);
    }
    for (const cell of widget.node.querySelectorAll(".report-table td:not(.number, .before, .node)")) {
        if (getComputedStyle(cell).textAlign !== "left") seen.troubles.push(`not flush left: ${cell.textContent}`);
    }
    widget.context.model.dirty = false;
    return seen;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("needs Chromium on the PATH (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: "Browser", request: pytest.FixtureRequest) -> Iterator["Page"]:
    """A page that fails the test if anything goes wrong in it, or if another host is asked for anything."""
    opened = browser.new_page(viewport={"width": 1300, "height": 900})
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda asked: troubles.append(asked.url) if _is_elsewhere(asked.url) else None)
    yield opened
    opened.close()
    expected = {_NO_KERNEL} if "library" in request.fixturenames else set()
    assert [trouble for trouble in troubles if trouble not in expected] == []


def _is_elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:", "file:", "about:"))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def report() -> Iterator[str]:
    """The committed report of the shipped corpus, served on this machine."""
    handler = functools.partial(_Quiet, directory=str(ROOT / "reports" / "straits_dispute"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_report_sorts_its_tables_and_opens_its_code(page: "Page", report: str) -> None:
    page.goto(report)
    button = page.locator("table thead button").first
    table = button.locator("xpath=ancestor::table")
    before = table.locator("tbody tr").all_inner_texts()
    button.focus()
    page.keyboard.press("Enter")
    once = table.locator("tbody tr").all_inner_texts()
    page.keyboard.press("Enter")
    twice = table.locator("tbody tr").all_inner_texts()
    assert sorted(once) == sorted(before) == sorted(twice)
    assert once != twice
    code = page.locator("details.code").first
    assert not code.locator("pre").first.is_visible()
    code.locator("summary").click()
    assert code.locator("pre").first.is_visible()


@pytest.mark.parametrize("width", [1300, 700, 390])
def test_report_fits_its_width(page: "Page", report: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(report)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    pictures = page.locator("img")
    assert pictures.count() >= 3
    for n in range(pictures.count()):
        assert pictures.nth(n).get_attribute("alt")
        assert pictures.nth(n).evaluate("image => image.complete && image.naturalWidth > 0")


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """JupyterLab on a copy of the first notebook that reads three of the shipped articles."""
    for path in sorted((ROOT / "data" / "straits_dispute").iterdir())[:3]:
        (tmp_path / "corpus").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "corpus")
    notebook = nbformat.read(ROOT / "notebooks" / "00_quickstart.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("../data/straits_dispute", "corpus").replace(
            "../reports/notebooks_run", "run"
        )
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, tmp_path / "first.ipynb")
    with _served(tmp_path) as url:
        yield url


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on a copy of all notebooks; it shows all of a notebook, not only what is in sight."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(NOTEBOOKS, folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    settings = folder / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}', encoding="utf-8")
    with _served(folder, "--LabApp.expose_app_in_browser=True") as url:
        yield url


@contextlib.contextmanager
def _served(folder: Path, *options: str) -> Iterator[str]:
    port = _free_port()
    settings = {
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),  # no signature of a notebook: each is met as by a stranger
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.token=",
        f"--port={port}",
    ]
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--ServerApp.password=", "--LabApp.news_url=", "--ip=127.0.0.1", *options],
            cwd=folder,
            env=os.environ | settings,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api", 120)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(url: str, seconds: float) -> None:
    stop = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                json.load(answer)
            return
        except OSError:
            if time.monotonic() > stop:
                raise
            time.sleep(0.5)


def test_notebook_runs_in_jupyterlab(lab: str, page: "Page") -> None:
    page.goto(f"{lab}/lab/tree/first.ipynb", wait_until="domcontentloaded")
    page.locator(".jp-Notebook").wait_for(timeout=90_000)
    page.locator(".jp-NotebookPanel-toolbar").get_by_text("Python 3").wait_for(timeout=60_000)
    # the kernel's name is shown before the kernel answers, and what is run before that is lost
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(_ALL_HAVE_RUN, timeout=480_000)
    assert page.locator(".jp-RenderedImage img").count() >= 1
    assert page.locator(".jp-RenderedHTMLCommon table").count() >= 1
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0


def test_every_notebook_opens_in_jupyterlab(library: str, page: "Page") -> None:
    page.goto(f"{library}/lab", wait_until="domcontentloaded")
    page.wait_for_function("window.jupyterapp && document.querySelector('.jp-Launcher')", timeout=120_000)
    for name in NAMES:
        cells = nbformat.read(NOTEBOOKS / name, as_version=4).cells
        figures = [o for c in cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})]
        seen = page.evaluate(_OPEN, f"notebooks/{name}")
        assert seen == {"cells": len(cells), "figures": len(figures), "troubles": []}, name


def test_every_notebook_fits_its_page(page: "Page", tmp_path: Path) -> None:
    """The page that a report makes of each notebook with the outputs that are committed."""
    for name in NAMES:
        path = NOTEBOOKS / name
        notebook = nbformat.read(path, as_version=4)
        html = render(notebook, KNOWN, name=path.stem, folder=path.parent)
        (tmp_path / "index.html").write_text(html, encoding="utf-8")
        for width in (1300, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto((tmp_path / "index.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, width)
            outside = "images => images.filter(i => i.getBoundingClientRect().right > window.innerWidth).length"
            assert page.eval_on_selector_all("img", outside) == 0, (name, width)
