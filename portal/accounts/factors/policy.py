"""Who comes to the pages of the second factor: whoever gave a password, before and after the code."""

from portal.kernel.policy import Actor, Permission


def _gave_password(actor: Actor) -> bool:
    return actor.session is not None and actor.person is None


SECOND = Permission("account.second_factor", _gave_password)
