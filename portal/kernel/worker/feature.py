"""The worker under the roof: its sign of life, and the list of what failed for good."""

from portal.kernel.feature import Feature, MenuEntry, Tick
from portal.kernel.i18n import lazy as _l
from portal.kernel.worker import queries, rounds, views
from portal.kernel.worker.models import WorkerBeat
from portal.kernel.worker.policy import FAILED

FEATURE = Feature(
    name="worker",
    tables=(WorkerBeat,),
    blueprints=(views.bp,),
    jobs={"worker.sweep": rounds.sweep},
    ticks=(Tick("worker.sweep", 60),),
    menu=(MenuEntry(_l("失败的任务"), "worker.failed", FAILED, 950, queries.count_dead),),
)
