"""Writing one file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from ..rulebase.problem import InputProblems, Place, Problem, reason
from .locks import try_lock


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that at every moment either the old or the new content is there. Raises InputProblems."""
    try:
        target = Path(os.path.realpath(path, strict=False))
        check_target(target)
        prefix = f".ikz-recht.{hashlib.sha256(target.name.encode(errors='surrogateescape')).hexdigest()[:12]}."
        remove_left_behind(target.parent, prefix)
        _write(target, data, prefix)
        sync_folder(target.parent)
    except OSError as error:
        raise not_written(path, error) from None


def not_written(path: Path, error: OSError) -> InputProblems:
    """What a person is told when the system refuses to write."""
    return InputProblems(
        [Problem(Place(path), f"Die Datei lässt sich nicht schreiben ({reason(error)}).", "Prüfen Sie Ordner und Rechte.")]
    )


def check_target(target: Path) -> None:
    """Only a plain file that may be written is replaced: a device, a pipe, or a file somebody has protected is not. Raises OSError."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, "")
    if not stat.S_ISREG(mode):
        raise OSError(errno.ENODEV, "")
    if not os.access(target, os.W_OK):
        raise OSError(errno.EACCES, "")


def store(handle: int, data: bytes, target: Path) -> None:
    """Write the bytes to an open new file and to the disk; its rights are those of the file it will replace. Leaves the handle open."""
    with os.fdopen(os.dup(handle), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    rights = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    if os.chmod in os.supports_fd:
        os.chmod(handle, rights)


def sync_folder(folder: Path) -> None:
    """Let the disk know the new names too; a system that cannot do that for folders does it by itself."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def remove_left_behind(folder: Path, prefix: str) -> None:
    """Remove the temporary files of processes that were killed; those of living ones are locked."""
    for path in folder.glob(f"{prefix}*.neu"):
        with contextlib.suppress(OSError):
            handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                dead = try_lock(handle)
                if dead and sys.platform != "win32":
                    path.unlink()
            finally:
                os.close(handle)
            if dead and sys.platform == "win32":
                path.unlink()


def _write(target: Path, data: bytes, prefix: str) -> None:
    handle, temporary = _temporary(target.parent, prefix)
    try:
        try:
            store(handle, data, target)
            if sys.platform != "win32":  # the lock is held until the file has its name, where the system allows that
                os.replace(temporary, target)
        finally:
            os.close(handle)
        if sys.platform == "win32":
            os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _temporary(folder: Path, prefix: str) -> tuple[int, str]:
    """A new locked file. Another process may take it for one left behind before it is locked, and remove it: then one more."""
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=prefix, suffix=".neu")
        try:
            ours = try_lock(handle)
        except OSError:  # no locks here: then nobody removes anything either
            return handle, name
        if ours and os.path.exists(name):
            return handle, name
        os.close(handle)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
