"""Runs inside the sandbox: gives each line of standard input, a JSON string, to bash and to dash, and prints which
programs were started, a JSON object a line. Every program is the recorder."""

import json
import os
import shutil
import signal
import subprocess
import sys

LOG = "/tmp/log"
FILES = {"a.c": "int a;\n", "b.txt": "one\ntwo\n", ".env": "SECRET=1\n", "f": "x y\n", "sub/c": "3\n"}


def prepare(folder):
    for place in (folder, "/tmp/home"):
        shutil.rmtree(place, ignore_errors=True)
    os.makedirs("/tmp/home", exist_ok=True)
    for name, text in FILES.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
    for name in ("evil", "timeout", "x"):
        shutil.copy("/usr/bin/evil", os.path.join(folder, name))
    subprocess.run(["/real/git", "init", "-q", folder], check=False,
                   capture_output=True, env={"HOME": "/tmp/home", "PATH": "/real"})


def started(shell, line):
    # What an earlier line has left behind writes into a file that nobody reads any more.
    if os.path.exists(LOG):
        os.unlink(LOG)
    with open(LOG, "w"):
        pass
    child = subprocess.Popen(
        ["/real/" + shell, "-c", line], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True, cwd="/tmp/work",
        env={"PATH": "/usr/bin:/bin", "HOME": "/tmp/home", "LANG": "C.UTF-8"})
    try:
        child.wait(timeout=2)
    except subprocess.TimeoutExpired:
        pass
    try:
        # Everything but this program and the first one: also what has left its group.
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.wait()
    with open(LOG, errors="replace") as file:
        return sorted(set(file.read().split("\n")) - {""})


def main():
    for number, text in enumerate(sys.stdin):
        if number % 50 == 0:
            prepare("/tmp/work")
        line = json.loads(text)
        print(json.dumps({shell: started(shell, line) for shell in ("bash", "dash")}), flush=True)


main()
