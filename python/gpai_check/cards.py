"""`card`: the blocks of a model card that the law speaks of, kept by `gpai doc card`; what is outside its marks is never touched.

`huggingface_hub.ModelCard` stays the owner of the rest: write the card first, then call this on its folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Sequence, Union

from .program import UsageError, run


@dataclass(frozen=True)
class Card:
    """The card as it would be (or, with `write=True`, is now), and whether that differs from what stood there."""

    text: str
    changed: bool


def card(
    folder: Union[str, "os.PathLike[str]"] = ".",
    *,
    write: bool = False,
    blocks: Sequence[str] = (),
    lang: str = "en",
    timeout: Optional[float] = None,
) -> Card:
    """The card of a model folder with its blocks up to date; written only with `write=True`."""
    path = Path(folder) / "README.md"
    try:
        before = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: no model card that can be read: {error.strerror}") from None
    options = ["doc", "card", "--lang", lang, *(f"--block={block}" for block in blocks)]
    text, _ = run([*options, "--print", "--", os.fspath(folder)], timeout)
    changed = text.encode("utf-8") != before
    if write and changed:
        run([*options, "--", os.fspath(folder)], timeout)
    return Card(text, changed)
