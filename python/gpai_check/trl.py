"""For the trainers of TRL (SFT, DPO, GRPO and others): the callback of transformers, under the name of TRL.

    from gpai_check.trl import Evidence

    trainer = SFTTrainer(..., callbacks=[Evidence()])
"""

from __future__ import annotations

from .transformers import Evidence as _Evidence


class Evidence(_Evidence):
    """The callback. Passes of generation by the trained model, or with its adapter off, are counted apart from those that update;
    those of a reference model of its own are not seen."""

    _tool = "trl"
