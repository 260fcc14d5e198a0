"""What a run's events say about it: pure, and held by the table in tests.py."""

import json
import re

# A call that nobody took, or the frame of a chat: it was meant for a program, and a person gets it as the answer.
MARKUP = re.compile(
    r"</?(tool_call|tool_response|function_call|function|tool|parameter)\b[^>\n]*>|<\|[a-z_|]+\|>|\[/?TOOL_CALLS\]|\[/?INST\]")
FENCE = re.compile(r"^[ \t]*```([^\n`]*)\n(.*?)(?:^[ \t]*```|\Z)", re.MULTILINE | re.DOTALL)
SHELLS = {"bash", "sh", "shell", "console", "zsh"}


def events(text):
    """The events of a journal or a stream; what is no event, such as a line that was cut, is left out."""
    for line in text.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and "event" in event:
            yield event


def is_call(text):
    """Whether a text, as it stands, is a call written as JSON, or several."""
    try:
        value = json.loads(text)
    except ValueError:
        return False
    calls = value if isinstance(value, list) else [value]
    return bool(calls) and all(
        isinstance(call, dict) and isinstance(call.get("name", call.get("tool")), str)
        and ("arguments" in call or "parameters" in call or "input" in call or "args" in call)
        for call in calls)


def is_call_or_markup(answer):
    """Whether an answer is no answer: a call or a block that should have been carried out, or markup of a chat."""
    answer = answer.strip()
    if MARKUP.search(answer) or is_call(answer):
        return True
    for fence in FENCE.finditer(answer):
        label, body = fence.group(1).strip().lower(), fence.group(2)
        before = answer[:fence.start()].rstrip().rsplit("\n", 1)[-1].strip().strip("*`:")
        # A path on a line of its own, and a file: that is how a file is written in blocks.
        is_path = re.fullmatch(r"[\w./-]*\w\.\w+", before) is not None
        if label in SHELLS or is_path or is_call(body.strip()):
            return True
    return False


def figures(text):
    """The figures of one run from its stream of events."""
    seen = dict(end="none", answer="", generations=0, prompt_tokens=0, reused_tokens=0, generated_tokens=0,
                first_word_ms=None, calls=0, failed_calls=0)
    for event in events(text):
        kind = event["event"]
        if kind == "usage":
            seen["generations"] += 1
            for name in ("prompt_tokens", "reused_tokens", "generated_tokens"):
                seen[name] += event.get(name) or 0
            if seen["first_word_ms"] is None:
                seen["first_word_ms"] = event.get("ttft_ms")
        elif kind == "tool.finished":
            seen["calls"] += 1
            seen["failed_calls"] += not event.get("ok")
        elif kind == "run.finished":
            seen["end"] = event.get("reason") or "none"
            seen["answer"] = event.get("text") or ""
    seen["answers_with_call"] = seen["end"] == "done" and is_call_or_markup(seen["answer"])
    return seen
