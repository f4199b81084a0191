"""What was needed for one large picture is given back to the machine."""

import subprocess
import sys

import pytest

CHILD = """
import sys
from threading import Thread
from portal.kernel.memory import give_back

MB = 1024 * 1024

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 // MB

def work():
    del bytearray(30 * MB)[:]
    pieces = [bytearray(3 * MB) for _ in range(15)]
    for piece in pieces:
        piece[::4096] = b"x" * len(piece[::4096])

if sys.argv[1] == "given back":
    give_back()
before = resident()
thread = Thread(target=work)
thread.start()
thread.join()
print(resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there the house runs for long")
def test_large_pieces_do_not_stay() -> None:
    grown = {
        how: int(subprocess.run([sys.executable, "-c", CHILD, how], capture_output=True, check=True).stdout)
        for how in ("kept", "given back")
    }
    assert grown["given back"] < 5 < 20 < grown["kept"]
