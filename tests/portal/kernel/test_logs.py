"""The log of the house: what went wrong and where, and nothing of the people concerned."""

import subprocess
import sys

LOGGED = """
import structlog
from portal.kernel import logs
logs.set_up()
def render(phone):
    raise LookupError("no such page")
try:
    render("138" + "00000001")
except LookupError as error:
    structlog.get_logger().warning("request failed", exc_info=error)
"""


def test_a_traceback_names_the_place_and_not_the_values() -> None:
    done = subprocess.run([sys.executable, "-c", LOGGED], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert "request failed" in done.stderr
    assert "LookupError: no such page" in done.stderr
    assert "in render" in done.stderr
    assert "13800000001" not in done.stderr
