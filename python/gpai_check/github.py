"""`python -m gpai_check.github FILE.sarif`: results as lines that GitHub's log shows at the files they are about."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Dict, List

#: GitHub shows ten of a kind for a step.
_SHOWN = 10
_KINDS = {"error": "error", "warning": "warning", "note": "notice", "none": "notice"}


def lines(document: Dict[str, Any]) -> List[str]:
    """One line a result, the severest first; what is beyond the bound is counted."""
    results = [result for run in document["runs"] for result in run.get("results", [])]
    results.sort(key=lambda result: list(_KINDS).index(result.get("level", "warning")))
    told: Counter[str] = Counter()
    out = []
    for result in results:
        kind = _KINDS[result.get("level", "warning")]
        told[kind] += 1
        if told[kind] > _SHOWN:
            continue
        locations: List[Dict[str, Any]] = result.get("locations") or [{}]
        place = locations[0].get("physicalLocation", {})
        region = place.get("region", {})
        properties = {
            "title": result.get("ruleId"),
            "file": place.get("artifactLocation", {}).get("uri"),
            "line": region.get("startLine"),
            "col": region.get("startColumn"),
        }
        named = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
        out.append(f"::{kind} {named}::{_message(result['message']['text'])}")
    left = sum(max(0, count - _SHOWN) for count in told.values())
    if left:
        out.append(f"::notice title=gpai check::{left} more results are in the SARIF file")
    return out


def _message(text: str) -> str:
    """A text of strangers ends no line and begins no command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python -m gpai_check.github FILE.sarif", file=sys.stderr)
        return 2
    for line in lines(json.loads(Path(sys.argv[1]).read_text("utf-8"))):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
