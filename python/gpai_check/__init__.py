"""What the EU AI Act asks of a general-purpose AI model, from Python: the program `gpai`, typed.

    import gpai_check as gpai

    a = gpai.check("out/", on="2027-08-02")
    a.duties["53-1-d"].state          # 'gap'
    gpai.check("hf://org/model")      # opens a connection to the Hub; nothing else here does

Nothing is computed here: each call starts the program that the same wheel brings, and reads the JSON that
`docs/machine-formats.md` promises. What is unknown stays `None`. It is not legal advice.
"""

from __future__ import annotations

from .assessments import (
    Assessment,
    Conclusion,
    Duty,
    Exposure,
    Fact,
    Finding,
    Interval,
    Place,
    Question,
    Source,
    check,
)
from .cards import Card, card
from .documents import Lint, LintFinding, Score, Unread, lint
from .program import GpaiError, InternalError, ProgramMissing, UsageError, version
from . import optout

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Card",
    "Conclusion",
    "Duty",
    "Exposure",
    "Fact",
    "Finding",
    "GpaiError",
    "InternalError",
    "Interval",
    "Lint",
    "LintFinding",
    "Place",
    "ProgramMissing",
    "Question",
    "Score",
    "Source",
    "Unread",
    "UsageError",
    "card",
    "check",
    "lint",
    "optout",
    "version",
]
