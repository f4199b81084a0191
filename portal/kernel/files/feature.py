"""Stored files under the roof."""

from portal.kernel.feature import Feature, Tick
from portal.kernel.files.jobs import sweep
from portal.kernel.files.models import StoredFile

FEATURE = Feature(
    name="files", tables=(StoredFile,), jobs={"files.sweep": sweep}, ticks=(Tick("files.sweep", 24 * 60),)
)
