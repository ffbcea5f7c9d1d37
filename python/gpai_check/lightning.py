"""For the Trainer of Lightning: a callback that records what the law asks for later.

    from gpai_check.lightning import Evidence

    trainer = Trainer(..., callbacks=[Evidence("out")])
"""

from __future__ import annotations

import os
import sys
from typing import Any, Callable, Dict, Optional, Union

try:
    from lightning.pytorch.callbacks import Callback
except ImportError:
    from pytorch_lightning.callbacks import Callback

from .training.recorder import Recorder


class Evidence(Callback):
    """The callback. `folder` is where the model is saved (the trainer's default folder); `attribute` the model within the module,
    `model` where it has one of that name."""

    def __init__(
        self,
        folder: "Optional[Union[str, os.PathLike[str]]]" = None,
        *,
        attribute: str = "model",
        base: Optional[str] = None,
        revision: Optional[str] = None,
        recomputes: bool = False,
        energy: Optional[str] = "codecarbon",
        energy_mode: str = "machine",
        lang: str = "en",
        say: Callable[[str], None] = lambda line: print(line, file=sys.stderr),
    ) -> None:
        super().__init__()
        self._folder, self._attribute = folder, attribute
        self._options: Dict[str, Any] = {"energy": energy, "energy_mode": energy_mode, "lang": lang, "say": say}
        self._begin: Dict[str, Any] = {"base": base, "revision": revision, "recomputes": recomputes}
        self._recorder: Optional[Recorder] = None

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        self._recorder = Recorder(
            self._folder if self._folder is not None else trainer.default_root_dir,
            tool="lightning",
            rank=trainer.global_rank,
            local_rank=trainer.local_rank,
            ranks=trainer.world_size,
            **self._options,
        )
        planned = trainer.estimated_stepping_batches
        data = getattr(trainer.train_dataloader, "dataset", None)
        self._recorder.begin(
            getattr(pl_module, self._attribute, pl_module),
            first=trainer.global_step,
            planned=int(planned) if planned != float("inf") and planned > 0 else None,
            data=[] if data is None else [(data, None)],
            **self._begin,
        )

    def on_train_batch_end(self, trainer: Any, *_: Any, **__: Any) -> None:
        if self._recorder is not None:
            self._recorder.step(trainer.global_step)

    def on_save_checkpoint(self, trainer: Any, *_: Any, **__: Any) -> None:
        if self._recorder is not None:
            self._recorder.step(trainer.global_step)
            self._recorder.write()

    def on_train_end(self, trainer: Any, *_: Any, **__: Any) -> None:
        self._end(trainer, "finished")

    def on_exception(self, trainer: Any, *_: Any, **__: Any) -> None:
        self._end(trainer, "failed")

    def _end(self, trainer: Any, state: str) -> None:
        if self._recorder is not None:
            self._recorder.step(trainer.global_step)
            self._recorder.end(state)
            self._recorder = None
