"""Lines of the law that a training may come near: a third of the base's compute for who modifies a model, the amounts of the law for
who trains one. They are asked of the program once, at the start: none of them stands here.
"""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, List, Mapping, Optional

from ..program import GpaiError, ask

#: From this share of a line on it is near: amounts are estimates within 30 % (Guidelines 118).
NEAR = 0.7
#: Steps, and seconds, before a rate is believed.
_STEPS = 10
_SECONDS = 5.0

_WORDS = {
    "en": {
        "third": "a third of the base's compute",
        "stands_in": "the line for a base whose compute cannot be known, a third of {id} (Guidelines 64)",
        "line": "the line of {flop} FLOP ({id})",
        "ahead": "gpai: at this rate {what} ({flop} FLOP) is reached on {day}; now {now} FLOP. Who passes it may be the "
        "provider of a new model: gpai check, gpai explain modification.flop",
        "ahead_line": "gpai: at this rate {what} is reached on {day}; now {now} FLOP. What follows from it: gpai check",
        "near": "gpai: this training comes near {what} ({flop} FLOP) and ends below it at this rate; now {now} FLOP: gpai check",
        "past": "gpai: {what} ({flop} FLOP) is reached: {now} FLOP. What follows from it: gpai check",
    },
    "zh": {
        "third": "基础模型计算量的三分之一",
        "stands_in": "基础模型计算量无法得知时的界线，即 {id} 的三分之一（指南第 64 段）",
        "line": "{flop} FLOP 的界线（{id}）",
        "ahead": "gpai：按目前速度，{what}（{flop} FLOP）将于 {day} 达到；现为 {now} FLOP。超过者可能成为新模型的提供者："
        "gpai check，gpai explain modification.flop",
        "ahead_line": "gpai：按目前速度，{what}将于 {day} 达到；现为 {now} FLOP。由此产生的后果：gpai check",
        "near": "gpai：本次训练接近{what}（{flop} FLOP），按目前速度结束时仍低于该值；现为 {now} FLOP：gpai check",
        "past": "gpai：{what}（{flop} FLOP）已达到：{now} FLOP。由此产生的后果：gpai check",
    },
}


@dataclass(frozen=True)
class Line:
    """One line, in FLOP."""

    kind: str
    id: str
    flop: float


def lines(start: str, base: Optional[str]) -> List[Line]:
    """The lines that concern a training; none where the program is not there or knows no amount. Opens no connection."""
    card = "# Model\n" if base is None else f"---\nbase_model: {base}\n---\n"
    try:
        with tempfile.TemporaryDirectory(prefix="gpai-lines-") as folder:
            Path(folder, "README.md").write_text(card, "utf-8")
            document, _ = ask(["compute", "--format", "json", "--", folder], "gpai-compute/1", timeout=30)
    except (GpaiError, OSError):
        return []
    own = [Line("line", t["id"], float(t["flop"])) for t in document["thresholds"]]
    own.sort(key=lambda line: line.flop)
    if start == "base":
        amount = _base_flop(document)
        if amount is not None:
            return [Line("third", "modification", amount / 3)]
        # Where nobody can know what the base took, the smaller line stands in for it (Guidelines 64).
        return [Line("stands_in", line.id, line.flop / 3) for line in own[:1]]
    return own


def _base_flop(document: Mapping[str, Any]) -> Optional[float]:
    for fact in document["facts"]:
        value = fact["value"]
        if fact["name"] == "modification.base_flop" and value is not None:
            return float(value if isinstance(value, str) else value.get("best") or value["low"])
    return None


class Watch:
    """Says once of each line that it comes near."""

    def __init__(self, found: List[Line], lang: str = "en") -> None:
        self._left = list(found)
        self._words = _WORDS.get(lang, _WORDS["en"])
        self._told: List[str] = []

    def look(self, before: float, own: float, steps: int, planned: Optional[int], seconds: float) -> Optional[str]:
        """A sentence, where one is due: FLOP of earlier runs and of this one, its steps of those that are planned, its seconds."""
        if steps < _STEPS or seconds < _SECONDS or own <= 0:
            return None
        now = before + own
        whole = before + own / steps * planned if planned and planned > steps else now
        for line in list(self._left):
            if now >= line.flop:
                key, what = f"past {line.id}", "past"
            elif whole >= line.flop:
                key, what = f"ahead {line.id}", "ahead"
            elif whole >= NEAR * line.flop:
                key, what = f"near {line.id}", "near"
            else:
                continue
            if key in self._told:
                continue
            self._told.append(key)
            if what == "past":
                self._left.remove(line)
            return self._say(line, what, now, (line.flop - now) / (own / seconds))
        return None

    def _say(self, line: Line, what: str, now: float, left: float) -> str:
        flop = f"{line.flop:.3g}".replace("e+", "e")
        name = self._words[line.kind].format(flop=flop, id=line.id)
        if what == "ahead" and line.kind == "line":
            what = "ahead_line"
        # A day far away is none: dates end.
        seconds = min(max(left, 0.0), 3e9)
        day = datetime.date.today() + datetime.timedelta(seconds=seconds)
        return self._words[what].format(what=name, flop=flop, day=day.isoformat(), now=f"{now:.3g}".replace("e+", "e"))
