"""Tests of the Python package: Python's own unittest, and the program that is installed or that `GPAI_PROGRAM` names.

    cargo build -p gpai
    cd python && GPAI_PROGRAM=../target/debug/gpai python3 -m unittest
"""

import os
from pathlib import Path

#: The repository, whose examples are read.
TOP = Path(os.environ.get("GPAI_TOP") or Path(__file__).resolve().parents[2])
