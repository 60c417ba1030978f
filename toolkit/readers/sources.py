"""Where documents come from: the files of a folder and the members of zip files, in sorted order."""

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from toolkit.readers.base import Unreadable, log, parsing
from toolkit.records import Rejected

__all__ = ["IGNORED", "MAX_UNPACKED", "Source", "check_unpacked", "digests", "files", "office_file", "walk"]

#: Names (without suffix, small letters) of files that describe a corpus; with one of `_IGNORED_SUFFIXES` they are no
#: documents. Like hidden files and folders, names that begin with ``~$`` (locks of office programs) and what an
#: operating system leaves behind, they are passed over.
IGNORED = ("readme", "license", "licence", "citation", "changelog")
_IGNORED_SUFFIXES = ("", ".md", ".txt", ".rst", ".cff")
_LEFT_BEHIND = ("__macosx", "thumbs.db", "desktop.ini")
#: Most bytes that a zip file may unpack to; docx and xlsx files may unpack to a fifth of it.
MAX_UNPACKED = 1_000_000_000
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Source:
    """A file or a member of a zip file: where it stands, what names its documents, and how to open it."""

    path: str
    label: str
    open: Callable[[], IO[bytes]]

    @property
    def suffix(self) -> str:
        """The suffix in small letters, with its dot."""
        return PurePosixPath(self.path).suffix.lower()

    def read(self) -> bytes:
        """Read all of it.

        Raises
        ------
        Unreadable
            "empty file", "unreadable file" or, for a member of a zip file, "damaged file".
        """
        with parsing(reason=self.failure), self.open() as file:
            data = file.read()
        if not data:
            raise Unreadable("empty file", "0 bytes")
        return data

    @property
    def failure(self) -> str:
        """What it means when the bytes cannot be had."""
        return "damaged file" if isinstance(self.open, _Member) else "unreadable file"


@dataclass(frozen=True)
class _Member:
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def __call__(self) -> IO[bytes]:
        return self.archive.open(self.info)


def _written(path: PurePosixPath | str) -> str:
    r"""Write a path so that every file can hold it: bytes of a name that are no UTF-8 become ``\xff``."""
    return os.fsencode(str(path)).decode("utf-8", "backslashreplace")


def _is_ignored(path: PurePosixPath) -> bool:
    if ".." in path.parts:
        return False
    if any(part.startswith((".", "~$")) or part.lower() in _LEFT_BEHIND for part in path.parts):
        return True
    return path.stem.lower() in IGNORED and path.suffix.lower() in _IGNORED_SUFFIXES


def _listed(folder: Path, above: tuple[str, ...]) -> Iterator[Path]:
    """List what is in a folder and its folders; links are followed unless they lead back to where they are."""
    here = (*above, os.path.realpath(folder))
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.name.startswith("."):
            if os.path.realpath(entry) not in here:
                yield from _listed_or_named(entry, here)
        else:
            yield entry


def _listed_or_named(folder: Path, above: tuple[str, ...]) -> Iterator[Path]:
    try:
        yield from list(_listed(folder, above))
    except OSError:
        yield folder


def files(root: Path) -> list[tuple[str, Path]]:
    """List the files of a corpus: relative POSIX path and place, sorted by the former.

    A folder that may not be listed stands there in the place of its files.
    """
    if not root.is_dir():
        return [(_written(root.name), root)]
    found = [(PurePosixPath(path.relative_to(root).as_posix()), path) for path in _listed_or_named(root, ())]
    kept = [(_written(relative), path) for relative, path in found if not _is_ignored(relative)]
    return sorted(kept)


def digests(path: Path) -> Iterator[tuple[str, str]]:
    """Give relative path and SHA-256 of each input file that can be opened, in sorted order."""
    for relative, place in files(path):
        if place.is_file():
            try:
                with place.open("rb") as file:
                    yield relative, hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                log.info("%s: %s; no digest", relative, error.strerror)


def walk(root: Path) -> Iterator[Source | Rejected]:
    """Yield every file of a corpus, and the members of its zip files as if they were unpacked in its place.

    Parameters
    ----------
    root : Path
        A file or a folder.

    Yields
    ------
    Source or Rejected
        In sorted order of the relative POSIX path; a member of a zip file is ``batch.zip/inner.txt``.
    """
    for relative, place in files(root):
        if not place.is_file():
            detail = "may not be listed" if place.is_dir() else "a broken link, or no regular file"
            yield Rejected(relative, "unreadable file", detail)
        elif PurePosixPath(relative).suffix.lower() == ".zip":
            yield from _members(relative, place, is_corpus=not root.is_dir())
        else:
            yield Source(relative, relative, lambda place=place: place.open("rb"))  # type: ignore[misc]


def _members(relative: str, place: Path, *, is_corpus: bool) -> Iterator[Source | Rejected]:
    try:
        with parsing():
            if place.stat().st_size == 0:
                raise Unreadable("empty file", "0 bytes")
            archive = zipfile.ZipFile(place)
    except Unreadable as error:
        yield Rejected(relative, error.reason, error.detail)
        return
    folder = "" if is_corpus else str(PurePosixPath(relative).with_suffix("")) + "/"
    with archive:
        try:
            check_unpacked(archive, MAX_UNPACKED)
        except Unreadable as error:
            yield Rejected(relative, error.reason, error.detail)
            return
        named = ((_member_name(info), info) for info in archive.infolist() if not info.is_dir())
        for name, info in sorted(named, key=lambda pair: pair[0]):
            if not _is_ignored(PurePosixPath(name)):
                yield _member(f"{relative}/{name}", folder, name, _Member(archive, info))


def _member_name(info: zipfile.ZipInfo) -> str:
    """Read the name of a member as UTF-8 where it is that without saying so, with slashes between folders."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/")


def _member(path: str, folder: str, name: str, member: _Member) -> Source | Rejected:
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        return Rejected(_written(path), "unsafe name in zip", f"{name!r} leads out of the folder it is unpacked in")
    if member.info.flag_bits & _ENCRYPTED:
        return Rejected(path, "encrypted file", "unpack it with its password first")
    if PurePosixPath(name).suffix.lower() == ".zip":
        return Rejected(path, "nested zip", "unpack it first")
    return Source(path, folder + name, member)


def check_unpacked(archive: zipfile.ZipFile, most: int) -> None:
    """Raise "too large" if a zip file says that it unpacks to more than `most` bytes; more is never unpacked."""
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > most:
        raise Unreadable("too large", f"unpacks to {unpacked} bytes; at most {most} are read")


def office_file(data: bytes) -> io.BytesIO:
    """Check the container of a docx or xlsx file before it is parsed.

    Raises
    ------
    Unreadable
        "encrypted file", "damaged file" or "too large".
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("encrypted file", "protected by a password, or in the format of Office before 2007")
    with parsing(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_unpacked(archive, MAX_UNPACKED // 5)
    return io.BytesIO(data)
