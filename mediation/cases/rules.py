"""The states of a mediation and what each may become (domain §4.3)."""

from collections.abc import Mapping

STATES = (
    "assigned", "consent_pending", "accepted", "preparing", "scheduled", "in_session", "adjourned", "suspended",
    "drafting", "signing", "effective", "performing", "performed", "breached", "terminated", "returned",
)  # fmt: skip

_TALKS = frozenset({"accepted", "preparing", "scheduled", "in_session", "adjourned"})

MOVES: Mapping[str, frozenset[str]] = {
    "assigned": frozenset({"consent_pending", "returned", "terminated"}),
    "consent_pending": frozenset({"accepted", "terminated"}),
    "accepted": frozenset({"consent_pending", "preparing", "suspended", "terminated"}),
    "preparing": frozenset({"consent_pending", "scheduled", "in_session", "suspended", "terminated"}),
    "scheduled": frozenset({"consent_pending", "preparing", "in_session", "suspended", "terminated"}),
    "in_session": frozenset({"adjourned", "drafting", "suspended", "terminated"}),
    "adjourned": frozenset({"scheduled", "in_session", "drafting", "suspended", "terminated"}),
    "suspended": _TALKS | {"terminated"},
    "drafting": frozenset({"signing", "terminated"}),
    "signing": frozenset({"drafting", "effective", "terminated"}),
    "effective": frozenset({"performing"}),
    "performing": frozenset({"performed", "breached"}),
    "performed": frozenset(),
    "breached": frozenset(),
    "terminated": frozenset(),
    "returned": frozenset(),
}
"""State → states it may become. 'returned': the mediator had an interest and the matter went back to be assigned anew.

A petty dispute is talked over on the spot, without a booked session (人民调解法 art.21); a booking may fall through;
over a draft people talk on in the same rooms, and a changed one is signed anew. Whoever turns out to belong to the
dispute before the talks begin is asked first, and until they say yes nothing goes on (R-03).
"""

NEXT: Mapping[str, str] = {
    "preparing": "next.arrange",
    "in_session": "next.in_session",
    "drafting": "next.drafting",
}
"""State → the sentence of what comes next, told whenever it is entered and until the legal period ends; every other
state is entered with words of its own, or (a talk with one side) with none that the other could see."""

FINAL = frozenset(state for state, targets in MOVES.items() if not targets)
"""States with an end date."""
RUNNING = tuple(state for state in STATES if state not in FINAL)
"""All others; counts ask for them by name, so that an engine walks along these alone."""

MAY_STOP = frozenset(state for state, targets in MOVES.items() if "terminated" in targets)
"""Every state before the agreement takes effect: anybody may end it there (R-03; 人民调解法 art.23)."""

NEEDS_ALL_YES = frozenset(STATES) - {"assigned", "consent_pending", "terminated", "returned"}
"""Beyond consent_pending: reached only while every party's consent is yes (R-03)."""

ENDINGS = frozenset({"terminated", "returned"})
"""Ends that say more than a move can: a notice of other routes (R-10), or a ground and a new assignment."""


CONTACT_WORKDAYS = 3
"""Within so many working days the mediator contacts the other side (domain §4.4 step 6; CLK-05)."""


def may_become(state: str, target: str) -> bool:
    """Whether the table allows this move."""
    return target in MOVES[state]
