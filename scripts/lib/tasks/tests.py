"""Holds the tasks to their checks, and the figures to a table. `make check` runs it."""

import json
import os
import subprocess
import tempfile
import unittest

import figures
import runner

HERE = os.path.dirname(os.path.abspath(__file__))


class Tasks(unittest.TestCase):
    def test_each_check_refuses_the_beginning_and_accepts_the_solution(self):
        for task in runner.load(os.path.join(HERE, "tasks.py")):
            with self.subTest(task=task["name"]), tempfile.TemporaryDirectory() as folder:
                runner.begin(task, folder)
                self.assertFalse(runner.solved(task, folder), "it counts as solved before anything is done")
                subprocess.run(["bash", "-ec", task["solution"]], cwd=folder, check=True)
                self.assertTrue(runner.solved(task, folder), "its solution does not count")

    def test_names_are_different(self):
        names = [task["name"] for task in runner.load(os.path.join(HERE, "tasks.py"))]
        self.assertEqual(sorted(set(names)), sorted(names))


class Answers(unittest.TestCase):
    def test_what_is_a_call_or_markup(self):
        for answer, expected in [
            ("The bug is mended; the tests pass.", False),
            ("", False),
            ("Run `make` to see it.", False),
            ('{"name": "read", "arguments": {"path": "a.txt"}}', True),
            ('[{"name": "read", "parameters": {}}]', True),
            ('{"name": "shop", "port": 9090}', False),
            ('```json\n{"name": "shop", "port": 9090}\n```', False),
            ('I shall read it.\n```json\n{"name": "read", "arguments": {}}\n```', True),
            ('<tool_call>\n{"name": "read"', True),
            ("<tool_response>\n12\n</tool_response>", True),
            ("done<|im_end|>", True),
            ("Use a < b and b > c.", False),
            ("```bash\nls\n```", True),
            ("```sh\nls", True),
            ("It prints:\n```\n1\n4\n```", False),
            ("It is now:\n```python\nprint(1)\n```", False),
            ("src/calc.py\n```python\nprint(1)\n```", True),
            ("**calc.py**\n\n```python\nprint(1)\n```", True),
        ]:
            with self.subTest(answer=answer):
                self.assertEqual(figures.is_call_or_markup(answer), expected)


class Figures(unittest.TestCase):
    def stream(self, *events):
        return "\n".join(json.dumps(event) for event in events)

    def test_figures_are_those_of_the_events(self):
        text = self.stream(
            dict(event="run.started"),
            dict(event="usage", prompt_tokens=100, reused_tokens=0, generated_tokens=10, ttft_ms=700),
            dict(event="tool.finished", ok=True), dict(event="tool.finished", ok=False),
            dict(event="usage", prompt_tokens=150, reused_tokens=110, generated_tokens=5, ttft_ms=90),
            dict(event="run.finished", reason="done", text="Done.", error=None)) + "\nnot an event\n{\"seq\":"
        self.assertEqual(figures.figures(text), dict(
            end="done", answer="Done.", generations=2, prompt_tokens=250, reused_tokens=110, generated_tokens=15,
            first_word_ms=700, calls=2, failed_calls=1, answers_with_call=False))

    def test_only_a_run_that_is_done_has_a_call_as_its_answer(self):
        call = '{"name": "read", "arguments": {}}'
        for reason, expected in [("done", True), ("max_tokens", False), ("failed", False)]:
            text = self.stream(dict(event="run.finished", reason=reason, text=call))
            self.assertEqual(figures.figures(text)["answers_with_call"], expected)

    def test_a_run_that_never_ended_says_so(self):
        self.assertEqual(figures.figures("")["end"], "none")


if __name__ == "__main__":
    unittest.main()
