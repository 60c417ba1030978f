"""Time the report on 300 articles from finished tables, and weigh its page.

``python tests/benchmarks/bench_report.py [RUN] [N_DOCUMENTS] [OUT]`` takes a finished run (of `data/straits_dispute`;
it is extracted if none is given), writes its tables anew for many documents - the same texts with other dates, and in
every copy some people are others - and makes the report. Prints seconds of wall and CPU time (of the kernel too), and
sizes. The target is under 60 s and a page under 5 MB.
"""

import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import pandas as pd  # noqa: E402

from toolkit import pipeline, reports, tables  # noqa: E402

#: So many groups of copies have people of their own.
_CASTS = 8
_ACTORS = ("actor_id", "source_actor", "target_actor", "addressee_actor", "on_behalf_of", "reported_by")


def _other_person(actor: Any, cast: int, people: set[str]) -> Any:
    return f"{actor}_{cast}" if isinstance(actor, str) and actor in people and cast else actor


def _copy(frame: pd.DataFrame, number: int, people: set[str]) -> pd.DataFrame:
    """Make the rows of one copy: other document ids, other days, other people."""
    frame = frame.copy()
    if "doc_id" in frame:
        frame["doc_id"] = frame["doc_id"] + f"_{number:03d}"
    if "published" in frame:
        shift = timedelta(days=17 * number)
        frame["published"] = [day + shift if isinstance(day, date) else None for day in frame["published"]]
    for column in _ACTORS:
        if column in frame:
            frame[column] = [_other_person(actor, number % _CASTS, people) for actor in frame[column]]
    return frame


def _people(actors: pd.DataFrame, cast: int, people: set[str]) -> pd.DataFrame:
    frame = actors[actors["actor_id"].isin(people)] if cast else actors
    suffix = f" {'I' * cast}" if cast else ""
    renamed = frame.assign(
        actor_id=[_other_person(actor, cast, people) for actor in frame["actor_id"]],
        name=[f"{name}{suffix}" for name in frame["name"]],
    )
    return renamed


def multiplied(run: Path, n_documents: int, out: Path) -> Path:
    """Write the tables of a run for `n_documents` documents, copies of its own."""
    found = tables.load(run)
    people = set(found["actors"].query("type == 'person'")["actor_id"])
    per_copy = len(found["documents"])
    copies = -(-n_documents // per_copy)
    kept: set[str] = set()
    for name, frame in found.items():
        if name == "actors":
            rows = pd.concat([_people(frame, cast, people) for cast in range(min(_CASTS, copies))])
        elif name == "rejected":
            rows = frame
        else:
            rows = pd.concat([_copy(frame, number, people) for number in range(copies)], ignore_index=True)
            if name == "documents":
                rows = rows.head(n_documents)
                kept = set(rows["doc_id"])
            rows = rows[rows["doc_id"].isin(kept)]
        tables.write_part(name, tables.to_records(name, rows), out)
    (out / "run.json").write_bytes((run / "run.json").read_bytes())
    return out


def cpu() -> float:
    """Seconds of this process and of those that it started and that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def main(arguments: list[str]) -> int:
    """Print times and sizes."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        given = Path(arguments[0]) if arguments else home / "run"
        run = given if pipeline.is_run(given) else pipeline.extract(ROOT / "data" / "straits_dispute", given).folder
        n_documents = int(arguments[1]) if len(arguments) > 1 else 300
        out = reports.prepare(Path(arguments[2]) if len(arguments) > 2 else home / "report")
        multiplied(run, n_documents, out / "run")
        wall, used = time.perf_counter(), cpu()
        parameters = {"corpus": None, "run": "run", "out": "."}
        page = reports.build("report_actor_network", out, parameters=parameters)
        wall, used = time.perf_counter() - wall, cpu() - used
        sizes = {path.name: path.stat().st_size / 1e6 for path in (page, out / "notebook.ipynb")}
    sys.stdout.write(f"{n_documents} documents: {wall:.1f} s wall, {used:.1f} s CPU\n")
    sys.stdout.write("".join(f"{name}: {size:.2f} MB\n" for name, size in sizes.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
