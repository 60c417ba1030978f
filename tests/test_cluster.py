"""A dask cluster does the work of a run, with the same result as one process."""

from pathlib import Path

import pytest

from toolkit import pipeline, tables
from toolkit.errors import InputError

distributed = pytest.importorskip("distributed", reason="needs the extra `cluster`")


@pytest.fixture
def scheduler() -> object:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp", host="127.0.0.1"
    ) as cluster:
        yield cluster.scheduler_address


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_scheduler_gives_the_tables_of_one_process(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(f'Talks {n}\n\n"We wait," Marla Quist told reporters.\n', encoding="utf-8")
    monkeypatch.setattr("toolkit.pipeline._parts.PART_SIZE", 1)
    alone = pipeline.extract(folder, tmp_path / "alone", method="rules")
    together = pipeline.extract(folder, tmp_path / "together", method="rules", scheduler=scheduler)
    assert together.counts == alone.counts
    for name in tables.RECORDS:
        assert tables.read(alone.folder, name).equals(tables.read(together.folder, name))


def test_workers_and_scheduler_exclude_each_other(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="workers and scheduler exclude each other; got workers 2"):
        pipeline.extract(tmp_path, tmp_path / "run", workers=2, scheduler="tcp://127.0.0.1:1")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x"])
def test_a_scheduler_that_does_not_answer_is_named(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.pipeline._parts._PATIENCE", "200ms")
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    with pytest.raises(InputError, match="nobody answers at "):
        pipeline.extract(tmp_path / "a.txt", tmp_path / "run", scheduler=address)
