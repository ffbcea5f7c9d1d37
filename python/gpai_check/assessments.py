"""`check`: what a model folder, or a model on the Hub, is held to, as `gpai check --format json` says it (gpai-assessment/1).

Each class is one object of that format, field by field; `raw` holds the whole document, with what a later version may add.
"""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from .program import ask

FORMAT = "gpai-assessment/1"

#: A folder, one that `huggingface_hub.snapshot_download` gave, or `hf://ORG/MODEL[@REVISION]`.
Model = Union[str, "os.PathLike[str]"]
Day = Union[str, datetime.date]
#: What a fact can be answered with; `None` takes an answer back.
Answer = Union[None, bool, int, float, Decimal, str, datetime.date, Sequence[str]]


@dataclass(frozen=True)
class Interval:
    """An amount: at least, best, at most. `best` is `None` where only the bounds are known."""

    low: Decimal
    best: Optional[Decimal]
    high: Decimal


@dataclass(frozen=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class Source:
    """Where a fact comes from, how it was got, and who answered it."""

    file: str
    line: Optional[int] = None
    column: Optional[int] = None
    method: Optional[str] = None
    by: Optional[str] = None
    on: Optional[str] = None
    why: Optional[str] = None


@dataclass(frozen=True)
class Fact:
    """What is known of one thing. `value` is a boolean, a text, a decimal as text, or a list of words; `None`: not known."""

    name: str
    value: Any
    sources: Tuple[Source, ...]
    unit: Optional[str] = None
    complete: bool = True
    contradiction: bool = False
    overruled: bool = False

    @property
    def number(self) -> Optional[Interval]:
        """The value as an amount; `None` where it is none."""
        value = self.value
        if isinstance(value, dict):
            best = value.get("best")
            return Interval(Decimal(value["low"]), None if best is None else Decimal(best), Decimal(value["high"]))
        if isinstance(value, str):
            try:
                point = Decimal(value)
            except InvalidOperation:
                return None
            return Interval(point, point, point) if point.is_finite() else None
        return None


@dataclass(frozen=True)
class Conclusion:
    """`status` is `yes`, `no` or `open`; `strength` is `certain` or `presumed`, and `None` while open."""

    name: str
    status: str
    strength: Optional[str]
    because: Tuple[str, ...]
    missing: Tuple[str, ...]
    cites: Tuple[str, ...]
    rules: Tuple[str, ...]
    displaced_by: Tuple[str, ...]


@dataclass(frozen=True)
class Duty:
    """`status`: `applies`, `exempt`, `not-applicable`, `open`. `state`: `met`, `gap`, `unknown`, `not-needed`."""

    id: str
    title: str
    status: str
    if_provider: str
    state: str
    due: Optional[datetime.date]
    cites: Tuple[str, ...]
    findings: Tuple[str, ...]
    because: Tuple[str, ...]
    missing: Tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question whose answer can still change something; the best comes first."""

    fact: str
    text: str
    settles: Tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What needs a look. `severity` is `error`, `warning` or `info`; `gpai explain CODE` explains the code."""

    code: str
    severity: str
    message: str
    places: Tuple[Place, ...]
    cites: Tuple[str, ...]
    help: Optional[str] = None


@dataclass(frozen=True)
class Exposure:
    """The ceiling of fines, where the turnover is answered, and the day from which fines are possible."""

    fine_ceiling_eur: Optional[Decimal]
    finable_from: Optional[datetime.date]


@dataclass(frozen=True)
class Assessment:
    """All of it. `exit_code` is that of `gpai check`: 0 nothing owed is unmet, 1 a gap, 3 open questions."""

    as_of: datetime.date
    law: str
    edition: str
    name: str
    path: str
    facts: Dict[str, Fact]
    conclusions: Dict[str, Conclusion]
    duties: Dict[str, Duty]
    questions: Tuple[Question, ...]
    findings: Tuple[Finding, ...]
    exposure: Exposure
    exit_code: int
    raw: Dict[str, Any] = field(repr=False, compare=False)

    @property
    def gaps(self) -> List[Duty]:
        """Duties that apply and are not met."""
        return [duty for duty in self.duties.values() if duty.status == "applies" and duty.state == "gap"]


def check(
    model: Model = ".",
    *,
    on: Optional[Day] = None,
    answers: Optional[Model] = None,
    set: Optional[Mapping[str, Answer]] = None,  # noqa: A002 - the name of the option
    lang: str = "en",
    require_model: bool = False,
    timeout: Optional[float] = None,
) -> Assessment:
    """Assesses a model. `on` is the day whose law applies (today), `set` answers facts for this call alone."""
    arguments = ["check", "--format", "json", "--lang", lang]
    if on is not None:
        arguments += ["--on", str(on)]
    if answers is not None:
        arguments += ["--answers", os.fspath(answers)]
    for name, value in (set or {}).items():
        arguments.append(f"--set={name}={_spoken(value)}")
    if require_model:
        arguments.append("--require-model")
    document, code = ask([*arguments, "--", os.fspath(model)], FORMAT, timeout)
    return read(document, code)


def _spoken(value: Answer) -> str:
    """An answer as the command line takes it."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(value).replace("e+", "e")
    if isinstance(value, (int, Decimal, str, datetime.date)):
        return str(value)
    return ",".join(value) or "none"


def read(document: Mapping[str, Any], exit_code: int = 0) -> Assessment:
    """An assessment from its JSON document, one that `gpai check --format json` wrote earlier too."""
    exposure = document.get("exposure") or {}
    ceiling = exposure.get("fine_ceiling_eur")
    return Assessment(
        as_of=datetime.date.fromisoformat(document["as_of"]),
        law=document["law"]["id"],
        edition=document["law"]["edition"],
        name=document["model"]["name"],
        path=document["model"]["path"],
        facts={f["name"]: _fact(f) for f in document["facts"]},
        conclusions={c["name"]: _conclusion(c) for c in document["conclusions"]},
        duties={d["id"]: _duty(d) for d in document["duties"]},
        questions=tuple(Question(q["fact"], q["text"], tuple(q["settles"])) for q in document["questions"]),
        findings=tuple(_finding(f) for f in document["findings"]),
        exposure=Exposure(None if ceiling is None else Decimal(ceiling), _day(exposure.get("finable_from"))),
        exit_code=exit_code,
        raw=dict(document),
    )


def _day(text: Optional[str]) -> Optional[datetime.date]:
    return None if text is None else datetime.date.fromisoformat(text)


def _fact(fact: Mapping[str, Any]) -> Fact:
    keys = ("file", "line", "column", "method", "by", "on", "why")
    sources = tuple(Source(**{k: s[k] for k in keys if s.get(k) is not None}) for s in fact.get("sources", []))
    return Fact(
        fact["name"],
        fact.get("value"),
        sources,
        fact.get("unit"),
        fact.get("complete", True),
        fact.get("contradiction", False),
        fact.get("overruled", False),
    )


def _words(entry: Mapping[str, Any], key: str) -> Tuple[str, ...]:
    return tuple(entry.get(key) or ())


def _conclusion(one: Mapping[str, Any]) -> Conclusion:
    lists = [_words(one, key) for key in ("because", "missing", "cites", "rules", "displaced_by")]
    return Conclusion(one["name"], one["status"], one.get("strength"), *lists)


def _duty(one: Mapping[str, Any]) -> Duty:
    lists = [_words(one, key) for key in ("cites", "findings", "because", "missing")]
    return Duty(one["id"], one["title"], one["status"], one["if_provider"], one["state"], _day(one.get("due")), *lists)


def _finding(one: Mapping[str, Any]) -> Finding:
    places = tuple(Place(p["file"], p.get("line"), p.get("column")) for p in one.get("places", []))
    return Finding(one["code"], one["severity"], one["message"], places, _words(one, "cites"), one.get("help"))
