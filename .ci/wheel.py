"""Makes a wheel around a program that is built already, and checks that the tag of a wheel says what its programs need.

    wheel.py make PROGRAM --project python -o DIR [--level 9]     a wheel of PROGRAM and of what the project's pyproject.toml names
    wheel.py check FILE.whl...                                    fails where a tag promises an older glibc than a program needs
    wheel.py needs FILE...                                        the newest version of glibc that each file needs

The same program and sources give the same bytes: nothing of the clock or of the order of files goes in. Python 3.11 or newer.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import platform
import re
import struct
import sys
import tomllib
import zipfile
from pathlib import Path

#: What a manylinux wheel may need beside itself (PEP 600).
ALLOWED = re.compile(r"^(libc|libm|libdl|librt|libpthread|libutil|libgcc_s|libresolv|ld-linux.*)\.so(\.\d+)?$")
#: 1980, the first year of a zip file.
DATE = (1980, 1, 1, 0, 0, 0)
VERNEED, DYNAMIC, NEEDED = 0x6FFFFFFE, 6, 1


class Wrong(Exception):
    """What is wrong with a file."""


def needs(data: bytes) -> tuple[tuple[int, int], list[str]]:
    """The newest version of glibc that a program for Linux needs, and its libraries, out of its ELF tables (64 bit, little end)."""
    if data[:6] != b"\x7fELF\x02\x01":
        raise Wrong("no 64-bit ELF file")
    offset = struct.unpack_from("<Q", data, 40)[0]
    size, count = struct.unpack_from("<HH", data, 58)
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, offset + i * size) for i in range(count)]

    def text(table: int, at: int) -> str:
        start = sections[table][4] + at
        return data[start : data.index(b"\0", start)].decode("ascii")

    newest, libraries = (0, 0), []
    for _, kind, _, _, start, length, link, _, _, _ in sections:
        if kind == DYNAMIC:
            for at in range(start, start + length, 16):
                tag, value = struct.unpack_from("<qQ", data, at)
                if tag == NEEDED:
                    libraries.append(text(link, value))
        elif kind == VERNEED:
            at = start
            while True:
                _, entries, _, first, following = struct.unpack_from("<HHIII", data, at)
                entry = at + first
                for _ in range(entries):
                    name, step = struct.unpack_from("<II", data, entry + 8)
                    version = re.fullmatch(r"GLIBC_(\d+)\.(\d+)(?:\.\d+)?", text(link, name))
                    if version:
                        newest = max(newest, (int(version[1]), int(version[2])))
                    entry += step
                if following == 0:
                    break
                at += following
    if newest == (0, 0):
        raise Wrong("it names no version of glibc")
    return newest, libraries


def programs(wheel: zipfile.ZipFile) -> list[tuple[str, bytes]]:
    """The ELF files of a wheel."""
    files = ((name, wheel.read(name)) for name in wheel.namelist())
    return [(name, data) for name, data in files if data[:4] == b"\x7fELF"]


def check(path: Path, largest: float) -> str:
    """Whether the tag holds; what the programs need."""
    tag = re.search(r"-manylinux_(\d+)_(\d+)_\w+(?:\.manylinux\w+)*\.whl$", path.name)
    if tag is None:
        raise Wrong(f"{path.name}: its tag is no manylinux_X_Y")
    promised = (int(tag[1]), int(tag[2]))
    with zipfile.ZipFile(path) as wheel:
        found = programs(wheel)
    if not found:
        raise Wrong(f"{path.name}: no program in it")
    for name, data in found:
        newest, libraries = needs(data)
        if newest > promised:
            said, really = ".".join(map(str, promised)), ".".join(map(str, newest))
            raise Wrong(f"{path.name}: the tag says glibc {said}, and {name} needs {really}: it would not start there")
        strange = [one for one in libraries if not ALLOWED.match(one)]
        if strange:
            raise Wrong(f"{path.name}: {name} needs {', '.join(strange)}, which not every system has")
    size = path.stat().st_size / 1e6
    if size > largest:
        raise Wrong(f"{path.name}: {size:.1f} MB, above {largest:g} MB")
    return f"{path.name}: {size:.1f} MB, needs glibc {'.'.join(map(str, max(needs(d)[0] for _, d in found)))}"


def metadata(project: dict, folder: Path) -> str:
    """METADATA of the core metadata specification 2.4."""
    lines = ["Metadata-Version: 2.4", f"Name: {project['name']}", f"Version: {project['version']}"]
    lines += [f"Summary: {project['description']}", f"License-Expression: {project['license']}"]
    lines += [f"License-File: LICENSES/{one.name}" for one in licences(folder)]
    if "keywords" in project:
        lines.append(f"Keywords: {','.join(project['keywords'])}")
    lines += [f"Classifier: {one}" for one in project.get("classifiers", [])]
    lines.append(f"Requires-Python: {project['requires-python']}")
    for extra, wanted in sorted(project.get("optional-dependencies", {}).items()):
        lines.append(f"Provides-Extra: {extra}")
        lines += [f"Requires-Dist: {one} ; extra == '{extra}'" for one in wanted]
    lines += [f"Project-URL: {name}, {url}" for name, url in sorted(project.get("urls", {}).items())]
    body = ""
    if "readme" in project:
        lines.append("Description-Content-Type: text/markdown")
        body = (folder / project["readme"]).read_text("utf-8")
    return "\n".join(lines) + "\n\n" + body


def licences(folder: Path) -> list[Path]:
    """The texts of the licences, of the folder itself or of the one above."""
    return sorted(next(f for f in (folder / "LICENSES", folder.parent / "LICENSES") if f.is_dir()).glob("*.txt"))


def machine() -> str:
    """The machine as tags name it."""
    return {"arm64": "aarch64", "amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())


def make(program: Path, folder: Path, out: Path, level: int) -> Path:
    """The wheel."""
    whole = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    project, packages = whole["project"], whole["tool"]["maturin"].get("python-packages", [])
    name, version = project["name"].replace("-", "_"), project["version"]
    data = program.read_bytes()
    glibc, _ = needs(data)
    tag = f"py3-none-manylinux_{glibc[0]}_{glibc[1]}_{machine()}"
    info = f"{name}-{version}.dist-info"
    files: list[tuple[str, bytes, int]] = []
    for package in packages:
        for path in sorted((folder / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                files.append((path.relative_to(folder).as_posix(), path.read_bytes(), 0o644))
    files.append((f"{name}-{version}.data/scripts/{program.name}", data, 0o755))
    files += [(f"{info}/licenses/LICENSES/{one.name}", one.read_bytes(), 0o644) for one in licences(folder)]
    files.append((f"{info}/METADATA", metadata(project, folder).encode(), 0o644))
    wheel = f"Wheel-Version: 1.0\nGenerator: gpai\nRoot-Is-Purelib: false\nTag: {tag}\n"
    files.append((f"{info}/WHEEL", wheel.encode(), 0o644))
    record = ""
    for path, content, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(content)}\n"
    files.append((f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode(), 0o644))
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for path, content, mode in files:
            entry = zipfile.ZipInfo(path, DATE)
            entry.external_attr = (0o100000 | mode) << 16
            entry.create_system = 3
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, level)
    return target


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("make")
    one.add_argument("program", type=Path)
    one.add_argument("--project", type=Path, required=True)
    one.add_argument("-o", dest="out", type=Path, required=True)
    one.add_argument("--level", type=int, default=9)
    two = commands.add_parser("check")
    two.add_argument("files", type=Path, nargs="+")
    two.add_argument("--largest", type=float, default=float("inf"), metavar="MB")
    three = commands.add_parser("needs")
    three.add_argument("files", type=Path, nargs="+")
    args = parser.parse_args()
    try:
        if args.command == "make":
            print(make(args.program, args.project, args.out, args.level))
        elif args.command == "check":
            for path in args.files:
                print(check(path, args.largest))
        else:
            for path in args.files:
                print(f"{path}: GLIBC_{'.'.join(map(str, needs(path.read_bytes())[0]))}")
    except (Wrong, OSError) as error:
        print(f"wheel: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
