"""What is handed out names one version, and never the package of somebody else; tags of wheels are read out of the programs."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import gpai_check

from . import TOP


def read(name: str) -> str:
    return (TOP / name).read_text("utf-8")


class Names(unittest.TestCase):
    def test_one_version_everywhere(self) -> None:
        found = re.search(r'^version = "(.+)"$', read("Cargo.toml"), re.M)
        assert found is not None
        version = found[1]
        for name, pattern in {
            "python/pyproject.toml": r'^version = "(.+)"$',
            "python/pdf/pyproject.toml": r'^version = "(.+)"$',
            "python/data/pyproject.toml": r'^version = "(.+)"$',
            "setup.py": r'^VERSION = "(.+)"$',
            "action/run.sh": r"^release=\$\{release:-(.+)\}$",
        }.items():
            self.assertEqual(re.findall(pattern, read(name), re.M), [version], name)
        self.assertEqual(re.findall(r"gpai-check-(?:pdf|data)==([\d.]+)", read("python/pyproject.toml")), [version] * 2)
        self.assertEqual(gpai_check.__version__, version)

    def test_nobody_is_told_to_install_the_package_of_somebody_else(self) -> None:
        listed = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=True).stdout.split("\n")
        wrong = []
        for name in listed:
            path = TOP / name
            if not name or not path.is_file() or path.suffix in {".png", ".pdf", ".docx", ".deflate", ".lock"}:
                continue
            text = path.read_text("utf-8", "replace")
            for found in re.finditer(r"(?:pipx? install|uvx|uv tool install|npm (?:i|install)|npx)\s+(?:-\S+\s+)*gpai(?![\w-])", text):
                wrong.append(f"{name}: {found[0]}")
        self.assertEqual(wrong, [])
        self.assertGreater(len(listed), 500)


class Wheels(unittest.TestCase):
    def tool(self, *arguments: object) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, str(TOP / ".ci" / "wheel.py"), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_the_version_of_glibc_is_read_out_of_the_file(self) -> None:
        spec = importlib.util.spec_from_file_location("wheel", TOP / ".ci" / "wheel.py")
        assert spec is not None and spec.loader is not None
        wheel = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(wheel)
        data = Path("/bin/true").read_bytes()
        newest, libraries = wheel.needs(data)
        self.assertEqual(newest[0], 2)
        self.assertIn("libc.so.6", libraries)
        # Every version that the file names as text is at most that.
        named = {(2, int(n)) for n in re.findall(rb"GLIBC_2\.(\d+)", data)}
        self.assertEqual(max(named), newest)
        for broken in (b"", b"MZ", data[:64], b"\x7fELF\x01\x01" + data[6:]):
            with self.assertRaises((wheel.Wrong, Exception)):
                wheel.needs(broken)

    def test_a_wheel_is_made_twice_the_same_and_a_lie_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, "gpai")
            program.write_bytes(Path("/bin/true").read_bytes())
            made = [self.tool("make", program, "--project", TOP / "python", "-o", Path(folder, str(i))) for i in range(2)]
            self.assertEqual([m.returncode for m in made], [0, 0], made[0].stderr)
            one, two = (Path(m.stdout.strip()) for m in made)
            self.assertEqual(one.read_bytes(), two.read_bytes())
            self.assertEqual(self.tool("check", one).returncode, 0)
            lie = one.with_name("gpai_check-0.1.0-py3-none-manylinux_2_5_x86_64.whl")
            one.rename(lie)
            refused = self.tool("check", lie)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("the tag says glibc 2.5", refused.stderr)
            self.assertEqual(self.tool("check", "--largest", "0.001", two).returncode, 1)
            with zipfile.ZipFile(two) as archive:
                self.assertIsNone(archive.testzip())
                names = archive.namelist()
                self.assertEqual(len(names), len(set(names)))
                self.assertIn("gpai_check/py.typed", names)
                text = archive.read("gpai_check-0.1.0.dist-info/METADATA").decode()
                self.assertIn("Requires-Dist: gpai-check-pdf==0.1.0 ; extra == 'pdf'", text)
                self.assertNotIn("Requires-Dist: requests", text)


if __name__ == "__main__":
    unittest.main()
