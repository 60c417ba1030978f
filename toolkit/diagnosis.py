"""What is installed, what is missing, and how to get it."""

import os
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import NamedTuple

from toolkit import encoder, language
from toolkit.errors import ToolkitError

__all__ = ["Finding", "findings"]


class Finding(NamedTuple):
    """One thing that was looked at: what, whether it is as needed, its state, and what to do if not."""

    what: str
    ok: bool
    state: str
    remedy: str


def _package(requirement: str) -> Finding:
    name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
    remedy = f"Install it: pip install '{requirement}', or run `make` again"
    try:
        return Finding(name, True, version(name), remedy)
    except PackageNotFoundError:
        return Finding(name, False, "not installed", remedy)


def _model() -> Finding:
    remedy = f"Install the model: see the message for {language.DEFAULT_MODEL!r}"
    try:
        meta = language.load().meta
    except ToolkitError as error:
        return Finding("language model", False, str(error), remedy)
    return Finding("language model", True, f"{meta['lang']}_{meta['name']} {meta['version']}", remedy)


def _reader() -> Finding:
    remedy = "Install the toolkit anew: its files in toolkit/models are not those that were shipped"
    try:
        return Finding("trained reader", True, str(encoder.load().facts["version"]), remedy)
    except ToolkitError as error:
        return Finding("trained reader", False, str(error), remedy)


def findings() -> tuple[Finding, ...]:
    """Look at Python, the packages that the toolkit needs, the language model and the folder.

    Returns
    -------
    tuple of Finding
        Python first, packages in alphabetical order, then the models and whether the folder can be written to.

    Examples
    --------
    >>> findings()[0].what
    'Python'
    """
    python = ".".join(map(str, sys.version_info[:3]))
    fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
    needed = sorted(r for r in requires("polyvocal") or () if "extra ==" not in r)
    writable = os.access(Path.cwd(), os.W_OK)
    return (
        Finding("Python", fits, python, "Use Python 3.11, 3.12 or 3.13"),
        *(_package(requirement) for requirement in needed if not requirement.startswith("en-core-web")),
        _model(),
        _reader(),
        Finding("write access here", writable, "yes" if writable else "no", "Change to a folder that you may write to"),
    )
