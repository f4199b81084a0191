"""Whoever answers for a centre sees its numbers and which matters they count; opening a file is another right."""

from portal.kernel.policy import Permission, role

HEADS = ("centre_head", "supervisor")
SEE = Permission("figures.see", role(*HEADS))
