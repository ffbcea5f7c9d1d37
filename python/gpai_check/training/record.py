"""The file `gpai-training-run.json`: read within bounds, added to, and replaced whole, so that a crash leaves the last state."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Optional

FORMAT = "gpai-training-run/1"
NAME = "gpai-training-run.json"
_LARGEST = 4 << 20
_RUNS = 1_000


def path_of(folder: Path, rank: int) -> Path:
    """Rank 0 keeps the record; each other rank that measured something has a file beside it."""
    return folder / (NAME if rank == 0 else f"gpai-training-run.rank-{rank}.json")


def runs_of(path: Path) -> List[Dict[str, Any]]:
    """The runs of a record; none where there is no file. One that is no record is put aside, never written over."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too large")
        document = json.loads(path.read_text("utf-8"))
        if document["format"] != FORMAT or not all(isinstance(run["id"], str) for run in document["runs"]):
            raise ValueError("another format")
        return list(document["runs"])
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError, RecursionError):
        _put_aside(path)
        return []


def _put_aside(path: Path) -> None:
    for number in range(1, 1_000):
        other = path.with_name(f"{path.stem}.unreadable-{number}.json")
        if not other.exists():
            os.replace(path, other)
            return


def clear(path: Path) -> None:
    """Takes away what a run that was killed while it wrote left beside the file."""
    for left in path.parent.glob(f".{path.name}.*.tmp"):
        _remove(str(left))


def write(path: Path, rank: int, runs: List[Dict[str, Any]]) -> None:
    """Replaces the file: whoever reads sees the old one or the new one, whenever the power fails."""
    text = json.dumps({"format": FORMAT, "rank": rank, "runs": runs[-_RUNS:]}, indent=1, ensure_ascii=False) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        _remove(temporary)
        raise


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass


def decimal(amount: Optional[float]) -> Optional[str]:
    """An amount as the format has it: whole numbers exact, others with four digits behind the point."""
    if amount is None:
        return None
    if isinstance(amount, int):
        return str(amount)
    return f"{amount:.4f}".rstrip("0").rstrip(".") or "0"
