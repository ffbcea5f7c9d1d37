#!/usr/bin/env python3
"""Runs two builds of gpai over the same inputs and shows every difference of a byte.

    python3 benches/same_bytes.py OLD NEW [FOLDER...] [--documents FILE...] [--allow FILE] [--jobs N]

OLD and NEW are programs; a FOLDER is searched for model folders and for documents (by default `examples`, and the shared
cases where they are there). Each model folder goes through every command and machine format in both languages, each document
through `doc read` and `doc lint`, each record through `doc render`. Compared are exit code, stdout, stderr and the files
written. --allow names a file of expected differences: lines `REGEX` (of the command shown) that may differ; a line that
nothing matches is an error, so that the list stays true. Exit code 1 where something else differs.

Nothing but Python's own library is needed.
"""
import argparse
import concurrent.futures
import difflib
import os
import re
import subprocess
import sys
import tempfile

DAY = "2026-11-24"
MODEL = re.compile(r"^(readme(\.md)?|config\.json|gpai\.toml|.*\.(safetensors|gguf)|adapter_config\.json)$", re.I)
DOCUMENT = re.compile(r"\.(pdf|docx|html|md|json|toml)$", re.I)
LANGUAGES = ["en", "zh"]


def model_folders(root):
    for folder, names, files in os.walk(root):
        names.sort()
        if any(MODEL.match(name) for name in files):
            yield folder


def documents(root):
    for folder, names, files in os.walk(root):
        names.sort()
        if re.search(r"(^|/)(documents|summaries|attack)(/|$)", folder):
            for name in sorted(files):
                if DOCUMENT.search(name) and not name.endswith(("check.json", "README.md")):
                    yield os.path.join(folder, name)


def of_model(folder, record):
    on = ["--on", DAY]
    for lang in LANGUAGES:
        yield ["check", folder, "--all", "--lang", lang, *on]
        yield ["check", folder, "--lang", lang, *on]
        for form in ["json", "sarif", "markdown"]:
            yield ["check", folder, "--format", form, "--lang", lang, *on]
        yield ["compute", folder, "--lang", lang]
        yield ["sources", folder, "--lang", lang, *on]
        yield ["why", "provider", folder, "--lang", lang, *on]
    yield ["compute", folder, "--format", "json"]
    yield ["sources", folder, "--format", "json", *on]
    yield ["whatif", "open_source_exempt=yes", folder, *on]
    yield ["flowchart", folder, "--format", "mermaid", *on]
    if record:
        for form in ["md", "html", "docx", "json", "pdf"]:
            yield ["doc", "render", "all", folder, "--format", form, "--audience", "all", "-o", "{out}/"]
        yield ["doc", "card", folder, "--print"]


def of_document(path):
    yield ["doc", "read", path]
    for form in ["human", "json", "sarif"]:
        for lang in LANGUAGES:
            yield ["doc", "lint", path, "--format", form, "--lang", lang, "--on", DAY]


def of_none(roots):
    for lang in LANGUAGES:
        yield ["flowchart", "--format", "svg", "--lang", lang, "--on", DAY]
        yield ["flowchart", "--format", "dot", "--lang", lang, "--on", DAY]
        for name in ["53-1-d", "gpai", "compute.update_flop", "TS-236", "licence-not-open", "guidelines/17"]:
            yield ["explain", name, "--lang", lang]
    yield ["law", "data", "--on", DAY]
    yield ["law", "list", "rules"]
    for root in roots:
        for form in ["human", "csv", "parquet"]:
            output = ["-o", "{out}/survey.parquet"] if form == "parquet" else []
            yield ["survey", root, "--format", form, "--on", DAY, *output]


def run(program, command):
    """Exit code, stdout, stderr and the files written, as bytes."""
    with tempfile.TemporaryDirectory() as out:
        words = [word.replace("{out}", out) for word in command]
        env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
        try:
            done = subprocess.run([program, *words], stdin=subprocess.DEVNULL, capture_output=True, env=env, timeout=120)
            parts = {"exit code": str(done.returncode).encode(), "stdout": done.stdout, "stderr": done.stderr}
        except subprocess.TimeoutExpired:
            parts = {"exit code": b"longer than 120 s"}
        for folder, _, files in os.walk(out):
            for name in files:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    parts[os.path.relpath(path, out)] = file.read()
        own, shown = os.path.basename(program).encode(), out.encode()
        return {key: value.replace(shown, b"OUT").replace(own, b"gpai") for key, value in parts.items()}


def difference(old, new):
    """The first lines that differ, for people; empty where nothing does."""
    lines = []
    for part in sorted(old.keys() | new.keys()):
        a, b = old.get(part), new.get(part)
        if a == b:
            continue
        if a is None or b is None:
            lines.append(f"    {part}: only in {'NEW' if a is None else 'OLD'}")
            continue
        try:
            a, b = a.decode(), b.decode()
        except UnicodeDecodeError:
            lines.append(f"    {part}: {len(a)} and {len(b)} bytes differ")
            continue
        found = difflib.unified_diff(a.splitlines(), b.splitlines(), "OLD", "NEW", lineterm="", n=0)
        lines += [f"    {part}: {line[:300]}" for line in list(found)[2:10]]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--allow")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", help="a regular expression: commands to run")
    args = parser.parse_args()
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folders = args.folders or [f for f in [os.path.join(here, "examples"), os.path.join(here, "../shared/cases")]
                               if os.path.isdir(f)]
    folders = [os.path.normpath(folder) for folder in folders]
    old, new = os.path.abspath(args.old), os.path.abspath(args.new)
    allow = {}
    if args.allow:
        with open(args.allow, encoding="utf-8") as file:
            allow = {line.strip(): 0 for line in file if line.strip() and not line.startswith("#")}
    commands = list(of_none(folders))
    for root in folders:
        for folder in model_folders(root):
            commands += of_model(folder, "/examples/" in folder + "/")
        for path in documents(root):
            commands += of_document(path)
    if args.only:
        commands = [c for c in commands if re.search(args.only, " ".join(c))]
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=args.jobs) as pool:
        pairs = pool.map(lambda c: (c, difference(run(old, c), run(new, c))), commands)
        for at, (command, lines) in enumerate(pairs, 1):
            if at % 500 == 0:
                print(f"{at} of {len(commands)}", file=sys.stderr)
            if not lines:
                continue
            shown = "gpai " + " ".join(command)
            expected = [a for a in allow if re.search(a, shown) or any(re.search(a, line) for line in lines)]
            for line in expected:
                allow[line] += 1
            if not expected:
                wrong += 1
                print("\n".join([shown, *lines]), flush=True)
    unused = [line for line, times in allow.items() if times == 0]
    for line in unused:
        print(f"expected a difference that is not there: {line}")
    print(f"{len(commands)} commands, {wrong} differ, {sum(allow.values())} differ as expected")
    return 1 if wrong or unused else 0


if __name__ == "__main__":
    sys.exit(main())
