"""Decisions on robots.txt through the program that keeps running: alone, in batches, over Arrow, from threads, after forks."""

from __future__ import annotations

import importlib.util
import os
import signal
import threading
import time
import unittest

from gpai_check import GpaiError, optout

ROBOTS = "User-agent: MyBot\nDisallow: /private\nAllow: /private/open\n\nUser-agent: *\nDisallow: /\n"


class Decisions(unittest.TestCase):
    def test_one(self) -> None:
        no = optout.check(ROBOTS, "MyBot", "https://example.com/private/x")
        self.assertEqual((no.allowed, no.decision, no.line), (False, "disallow", 2))
        self.assertEqual(optout.check(ROBOTS, "MyBot", "/private/open").line, 3)
        self.assertIs(optout.check(ROBOTS.encode(), "MyBot", "/a").allowed, True)
        self.assertIs(optout.check(ROBOTS, "Other", "/a").allowed, False)
        self.assertEqual(optout.check("", "MyBot", "/a"), optout.Decision("allow"))
        self.assertEqual(optout.check("<html>nothing</html>", "MyBot", "/a").notes, ("html_body",))

    def test_text_bytes_and_files_of_a_body_agree(self) -> None:
        for body in ("User-agent: *\nDisallow: /ä\n", "User-agent: *\r\nDisallow: /a\u2028b\x00\n"):
            for url in ("/%C3%A4", "/x", "/a"):
                answers = {optout.check(b, "Bot", url) for b in (body, body.encode(), body, body.encode()) for _ in range(3)}
                self.assertEqual(len(answers), 1, (body, url))

    def test_what_cannot_be_answered(self) -> None:
        for agent, url in (("Bot", "x" * 70_000), ("Bot", "mailto:x"), ("Bot", "")):
            with self.assertRaises(ValueError, msg=url[:10]):
                optout.check(ROBOTS, agent, url)
            (decision,) = optout.check_many([(ROBOTS, agent, url)])
            self.assertEqual((decision.decision, decision.allowed), ("error", None))
        # What comes after is answered.
        self.assertIs(optout.check(ROBOTS, "MyBot", "/a").allowed, True)

    def test_many_in_order_and_hostile_texts(self) -> None:
        bodies = [f"User-agent: *\nDisallow: /{i}\n" for i in range(50)]
        asked = [(bodies[i % 50], "Bot", f"/{i % 7}") for i in range(10_000)]
        answers = list(optout.check_many(iter(asked)))
        self.assertEqual([a.decision == "disallow" for a in answers], [f"/{i % 7}".startswith(f"/{i % 50}") for i in range(10_000)])
        strange = [("\ud800", "Bot", "/a"), (ROBOTS, 'a"\n{}', "/a"), (b"\xff\xfe\x00", "Bot", "/a"), (ROBOTS, "Bot", "/\ud800")]
        self.assertEqual(len(list(optout.check_many(strange))), 4)

    def test_bodies_that_are_forgotten_are_asked_anew(self) -> None:
        with optout.Checker() as checker:
            limit, optout._BODIES = optout._BODIES, 8
            try:
                for i in range(100):
                    body = f"User-agent: *\nDisallow: /{i % 20}\n"
                    self.assertEqual(checker.check(body, "Bot", f"/{i % 20}").decision, "disallow")
                    self.assertEqual(checker.check(body, "Bot", f"/{i % 20}").decision, "disallow")
                assert checker._folder is not None
                self.assertLessEqual(len(os.listdir(checker._folder)), 8)
                folder = checker._folder
            finally:
                optout._BODIES = limit
        self.assertFalse(os.path.exists(folder))

    def test_threads_get_their_own_answers(self) -> None:
        wrong = []

        def ask(number: int) -> None:
            body = f"User-agent: *\nDisallow: /{number}$\n"
            for i in range(200):
                if (optout.check(body, "Bot", f"/{i % 8}").decision == "disallow") != (i % 8 == number):
                    wrong.append(number)

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    @unittest.skipUnless(hasattr(os, "fork"), "no fork on this system")
    def test_a_child_has_a_program_of_its_own(self) -> None:
        self.assertIs(optout.check(ROBOTS, "MyBot", "/a").allowed, True)
        child = os.fork()
        if child == 0:
            # Whatever goes wrong in the child ends it with another code.
            code = 1
            try:
                code = 0 if optout.check(ROBOTS, "MyBot", "/private/x").allowed is False else 2
            finally:
                os._exit(code)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertIs(optout.check(ROBOTS, "MyBot", "/a").allowed, True)

    def test_a_program_that_dies_is_started_again(self) -> None:
        with optout.Checker() as checker:
            checker.check(ROBOTS, "MyBot", "/a")
            assert checker._process is not None
            os.kill(checker._process.pid, signal.SIGKILL)
            checker._process.wait()
            self.assertIs(checker.check(ROBOTS, "MyBot", "/a").allowed, True)
            os.kill(checker._process.pid, signal.SIGSTOP)
            stopped = checker._process
            threading.Timer(0.2, lambda: os.kill(stopped.pid, signal.SIGKILL)).start()
            with self.assertRaises(GpaiError):
                checker.check(ROBOTS, "MyBot", "/a")
            self.assertIs(checker.check(ROBOTS, "MyBot", "/a").allowed, True)

    def test_dialects(self) -> None:
        body = "User-agent: *\nDisallow /x\n"
        self.assertIs(optout.check(body, "Bot", "/x").allowed, True)
        self.assertIs(optout.check(body, "Bot", "/x", dialect="google").allowed, False)

    @unittest.skipUnless(importlib.util.find_spec("pyarrow"), "pyarrow is not installed")
    def test_arrow(self) -> None:
        import pyarrow as pa

        urls = pa.chunked_array([["/private/x", None], ["/a"]])
        robots = pa.array([ROBOTS, ROBOTS, ROBOTS]).dictionary_encode()
        table = optout.check_arrow(robots, "MyBot", urls)
        self.assertEqual(table["decision"].to_pylist(), ["disallow", None, "allow"])
        self.assertEqual(table["line"].to_pylist(), [2, None, None])
        with self.assertRaises(ValueError):
            optout.check_arrow(pa.array([ROBOTS]), "MyBot", pa.array(["/a", "/b"]))

    def test_speed_is_that_of_a_program_that_stays(self) -> None:
        begun = time.perf_counter()
        for _ in range(500):
            optout.check(ROBOTS, "MyBot", "/a")
        one = 500 / (time.perf_counter() - begun)
        begun = time.perf_counter()
        count = sum(1 for _ in optout.check_many((ROBOTS, "MyBot", f"/{i}") for i in range(20_000)))
        many = count / (time.perf_counter() - begun)
        print(f"robots.txt decisions a second: {one:,.0f} one by one, {many:,.0f} in a batch")
        # A program for each call would give some fifty.
        self.assertGreater(one, 500)
        self.assertGreater(many, 2_000)


if __name__ == "__main__":
    unittest.main()
