"""check, lint and card against the real program; what is refused, and how."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from decimal import Decimal
from pathlib import Path

import gpai_check as gpai
from gpai_check import assessments, github, program
from gpai_check.training.nearness import lines

from . import TOP

EXAMPLE = TOP / "examples" / "smollm3-3b"
DAY = "2027-08-02"


class Check(unittest.TestCase):
    def test_an_assessment_is_the_json_document(self) -> None:
        a = gpai.check(EXAMPLE, on=DAY)
        self.assertEqual((a.as_of, a.law, a.exit_code), (datetime.date(2027, 8, 2), "eu-ai-act", 0))
        self.assertEqual(len(a.conclusions), 9)
        self.assertEqual(len(a.duties), 11)
        duty = a.duties["53-1-d"]
        self.assertEqual((duty.if_provider, duty.state, duty.due), ("applies", "gap", datetime.date(2027, 8, 2)))
        compute = a.facts["compute.update_flop"].number
        assert compute is not None and compute.best is not None
        self.assertTrue(compute.low <= compute.best <= compute.high and compute.best > Decimal("1e23"))
        self.assertEqual(a.facts["compute.update_flop"].sources[0].file, "README.md")
        known = gpai.check(EXAMPLE, on=DAY, set={"role.develops": True, "market.commercial": True, "purpose.research_only": False})
        self.assertEqual((known.exit_code, [d.id for d in known.gaps]), (1, ["53-1-d"]))
        # Field by field the same as the program prints.
        text = subprocess.run(
            [str(program.find()), "check", str(EXAMPLE), "--on", DAY, "--format", "json"], capture_output=True, check=False
        ).stdout
        document = json.loads(text)
        self.assertEqual(a.raw, document)
        self.assertEqual(assessments.read(document, 0), a)
        self.assertEqual([q.fact for q in a.questions], [q["fact"] for q in document["questions"]])
        self.assertEqual([f.code for f in a.findings], [f["code"] for f in document["findings"]])

    def test_answers_of_every_type(self) -> None:
        answers = {
            "role.develops": True,
            "model.outputs": ["text", "image"],
            "modification.flop": 1.8e25,
            "market.first_available": datetime.date(2026, 1, 2),
            "provider.turnover_eur": Decimal("1e9"),
            "model.name": "A, B",
        }
        facts = gpai.check(EXAMPLE, on=DAY, set=answers).facts
        self.assertIs(facts["role.develops"].value, True)
        self.assertEqual(facts["model.outputs"].value, ["image", "text"])
        number = facts["modification.flop"].number
        assert number is not None
        self.assertEqual(number.best, Decimal("1.8e25"))
        self.assertEqual(facts["market.first_available"].value, "2026-01-02")
        self.assertNotIn("role.develops", gpai.check(EXAMPLE, on=DAY, set={"role.develops": None}).facts)

    def test_a_folder_of_links_as_huggingface_hub_makes_it(self) -> None:
        with tempfile.TemporaryDirectory() as top:
            blobs, snapshot = (Path(top, "models--org--model", *parts) for parts in (("blobs",), ("snapshots", "0" * 40)))
            blobs.mkdir(parents=True)
            snapshot.mkdir(parents=True)
            for number, name in enumerate(sorted(os.listdir(EXAMPLE))):
                if Path(EXAMPLE, name).is_file():
                    shutil.copy(EXAMPLE / name, blobs / str(number))
                    (snapshot / name).symlink_to(Path("..", "..", "blobs", str(number)))
            linked, plain = gpai.check(snapshot, on=DAY), gpai.check(EXAMPLE, on=DAY)
            self.assertEqual(linked.facts["model.parameters"].value, plain.facts["model.parameters"].value)

    def test_a_model_on_the_hub_goes_to_the_program_as_it_is(self) -> None:
        # No connection here: the program is told to stay offline, and says so.
        with unittest.mock.patch.dict(os.environ, {"HF_HUB_OFFLINE": "1", "HF_HOME": tempfile.gettempdir()}):
            with self.assertRaises(gpai.UsageError) as raised:
                gpai.check("hf://org/model", timeout=30)
        self.assertIn("org/model", str(raised.exception))

    def test_what_is_refused(self) -> None:
        for wrong in ("/nowhere/at/all", "--help", "-x", ""):
            with self.assertRaises(gpai.UsageError, msg=wrong):
                gpai.check(wrong)
        with self.assertRaises(gpai.UsageError) as raised:
            gpai.check(EXAMPLE, set={"role.develop": True})
        self.assertIn("role.develops", str(raised.exception))
        with tempfile.TemporaryDirectory() as empty, self.assertRaises(gpai.UsageError):
            gpai.check(empty, require_model=True)

    def test_an_evidence_file_of_a_training_is_read(self) -> None:
        run = {
            "id": "a", "tool": "transformers", "state": "finished", "steps": {"first": 0, "last": 9, "planned": 9}, "start": "base",
            "base": {"name": "Qwen/Qwen2.5-7B"}, "method": "adapter",
            "flop": {"trainer": None, "before": None, "shape": {"by": "config", "layers": "3e17", "attention": "1e16"}},
        }  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "README.md").write_text("# X\n\nA text generation model.\n", "utf-8")
            record = {"format": "gpai-training-run/1", "rank": 0, "runs": [run]}
            Path(folder, "gpai-training-run.json").write_text(json.dumps(record), "utf-8")
            a = gpai.check(folder, on=DAY, lang="zh")
        flop = a.facts["modification.flop"].number
        assert flop is not None
        self.assertEqual((flop.low, flop.best), (Decimal("3.05e17"), Decimal("3.1e17")))
        self.assertEqual(a.conclusions["modifier_provider"].status, "no")


class Lines(unittest.TestCase):
    def test_lines_of_the_law_come_from_the_program(self) -> None:
        (third,) = lines("base", "Qwen/Qwen2.5-7B")
        self.assertAlmostEqual(third.flop / 1e23, 8.2296 / 3, places=4)
        for unknown in ("nobody/knows-it", None):
            (line,) = lines("base", unknown)
            self.assertEqual((line.kind, line.flop), ("stands_in", 1e23 / 3))
        own = lines("scratch", None)
        self.assertIn(1e23, [line.flop for line in own])
        self.assertIn(1e25, [line.flop for line in own])


class Documents(unittest.TestCase):
    def test_lint(self) -> None:
        record = TOP / "examples" / "birke-7b" / "documents" / "training-summary.toml"
        found = gpai.lint(record, on=DAY)
        self.assertEqual((found.kind, found.errors), ("training-summary", sum(f.severity == "error" for f in found.findings)))
        self.assertTrue(found.scores)
        with self.assertRaises(gpai.UsageError):
            gpai.lint(TOP / "nothing.pdf")

    def test_card(self) -> None:
        with tempfile.TemporaryDirectory() as top:
            folder = Path(shutil.copytree(TOP / "examples" / "birke-7b", Path(top, "model")))
            before = (folder / "README.md").read_text("utf-8")
            first = gpai.card(folder)
            self.assertTrue(first.changed and before == (folder / "README.md").read_text("utf-8"))
            self.assertEqual(gpai.card(folder, write=True).text, first.text)
            self.assertEqual((folder / "README.md").read_text("utf-8"), first.text)
            self.assertFalse(gpai.card(folder).changed)
            (folder / "README.md").unlink()
            with self.assertRaises(gpai.UsageError):
                gpai.card(folder)


class Program(unittest.TestCase):
    def pretend(self, folder: str, body: str) -> Path:
        path = Path(folder, "gpai")
        path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def test_another_program_of_that_name_is_not_believed(self) -> None:
        for body in ("echo hello", "echo '{\"format\":\"other/1\"}'", "echo '[1]'", "exit 0"):
            with tempfile.TemporaryDirectory() as folder:
                named = {program.OVERRIDE: str(self.pretend(folder, body))}
                with unittest.mock.patch.dict(os.environ, named), self.assertRaises(gpai.GpaiError, msg=body):
                    gpai.check(EXAMPLE)

    def test_a_defect_is_no_answer_and_a_path_is_no_program(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            named = {program.OVERRIDE: str(self.pretend(folder, "echo oh >&2; exit 4"))}
            with unittest.mock.patch.dict(os.environ, named), self.assertRaises(gpai.InternalError):
                gpai.check(EXAMPLE)
            with unittest.mock.patch.dict(os.environ, {program.OVERRIDE: folder}), self.assertRaises(gpai.ProgramMissing):
                gpai.check(EXAMPLE)

    def test_a_command_that_somebody_put_in_its_place_is_not_run(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = self.pretend(folder, "touch ran")
            entry = unittest.mock.Mock(parts=("bin", "gpai"), size=12_345_678)
            entry.name = "gpai"
            entry.locate.return_value = path
            with unittest.mock.patch("importlib.metadata.files", return_value=[entry]):
                with self.assertRaises(gpai.ProgramMissing) as raised:
                    program._installed()
            self.assertIn("another package", str(raised.exception))

    def test_the_module_is_the_command(self) -> None:
        done = subprocess.run([sys.executable, "-m", "gpai_check", "--version"], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout.strip(), gpai.version())


class Annotations(unittest.TestCase):
    def test_strangers_texts_begin_no_command(self) -> None:
        place = {"physicalLocation": {"artifactLocation": {"uri": "a,b:c%.md"}, "region": {"startLine": 3}}}
        text = "x\n::error::fake\r%0A"
        results = [{"level": "note", "ruleId": "r", "message": {"text": text}, "locations": [place]}]
        results += [{"level": "error", "ruleId": f"e{i}", "message": {"text": "y"}, "locations": []} for i in range(12)]
        out = github.lines({"runs": [{"results": results}]})
        self.assertEqual(len(out), 12)
        self.assertTrue(out[0].startswith("::error title=e0::"))
        self.assertEqual(out[10], "::notice title=r,file=a%2Cb%3Ac%25.md,line=3::x%0A::error::fake%0D%250A")
        self.assertIn("2 more", out[11])


if __name__ == "__main__":
    unittest.main()
