"""Live news under the roof."""

from portal.kernel.feature import Feature, Tick
from portal.kernel.live.models import LiveRow
from portal.kernel.live.services import forget_old

FEATURE = Feature(name="live", tables=(LiveRow,), jobs={"live.forget": forget_old}, ticks=(Tick("live.forget", 60),))
