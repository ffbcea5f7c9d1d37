"""The record of a training, with a trainer and a model made up here: no library but Python's own."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import types
import unittest
import unittest.mock
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from gpai_check.training import record, shape
from gpai_check.training.nearness import Line, Watch
from gpai_check.training.recorder import Recorder
from gpai_check.training.subject import dataset, look

CONFIG = {
    "model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
    "intermediate_size": 128, "vocab_size": 100,
}  # fmt: skip


class Sizes:
    """A tensor, as far as anybody looks."""

    def __init__(self, *shape: int, updated: bool = True) -> None:
        self.shape, self.requires_grad = shape, updated

    def numel(self) -> int:
        total = 1
        for size in self.shape:
            total *= size
        return total


class Embedding:
    def __init__(self, weight: Sizes) -> None:
        self.weight = weight

    def named_parameters(self) -> List[Tuple[str, Sizes]]:
        return [("weight", self.weight)]


class Config:
    def __init__(self, values: Dict[str, Any], name: str = "", commit: Optional[str] = None) -> None:
        self._values, self._name_or_path, self._commit_hash = values, name, commit

    def to_dict(self) -> Dict[str, Any]:
        return dict(self._values)


class Model:
    """A llama of two layers, as far as anybody looks."""

    training = True

    def __init__(self, name: str = "", frozen: bool = False, adapters: bool = False, config: Any = None) -> None:
        self.config = Config(CONFIG if config is None else config, name, "ab" * 20 if name else None)
        self._embedding = Embedding(Sizes(100, 64, updated=not frozen))
        self._parameters = [("model.embed_tokens.weight", self._embedding.weight)]
        for i in range(2):
            at = f"model.layers.{i}"
            for part, out, into in (("self_attn.q_proj", 64, 64), ("self_attn.k_proj", 32, 64), ("self_attn.v_proj", 32, 64),
                                    ("self_attn.o_proj", 64, 64), ("mlp.gate_proj", 128, 64), ("mlp.up_proj", 128, 64),
                                    ("mlp.down_proj", 64, 128)):  # fmt: skip
                self._parameters.append((f"{at}.{part}.weight", Sizes(out, into, updated=not frozen)))
                if adapters and "attn.q" in part:
                    self._parameters.append((f"{at}.{part}.lora_A.default.weight", Sizes(4, into)))
                    self._parameters.append((f"{at}.{part}.lora_B.default.weight", Sizes(out, 4)))
            self._parameters.append((f"{at}.input_layernorm.weight", Sizes(64, updated=not frozen)))
        self._parameters.append(("lm_head.weight", Sizes(100, 64, updated=not frozen)))
        self._hook: Optional[Callable[..., None]] = None

    def named_parameters(self) -> List[Tuple[str, Sizes]]:
        return self._parameters

    def named_modules(self) -> List[Tuple[str, Any]]:
        return [("model.embed_tokens", self._embedding)]

    def register_forward_pre_hook(self, hook: Callable[..., None], with_kwargs: bool) -> Any:
        self._hook = hook
        return types.SimpleNamespace(remove=lambda: setattr(self, "_hook", None))

    def __call__(self, **named: Any) -> None:
        if self._hook is not None:
            self._hook(self, (), named)


def products(batch: int, length: int) -> int:
    """All products of that llama forth and back, written out by hand: (matrix, how often) for one token."""
    tokens = batch * length
    weights = 2 * (64 * 64 + 2 * 64 * 32 + 64 * 64 + 3 * 64 * 128) + 64 * 100
    return 3 * (2 * tokens * weights + 2 * (2 * 2 * batch * length * length * 64))


class Shapes(unittest.TestCase):
    def test_a_llama_by_hand(self) -> None:
        subject = look(Model())
        self.assertEqual((subject.method, subject.start, subject.of_config), ("full", "scratch", True))
        one = shape.forth_and_back(subject.shape, subject.trained, 3, 10)
        self.assertEqual(one.layers + one.attention, products(3, 10))

    def test_adapters_leave_the_weights_of_the_base_alone(self) -> None:
        subject = look(Model("org/base", frozen=True, adapters=True))
        self.assertEqual((subject.method, subject.base, subject.revision), ("adapter", "org/base", "ab" * 20))
        self.assertEqual(subject.trained.weights, 2 * (4 * 64 + 64 * 4))
        adapter = shape.forth_and_back(subject.shape, subject.trained, 1, 8)
        whole = shape.forth_and_back(look(Model()).shape, look(Model()).trained, 1, 8)
        self.assertLess(adapter.layers, whole.layers)
        self.assertGreater(adapter.layers, whole.layers * 6 // 10)

    def test_a_shape_that_is_not_known_or_broken_gives_none(self) -> None:
        for broken in ({}, {"model_type": "llama"}, {**CONFIG, "hidden_size": "x"}, {**CONFIG, "num_attention_heads": 0},
                       {**CONFIG, "hidden_size": -64}, {**CONFIG, "num_hidden_layers": 0}, {**CONFIG, "model_type": "other"}):  # fmt: skip
            self.assertIsNone(shape.of_config(broken), broken)

    def test_weights_count_where_the_shape_is_not_known(self) -> None:
        subject = look(Model(config={"model_type": "never_seen"}))
        self.assertFalse(subject.of_config)
        known = shape.forth_and_back(look(Model()).shape, look(Model()).trained, 1, 4)
        self.assertEqual(shape.forth_and_back(subject.shape, subject.trained, 1, 4).layers, known.layers)

    def test_no_path_and_no_folder_is_a_base(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name in (folder, "./out", "../base", "/home/jane/x", "a/b/c", "~/x", "C:\\models\\x", "with space/x"):
                subject = look(Model(name))
                self.assertEqual((subject.start, subject.base), ("base", None), name)


class Records(unittest.TestCase):
    def recorder(self, folder: str, **more: Any) -> Recorder:
        return Recorder(folder, **{"tool": "transformers", "energy": None, "say": lambda line: None, **more})

    def runs(self, folder: str, rank: int = 0) -> List[Dict[str, Any]]:
        document = json.loads(record.path_of(Path(folder), rank).read_text("utf-8"))
        self.assertEqual((document["format"], document["rank"]), ("gpai-training-run/1", rank))
        return document["runs"]

    def test_passes_steps_and_end(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            model, recorder = Model(), self.recorder(folder, ranks=2)
            recorder.begin(model, planned=5)
            for step in range(1, 4):
                model(input_ids=Sizes(4, 16), attention_mask=Sizes(4, 16))
                recorder.step(step, trainer=step * 1000, counted=step * 60)
            recorder.end()
            (run,) = self.runs(folder)
            flop = run["flop"]["shape"]
            self.assertEqual(int(flop["layers"]) + int(flop["attention"]), 2 * 3 * products(4, 16))
            self.assertEqual((run["state"], run["steps"]), ("finished", {"first": 0, "last": 3, "planned": 5}))
            self.assertEqual(run["tokens"], {"processed": str(2 * 3 * 64), "counted": "180"})
            self.assertEqual((run["flop"]["trainer"], run["ranks"]), ("3000", 2))
            self.assertIsNone(model._hook)
            self.assertEqual(os.listdir(folder), ["gpai-training-run.json"])

    def test_rows_of_several_texts_and_passes_without_an_update_stand_apart(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            model, recorder = Model(), self.recorder(folder)
            recorder.begin(model)
            model(input_ids=Sizes(1, 512), position_ids=Sizes(1, 512))
            model.training = False
            with unittest.mock.patch.dict(sys.modules):
                sys.modules.pop("torch", None)
                model(input_ids=Sizes(2, 8))
            recorder.end()
            flop = self.runs(folder)[0]["flop"]["shape"]
            self.assertEqual(flop["attention"], "0")
            self.assertGreater(int(flop["attention_at_most"]), 0)
            self.assertGreater(int(flop["without_update"]), 0)

    def test_resuming_adds_a_run_and_a_new_start_too(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for first, last in ((0, 4), (4, 9), (0, 2)):
                recorder = self.recorder(folder)
                recorder.begin(Model(), first=first, trainer_before=77)
                recorder.step(last)
                recorder.end()
            one, two, three = self.runs(folder)
            self.assertEqual((one["continues"], two["continues"], three["continues"]), (None, one["id"], None))
            self.assertEqual((one["flop"]["before"], two["flop"]["before"]), (None, "77"))

    def test_each_rank_has_its_file(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            energy = {"rank": 1, "mode": "machine", "kwh": "0.5", "tool": "codecarbon", "tool_version": "3"}
            with unittest.mock.patch("gpai_check.training.recorder.Energy") as tracker:
                tracker.return_value.now.return_value = energy
                tracker.return_value.stop.return_value = energy
                zero = self.recorder(folder, ranks=2)
                one = self.recorder(folder, ranks=2, rank=1, local_rank=0, energy="codecarbon")
                quiet = self.recorder(folder, ranks=2, rank=2, local_rank=1, energy="codecarbon")
                for each in (zero, one, quiet):
                    each.begin(Model())
                    each.step(3)
                    each.end()
            self.assertEqual(sorted(os.listdir(folder)), ["gpai-training-run.json", "gpai-training-run.rank-1.json"])
            self.assertEqual(self.runs(folder, 1)[0]["energy"], [energy])
            # In the mode `machine` one rank of a machine measures.
            self.assertEqual(tracker.call_args_list, [unittest.mock.call(1, "machine")])

    def test_what_is_no_record_is_put_aside(self) -> None:
        for broken in ("", "{", "[]", '{"format":"other","runs":[]}', '{"format":"gpai-training-run/1","runs":[3]}', "[" * 100_000):
            with tempfile.TemporaryDirectory() as folder:
                Path(folder, record.NAME).write_text(broken, "utf-8")
                recorder = self.recorder(folder)
                recorder.begin(Model())
                recorder.end()
                self.assertEqual(len(self.runs(folder)), 1)
                self.assertEqual(Path(folder, "gpai-training-run.unreadable-1.json").read_text("utf-8"), broken)

    def test_what_a_killed_run_left_is_taken_away(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, ".gpai-training-run.json.ab12.tmp").write_text("{", "utf-8")
            recorder = self.recorder(folder)
            recorder.begin(Model())
            recorder.end()
            self.assertEqual(os.listdir(folder), [record.NAME])

    def test_a_disk_that_is_full_ends_no_training(self) -> None:
        said: List[str] = []
        with tempfile.TemporaryDirectory() as folder:
            recorder = self.recorder(folder, say=said.append)
            with unittest.mock.patch("os.replace", side_effect=OSError(28, "No space left on device")):
                recorder.begin(Model())
                recorder.end()
            self.assertEqual(os.listdir(folder), [])
        self.assertTrue(all("No space left" in line for line in said) and said)

    def test_killed_interrupted_and_nobody_named(self) -> None:
        script = textwrap.dedent(
            """
            import os, sys
            sys.path[:0] = {paths!r}
            from tests.test_training import Model
            from gpai_check.training.recorder import Recorder
            recorder = Recorder({folder!r}, tool="transformers", energy=None)
            recorder.begin(Model("org/base"))
            recorder.step(7)
            recorder.write()
            {end}
            """
        )
        here = str(Path(__file__).resolve().parent.parent)
        for end, state in (("os.kill(os.getpid(), 9)", "running"), ("raise SystemExit(3)", "interrupted")):
            with tempfile.TemporaryDirectory() as folder:
                environment = {**os.environ, "USER": "jane-doe", "HOSTNAME": "host-of-jane", "HOME": "/home/jane-doe"}
                code = script.format(paths=[here], folder=folder, end=end)
                subprocess.run([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL, check=False)
                (run,) = self.runs(folder)
                self.assertEqual((run["state"], run["steps"]["last"]), (state, 7))
                text = Path(folder, record.NAME).read_text("utf-8")
                for word in ("jane", folder, os.uname().nodename):
                    self.assertNotIn(word, text)

    def test_writing_while_others_read_is_whole(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, record.NAME)
            runs = [{"id": str(i), "data": "x" * 1000} for i in range(50)]
            for _ in range(20):
                record.write(path, 0, runs)
                self.assertEqual(len(record.runs_of(path)), 50)


class Lines(unittest.TestCase):
    def test_a_line_is_told_once_when_it_comes_near(self) -> None:
        watch = Watch([Line("third", "modification", 3e23)])
        self.assertIsNone(watch.look(0, 1e20, 5, 1000, 60))
        self.assertIsNone(watch.look(0, 1e20, 20, 1000, 60))
        said = watch.look(0, 1e22, 20, 1000, 86_400)
        self.assertIn("at this rate a third of the base's compute (3e23 FLOP) is reached on 20", said or "")
        self.assertIsNone(watch.look(0, 2e22, 40, 1000, 2 * 86_400))
        self.assertIn("is reached: 3.1e23 FLOP", watch.look(0, 3.1e23, 600, 1000, 86_400) or "")
        self.assertIsNone(watch.look(0, 4e23, 700, 1000, 86_400))

    def test_near_and_below_earlier_runs_and_chinese(self) -> None:
        watch = Watch([Line("line", "gpai-criterion", 1e23)], "zh")
        self.assertIn("接近", watch.look(5e22, 1e22, 50, 150, 1000) or "")
        self.assertIn("已达到", watch.look(9.9e22, 2e21, 60, 60, 1000) or "")

    def test_a_day_beyond_the_calendar_is_no_error(self) -> None:
        self.assertTrue(Watch([Line("third", "m", 1e30)]).look(0, 1e20, 10, 10**12, 1e12))


class Data(unittest.TestCase):
    def test_what_a_data_set_says_of_itself(self) -> None:
        class Rows(list):  # type: ignore[type-arg]
            info = types.SimpleNamespace(
                download_checksums={f"hf://datasets/org/set@{'0a' * 20}/train.parquet": {}}, dataset_name="set"
            )
            split, _fingerprint = "train", "abc123"

        told = dataset(Rows([1, 2, 3]))
        self.assertEqual(told, {"name": "org/set", "revision": "0a" * 20, "split": "train", "fingerprint": "abc123", "examples": 3})
        self.assertEqual(dataset(iter([]))["examples"], None)
        local = types.SimpleNamespace(info=types.SimpleNamespace(dataset_name="/home/jane/x", download_checksums=None))
        self.assertIsNone(dataset(local)["name"])


class Trainer(unittest.TestCase):
    """The callback, called as the Trainer calls it."""

    def test_a_whole_training(self) -> None:
        with unittest.mock.patch.dict(sys.modules, {"transformers": types.SimpleNamespace(TrainerCallback=object)}):
            for name in ("gpai_check.transformers", "gpai_check.trl"):
                sys.modules.pop(name, None)
            evidence = importlib.import_module("gpai_check.trl").Evidence(energy=None, base="org/base", revision="v1")
            for name in ("gpai_check.transformers", "gpai_check.trl"):
                sys.modules.pop(name, None)
        with tempfile.TemporaryDirectory() as folder:
            args = types.SimpleNamespace(output_dir=folder, process_index=0, local_process_index=0, world_size=1)
            state = types.SimpleNamespace(global_step=0, max_steps=3, total_flos=0, num_input_tokens_seen=0)
            model = Model()
            evidence.on_train_begin(args, state, None, model=model)
            for step in range(1, 4):
                model(input_ids=Sizes(2, 8))
                state.global_step, state.total_flos, state.num_input_tokens_seen = step, step * 5.0e9, step * 10
                evidence.on_step_end(args, state, None)
                evidence.on_save(args, state, None)
            evidence.on_train_end(args, state, None)
            (run,) = json.loads(Path(folder, record.NAME).read_text("utf-8"))["runs"]
        self.assertEqual((run["tool"], run["base"]), ("trl", {"name": "org/base", "revision": "v1"}))
        self.assertEqual((run["flop"]["trainer"], run["tokens"]["counted"]), ("15000000000", "30"))
        self.assertEqual(run["steps"], {"first": 0, "last": 3, "planned": 3})


if __name__ == "__main__":
    unittest.main()
