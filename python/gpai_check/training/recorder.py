"""One run while it lasts: passes are counted, and the record is written when something was saved, now and then, and at the end."""

from __future__ import annotations

import atexit
import datetime
import importlib.metadata
import os
import sys
import time
import weakref
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from . import record
from .energy import Energy
from .nearness import Watch, lines
from .shape import forth, forth_and_back
from .subject import Subject, dataset, look

#: Seconds between two writings of the record, where nothing was saved, and between two looks at the lines of the law.
_BETWEEN = 30.0
#: Libraries whose versions are told.
_LIBRARIES = ("torch", "transformers", "trl", "accelerate", "peft", "lightning", "pytorch-lightning", "deepspeed", "datasets")


class Recorder:
    """A run of one process. Everything it counts is of its own rank; rank 0 writes it for all ranks together."""

    def __init__(
        self,
        folder: "os.PathLike[str] | str",
        *,
        tool: str,
        rank: int = 0,
        local_rank: int = 0,
        ranks: int = 1,
        energy: Optional[str] = "codecarbon",
        energy_mode: str = "machine",
        lang: str = "en",
        say: Callable[[str], None] = lambda line: print(line, file=sys.stderr),
    ) -> None:
        self._path = record.path_of(Path(folder), rank)
        self._tool, self._rank, self._ranks = tool, rank, max(1, ranks)
        self._energy_wanted = energy == "codecarbon" and (energy_mode == "process" or local_rank == 0)
        self._energy_mode = energy_mode
        self._energy: Optional[Energy] = None
        self._lang, self._say = lang, say
        self._runs: List[Dict[str, Any]] = []
        self._run: Optional[Dict[str, Any]] = None
        self._counted = {"layers": 0, "attention": 0, "attention_at_most": 0, "recomputed": 0, "without_update": 0}
        self._hook: Any = None
        self._subject: Optional[Subject] = None
        self._recomputes = False

    @property
    def running(self) -> bool:
        """Whether a run is open."""
        return self._run is not None

    def begin(
        self,
        model: Any,
        *,
        first: int = 0,
        planned: Optional[int] = None,
        data: Sequence[Tuple[Any, Optional[str]]] = (),
        trainer_before: Optional[int] = None,
        base: Optional[str] = None,
        revision: Optional[str] = None,
        recomputes: bool = False,
        watch_passes: bool = True,
    ) -> None:
        """Opens a run: a new one beside those the file holds already."""
        if self.running:
            self.end("interrupted")
        subject = self._subject = look(model, base, revision)
        self._recomputes = recomputes
        self._counted = dict.fromkeys(self._counted, 0)
        self._begun = self._written = self._looked = time.monotonic()
        self._first, self._last, self._planned = first, first, planned
        self._trainer: Optional[int] = None
        self._tokens, self._tokens_counted = 0, None  # type: Tuple[int, Optional[int]]
        record.clear(self._path)
        self._runs = record.runs_of(self._path)
        before = self._runs[-1] if self._runs and first > 0 else None
        self._before = self._earlier()
        self._run = {
            "id": os.urandom(8).hex(),
            "continues": before["id"] if before is not None else None,
            "tool": self._tool,
            "tool_version": _version(self._tool),
            "started": _now(),
            "ended": None,
            "state": "running",
            "seconds": "0",
            "steps": {"first": first, "last": first, "planned": planned},
            "ranks": self._ranks,
            "devices": _devices(self._ranks),
            "parameters": {"all": str(subject.parameters), "trained": str(subject.trained_parameters)},
            "tokens": {"processed": None, "counted": None},
            "flop": {"trainer": None, "before": _text(trainer_before if first > 0 else None), "shape": None},
            "energy": [],
            "start": subject.start,
            "base": {"name": subject.base, "revision": subject.revision} if subject.start == "base" else None,
            "method": subject.method,
            "datasets": [dataset(one, split) for one, split in data],
            "libraries": {name: found for name in _LIBRARIES if (found := _version(name)) is not None},
        }
        self._runs.append(self._run)
        self._energy = Energy(self._rank, self._energy_mode) if self._energy_wanted else None
        self._watch = Watch(lines(subject.start, subject.base), self._lang) if self._rank == 0 else Watch([])
        register = getattr(model, "register_forward_pre_hook", None)
        if watch_passes and callable(register):
            self._hook = register(self._passed, with_kwargs=True)
        _open.add(self)
        self.write()

    def _earlier(self) -> float:
        """FLOP of earlier runs of the record, for the lines of the law."""
        total = 0.0
        for run in self._runs:
            flop = run.get("flop") or {}
            shape = flop.get("shape") or {}
            try:
                total += float(shape.get("layers") or 0) + float(shape.get("attention") or 0) or float(flop.get("trainer") or 0)
            except (TypeError, ValueError, AttributeError):
                pass
        return total

    def _passed(self, module: Any, arguments: Tuple[Any, ...], named: Mapping[str, Any]) -> None:
        """Called before each pass of the model."""
        ids = named.get("input_ids")
        if ids is None:
            ids = named.get("inputs_embeds")
        if ids is None and arguments:
            ids = arguments[0]
        sizes = tuple(getattr(ids, "shape", ()) or ())
        if len(sizes) >= 2:
            mask, positions = named.get("attention_mask"), named.get("position_ids")
            # Several texts in one row: how long each is would have to be fetched from the device.
            packed = mask is None and positions is not None and int(sizes[0]) == 1
            self.count(int(sizes[0]), int(sizes[1]), _gradient(module), packed)

    def count(self, batch: int, length: int, updates: bool, packed: bool = False) -> None:
        """One pass of a batch of so many rows of so many positions."""
        subject, counted = self._subject, self._counted
        if subject is None:
            return
        if not updates:
            ahead = forth(subject.shape, subject.trained, batch, length)
            counted["without_update"] += ahead.layers + ahead.attention
            return
        self._tokens += batch * length
        whole = forth_and_back(subject.shape, subject.trained, batch, length)
        counted["layers"] += whole.layers
        counted["attention_at_most" if packed else "attention"] += whole.attention
        if self._recomputes:
            again = forth(subject.shape, subject.trained, batch, length)
            counted["recomputed"] += again.layers + again.attention - 2 * batch * length * subject.shape.head

    def step(self, last: int, trainer: Optional[int] = None, counted: Optional[int] = None) -> None:
        """After a step: how many there were, and what the trainer counted of FLOP and of tokens in this run, over all ranks."""
        if not self.running:
            return
        self._last = max(self._last, last)
        self._trainer = trainer if trainer is not None else self._trainer
        self._tokens_counted = counted if counted is not None else self._tokens_counted
        now = time.monotonic()
        if now - self._looked >= _BETWEEN or (self._looked == self._begun and now - self._begun > 5):
            self._looked = now
            own = self._ranks * (self._counted["layers"] + self._counted["attention"]) or float(self._trainer or 0)
            planned = None if self._planned is None else self._planned - self._first
            said = self._watch.look(self._before, float(own), self._last - self._first, planned, now - self._begun)
            if said is not None:
                self._say(said)
        if now - self._written >= _BETWEEN:
            self.write()

    def write(self) -> None:
        """Writes the record as it is now. A disk that is full is told, and ends no training."""
        run, subject = self._run, self._subject
        if run is None or subject is None:
            return
        self._written = time.monotonic()
        run["seconds"] = record.decimal(self._written - self._begun)
        run["steps"] = {"first": self._first, "last": self._last, "planned": self._planned}
        ranks = self._ranks
        run["tokens"] = {"processed": _text(ranks * self._tokens or None), "counted": _text(self._tokens_counted)}
        run["flop"]["trainer"] = _text(self._trainer)
        if self._tokens:
            shape = {key: str(ranks * amount) for key, amount in self._counted.items()}
            by = "config" if subject.of_config else "weights"
            run["flop"]["shape"] = {"by": by, "architecture": subject.shape.kind, **shape}
        measured = self._energy.now() if self._energy is not None else None
        if measured is not None:
            run["energy"] = [measured]
        if self._rank > 0 and not run["energy"]:
            return
        try:
            record.write(self._path, self._rank, self._runs)
        except OSError as error:
            self._say(f"gpai: the record of this training was not written: {error.strerror}")

    def end(self, state: str = "finished") -> None:
        """Closes the run."""
        run = self._run
        if run is None:
            return
        if self._hook is not None:
            self._hook.remove()
            self._hook = None
        measured = self._energy.stop() if self._energy is not None else None
        self._energy = None
        if measured is not None:
            run["energy"] = [measured]
        run["ended"], run["state"] = _now(), state
        self.write()
        self._run = None
        _open.discard(self)


_open: "weakref.WeakSet[Recorder]" = weakref.WeakSet()


@atexit.register
def _left_open() -> None:
    """A process that ends while a run is open was interrupted; one that is killed leaves `running`."""
    for recorder in list(_open):
        recorder.end("interrupted")


def _text(amount: Optional[int]) -> Optional[str]:
    return None if amount is None else str(int(amount))


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version(package: str) -> Optional[str]:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _gradient(module: Any) -> bool:
    """Whether a pass is one that leads to an update."""
    torch = sys.modules.get("torch")
    if torch is None:
        return bool(getattr(module, "training", True))
    return bool(torch.is_grad_enabled())


def _devices(ranks: int) -> List[Dict[str, Any]]:
    """The accelerators, one a rank: of this one its kind."""
    torch = sys.modules.get("torch")
    try:
        if torch is not None and torch.cuda.is_available():
            return [{"name": torch.cuda.get_device_name(torch.cuda.current_device()), "count": ranks}]
    except Exception:
        pass
    return []
