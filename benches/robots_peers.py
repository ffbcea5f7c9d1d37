#!/usr/bin/env python3
"""Our reader of robots.txt beside others, in one run and one table.

Engines from the crate registry run in `benches/robots_peers` (a crate of its own, built here), Protego from PyPI runs in this
process (`pip install protego`); what is not there is said and left out. The vectors are those of crates/optout/tests: the
answers of RFC 9309 as the reference on rights reservations has them.

    python3 benches/robots_peers.py
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent / "crates/optout/tests/robots_vectors.rs"


def vectors():
    text = VECTORS.read_text(encoding="utf-8").split("const VECTORS")[1].split("\n];")[0]
    text = re.sub(r"\n\s*//[^\n]*", "", text)
    string = r'"((?:[^"\\]|\\.)*)"'
    entry = re.compile(rf"\(\s*{string},\s*{string},\s*{string},\s*{string},\s*(true|false),")
    escapes = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", '"': '"', "\\": "\\"}
    plain = lambda s: re.sub(r'\\(?:u\{([0-9a-f]+)\}|([nrt0"\\]))', lambda m: chr(int(m[1], 16)) if m[1] else escapes[m[2]], s)
    return [(plain(n), plain(f).replace(" |", "\n"), plain(a), plain(p), ok == "true") for n, f, a, p, ok in entry.findall(text)]


def measured_file():
    """A file as large sites have it: thirty named agents, and forty rules for everybody."""
    lines = ["# robots.txt", ""]
    lines += [f"User-agent: Agent-{chr(97 + n % 26) * 2}-{'x' if n < 26 else 'y'}" for n in range(30)]
    lines += ["User-agent: GPTBot", "User-agent: CCBot", "Disallow: /", "Allow: /open/", "", "User-agent: *", "Crawl-delay: 1"]
    lines += [f"Disallow: /section-{n}/private/" for n in range(36)]
    lines += ["Disallow: /*?sort=", "Disallow: /*.pdf$", "Allow: /section-3/private/index", "Disallow: /search"]
    return "\n".join(lines + ["Sitemap: https://a.example/sitemap.xml", ""])


def crates(all_vectors, file):
    build = ["cargo", "build", "--release", "--quiet", "--manifest-path", str(HERE / "robots_peers/Cargo.toml")]
    subprocess.run(build, check=True)
    folder = os.environ.get("CARGO_TARGET_DIR", str(HERE / "robots_peers/target"))
    fields = ("\x1f".join([n, f.replace("\n", "\\n"), a, p, str(ok).lower()]) for n, f, a, p, ok in all_vectors)
    run = subprocess.run([f"{folder}/release/robots-peers"], input=file + "\x1d" + "\x1e".join(fields), text=True, capture_output=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def protego(all_vectors, file):
    try:
        from protego import Protego
    except ImportError:
        print("left out: protego is not installed (pip install protego)", file=sys.stderr)
        return []

    def allowed(text, agent, path):
        return Protego.parse(text).can_fetch("https://a.example" + path, agent)

    def rate(once):
        begin, done = time.perf_counter(), 0
        while time.perf_counter() - begin < 1:
            done += once()
        return done / (time.perf_counter() - begin)

    read = Protego.parse(file)
    paths = ["/", "/section-7/private/page.html", "/article/2024/05/a-long-title-of-a-page?ref=front", "/a/b/c.pdf"]
    agents = ["GPTBot", "SomeBot", "ClaudeBot", "agent-cc-x"]

    def cached():
        for agent in agents:
            for path in paths:
                read.can_fetch("https://a.example" + path, agent)
        return 16

    def fresh():
        allowed(file, "SomeBot", "/a/b/c.pdf")
        return 1

    wrong = [n for n, f, a, p, ok in all_vectors if allowed(f, a, p) != ok]
    return [{"engine": "Protego (PyPI)", "wrong": wrong, "of": len(all_vectors), "cached": rate(cached), "fresh": rate(fresh)}]


def main():
    all_vectors, file = vectors(), measured_file()
    rows = crates(all_vectors, file) + protego(all_vectors, file)
    ours = rows[0]
    print(f"| engine | cached checks/s | ours is | fresh file/s | ours is | wrong of {len(all_vectors)} vectors |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        times = [f"{ours[key] / row[key]:.1f} ×" for key in ("cached", "fresh")]
        wrong = f"{len(row['wrong'])}" + (f": {', '.join(row['wrong'])}" if row["wrong"] else "")
        print(f"| {row['engine']} | {row['cached']:,.0f} | {times[0]} | {row['fresh']:,.0f} | {times[1]} | {wrong} |")


if __name__ == "__main__":
    main()
