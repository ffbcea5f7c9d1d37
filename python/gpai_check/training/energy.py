"""Energy of one rank while it trains, by CodeCarbon where it is installed: kWh and the tracking mode, nothing of the place.

Only its offline tracker is used: it opens no connection. In the mode `machine` it measures all of a machine, so one rank of each
machine measures and the others do not; figures of ranks on different machines add up.
"""

from __future__ import annotations

import contextlib
from typing import Any, Dict, Iterator, Optional

#: The tracker asks for a country to weigh emissions, which are not taken: only the energy is.
_COUNTRY = "FRA"


class Energy:
    """A tracker that is running, or none, and why."""

    def __init__(self, rank: int, mode: str = "machine") -> None:
        self._rank = rank
        self._mode = mode
        self._tracker: Any = None
        self._version: Optional[str] = None
        self.why_not: Optional[str] = None
        try:
            with _quiet():
                import codecarbon

                self._version = str(codecarbon.__version__)
                tracker = codecarbon.OfflineEmissionsTracker(
                    country_iso_code=_COUNTRY,
                    tracking_mode=mode,
                    save_to_file=False,
                    save_to_api=False,
                    save_to_logger=False,
                    # Two trackers of one machine would each hold all of it.
                    allow_multiple_runs=mode == "process",
                    log_level="critical",
                )
                if getattr(tracker, "_another_instance_already_running", False):
                    self.why_not = "another tracker of CodeCarbon runs on this machine"
                    return
                tracker.start()
                self._tracker = tracker
        except ImportError:
            self.why_not = "CodeCarbon is not installed"
        except Exception as error:  # A measurement that fails must not end a training.
            self.why_not = f"CodeCarbon could not start: {type(error).__name__}"

    def now(self) -> Optional[Dict[str, Any]]:
        """What was measured so far; nothing where nothing is."""
        if self._tracker is None:
            return None
        try:
            tracker = self._tracker
            parts = {"kwh": "_total_energy", "cpu": "_total_cpu_energy", "gpu": "_total_gpu_energy", "ram": "_total_ram_energy"}
            amounts = {key: float(getattr(tracker, name).kWh) for key, name in parts.items()}
        except Exception:
            return None
        return self._entry(amounts)

    def stop(self) -> Optional[Dict[str, Any]]:
        """The whole, after the last measurement."""
        tracker, self._tracker = self._tracker, None
        if tracker is None:
            return None
        try:
            with _quiet():
                tracker.stop()
            data = tracker.final_emissions_data
            return self._entry(
                {"kwh": data.energy_consumed, "cpu": data.cpu_energy, "gpu": data.gpu_energy, "ram": data.ram_energy}
            )
        except Exception:
            return None

    def _entry(self, amounts: Dict[str, float]) -> Dict[str, Any]:
        words = {key: f"{float(value):.9f}".rstrip("0").rstrip(".") or "0" for key, value in amounts.items()}
        entry: Dict[str, Any] = {"rank": self._rank, "tool": "codecarbon", "tool_version": self._version, "mode": self._mode}
        return {**entry, **words}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Its messages would name the machine; the level of its logger is put back."""
    import logging

    logger = logging.getLogger("codecarbon")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)
