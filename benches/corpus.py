"""Profiles of training data against DuckDB and Polars with tldextract: same figures, CPU seconds, peak memory.

    pip install duckdb polars pyarrow tldextract
    cargo build -p gpai-corpus
    python3 benches/corpus.py --program target/debug/gpai-corpus --megabytes 300

Each round runs every program once, one after the other, in a process of its own; medians are printed. All use the list of public
suffixes that tldextract ships, private section included. The data is made from a seed.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import pyarrow as pa
import pyarrow.parquet as pq


def make(path, megabytes, domains, seed=1):
    """Documents of about three kilobytes of words, from domains whose sizes differ as on the web."""
    rng = random.Random(seed)
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    words = ["".join(rng.choices(letters, k=rng.randint(2, 9))) for _ in range(20_000)]
    suffixes = ["com"] * 6 + ["org", "net", "de", "co.uk", "fr", "github.io", "com.au", "co.jp", "io", "ck", "blogspot.com"]
    names = [f"{rng.choice(words)}{rng.randint(0, 99999)}.{rng.choice(suffixes)}" for _ in range(domains)]
    schema = pa.schema([("text", pa.string()), ("url", pa.string()), ("date", pa.string()), ("language", pa.string())])
    left = megabytes * 1_000_000
    with pq.ParquetWriter(path, schema, compression="zstd") as out:
        while left > 0:
            texts, urls, dates, languages = [], [], [], []
            size = 0
            while size < 30_000_000 and left > 0:
                text = " ".join(rng.choices(words, k=rng.randint(50, 900)))
                name = names[min(int(rng.paretovariate(0.7)) - 1, domains - 1)] if rng.random() < 0.5 else rng.choice(names)
                texts.append(text)
                urls.append(rng.choice([f"https://www.{name}/a", f"http://{name}:8080/b?c=d", f"https://a.b.{name.upper()}./x"]))
                dates.append(f"20{rng.randint(15, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T00:00:00Z")
                languages.append(rng.choice(["en", "de", "fr", "zh"]))
                size += len(text)
                left -= len(text)
            out.write_table(pa.table([texts, urls, dates, languages], schema=schema), row_group_size=10_000)


def extractor():
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=(), include_psl_private_domains=True, cache_dir=None)


def host(url):
    from urllib.parse import urlsplit

    return (urlsplit(url).hostname or "").rstrip(".")


def roll(rows):
    """Hosts with documents and bytes to domains: distinct hosts only, as whoever is in a hurry would do it."""
    extract, out = extractor(), {}
    for name, documents, size in rows:
        found = extract.extract_str(name or "")
        domain = found.top_domain_under_public_suffix if found.suffix else ".".join((name or "").split(".")[-2:])
        have = out.setdefault(domain, [0, 0])
        have[0] += documents
        have[1] += size
    return out


def duckdb_(path):
    import duckdb

    duckdb.sql("set threads to 2")
    rows = duckdb.sql(
        f"""select rtrim(lower(regexp_extract(url, '^[a-zA-Z]+://(?:[^/@]*@)?([^/:?#]+)', 1)), '.') h, count(*), sum(strlen(text))
        from '{path}' group by h"""
    ).fetchall()
    return roll(rows)


def duckdb_hosts(path):
    import duckdb

    duckdb.sql("set threads to 2")
    duckdb.sql(
        f"""select rtrim(lower(regexp_extract(url, '^[a-zA-Z]+://(?:[^/@]*@)?([^/:?#]+)', 1)), '.') h, count(*), sum(strlen(text))
        from '{path}' group by h"""
    ).fetchall()
    return None


def polars_(path):
    import polars as pl

    rows = (
        pl.scan_parquet(path)
        .select(
            h=pl.col("url").str.extract(r"^[a-zA-Z]+://(?:[^/@]*@)?([^/:?#]+)", 1).str.to_lowercase().str.strip_chars_end("."),
            b=pl.col("text").str.len_bytes(),
        )
        .group_by("h")
        .agg(pl.len(), pl.col("b").sum())
        .collect(engine="streaming")
        .rows()
    )
    return roll(rows)


def decode(path):
    """Reading the two columns and nothing else: what no program that looks at the texts can be below."""
    size = 0
    for batch in pq.ParquetFile(path).iter_batches(batch_size=1024, columns=["url", "text"], use_threads=False):
        size += batch.num_rows
    return None


PEERS = {"duckdb + tldextract": duckdb_, "duckdb, hosts only": duckdb_hosts, "polars + tldextract": polars_, "pyarrow decode": decode}


def measured(command):
    """Wall and CPU seconds and peak megabytes of a process, and what it printed."""
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "POLARS_MAX_THREADS": "2"})
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{command}: status {status}")
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--program", default="target/debug/gpai-corpus")
    args.add_argument("--megabytes", type=int, default=300)
    args.add_argument("--domains", type=int, default=60_000)
    args.add_argument("--rounds", type=int, default=5)
    args.add_argument("--data", help="a file that was made before, or is to be kept")
    args.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    args = args.parse_args()
    if args.peer:
        found = PEERS[args.peer[0]](args.peer[1])
        json.dump(found, sys.stdout)
        return
    folder = tempfile.mkdtemp()
    path = args.data or os.path.join(folder, "data.parquet")
    if not os.path.exists(path):
        make(path, args.megabytes, args.domains)
    import tldextract

    suffixes = os.path.join(os.path.dirname(tldextract.__file__), ".tld_set_snapshot")
    ours = [args.program, "profile", path, "--format", "json", "--top", "100%", "--threads", "2", "--suffix-list", suffixes]
    commands = {"gpai corpus profile": ours, "the same, --memory 1G": ours + ["--memory", "1G"]}
    for name in PEERS:
        commands[name] = [sys.executable, os.path.abspath(__file__), "--peer", name, path]
    runs = {name: [] for name in commands}
    results = {}
    for _ in range(args.rounds):
        for name, command in commands.items():
            wall, cpu, peak, out = measured(command)
            runs[name].append((wall, cpu, peak))
            results[name] = json.loads(out)
    profile = results["gpai corpus profile"]
    found = {d["domain"]: [d["documents"], d["bytes"]] for d in profile["domains"]}
    # What has no domain stands under no name with the peers.
    found[""] = [profile["no_domain"]["documents"], profile["no_domain"]["bytes"]]
    for name, values in runs.items():
        wall, cpu, peak = (statistics.median(v[i] for v in values) for i in range(3))
        peer = results[name]
        differ = ""
        if name.endswith("tldextract"):
            wrong = sum(1 for k in set(peer) | set(found) if peer.get(k) != found.get(k))
            differ = f", {wrong} of {len(found)} domains differ"
        print(f"{name:24} {wall:7.2f} s wall {cpu:7.2f} s CPU {peak:7.0f} MB{differ}")


if __name__ == "__main__":
    main()
