"""What is told when a file is closed."""

from typing import Any

from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Sentence

SENTENCES: dict[str, Any] = {
    "matter.archived": Sentence(_l("案卷已经归档。")),
    "next.archived": _l("案卷已经归档保存。您自己的文书随时可以看；有新的情况，请打电话。"),
}
