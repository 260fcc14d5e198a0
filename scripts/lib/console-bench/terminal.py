"""A program in a pseudo-terminal, and the person before it: keys are written, what comes back is read and timed.

Nothing is drawn: what a terminal would have to take in is counted, and looked through for what was waited for.
"""

import fcntl
import os
import select
import signal
import struct
import termios
import time

SIZE = (120, 36)


class Gone(Exception):
    """The program has ended, or what was waited for does not come."""


class Terminal:
    """One program, started at once, ended by `close`."""

    def __init__(self, argv, env, size=SIZE):
        self.host, device = os.openpty()
        path = os.ttyname(device)
        self.size = None
        self.resize(*size)
        self.received = 0
        self.rest = b""  # what came after the text that was waited for last
        self.started = time.perf_counter()
        # The first terminal that the leader of a session opens becomes its controlling one.
        self.process = os.posix_spawn(
            argv[0], argv, env, setsid=True, setsigdef=[signal.SIGINT, signal.SIGPIPE],
            file_actions=[(os.POSIX_SPAWN_OPEN, 0, path, os.O_RDWR, 0), (os.POSIX_SPAWN_DUP2, 0, 1),
                          (os.POSIX_SPAWN_DUP2, 0, 2)])
        os.close(device)
        self.poll = select.poll()
        self.poll.register(self.host, select.POLLIN)

    def resize(self, columns, rows):
        self.size = (columns, rows)
        fcntl.ioctl(self.host, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        rest = text.encode()
        while rest:
            rest = rest[os.write(self.host, rest):]

    def read(self, seconds):
        """What comes within `seconds`, as soon as it comes; empty where nothing does."""
        if not self.poll.poll(max(0, seconds) * 1000):
            return b""
        try:
            data = os.read(self.host, 1 << 16)
        except OSError as error:
            raise Gone("the program has ended") from error
        self.received += len(data)
        return data

    def drain(self, seconds):
        """Reads on for so long; returns all of it."""
        end = time.perf_counter() + seconds
        data, self.rest = self.rest, b""
        while (left := end - time.perf_counter()) > 0:
            data += self.read(left)
        return data

    def wait(self, text, seconds=60):
        """Reads until `text` was sent; returns the moment. What stood before it is looked at no more."""
        wanted = text if isinstance(text, bytes) else text.encode()
        end = time.perf_counter() + seconds
        while True:
            now = time.perf_counter()
            if (place := self.rest.find(wanted)) >= 0:
                self.rest = self.rest[place + len(wanted):]
                return now
            if now >= end:
                raise Gone(f"waited in vain for {text!r}")
            self.rest = self.rest[-len(wanted):] + self.read(end - now)

    def type_and_wait(self, text, wanted, seconds=20):
        """Milliseconds from a key to what it shows."""
        self.rest = b""
        begun = time.perf_counter()
        self.type(text)
        return (self.wait(wanted, seconds) - begun) * 1000

    def has_ended(self):
        try:
            return os.waitpid(self.process, os.WNOHANG)[0] != 0
        except ChildProcessError:
            return True

    def close(self):
        try:
            os.kill(self.process, signal.SIGTERM)
            end = time.perf_counter() + 10
            while not self.has_ended():
                if time.perf_counter() > end:
                    os.kill(self.process, signal.SIGKILL)
                try:
                    self.read(0.02)
                except Gone:
                    time.sleep(0.02)
        except ProcessLookupError:
            pass
        os.close(self.host)
