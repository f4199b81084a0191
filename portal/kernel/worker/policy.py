"""Who may see work that failed for good, and have it tried again."""

from portal.kernel.policy import Permission, role

FAILED = Permission("worker.failed", role("admin"))
