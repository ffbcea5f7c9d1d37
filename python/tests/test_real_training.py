"""Real training on the processor, where PyTorch and transformers are installed: models of a few thousand parameters made here.

The compute of the record is held against an independent count: every product of matrices that PyTorch really ran, forth and back,
by the sizes of its operands (`Ran`), which agrees with `torch.utils.flop_counter` and also sees products into a given place.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import subprocess
import sys
import tempfile
import textwrap
import unittest
import unittest.mock
from pathlib import Path
from typing import Any, Dict, List

from gpai_check.training import shape

THERE = all(importlib.util.find_spec(name) for name in ("torch", "transformers", "accelerate", "datasets"))


def ran() -> Any:
    """Counts the products that run within it: `flop`, and of them `head`, those that have the vocabulary's 104 as a size."""
    from torch.utils._python_dispatch import TorchDispatchMode

    class Ran(TorchDispatchMode):
        flop = head = 0

        def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            name = str(function).split(".")[1]
            operands = {"mm": args[:2], "bmm": args[:2], "addmm": args[1:3], "addmm_": args[1:3], "baddbmm": args[1:3]}.get(name)
            if operands is not None:
                left, right = (tuple(one.shape) for one in operands)
                flop = 2 * right[-1]
                for size in left:
                    flop *= size
                self.flop += flop
                self.head += flop if 104 in (*left, *right) else 0
            return function(*args, **(kwargs or {}))

    return Ran()


def record(folder: str) -> List[Dict[str, Any]]:
    return json.loads(Path(folder, "gpai-training-run.json").read_text("utf-8"))["runs"]


def counted(run: Dict[str, Any]) -> int:
    shape = run["flop"]["shape"]
    return int(shape["layers"]) + int(shape["attention"])


@unittest.skipUnless(THERE, "PyTorch, transformers, accelerate or datasets are not installed")
class Real(unittest.TestCase):
    """Each test trains some steps."""

    def model(self, kind: str, **more: Any) -> Any:
        import torch
        import transformers as t

        torch.manual_seed(1)
        if kind == "gpt2":
            config = t.GPT2Config(n_embd=32, n_layer=3, n_head=4, vocab_size=104, n_positions=64, **more)
        elif kind == "gpt_neox":
            config = t.GPTNeoXConfig(
                hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=64, vocab_size=104, **more
            )
        elif kind == "olmoe":
            config = t.OlmoeConfig(
                hidden_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=4, intermediate_size=24,
                vocab_size=104, num_experts=4, num_experts_per_tok=2, **more,
            )  # fmt: skip
        else:
            make = {"llama": t.LlamaConfig, "qwen3": t.Qwen3Config, "gemma2": t.Gemma2Config}[kind]
            config = make(
                hidden_size=32, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, intermediate_size=48,
                head_dim=8, vocab_size=104, **more,
            )  # fmt: skip
        # Kernels whose products are ordinary ones, so that each can be counted as it runs.
        experts = {"experts_implementation": "eager"} if kind == "olmoe" else {}
        return t.AutoModelForCausalLM.from_config(config, attn_implementation="eager", **experts)

    def data(self, rows: int = 32, length: int = 24) -> Any:
        import datasets

        text = [[(7 * i + 3 * j) % 96 for j in range(length)] for i in range(rows)]
        return datasets.Dataset.from_dict({"input_ids": text, "labels": text})

    def arguments(self, folder: str, **more: Any) -> Any:
        import transformers as t

        options: Dict[str, Any] = {
            "output_dir": folder, "per_device_train_batch_size": 4, "max_steps": 6, "report_to": [], "use_cpu": True,
            "save_strategy": "no", "logging_steps": 2, "disable_tqdm": True, "seed": 3,
        }  # fmt: skip
        return t.TrainingArguments(**{**options, **more})

    def train(self, model: Any, folder: str, resume: bool = False, **more: Any) -> int:
        """Trains, and gives the FLOP that really ran."""
        import transformers as t
        from gpai_check.transformers import Evidence

        evidence = Evidence(energy=None)
        trainer = t.Trainer(model, self.arguments(folder, **more), train_dataset=self.data(), callbacks=[evidence])
        with ran() as counter, contextlib.redirect_stdout(io.StringIO()):
            trainer.train(resume_from_checkpoint=resume or None)
        return int(counter.flop)

    def assert_near(self, ours: int, independent: int, what: str, within: float = 0.01) -> None:
        off = abs(ours - independent) / independent
        print(f"{what}: {ours} FLOP by shape, {independent} counted as they ran, {100 * off:.3f} % apart")
        self.assertLess(off, within, what)

    def test_flop_by_shape_are_those_that_ran(self) -> None:
        for kind in ("llama", "qwen3", "gemma2", "gpt2", "gpt_neox", "olmoe"):
            with self.subTest(kind), tempfile.TemporaryDirectory() as folder:
                took = self.train(self.model(kind), folder)
                (run,) = record(folder)
                self.assertEqual((run["flop"]["shape"]["by"], run["start"], run["method"]), ("config", "scratch", "full"))
                self.assertEqual((run["steps"]["last"], run["state"]), (6, "finished"))
                self.assertEqual(run["tokens"]["processed"], str(6 * 4 * 24))
                self.assert_near(counted(run), took, kind)

    def test_frozen_layers_have_no_way_back(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            model = self.model("llama")
            for name, parameter in model.named_parameters():
                parameter.requires_grad = ".layers.2." in name or "lm_head" in name
            took = self.train(model, folder)
            (run,) = record(folder)
            self.assertEqual(run["method"], "partial")
            self.assert_near(counted(run), took, "llama, last layer only")

    @unittest.skipUnless(THERE and importlib.util.find_spec("peft"), "peft is not installed")
    def test_adapters_save_the_step_for_the_weights(self) -> None:
        import peft

        for targets in (["q_proj", "v_proj"], "all-linear"):
            with self.subTest(targets), tempfile.TemporaryDirectory() as folder:
                lora = peft.LoraConfig(r=4, target_modules=targets, task_type="CAUSAL_LM", lora_dropout=0.0)
                model = peft.get_peft_model(self.model("llama"), lora)
                took = self.train(model, folder)
                (run,) = record(folder)
                self.assertEqual(run["method"], "adapter")
                self.assertLess(int(run["parameters"]["trained"]), int(run["parameters"]["all"]))
                self.assert_near(counted(run), took, f"llama with LoRA on {targets}")

    def test_the_record_answers_the_third(self) -> None:
        import transformers as t

        import gpai_check
        from gpai_check.transformers import Evidence

        with tempfile.TemporaryDirectory() as folder:
            evidence = Evidence(energy=None, base="Qwen/Qwen2.5-7B")
            trainer = t.Trainer(self.model("llama"), self.arguments(folder), train_dataset=self.data(), callbacks=[evidence])
            with contextlib.redirect_stdout(io.StringIO()):
                trainer.train()
            trainer.save_model(folder)
            (run,) = record(folder)
            a = gpai_check.check(folder)
            flop = a.facts["modification.flop"].number
            assert flop is not None and flop.best is not None
            self.assertTrue(flop.low <= counted(run) <= flop.high)
            self.assertEqual((int(flop.best), a.facts["modification.flop"].sources[0].method), (counted(run), "training-run"))
            self.assertEqual(a.conclusions["modifier_provider"].status, "no")
            self.assertEqual(a.facts["modification.base"].value, "Qwen/Qwen2.5-7B")

    def test_an_unknown_shape_is_counted_by_its_weights(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            with unittest.mock.patch.dict(shape.KNOWN):
                del shape.KNOWN["llama"]
                took = self.train(self.model("llama"), folder)
            (run,) = record(folder)
            self.assertEqual(run["flop"]["shape"]["by"], "weights")
            self.assert_near(counted(run), took, "llama by weights, without attention", within=0.30)

    def test_passes_that_are_computed_again_are_told_apart(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            took = self.train(self.model("llama"), folder, gradient_checkpointing=True)
            (run,) = record(folder)
            # At most: what is not needed again, the last product of a layer, is left out by PyTorch.
            again = int(run["flop"]["shape"]["recomputed"])
            self.assertLessEqual(took, counted(run) + again)
            self.assert_near(counted(run) + again * 5 // 6, took, "llama, recomputed without the last of six products")

    def test_resuming_adds_a_run(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self.train(self.model("llama"), folder, max_steps=4, save_strategy="steps", save_steps=4)
            self.train(self.model("llama"), folder, resume=True, max_steps=6)
            first, second = record(folder)
            self.assertEqual(second["continues"], first["id"])
            self.assertEqual((second["steps"]["first"], second["steps"]["last"]), (4, 6))
            self.assertEqual(2 * counted(second), counted(first))
            self.assertLess(abs(int(second["flop"]["before"]) - int(first["flop"]["trainer"])), 2)

    def test_a_crash_leaves_the_last_state(self) -> None:
        import transformers as t

        from gpai_check.transformers import Evidence

        class Crash(t.TrainerCallback):
            def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
                if state.global_step == 3:
                    raise RuntimeError("no more memory")

        with tempfile.TemporaryDirectory() as folder:
            arguments = self.arguments(folder, save_strategy="steps", save_steps=2)
            trainer = t.Trainer(self.model("llama"), arguments, train_dataset=self.data(), callbacks=[Evidence(energy=None), Crash()])
            with self.assertRaises(RuntimeError), contextlib.redirect_stdout(io.StringIO()):
                trainer.train()
            (run,) = record(folder)
            self.assertEqual((run["state"], run["steps"]["last"], run["ended"]), ("running", 2, None))
            self.assertGreater(counted(run), 0)

    @unittest.skipUnless(THERE and importlib.util.find_spec("trl"), "TRL is not installed")
    def test_trl(self) -> None:
        import trl
        from gpai_check.trl import Evidence

        with tempfile.TemporaryDirectory() as folder:
            options = trl.SFTConfig(
                output_dir=folder, per_device_train_batch_size=4, max_steps=4, report_to=[], use_cpu=True, bf16=False,
                save_strategy="no", disable_tqdm=True, gradient_checkpointing=False, include_num_input_tokens_seen="non_padding",
                dataset_kwargs={"skip_prepare_dataset": True}, max_length=64, loss_type="nll",
            )  # fmt: skip
            tokenizer = self.tokenizer()
            trainer = trl.SFTTrainer(
                self.model("llama", pad_token_id=0), options, train_dataset=self.data(), processing_class=tokenizer,
                callbacks=[Evidence(energy=None)],
            )  # fmt: skip
            with ran() as counter, contextlib.redirect_stdout(io.StringIO()):
                trainer.train()
            (run,) = record(folder)
            self.assertEqual((run["tool"], run["steps"]["last"]), ("trl", 4))
            self.assertEqual(run["tokens"]["counted"], str(4 * 4 * 24))
            # TRL puts the head through in pieces, of all positions but the last, and computes it again on the way back: its products
            # are apart; all others are those of the shape.
            head = 6 * 4 * 4 * 24 * 32 * 104
            self.assert_near(counted(run) - head, counter.flop - counter.head, "llama with TRL's SFT, without the head")
            print(f"the head with TRL: {head} FLOP by shape, {counter.head} as it ran")

    def tokenizer(self) -> Any:
        import transformers as t
        from tokenizers import Tokenizer, models

        words = {f"w{i}": i for i in range(96)}
        own = Tokenizer(models.WordLevel(words, unk_token="w1"))
        return t.PreTrainedTokenizerFast(tokenizer_object=own, pad_token="w0", eos_token="w2", unk_token="w1")

    @unittest.skipUnless(THERE and importlib.util.find_spec("lightning"), "Lightning is not installed")
    def test_lightning(self) -> None:
        import lightning
        import torch
        from gpai_check.lightning import Evidence

        class Module(lightning.LightningModule):
            def __init__(self, model: Any) -> None:
                super().__init__()
                self.model = model

            def training_step(self, batch: Any, index: int) -> Any:
                return self.model(input_ids=batch, labels=batch).loss

            def configure_optimizers(self) -> Any:
                return torch.optim.SGD(self.parameters(), lr=0.01)

        with tempfile.TemporaryDirectory() as folder:
            loader = torch.utils.data.DataLoader(torch.arange(32 * 24).reshape(32, 24) % 96, batch_size=4)
            trainer = lightning.Trainer(
                max_steps=5, accelerator="cpu", logger=False, enable_checkpointing=False, enable_progress_bar=False,
                enable_model_summary=False, callbacks=[Evidence(folder, energy=None)], default_root_dir=folder,
            )  # fmt: skip
            with ran() as counter:
                trainer.fit(Module(self.model("llama")), loader)
            (run,) = record(folder)
            self.assertEqual((run["tool"], run["steps"]["last"], run["state"]), ("lightning", 5, "finished"))
            self.assert_near(counted(run), counter.flop, "llama with Lightning")

    def test_two_ranks(self) -> None:
        script = textwrap.dedent(
            """
            import sys
            import torch
            sys.path[:0] = {paths!r}
            from tests.test_real_training import Real
            from gpai_check.transformers import Evidence
            import transformers
            real = Real()
            measured = {codecarbon}
            evidence = Evidence(energy="codecarbon" if measured else None, energy_mode="process")
            arguments = real.arguments({folder!r}, ddp_backend="gloo", max_steps=3)
            transformers.Trainer(real.model("llama"), arguments, train_dataset=real.data(), callbacks=[evidence]).train()
            """
        )
        measured = importlib.util.find_spec("codecarbon") is not None
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
            path = Path(other, "train.py")
            paths = [str(Path(__file__).resolve().parents[1])]
            path.write_text(script.format(paths=paths, folder=folder, codecarbon=measured), "utf-8")
            command = [sys.executable, "-W", "ignore", "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
            self.assertEqual(done.returncode, 0, done.stderr[-3000:])
            (run,) = record(folder)
            self.assertEqual((run["ranks"], run["steps"]["last"]), (2, 3))
            self.assertEqual(run["tokens"]["processed"], str(2 * 3 * 4 * 24))
            alone = {"batch": 4, "length": 24}
            from gpai_check.training.subject import look

            subject = look(self.model("llama"))
            one = shape.forth_and_back(subject.shape, subject.trained, **alone)
            self.assertEqual(counted(run), 2 * 3 * (one.layers + one.attention))
            beside = Path(folder, "gpai-training-run.rank-1.json")
            self.assertEqual(beside.exists(), measured)
            if measured:
                (second,) = json.loads(beside.read_text("utf-8"))["runs"]
                ranks = [(e["rank"], e["mode"], float(e["kwh"]) > 0) for e in run["energy"] + second["energy"]]
                self.assertEqual(ranks, [(0, "process", True), (1, "process", True)])
                print(f"two ranks: {[e['kwh'] for e in run['energy'] + second['energy']]} kWh by rank")

    def test_accelerate(self) -> None:
        import accelerate
        import torch
        from gpai_check.accelerate import Evidence

        with tempfile.TemporaryDirectory() as folder:
            accelerator = accelerate.Accelerator(cpu=True)
            model = self.model("llama")
            optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
            model, optimizer = accelerator.prepare(model, optimizer)
            with self.assertRaises(ZeroDivisionError), ran() as counter:
                with Evidence(folder, model, accelerator=accelerator, steps=8, energy=None) as evidence:
                    for _ in range(3):
                        ids = torch.arange(4 * 24).reshape(4, 24) % 96
                        accelerator.backward(model(input_ids=ids, labels=ids).loss)
                        optimizer.step()
                        optimizer.zero_grad()
                        evidence.step()
                    1 / 0
            (run,) = record(folder)
            self.assertEqual((run["tool"], run["state"], run["steps"]["last"]), ("accelerate", "failed", 3))
            self.assert_near(counted(run), counter.flop, "llama in a loop with Accelerate")

    @unittest.skipUnless(THERE and importlib.util.find_spec("codecarbon"), "CodeCarbon is not installed")
    def test_energy_is_measured_without_a_connection(self) -> None:
        import socket

        from gpai_check.training.energy import Energy

        real = socket.socket.connect

        def refuse(own: Any, address: Any) -> None:
            if not isinstance(address, str):
                raise AssertionError(f"a connection to {address}")
            real(own, address)

        socket.socket.connect = refuse  # type: ignore[method-assign]
        try:
            energy = Energy(0, "process")
            sum(i * i for i in range(3_000_000))
            measured = energy.stop()
        finally:
            socket.socket.connect = real  # type: ignore[method-assign]
        if measured is None:
            self.assertIsNotNone(energy.why_not)
        else:
            self.assertEqual((measured["mode"], measured["rank"], measured["tool"]), ("process", 0, "codecarbon"))
            self.assertGreater(float(measured["kwh"]), 0)
            print(f"energy: {measured['kwh']} kWh by CodeCarbon {measured['tool_version']}")


if __name__ == "__main__":
    unittest.main()
