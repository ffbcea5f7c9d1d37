"""For the Trainer of transformers, and all that are made from it (TRL): a callback that records what the law asks for later.

    from gpai_check.transformers import Evidence

    trainer = Trainer(..., callbacks=[Evidence()])

`gpai-training-run.json` in the output folder then holds steps, tokens, devices, time, compute by the trainer and by the shape of
the model, energy (with CodeCarbon installed), base and revision, data sets; `gpai check` reads it. Resuming adds a run. Nothing
is sent anywhere.
"""

from __future__ import annotations

import sys
from typing import Any, Callable, List, Optional, Tuple

from transformers import TrainerCallback

from .training.recorder import Recorder


class Evidence(TrainerCallback):
    """The callback. `base` and `revision` name the model that this one began from, where its own configuration does not."""

    _tool = "transformers"

    def __init__(
        self,
        *,
        energy: Optional[str] = "codecarbon",
        energy_mode: str = "machine",
        base: Optional[str] = None,
        revision: Optional[str] = None,
        lang: str = "en",
        say: Callable[[str], None] = lambda line: print(line, file=sys.stderr),
    ) -> None:
        super().__init__()
        self._energy, self._energy_mode = energy, energy_mode
        self._base, self._revision = base, revision
        self._lang, self._say = lang, say
        self._recorder: Optional[Recorder] = None
        self._flop_before = 0
        self._tokens_before = 0

    def on_train_begin(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        if self._recorder is not None:
            self._recorder.end("interrupted")
        self._recorder = Recorder(
            args.output_dir,
            tool=self._tool,
            rank=args.process_index,
            local_rank=args.local_process_index,
            ranks=args.world_size,
            energy=self._energy,
            energy_mode=self._energy_mode,
            lang=self._lang,
            say=self._say,
        )
        self._flop_before = int(state.total_flos or 0)
        self._tokens_before = int(getattr(state, "num_input_tokens_seen", 0) or 0)
        model = named.get("model")
        self._recorder.begin(
            model,
            first=int(state.global_step),
            planned=int(state.max_steps) if state.max_steps and state.max_steps > 0 else None,
            data=_data(named),
            trainer_before=self._flop_before,
            base=self._base,
            revision=self._revision,
            recomputes=bool(getattr(args, "gradient_checkpointing", False)),
            # A hook would break the graph of a compiled model; the trainer's own count is kept then.
            watch_passes=not getattr(args, "torch_compile", False),
        )

    def _told(self, args: Any, state: Any) -> None:
        if self._recorder is None:
            return
        # The trainer adds what it counted when it logs or saves.
        flop = int(state.total_flos or 0) - self._flop_before
        seen = int(getattr(state, "num_input_tokens_seen", 0) or 0) - self._tokens_before
        self._recorder.step(int(state.global_step), flop if flop > 0 else None, seen if seen > 0 else None)

    def on_step_end(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        self._told(args, state)

    def on_save(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        self._told(args, state)
        if self._recorder is not None:
            # No weights without the compute that made them.
            self._recorder.write()

    def on_train_end(self, args: Any, state: Any, control: Any, **named: Any) -> None:
        self._told(args, state)
        if self._recorder is not None:
            self._recorder.end("finished")
            self._recorder = None


def _data(named: Any) -> List[Tuple[Any, Optional[str]]]:
    loader = named.get("train_dataloader")
    data = getattr(loader, "dataset", None)
    return [] if data is None else [(data, None)]
