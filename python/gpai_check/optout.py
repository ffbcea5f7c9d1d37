"""What a robots.txt lets a crawler fetch, decision by decision, by `gpai optout check --batch`.

    from gpai_check import optout

    optout.check(robots, "MyBot", "https://example.com/a").allowed
    for decision in optout.check_many(requests): ...
    optout.check_arrow(robots_column, "MyBot", url_column)     # a pyarrow.Table, where pyarrow is installed

One program runs as long as the process does and answers line by line, so that a call costs no start. A body that is asked
about more than once is put into a private folder and kept there in its compiled form. After a fork the child starts its own.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections import OrderedDict
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Optional, Tuple, Union

from .program import GpaiError, find

#: The body of a robots.txt, as text or as the bytes that were fetched.
Body = Union[str, bytes]
Request = Tuple[Body, str, str]

#: Bodies that are remembered, and their length together.
_BODIES = 65_536
_LENGTH = 256 << 20
#: Requests that a batch holds at once.
_CHUNK = 4_096


class Decision(NamedTuple):
    """`decision` is `allow`, `disallow`, `unknown`, or `error` with its `error`; `line` is that of the deciding rule."""

    decision: str
    line: Optional[int] = None
    notes: Tuple[str, ...] = ()
    error: Optional[str] = None

    @property
    def allowed(self) -> Optional[bool]:
        """Whether the address may be fetched; `None` where that could not be decided."""
        return {"allow": True, "disallow": False}.get(self.decision)


class Checker:
    """The program behind the functions of this module; safe to use from several threads, which it serves one after another."""

    def __init__(self, dialect: str = "rfc9309") -> None:
        self._dialect = dialect
        self._lock = threading.Lock()
        self._process: Optional[subprocess.Popen[bytes]] = None
        self._folder: Optional[str] = None
        self._bodies: OrderedDict[Body, Optional[str]] = OrderedDict()
        self._length = 0
        self._files = 0
        self._owner = os.getpid()

    def __enter__(self) -> Checker:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def check(self, robots: Body, agent: str, url: str) -> Decision:
        """One decision. A request that cannot be answered raises `ValueError`."""
        with self._lock:
            process = self._running()
            assert process.stdin is not None and process.stdout is not None
            try:
                process.stdin.write(self._line(robots, json.dumps(agent), url))
                process.stdin.flush()
                line = process.stdout.readline()
            except BrokenPipeError:
                line = b""
            except BaseException:
                # Interrupted between a question and its answer: the next question must not get that answer.
                self._stop()
                raise
            decision = self._answer(line)
        if decision.error is not None:
            raise ValueError(decision.error)
        return decision

    def check_many(self, requests: Iterable[Request]) -> Iterator[Decision]:
        """Decisions in the order of the requests, each `(robots, agent, url)`, without holding all of them."""
        chunk: List[Request] = []
        for request in requests:
            chunk.append(request)
            if len(chunk) == _CHUNK:
                yield from self._chunk(chunk)
                chunk = []
        if chunk:
            yield from self._chunk(chunk)

    def _chunk(self, chunk: List[Request]) -> List[Decision]:
        with self._lock:
            process = self._running()
            assert process.stdin is not None and process.stdout is not None
            agents: Dict[str, str] = {}
            lines = []
            for robots, agent, url in chunk:
                quoted = agents.get(agent)
                if quoted is None:
                    quoted = agents[agent] = json.dumps(agent)
                lines.append(self._line(robots, quoted, url))
            # Both pipes have an end: who writes all before reading would wait for ever.
            writer = threading.Thread(target=_write, args=(process.stdin, lines), daemon=True)
            writer.start()
            try:
                return [self._answer(process.stdout.readline()) for _ in chunk]
            except BaseException:
                self._stop()
                raise
            finally:
                writer.join()

    def _line(self, robots: Body, agent: str, url: str) -> bytes:
        name = self._name(robots)
        if name is not None:
            body = f'"robots_file":"{name}"'
        elif isinstance(robots, str):
            body = f'"robots":{json.dumps(robots)}'
        else:
            body = f'"robots_b64":"{base64.b64encode(robots).decode("ascii")}"'
        return f'{{"id":"","agent":{agent},"url":{json.dumps(url)},{body}}}\n'.encode("ascii")

    def _name(self, robots: Body) -> Optional[str]:
        """The file of a body that is asked about again; nothing the first time."""
        if robots not in self._bodies:
            self._bodies[robots] = None
            self._length += len(robots)
            while len(self._bodies) > 1 and (len(self._bodies) > _BODIES or self._length > _LENGTH):
                old, forgotten = self._bodies.popitem(last=False)
                self._length -= len(old)
                if forgotten is not None and self._folder is not None:
                    os.unlink(os.path.join(self._folder, forgotten))
            return None
        self._bodies.move_to_end(robots)
        name = self._bodies[robots]
        if name is None:
            assert self._folder is not None
            # A name is never given twice: the program keeps what it read under it.
            name = self._bodies[robots] = f"{self._files}.txt"
            self._files += 1
            raw = robots.encode("utf-8", "surrogatepass") if isinstance(robots, str) else robots
            with open(os.path.join(self._folder, name), "wb") as file:
                file.write(raw)
        return name

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        self._folder = tempfile.mkdtemp(prefix="gpai-optout-")
        command = [str(find()), "optout", "check", "--batch", "-", "--format", "jsonl", "--dialect", self._dialect]
        self._process = subprocess.Popen(
            command, cwd=self._folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self._process

    def _answer(self, line: bytes) -> Decision:
        if not line.endswith(b"\n"):
            self._stop()
            raise GpaiError("gpai optout ended before it answered")
        answer = json.loads(line)
        if "error" in answer:
            return Decision("error", error=answer["error"])
        return Decision(answer["decision"], answer["line"], tuple(answer.get("notes", ())))

    def close(self) -> None:
        """Ends the program and removes its folder; a later call starts it anew."""
        if self._owner == os.getpid():
            with self._lock:
                self._stop()

    def _stop(self) -> None:
        process, folder = self._process, self._folder
        self._process, self._folder = None, None
        self._bodies.clear()
        self._length = 0
        if process is not None:
            for stream in (process.stdin, process.stdout):
                try:
                    if stream is not None:
                        stream.close()
                except OSError:
                    pass
            try:
                process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _write(stream: Any, lines: List[bytes]) -> None:
    try:
        stream.write(b"".join(lines))
        stream.flush()
    except (OSError, ValueError):
        pass  # The reader sees that no answer comes.


_checkers: Dict[str, Checker] = {}
_guard = threading.Lock()


def _checker(dialect: str) -> Checker:
    checker = _checkers.get(dialect)
    if checker is None:
        with _guard:
            checker = _checkers.setdefault(dialect, Checker(dialect))
    return checker


def _forget() -> None:
    """In a child after a fork: the program and its folder are the parent's."""
    global _guard
    _guard = threading.Lock()
    _checkers.clear()


@atexit.register
def _close() -> None:
    for checker in list(_checkers.values()):
        checker.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def check(robots: Body, agent: str, url: str, *, dialect: str = "rfc9309") -> Decision:
    """Whether a crawler may fetch an address, by the body of the site's robots.txt (`dialect`: `rfc9309` or `google`)."""
    return _checker(dialect).check(robots, agent, url)


def check_many(requests: Iterable[Request], *, dialect: str = "rfc9309") -> Iterator[Decision]:
    """Decisions on any number of `(robots, agent, url)`, in their order; one that cannot be answered says so in its `error`."""
    return _checker(dialect).check_many(requests)


def check_arrow(robots: Any, agent: Any, url: Any, *, dialect: str = "rfc9309") -> Any:
    """The same over Arrow arrays (each may also be one value for all): a `pyarrow.Table` with the columns `decision`, `line`,
    `notes`, `error`. A null in any of them gives a null decision."""
    import pyarrow as pa

    columns = [_column(pa, c) for c in (robots, agent, url)]
    lengths = {len(c) for c in columns if not isinstance(c, (str, bytes))}
    if len(lengths) > 1:
        raise ValueError(f"the arrays have different lengths: {sorted(lengths)}")
    count = lengths.pop() if lengths else 1
    rows = zip(*([c] * count if isinstance(c, (str, bytes)) else c for c in columns))
    asked: List[Request] = []
    there: List[bool] = []
    for row in rows:
        there.append(None not in row)
        if there[-1]:
            asked.append(row)
    answers = iter(check_many(asked, dialect=dialect))
    decisions = [next(answers) if whole else None for whole in there]
    return pa.table(
        {
            "decision": pa.array([d and d.decision for d in decisions], pa.string()),
            "line": pa.array([d and d.line for d in decisions], pa.int64()),
            "notes": pa.array([None if d is None else list(d.notes) for d in decisions], pa.list_(pa.string())),
            "error": pa.array([d and d.error for d in decisions], pa.string()),
        }
    )


def _column(pa: Any, values: Any) -> Any:
    """The values of a column; those of a dictionary are one object each, however often they stand there."""
    if isinstance(values, (str, bytes)):
        return values
    if isinstance(values, pa.ChunkedArray):
        return [value for chunk in values.chunks for value in _column(pa, chunk)]
    if isinstance(values, pa.DictionaryArray):
        words = values.dictionary.to_pylist()
        return [None if i is None else words[i] for i in values.indices.to_pylist()]
    if isinstance(values, pa.Array):
        return values.to_pylist()
    return list(values)
