"""`lint`: a document, anybody's, held against the rules, as `gpai doc lint --format json` says it (gpai-lint/1)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple, Union

from .assessments import Answer, Day, _spoken
from .program import ask

FORMAT = "gpai-lint/1"
Path = Union[str, "os.PathLike[str]"]


@dataclass(frozen=True)
class LintFinding:
    """One finding: the rule (`gpai explain CODE`), the field of the form, and where it stands in the document."""

    code: str
    severity: str
    message: str
    field: Optional[str]
    page: Optional[int]
    line: Optional[int]
    cites: Tuple[str, ...]
    help: Optional[str]


@dataclass(frozen=True)
class Unread:
    """What could not be read; it is never called missing."""

    what: str
    page: Optional[int]


@dataclass(frozen=True)
class Score:
    """A section of a training summary, 0 to 100: this program's own measure and no authority's; `None`: nothing was read."""

    section: str
    score: Optional[int]


@dataclass(frozen=True)
class Lint:
    """All of it. `exit_code`: 0, 1 with at least one error, 3 where the document could not be followed."""

    file: str
    kind: str
    template: Optional[str]
    language: Optional[str]
    pages: Optional[int]
    findings: Tuple[LintFinding, ...]
    errors: int
    warnings: int
    infos: int
    unread: Tuple[Unread, ...]
    scores: Tuple[Score, ...]
    exit_code: int
    raw: Dict[str, Any] = field(repr=False, compare=False)


def lint(
    file: Path,
    *,
    kind: Optional[str] = None,
    model: Optional[Path] = None,
    on: Optional[Day] = None,
    given: Optional[Mapping[str, Answer]] = None,
    lang: str = "en",
    timeout: Optional[float] = None,
) -> Lint:
    """Checks a document: PDF (with `gpai-pdf`), DOCX, HTML, Markdown, gpai-document/1, or a record `documents/KIND.toml`."""
    arguments = ["doc", "lint", "--format", "json", "--lang", lang]
    if kind is not None:
        arguments += ["--kind", kind]
    if model is not None:
        arguments += ["--model", os.fspath(model)]
    if on is not None:
        arguments += ["--on", str(on)]
    for name, value in (given or {}).items():
        arguments.append(f"--given={name}={_spoken(value)}")
    document, code = ask([*arguments, "--", os.fspath(file)], FORMAT, timeout)
    counts = document["counts"]
    return Lint(
        file=document["file"],
        kind=document["kind"],
        template=document.get("template"),
        language=document.get("language"),
        pages=document.get("pages"),
        findings=tuple(_finding(one) for one in document["findings"]),
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
        unread=tuple(Unread(one["what"], one.get("page")) for one in document.get("unread", [])),
        scores=tuple(Score(one["section"], one.get("score")) for one in document.get("scores") or []),
        exit_code=code,
        raw=document,
    )


def _finding(one: Mapping[str, Any]) -> LintFinding:
    return LintFinding(
        one["code"],
        one["severity"],
        one["message"],
        one.get("field"),
        one.get("page"),
        one.get("line"),
        tuple(one.get("cites", [])),
        one.get("help"),
    )
