"""For loops of one's own with Accelerate, or without any library: a context that records what the law asks for later.

    from gpai_check.accelerate import Evidence

    with Evidence("out", model, accelerator=accelerator, steps=1000, data=[dataset]) as evidence:
        for batch in loader:
            ...
            optimizer.step()
            evidence.step()
        model.save_pretrained("out")
        evidence.saved()

An error that leaves the context ends the run as failed; the record stays whole.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Callable, Dict, Optional, Sequence

from .training.recorder import Recorder


class Evidence:
    """The context. `model` is the model before `accelerator.prepare`, or after: the passes of both are the same."""

    def __init__(
        self,
        folder: "os.PathLike[str] | str",
        model: Any,
        *,
        accelerator: Any = None,
        steps: Optional[int] = None,
        done: int = 0,
        data: Sequence[Any] = (),
        base: Optional[str] = None,
        revision: Optional[str] = None,
        recomputes: bool = False,
        energy: Optional[str] = "codecarbon",
        energy_mode: str = "machine",
        lang: str = "en",
        say: Callable[[str], None] = lambda line: print(line, file=sys.stderr),
    ) -> None:
        """`steps` are planned in all, `done` were done before by an earlier run; `recomputes` with gradient checkpointing."""
        self._recorder = Recorder(
            folder,
            tool="accelerate",
            rank=getattr(accelerator, "process_index", 0),
            local_rank=getattr(accelerator, "local_process_index", 0),
            ranks=getattr(accelerator, "num_processes", 1),
            energy=energy,
            energy_mode=energy_mode,
            lang=lang,
            say=say,
        )
        unwrap = getattr(accelerator, "unwrap_model", None)
        self._model = unwrap(model) if callable(unwrap) else model
        self._steps = done
        self._begin: Dict[str, Any] = {
            "first": done,
            "planned": steps,
            "data": [(one, None) for one in data],
            "base": base,
            "revision": revision,
            "recomputes": recomputes,
        }

    def __enter__(self) -> Evidence:
        self._recorder.begin(self._model, **self._begin)
        return self

    def step(self, tokens: Optional[int] = None) -> None:
        """After each step of the optimiser; `tokens` without padding so far in this run over all ranks, where they are counted."""
        self._steps += 1
        self._recorder.step(self._steps, counted=tokens)

    def saved(self) -> None:
        """After weights were saved: no weights without the compute that made them."""
        self._recorder.write()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self._recorder.end("finished" if kind is None else "failed")
