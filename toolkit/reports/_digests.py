"""Digests of files and folders, and the versions that a report states."""

import hashlib
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import toolkit

__all__ = ["TIMING", "digest_of", "files_of", "inputs_of", "is_within", "versions"]

TIMING = "timing.json"
_VERSIONED = (
    "ipykernel",
    "matplotlib",
    "nbconvert",
    "networkx",
    "nltk",
    "numpy",
    "pandas",
    "papermill",
    "scipy",
    "spacy",
)


def digest_of(path: Path) -> str:
    """Give the SHA-256 digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder: Path) -> dict[str, Path]:
    """Give every file below a folder by its path relative to it, sorted; timings left out."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: found[name] for name in sorted(found) if Path(name).name != TIMING}


def _tree_digest(path: Path) -> str:
    """Digest of a file, or of a folder: of the list of its files with their digests."""
    if path.is_file():
        return digest_of(path)
    lines = [f"{digest_of(file)}  {name}\n" for name, file in files_of(path).items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def inputs_of(out: Path, values: Iterable[Any], home: Path | None = None) -> dict[str, str]:
    """Digests of what stood in the report folder (or the folder of the set, `home`) and a parameter names."""
    names = sorted({value for value in values if isinstance(value, str) and value})
    return {name: _tree_digest(out / name) for name in names if _is_input(out, name, home or out)}


def _is_input(out: Path, name: str, home: Path) -> bool:
    try:
        place = (out / name).resolve()
        return (
            place.exists() and home.resolve() in place.parents and place not in (out.resolve(), *out.resolve().parents)
        )
    except (OSError, ValueError):  # a text that cannot be a path
        return False


def is_within(name: str, folders: Iterable[str]) -> bool:
    """Tell whether a relative path lies below one of several."""
    return any(Path(name).is_relative_to(Path(folder)) for folder in folders)


def versions() -> dict[str, str]:
    """Give the versions of Python, of the toolkit and of the packages that results depend on."""
    found = {"python": platform.python_version(), "polyvocal": toolkit.__version__}
    for package in _VERSIONED:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
