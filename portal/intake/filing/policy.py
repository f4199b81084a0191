"""Who may file: everybody for themselves, the desk for somebody who stands there or calls."""

from portal.kernel.policy import Permission, role

AT_COUNTER = Permission("filing.at_counter", role("clerk", "dispatcher"))
