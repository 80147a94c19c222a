"""Writing several files of one folder together: after every end of the program, also a sudden one, either all are new or all are old.

1. All new files are written into a folder of our own inside the target folder, and the old ones are linked beside them.
2. A list of the names is put there: from now on the set counts as written.
3. The new files take their places, one after the other, in a process of their own that a signal to the program does not reach.
4. The folder of our own is removed.

A machine that stops during step 3 leaves the list; whoever writes there next finishes the step before anything else.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import stat
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..rulebase.problem import InputProblems, Place, Problem, reason
from .files import check_target, not_written, store, sync_folder
from .locks import Busy, locked

_STAGE = ".ikz-recht.neu"
_LIST = "liste.json"
_OLD = "alt."
_WAIT = 20.0


def write_set(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace the named files of the folder, which is made if it is missing; other files stay untouched. Raises InputProblems."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = f"Der Ordner lässt sich nicht anlegen ({reason(error)})."
        raise InputProblems([Problem(Place(folder), text, "Prüfen Sie Pfad und Rechte.")]) from None
    place = Path(os.path.realpath(folder))
    try:
        with locked(place / _STAGE, _WAIT):
            finish_left_behind(place)
            _check(folder, files)
            _stage(place, files)
            _take_places(place, tuple(files))
            _remove_stage(place)
    except Busy:
        text = "In diesen Ordner schreibt gerade ein anderer Lauf."
        raise InputProblems([Problem(Place(folder), text, "Warten Sie, bis er fertig ist, und wiederholen Sie den Befehl.")]) from None
    except OSError as error:
        raise not_written(folder, error) from None


def finish_left_behind(folder: Path) -> None:
    """Finish or undo what a run that was stopped has left: a set with its list is put in place, any other is dropped. Raises OSError."""
    stage = folder / _STAGE
    if stage.is_symlink():
        stage.unlink()  # no run of ours makes one: what it points to is none of our business
    if not stage.is_dir():
        return
    names = _listed(stage)
    if names:
        with contextlib.suppress(OSError):  # the set to be written now replaces it anyway
            _move(stage, folder, names)
    _remove_stage(folder)


def _check(folder: Path, files: Mapping[str, bytes]) -> None:
    """Refuse before the first change: what is not a plain file that may be written is never replaced. Raises InputProblems."""
    for name in files:
        try:
            if (folder / name).is_symlink():
                text = "Hier steht eine Verknüpfung, keine Datei."
                remedy = "Löschen Sie sie, oder wählen Sie einen anderen Ordner."
                raise InputProblems([Problem(Place(folder / name), text, remedy)])
            check_target(folder / name)
        except OSError as error:
            raise not_written(folder / name, error) from None


def _stage(folder: Path, files: Mapping[str, bytes]) -> None:
    """All new files, links to all old ones, then the list. Raises OSError; then nothing is left of it."""
    stage = folder / _STAGE
    stage.mkdir(0o700)
    try:
        for name, data in files.items():
            _put(stage / name, data, folder / name)
            if (folder / name).exists():
                _keep(folder / name, stage / f"{_OLD}{name}")
        _put(stage / f"{_LIST}.neu", json.dumps(list(files)).encode(), stage / _LIST)
        sync_folder(stage)
        os.replace(stage / f"{_LIST}.neu", stage / _LIST)
        sync_folder(stage)
    except BaseException:
        with contextlib.suppress(OSError):
            _remove_stage(folder)
        raise


def _put(path: Path, data: bytes, target: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        store(handle, data, target)
    finally:
        os.close(handle)


def _keep(old: Path, link: Path) -> None:
    try:
        os.link(old, link)
    except OSError:  # no links on this file system
        shutil.copy2(old, link)


def _take_places(folder: Path, names: Sequence[str]) -> None:
    """Move the files, all or none. Raises OSError if one cannot be moved, after the others are back in their old state."""
    stage = folder / _STAGE
    number = _safely_moved(stage, folder, names)
    if number:
        _remove_stage(folder)
        raise OSError(number, os.strerror(number))
    sync_folder(folder)


def _safely_moved(stage: Path, folder: Path, names: Sequence[str]) -> int:
    """The error number of `_move_or_undo`, in a process that the signals to this one, and its end, do not reach, where there are such.

    Between the first file and the last, the end of the program would leave a mixture until the next run.
    """
    if sys.platform == "win32" or threading.active_count() > 1:  # to fork a process with threads is not safe
        return _move_or_undo(stage, folder, names)
    child = os.fork()
    if child == 0:
        number = errno.EIO
        try:
            os.setsid()
            number = _move_or_undo(stage, folder, names)
        finally:
            os._exit(number)
    try:
        _, status = os.waitpid(child, 0)
    except KeyboardInterrupt:
        os.waitpid(child, 0)
        raise
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else errno.EIO


def _move_or_undo(stage: Path, folder: Path, names: Sequence[str]) -> int:
    """Move all files; at the first that cannot be moved, put the old ones back. 0 or the error number."""
    try:
        _move(stage, folder, names)
    except OSError as error:
        (stage / _LIST).unlink()  # from now on the old set counts
        for name in names:
            if (stage / name).exists():  # still here: its place has the old file, or none
                continue
            if (stage / f"{_OLD}{name}").exists():
                os.replace(stage / f"{_OLD}{name}", folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        return error.errno or errno.EIO
    return 0


def _move(stage: Path, folder: Path, names: Sequence[str]) -> None:
    for name in names:
        with contextlib.suppress(FileNotFoundError):  # moved before the run was stopped
            os.replace(stage / name, folder / name)


def _listed(stage: Path) -> list[str]:
    """The names of a set that counts as written; none if the list is missing or not ours."""
    try:
        names = json.loads((stage / _LIST).read_bytes()[:100_000])
    except (OSError, ValueError):
        return []
    plain = isinstance(names, list) and all(isinstance(name, str) and name not in ("", ".", "..") for name in names)
    return names if plain and all(os.path.basename(name) == name for name in names) else []


def _remove_stage(folder: Path) -> None:
    """Remove our own folder; the list goes last, because it says what the rest is for. Raises OSError."""
    stage = folder / _STAGE
    if not stage.is_dir():
        return
    for path in sorted(stage.iterdir(), key=lambda path: path.name == _LIST):
        if stat.S_ISREG(path.lstat().st_mode) or path.is_symlink():
            path.unlink()
    stage.rmdir()
    if sys.platform != "win32":
        sync_folder(folder)
