"""What can be done with a matter: the one address for the floors above."""

from portal.matters.dates import workdays_from_now
from portal.matters.guarding import add_guardian, guardian_agrees
from portal.matters.involving import end_involvement, involve, keep_out, let_through, recuse
from portal.matters.opening import Opened, open_matter
from portal.matters.staging import classify, flag_danger, move, require_guardians
from portal.matters.telling import say

__all__ = [
    "Opened",
    "add_guardian",
    "classify",
    "end_involvement",
    "flag_danger",
    "guardian_agrees",
    "involve",
    "keep_out",
    "let_through",
    "move",
    "open_matter",
    "recuse",
    "require_guardians",
    "say",
    "workdays_from_now",
]
