"""The program `gpai` of this wheel: where it is, one run of it, and how runs end.

The name `gpai` on the package index belongs to somebody else, whose package installs a command of the same name. So the
program is never looked for on the PATH: it is the file that the wheel `gpai-check` says it installed.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

DISTRIBUTION = "gpai-check"
#: Names another file as the program, for who builds it.
OVERRIDE = "GPAI_PROGRAM"
#: The exit codes of a run that answered: nothing open, a gap, open questions.
ANSWERED = (0, 1, 3)


class GpaiError(Exception):
    """The program could not answer."""


class ProgramMissing(GpaiError):
    """There is no program to ask, or the file is not the one that was installed."""


class UsageError(GpaiError):
    """Exit code 2: wrong usage, or an input that could not be read as a whole. The text says where and what to do."""


class InternalError(GpaiError):
    """Exit code 4: a defect of the program, whatever the input was."""


_found: Optional[Path] = None


def find() -> Path:
    """The program's file."""
    global _found
    named = os.environ.get(OVERRIDE)
    if named:
        path = Path(named)
        if not path.is_file():
            raise ProgramMissing(f"{OVERRIDE} names {named}, which is no file")
        return path.resolve()
    if _found is None or not _found.is_file():
        _found = _installed()
    return _found


def _installed() -> Path:
    try:
        files = importlib.metadata.files(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        raise ProgramMissing(
            f"the package {DISTRIBUTION} is not installed: pip install {DISTRIBUTION}, or let {OVERRIDE} name the program"
        ) from None
    for file in files:
        if file.name in ("gpai", "gpai.exe") and "gpai_check" not in file.parts:
            path = Path(str(file.locate())).resolve()
            # Another package may have put a command of the same name in its place since.
            if path.is_file() and (file.size is None or path.stat().st_size == file.size):
                return path
            raise ProgramMissing(
                f"{path} is not the file that {DISTRIBUTION} installed: another package has a command of that name; "
                f"uninstall it, then: pip install --force-reinstall {DISTRIBUTION}"
            )
    raise ProgramMissing(f"{DISTRIBUTION} is installed without its program; install a wheel of it")


def run(arguments: Sequence[str], timeout: Optional[float] = None) -> Tuple[str, int]:
    """One run: what it printed, and its exit code, which is one of those that answer."""
    command: List[str] = [str(find()), *arguments]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise GpaiError(f"gpai {arguments[0]} did not answer within {timeout} s") from None
    except OSError as error:
        raise ProgramMissing(f"{command[0]} cannot be started: {error.strerror}") from None
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode in ANSWERED:
        return done.stdout.decode("utf-8"), done.returncode
    if done.returncode == 2:
        raise UsageError(said)
    raise InternalError(said or f"gpai ended with {done.returncode}")


def ask(arguments: Sequence[str], form: str, timeout: Optional[float] = None) -> Tuple[Dict[str, Any], int]:
    """One run whose output is a JSON document of a format; anything else is refused."""
    text, code = run(arguments, timeout)
    try:
        document = json.loads(text)
    except ValueError:
        raise GpaiError(f"gpai {arguments[0]} did not print JSON") from None
    said = document.get("format") if isinstance(document, dict) else None
    if said != form:
        raise GpaiError(f"gpai {arguments[0]} printed the format {said!r}; this package reads {form}")
    return document, code


def version() -> str:
    """What `gpai --version` says."""
    return run(["--version"])[0].strip()
