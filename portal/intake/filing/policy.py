"""Who may file: everybody for themselves; for somebody else the desk, and the grid worker of their neighbourhood."""

from portal.kernel.policy import Permission, role

DESK = ("clerk", "dispatcher")
FOR_OTHERS = (*DESK, "grid_worker")
"""代办 (domain §4.8, §5.1): a grid worker sees afterwards how far that is which they filed, as at a counter."""

AT_COUNTER = Permission("filing.at_counter", role(*FOR_OTHERS))
