"""The kernel that a report runs in: that of the running Python, on any machine the same.

It neither reads nor writes the user's IPython folder, and starts whether or not kernels are registered.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import toolkit
from toolkit.errors import InputError

if TYPE_CHECKING:
    from jupyter_client.kernelspec import KernelSpec

__all__ = ["LOG", "manager"]

#: File, in the folder given to `manager`, with what the kernel itself says (not the cells).
LOG = "kernel.log"

_INLINE = "module://matplotlib_inline.backend_inline"
_THREADS = ("MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def _environment(home: Path) -> dict[str, str]:
    """Environment of the kernel on top of the present one: same order, one thread, nothing of the user's folder."""
    variables = dict.fromkeys(_THREADS, "1")
    variables |= {
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "MPLBACKEND": _INLINE,
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
    }
    root = Path(toolkit.__file__).parents[1]
    if root.name not in ("site-packages", "dist-packages"):  # a checkout that may not be installed
        variables["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    return variables


def _specification(home: Path, kernel: str | None) -> "KernelSpec":
    from jupyter_client import kernelspec

    if kernel is None:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        found = kernelspec.KernelSpec(argv=command, display_name="Python 3", language="python")
        found.metadata = {"supported_encryption": ["curve"]}
    else:
        try:
            found = kernelspec.get_kernel_spec(kernel)
        except kernelspec.NoSuchKernel as error:
            known = ", ".join(sorted(kernelspec.find_kernel_specs()))
            raise InputError(f"there is no kernel {kernel!r}; this machine has {known or 'none'}") from error
    found.env = {**found.env, **{key: value.replace("$", "$$") for key, value in _environment(home).items()}}
    return found


def manager(home: Path, kernel: str | None) -> type:
    """Make the class of a manager of one kernel that talks to it encrypted and writes only to `home`."""
    from jupyter_client.manager import AsyncKernelManager

    specification = _specification(home, kernel)

    class Manager(AsyncKernelManager):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.connection_file = str(home / "kernel.json")
            if _can_encrypt():
                self.transport_encryption = "auto"

        @property
        def kernel_spec(self) -> "KernelSpec":
            return specification

        async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
            with (home / LOG).open("ab") as log:  # or the kernel would chat on the user's terminal
                await super().start_kernel(**kwargs, stdout=log, stderr=log)

    return Manager


def _can_encrypt() -> bool:
    import zmq

    return zmq.has("curve")
