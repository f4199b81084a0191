"""Who sees grades, who sees counts; neither sees anybody."""

from portal.kernel.policy import Permission, role

SUPERVISOR = "counselling_supervisor"
COUNTS = ("centre_head", "statistician", SUPERVISOR, "counsellor")

RISKS = Permission("visit.watch", role(SUPERVISOR))
FIGURES = Permission("visit.count", role(*COUNTS))
