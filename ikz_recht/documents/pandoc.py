"""One call of the pandoc program: Markdown of our dialect in, bytes of one format out, the same bytes every time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ikz_recht.documents.dialect import PANDOC_READER
from ikz_recht.documents.meta import RenderProblem
from ikz_recht.rulebase.problem import reason

_SECONDS = 60


def run_pandoc(text: str, target: str, options: Sequence[str], timestamp: int, source: str = PANDOC_READER) -> bytes:
    """Convert `text`, normally prepared Markdown, into pandoc's format `target`.

    Every failure, a missing program included, is a `RenderProblem`. The program is called directly because pypandoc asks
    it for its version and formats first, which triples the time; the sandbox keeps a document from reading other files.
    """
    command = [_program(), f"--from={source}", f"--to={target}", "--output=-", "--sandbox", "--columns=10", "--wrap=none", *options]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(timestamp), "LC_ALL": "C.UTF-8", "PANDOC_DATA_DIR": os.devnull}
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, env=environment, timeout=_SECONDS, check=False)
    except OSError as error:
        raise RenderProblem(f"Pandoc lässt sich nicht starten: {reason(error)}.") from error
    except subprocess.TimeoutExpired as error:
        raise RenderProblem(f"Pandoc wurde nach {_SECONDS} Sekunden abgebrochen.") from error
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip() or f"Rückgabewert {done.returncode}"
        raise RenderProblem(
            "Pandoc konnte das Dokument nicht erzeugen. Prüfen Sie die eigenen Vorlagen und die Referenzdatei.", detail=said
        )
    return done.stdout


def default_file(name: str) -> bytes:
    """One of the files that come with pandoc, such as `reference.docx`."""
    done = subprocess.run([_program(), "--print-default-data-file", name], capture_output=True, check=False)
    if done.returncode != 0:
        raise RenderProblem(f"Pandoc enthält die Datei „{name}“ nicht.")
    return done.stdout


def _program() -> str:
    try:
        import pypandoc
    except ImportError as error:
        raise RenderProblem("Für DOCX, ODT und PDF fehlt Pandoc. Bitte installieren: pip install pypandoc_binary") from error
    # The packaged program first: searching the PATH runs every pandoc that is found.
    packaged = Path(pypandoc.__file__).parent / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")
    if packaged.is_file():
        return str(packaged)
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise RenderProblem("Pandoc wurde nicht gefunden. Bitte installieren: pip install pypandoc_binary") from error
