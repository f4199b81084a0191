"""The clock engine under the roof."""

from portal.clocks.jobs import recount_provisional, tick
from portal.clocks.models import ClockExtension, ClockPause, RunningClock
from portal.kernel.feature import Feature, Tick

FEATURE = Feature(
    name="clocks",
    tables=(RunningClock, ClockPause, ClockExtension),
    jobs={"clocks.tick": tick, "clocks.recount": recount_provisional},
    ticks=(Tick("clocks.tick", 1), Tick("clocks.recount", 24 * 60)),
)
