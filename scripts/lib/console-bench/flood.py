"""What the tools of a flooded fleet run, whatever the model wrote: so many numbered lines a second, so long.

Started by bash before its command (BASH_ENV), in place of it. All begin together, once the file named `go` is there.
usage: flood.py FOLDER LINES_A_SECOND SECONDS
"""

import os
import sys
import time

folder, rate, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
me = os.getpid()
open(f"{folder}/{me}.waits", "w").close()
while not os.path.exists(f"{folder}/go"):
    time.sleep(0.05)
ticks = 50
begun = time.monotonic()
number = 0
for tick in range(1, seconds * ticks + 1):
    lines = []
    while number < tick * rate // ticks:
        number += 1
        lines.append(f"{me} {number:06d} of a flood\n")
    data = "".join(lines).encode()
    while data:
        data = data[os.write(1, data):]
    time.sleep(max(0.0, begun + tick / ticks - time.monotonic()))
