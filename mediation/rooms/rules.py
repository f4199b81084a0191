"""When rooms may be opened, and with whom."""

TALKING = frozenset({"accepted", "preparing", "scheduled", "in_session", "adjourned", "drafting", "signing"})
"""States of a mediation in which its people talk."""

STARTS_SESSION = frozenset({"accepted", "preparing", "scheduled", "adjourned"})
"""From these, opening the joint room begins a session, or goes on with it; a caucus never does: it leaves no trace."""


def may_open(kind: str, state: str, *, joint_barred: bool) -> bool:
    """A joint room is never opened where somebody may come to harm; a caucus is (domain §3.3 flag X, §4.10)."""
    return state in TALKING and not (kind == "joint" and joint_barred)
