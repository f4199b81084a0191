"""What stands in the signature fields of an agreement: signer, capacity, method and time; for the committee its name,
the effective time and the last day for judicial confirmation.

No imitation of an official seal is ever drawn: a seal appears only as the picture that the committee registered.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.documents.agreement.clauses import chinese_date
from portal.kernel.seal import Stamp

#: Written across a seal picture of the demonstration county.
DEMONSTRATION = "演示"


def signer_stamp(
    name: str, capacity: str, method: str, at: datetime, *, picture: bytes | None = None, zone: str = "Asia/Shanghai"
) -> Stamp:
    """A signer's field; ``name`` as the caller wants it shown, ``picture`` the drawn signature (PNG)."""
    lines = (("身份", capacity), ("方式", method), ("时间", chinese_time(at, zone)))
    return Stamp(name, lines, picture)


def seal_stamp(
    committee: str,
    effective_at: datetime,
    last_confirmation_day: date | None,
    *,
    seal: bytes | None = None,
    demonstration: bool = False,
    zone: str = "Asia/Shanghai",
) -> Stamp:
    """The committee's field on an agreement. ``seal`` is the uploaded picture of its registered seal."""
    last = chinese_date(last_confirmation_day) if last_confirmation_day else "不适用"
    lines = (
        ("签章方式", "数字签名" if seal is None else "数字签名并附登记印模"),
        ("生效时间", chinese_time(effective_at, zone)),
        ("司法确认最后一日", last),
    )
    return Stamp(committee, lines, seal, DEMONSTRATION if demonstration else "")


def closing_stamp(
    committee: str,
    at: datetime,
    *,
    seal: bytes | None = None,
    demonstration: bool = False,
    zone: str = "Asia/Shanghai",
) -> Stamp:
    """The committee's field on annex and evidence record."""
    lines = (("签章方式", "数字签名"), ("封存时间", chinese_time(at, zone)))
    return Stamp(committee, lines, seal, DEMONSTRATION if demonstration else "")


def chinese_time(at: datetime, zone: str) -> str:
    """2026年3月5日 14:03:09 in the centre's zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{chinese_date(local.date())} {local:%H:%M:%S}"
