"""`gpai corpus verbatim` against the suffix array of infini-gram (PyPI) on the same job, CPU seconds of one thread, one run.

    pip install infini-gram transformers
    cargo build -p gpai-corpus
    python3 benches/verbatim_peers.py --program target/debug/gpai-corpus --megabytes 30

The job: which outputs have 160 bytes in common with the corpus. infini-gram indexes the corpus (its own bytes, not folded) and is asked
for every window of 160 bytes; of these a sample is timed and the whole is extrapolated, which is said. Reading alone is the time in
which the program draws no prompt from the same corpus. The data is made from a seed.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

ASKED = 4_000


def prose(rng, words, size):
    out, n = [], 0
    while n < size:
        word = words[int(len(words) * rng.random() ** 3)]
        out.append(word)
        n += len(word) + 1
    return " ".join(out)


def make(folder, megabytes, outputs):
    rng = random.Random(1)
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    words = ["".join(rng.choices(letters, k=rng.randint(2, 10))) for _ in range(40_000)]
    notice = prose(rng, words, 400)
    documents, size = [], 0
    os.makedirs(f"{folder}/data", exist_ok=True)
    with open(f"{folder}/data/a.jsonl", "w") as out:
        while size < megabytes * 1_000_000:
            text = prose(rng, words, rng.randint(500, 6_000))
            if rng.random() < 0.2:
                text += " " + notice
            size += len(text)
            if len(documents) < 20_000:
                documents.append(text)
            out.write(json.dumps({"text": text}) + "\n")
    answers = []
    with open(f"{folder}/outputs.jsonl", "w") as out:
        for number in range(outputs):
            text = prose(rng, words, 600)
            if number % 10 == 0:
                of = rng.choice(documents)
                start = rng.randrange(len(of) // 2)
                text += " " + of[start:start + 400]
            elif number % 10 < 3:
                text += " " + notice
            answers.append(text)
            out.write(json.dumps({"id": str(number), "output": text}) + "\n")
    return size, answers


def cpu(args):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(args, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{args[0]}: {done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--megabytes", type=int, default=30)
    parser.add_argument("--outputs", type=int, default=10_000)
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    with tempfile.TemporaryDirectory() as folder:
        size, answers = make(folder, args.megabytes, args.outputs)
        print(f"{size / 1e6:.0f} MB, {len(answers)} outputs of {sum(map(len, answers)) / 1e6:.1f} MB")
        data = f"{folder}/data"
        common = [program, "verbatim", f"{folder}/outputs.jsonl", "--corpus", data, "--threads", "1", "--format", "json"]
        few = f"{folder}/few.jsonl"
        with open(few, "w") as out:
            out.write(json.dumps({"output": "nothing in common with anything"}) + "\n")
        own = {}
        for name, more in (("exact", ["--near", "off"]), ("nearly too", [])):
            best, told = min((cpu(common + more) for _ in range(3)), key=lambda run: run[0])
            own[name] = best
            found = json.loads(told)["all"]["counting"]["prompts"]
            print(f"ours, {name:<11} {best:7.2f} s   {size / 1e6 / best:6.0f} MB/s   {found} outputs")
        reading = min(cpu([program, "verbatim", "prompts", "--corpus", data, "-n", "1", "--prefix-words", "10000", "--suffix-words", "10000"])[0] for _ in range(3))
        print(f"reading alone      {reading:7.2f} s   ours is {own['exact'] / reading:.2f} and {own['nearly too'] / reading:.2f} times as long")
        index = f"{folder}/index"
        seconds, _ = cpu([sys.executable, "-m", "infini_gram.indexing", "--data_dir", data, "--save_dir", index, "--mem", "8", "--cpus", "1", "--token_dtype", "u8", "--ulimit", "4096"])
        from infini_gram.engine import InfiniGramEngine
        engine = InfiniGramEngine(index_dir=index, eos_token_id=254, vocab_size=255, token_dtype="u8")
        rng = random.Random(2)
        windows = sum(max(0, len(a) - 159) for a in answers)
        asked = [rng.choice(answers) for _ in range(ASKED)]
        begun, hits = time.process_time(), 0
        for answer in asked:
            at = rng.randrange(len(answer) - 159)
            hits += engine.count(input_ids=list(answer[at:at + 160].encode()))["count"] > 0
        each = (time.process_time() - begun) / ASKED
        whole = seconds + each * windows
        print(f"infini-gram: index {seconds:.1f} s; {each * 1e6:.0f} µs a window, {windows} windows: {whole:.0f} s in all (extrapolated)")
        print(f"ratio: {whole / own['exact']:.0f} (exact), {whole / own['nearly too']:.0f} (nearly too)")


if __name__ == "__main__":
    main()
