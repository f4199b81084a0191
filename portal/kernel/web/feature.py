"""The edge's own rows: once-tokens, the outbox, the audit."""

from portal.kernel.audit import AuditLine, AuditLink
from portal.kernel.feature import Feature, Tick
from portal.kernel.outbox import OutboxRow
from portal.kernel.web.once import Once, forget_old

FEATURE = Feature(
    name="web",
    tables=(Once, OutboxRow, AuditLine, AuditLink),
    jobs={"web.forget_once": forget_old},
    ticks=(Tick("web.forget_once", 24 * 60),),
)
