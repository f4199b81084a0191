"""The one door: what a resident says is screened for danger, understood and routed."""
