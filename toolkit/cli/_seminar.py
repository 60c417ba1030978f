"""The command that makes the students' copy of the seminar."""

import tempfile
from pathlib import Path

import click

from toolkit.cli._shared import examples
from toolkit.errors import InputError

__all__ = ["seminar"]


@click.command(epilog=examples("seminar --out for_students", "seminar --zip for_students.zip"))
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write; new or empty.")
@click.option("--zip", "packed", type=click.Path(path_type=Path), help="Zip file to write, with or without --out.")
@click.option("--notebooks", type=click.Path(path_type=Path), help="Folder of other notebooks with solution cells.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the data, if not the shipped one.")
def seminar(out: Path | None, packed: Path | None, notebooks: Path | None, data: Path | None) -> None:
    """Make the students' copy of the seminar: no solutions, no outputs, with its data, to work offline."""
    from toolkit import seminar as course

    if out is None and packed is None:
        raise InputError("--out FOLDER or --zip FILE.zip is needed, or both")
    if packed is not None and packed.suffix != ".zip":
        raise InputError(f"--zip must end in .zip; got {str(packed)!r}")
    with tempfile.TemporaryDirectory() as elsewhere:
        folder = out or Path(elsewhere) / "seminar"
        course.student_copy(folder, notebooks=notebooks, data=data)
        if packed is not None:
            course.pack(folder, packed)
    click.echo("\n".join(str(path) for path in (out, packed) if path is not None))
