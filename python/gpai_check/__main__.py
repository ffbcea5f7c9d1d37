"""`python -m gpai_check …` is `gpai …`, for where the folder of scripts is not on the PATH."""

from __future__ import annotations

import os
import subprocess
import sys

from .program import GpaiError, find


def main() -> int:
    try:
        program = str(find())
    except GpaiError as error:
        print(f"gpai: {error}", file=sys.stderr)
        return 2
    arguments = [program, *sys.argv[1:]]
    if os.name == "posix":
        os.execv(program, arguments)
    return subprocess.call(arguments)


if __name__ == "__main__":
    sys.exit(main())
