"""When a period may be lengthened: by everybody the law asks, each signed, and before it has run out (R-09)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from portal.clocks.rules import Clock, Due


class NoExtension(StrEnum):
    """Why a period keeps its end."""

    NOT_EXTENDABLE = "not_extendable"
    EXPIRED = "expired"
    CONSENT_MISSING = "consent_missing"
    CONSENT_UNDATED = "consent_undated"
    TOO_MUCH = "too_much"


def refuse_extension(
    clock: Clock,
    due: Due,
    *,
    parties: Collection[str],
    consents: Mapping[str, datetime],
    more: int,
    granted: int,
    at: datetime,
) -> NoExtension | None:
    """Why ``more`` of the clock's unit cannot be added at this instant, or None if it can.

    ``consents`` says who signed when: every party by its key and, where the clock asks for them, 'committee' and
    'head'. It is the act at ``at`` that must come before the end, not only the signatures: what is put on record after
    a period has run out would be consent to a period that no longer exists. ``granted`` was added before.
    """
    if clock.extension is None or more <= 0:
        return NoExtension.NOT_EXTENDABLE
    if at >= due.at:
        return NoExtension.EXPIRED
    needed = {name for name in clock.extension.by if name != "parties"}
    if "parties" in clock.extension.by:
        if len(set(parties)) < 2:
            return NoExtension.CONSENT_MISSING
        needed |= set(parties)
    if not needed <= consents.keys():
        return NoExtension.CONSENT_MISSING
    if any(consents[name] > at for name in needed):
        return NoExtension.CONSENT_UNDATED
    if clock.extension.most is not None and granted + more > clock.extension.most:
        return NoExtension.TOO_MUCH
    return None
