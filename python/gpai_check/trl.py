"""For the trainers of TRL (SFT, DPO, GRPO and others): the callback of transformers, under the name of TRL.

    from gpai_check.trl import Evidence

    trainer = SFTTrainer(..., callbacks=[Evidence()])
"""

from __future__ import annotations

from .transformers import Evidence as _Evidence


class Evidence(_Evidence):
    """The callback. Passes of a reference model, and of generation by the trained one, are counted apart from those that update."""

    _tool = "trl"
