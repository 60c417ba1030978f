"""Several notebooks in one folder, with an overview that leads to a page for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from toolkit.errors import InputError
from toolkit.reports._digests import digest_of, versions
from toolkit.reports.execution import NotebookError
from toolkit.reports.folder import (
    PAGE,
    RECORD,
    Belonging,
    build,
    prepare,
    read_record,
    remove_earlier,
    write_record,
)
from toolkit.reports.notebooks import find_notebook, shipped_notebooks
from toolkit.reports.page import environment
from toolkit.reports.parameter_files import unknown_parameter
from toolkit.reports.parameters import check_parameters, declared
from toolkit.reports.values import parse_parameter

__all__ = [
    "Parts",
    "Progress",
    "build_set",
    "check_notebooks",
    "fitting",
    "given_to_all",
    "not_given",
    "source_of",
]

#: Parameters that say where something is; the overview names the others that are given.
_PLACES = ("corpus", "run", "run_a", "run_b", "coded", "codebook", "machine", "out", "title")
#: Called with the name of a notebook (for a sweep: with the value before it) and 1 after each code cell.
Progress = Callable[[str, int], None]


def fitting(reads: str) -> list[Path]:
    """List the notebooks that come with the toolkit and fit a source.

    Parameters
    ----------
    reads : str
        Parameter that says where the source is: "run" (tables of articles) or "coded" (coded statements).

    Returns
    -------
    list of Path
        Notebooks that read it and write tables and figures to a folder ``out``; in the order of their names. Those
        that need a hand-coded sample or a codebook beside a run are left out.
    """
    more = {"coded", "codebook"} if reads == "run" else set()
    found = ((path, set(declared(path))) for path in shipped_notebooks())
    return [path for path, names in found if "out" in names and source_of(path) == reads and not names & more]


def source_of(notebook: Path) -> str | None:
    """Give the parameter by which a notebook is told what to read: "run", "coded" or "run_a"; None for no report.

    A notebook with several reads the first; the others are additions, such as a hand-coded sample beside a run.
    """
    names = declared(notebook)
    return next((name for name in ("run", "coded", "run_a") if name in names), None)


def given_to_all(values: Iterable[tuple[str, str]], notebooks: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Give values written on the command line to each notebook that declares the parameter.

    Parameters
    ----------
    values : iterable of (str, str)
        Names and texts; a text becomes a value of the type that the notebook declares, see `parse_parameter`.
    notebooks : sequence of Path
        Notebooks of the report.

    Returns
    -------
    dict of str to dict
        Name of the notebook -> its values.

    Raises
    ------
    InputError
        If no notebook declares a parameter, or a text cannot be read as its type.
    """
    known = {notebook.stem: declared(notebook) for notebook in notebooks}
    found: dict[str, dict[str, Any]] = {name: {} for name in known}
    for name, text in values:
        takers = [notebook for notebook in known if name in known[notebook]]
        if not takers:
            raise unknown_parameter(name, known)
        for notebook in takers:
            found[notebook][name] = parse_parameter(name, text, known[notebook])
    return found


def not_given(names: Iterable[str], notebooks: Sequence[Path]) -> list[str]:
    """Say which parameters some notebooks of a set do not have, so that these show the whole.

    Parameters
    ----------
    names : iterable of str
        Parameters that are given for the whole set.
    notebooks : sequence of Path
        Notebooks of the report.

    Returns
    -------
    list of str
        One line for each such parameter: which notebooks take it, and which do not have it.
    """
    known = {notebook.stem: declared(notebook) for notebook in notebooks}
    lines = []
    for name in dict.fromkeys(names):
        takers = [notebook for notebook in known if name in known[notebook]]
        others = [notebook for notebook in known if name not in known[notebook]]
        if others:
            have = "has" if len(others) == 1 else "have"
            lines.append(f"parameter {name!r}: for {', '.join(takers)}; {', '.join(others)} {have} no such parameter")
    return lines


# --- the parts -------------------------------------------------------------------------------------------------------


def check_notebooks(notebooks: Sequence[str | Path]) -> list[Path]:
    """Find notebooks, each of another name.

    Raises
    ------
    InputError
        If there are none, one is not found, or two have the same name.
    """
    paths = [find_notebook(notebook) for notebook in notebooks]
    twice = sorted({path.stem for path in paths if [other.stem for other in paths].count(path.stem) > 1})
    if not paths or twice:
        said = f"{', '.join(twice)} is asked for twice" if twice else "there is none"
        raise InputError(f"notebooks of a report must be one or more, each of another name; {said}")
    return paths


def _entry_of(
    page: Path | None, folder: Path, *, home: Path, error: NotebookError | None, title: str
) -> dict[str, Any]:
    """Describe one report of a set for the overview and the record."""
    record = read_record(folder) or {}
    files = list(record.get("files", {}))
    apart = folder / "failed" / PAGE
    shown = page or (apart if apart.is_file() else None)
    return {
        "title": record.get("title", title),
        "page": shown.relative_to(home).as_posix() if shown else None,
        "finished": page is not None,
        "stopped": error.where if error else None,
        "n_figures": sum(name.startswith("figures/") and name.endswith(".png") for name in files),
        "n_tables": sum(name.startswith("tables/") for name in files),
    }


class Parts:
    """The reports of one folder, made one after another: one that stops does not keep the others from being made.

    Attributes
    ----------
    entries : list of dict
        What the overview and the record say of each.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._failed: list[tuple[str, NotebookError]] = []
        self.entries: list[dict[str, Any]] = []

    def make(self, build_part: Callable[[], Path], folder: Path, *, title: str, **about: Any) -> None:
        """Make one report in a folder and enter it."""
        page, error = None, None
        try:
            page = build_part()
        except NotebookError as stopped:
            error = stopped
            self._failed.append((title, stopped))
        self.entries.append({**about, **_entry_of(page, folder, home=self._out, error=error, title=title)})

    def overview(
        self, template: str, record: Mapping[str, Any], *, files: Mapping[str, str] | None = None, **shown: Any
    ) -> Path:
        """Write the page that leads to all reports, and the record.

        Raises
        ------
        NotebookError
            If a report is not finished; the page is there all the same.
        """
        page, state = self._out / PAGE, {"polyvocal_report": 1, "finished": not self._failed}
        whole = {**state, **record, "versions": versions(), "files": dict(files or {})}
        html = environment().get_template(template)
        text = html.render(provenance=whole, title=whole["title"], entries=self.entries, **shown)
        page.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
        whole["files"] = dict(sorted({**whole["files"], PAGE: digest_of(page)}.items()))
        write_record(self._out / RECORD, whole)
        if self._failed:
            raise self._in_words(page)
        return page

    def _in_words(self, page: Path) -> NotebookError:
        """Make one error of those of several reports."""
        first = self._failed[0][1]
        said = "; ".join(f"{name} stopped at {error.where}" for name, error in self._failed)
        return NotebookError(
            f"{len(self._failed)} of {len(self.entries)} parts of the report are not finished: {said}. The rest, and "
            f"what was made until then, is in {page}",
            where=first.where,
            ran=first.ran,
        )


def build_set(
    notebooks: Sequence[str | Path],
    out: Path,
    *,
    parameters: Mapping[str, Mapping[str, object]],
    title: str | None = None,
    kernel: str | None = None,
    progress: Progress | None = None,
    belonging: Belonging | None = None,
) -> Path:
    """Make a folder of several notebooks: a report of each in a folder of its name, and an overview that leads there.

    Everything is checked before anything runs. If a notebook fails, the others are made all the same, and the overview
    says what is missing.

    Parameters
    ----------
    notebooks : sequence of str or Path
        Paths, or names of notebooks that come with the toolkit.
    out : Path
        Folder: new, empty, or that of an earlier report. The cells of a notebook run in ``out/NAME``, so that a run in
        ``out/run`` is ``../run`` for them.
    parameters : mapping
        Name of the notebook -> values by name.
    title : str, optional
        Title of the overview.
    kernel : str, optional
        Name of a registered kernel; by default that of the running Python.
    progress : callable, optional
        Called with the name of the notebook and 1 after each code cell.
    belonging : Belonging, optional
        As for `build`.

    Returns
    -------
    Path
        ``out/index.html``.

    Raises
    ------
    InputError
        As `build`; also if two notebooks have the same name.
    NotebookError
        If a notebook failed; raised at the end, when all that can be made is made.
    """
    paths = check_notebooks(notebooks)
    given = {path.stem: check_parameters(path, parameters.get(path.stem, {})) for path in paths}
    out, own = prepare(out), belonging or Belonging()
    remove_earlier(out)
    common = Belonging(own.home or out, f"../{PAGE}", own.about)
    parts = Parts(out)
    for path in paths:
        folder, name = out / path.stem, path.stem
        options: dict[str, Any] = {"parameters": given[name], "kernel": kernel, "progress": _told(progress, name)}
        make = partial(build, path, folder, belonging=common, **options)
        chosen = {parameter: value for parameter, value in given[name].items() if parameter not in _PLACES}
        parts.make(make, folder, title=name, notebook=path.name, given=chosen)
    record = {"title": title or "Report", "notebooks": parts.entries, **(own.about or {})}
    return parts.overview("overview.html.j2", record, up=own.up, left_over=_left_over(out, paths))


def _left_over(out: Path, paths: Sequence[Path]) -> list[str]:
    """Name the folders of earlier reports that the present set does not hold."""
    now = {path.stem for path in paths}
    folders = sorted(path.name for path in out.iterdir() if path.is_dir() and path.name not in now)
    return [name for name in folders if read_record(out / name)]


def _told(progress: Progress | None, name: str) -> Callable[[int], None] | None:
    if progress is None:
        return None
    tell = progress

    def told(number: int) -> None:
        tell(name, number)

    return told
