"""How files are written."""

from pathlib import Path

from toolkit.errors import InputError

__all__ = ["check_suffix", "write_bytes", "write_text"]


def check_suffix(to: Path, options: tuple[str, ...]) -> str:
    """Give the suffix of a file to write, which must be one of some."""
    suffix = to.suffix.lower()
    if suffix not in options:
        raise InputError(f"the file to write must end in one of {', '.join(options)}; got {to.name!r}")
    return suffix


def write_text(text: str, to: Path) -> Path:
    """Write text as UTF-8; folders are made."""
    return write_bytes(text.encode(), to)


def write_bytes(content: bytes, to: Path) -> Path:
    """Write bytes; folders are made."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(content)
    return to
