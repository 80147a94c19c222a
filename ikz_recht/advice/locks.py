"""Locks between processes: held by the operating system, so that the end of a process, however it comes, releases them.

What excludes others is the lock on the file, never that the file is there: a file left behind by a killed process blocks nobody.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_STEP = 0.05
_AT = 1 << 30  # Windows locks a byte, and a locked byte cannot be read by others: one far behind the process number
# File systems that know no locks; whoever writes there must compare before.
_UNSUPPORTED = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}
_held: set[int] = set()


class Busy(Exception):
    """Somebody else holds the lock; `holder` is the number of that process, or ""."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextlib.contextmanager
def locked(target: Path, seconds: float) -> Iterator[None]:
    """Hold the lock that belongs to a file or folder name; it needs not exist. Waits up to `seconds`. Raises Busy, OSError."""
    path = target.parent / f".ikz-recht.{hashlib.sha256(target.name.encode(errors='surrogateescape')).hexdigest()[:12]}.sperre"
    handle = _wait(path, time.monotonic() + seconds)
    _held.add(handle)
    try:
        yield
    finally:
        _held.discard(handle)
        _release(handle, path)


def try_lock(handle: int) -> bool:
    """Lock an open file, without waiting: False if somebody else holds it. Raises OSError where the file system knows no locks."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, _AT, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK):
            return False
        raise
    return True


def _wait(path: Path, until: float) -> int:
    while True:
        handle = _open(path)
        try:
            if _taken(handle, path):
                return handle
            holder = _holder(handle)
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if time.monotonic() > until:
            raise Busy(holder)
        time.sleep(_STEP)


def _open(path: Path) -> int:
    """The lock file, made if it is missing; one that belongs to another user can be locked though not written."""
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o666)
    except PermissionError as refused:
        try:
            return os.open(path, os.O_RDONLY | flags)
        except FileNotFoundError:  # so it was the folder that refused
            raise refused from None


def _taken(handle: int, path: Path) -> bool:
    """Whether the lock is ours now; not if its file has been removed or replaced by whoever held it before."""
    try:
        if not try_lock(handle):
            return False
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    try:
        if not os.path.samestat(os.fstat(handle), os.stat(path, follow_symlinks=False)):
            return False
    except FileNotFoundError:
        return False
    with contextlib.suppress(OSError):  # the number only helps a person
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, str(os.getpid()).encode())
    return True


def _holder(handle: int) -> str:
    with contextlib.suppress(OSError):
        os.lseek(handle, 0, os.SEEK_SET)
        said = os.read(handle, 20).decode(errors="replace").strip()
        return said if said.isdecimal() else ""
    return ""


def _release(handle: int, path: Path) -> None:
    """Remove the file while the lock is held: who waits for it then sees that it has gone, and makes a new one."""
    with contextlib.suppress(OSError):
        if sys.platform != "win32":  # there an open file cannot be removed
            path.unlink()
    os.close(handle)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink()


def _leave_to_parent() -> None:
    """A forked child (each case of durable-rules runs in one) must not hold on to a lock when its parent has died."""
    for handle in _held:
        with contextlib.suppress(OSError):
            os.close(handle)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)
