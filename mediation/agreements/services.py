"""What can be done with an agreement: the one address for the slices beside it."""

from mediation.agreements.drafting import (
    ClauseData,
    add_clause,
    change_clause,
    choose_signing,
    describe,
    move_clause,
    overrule,
    remove_clause,
    start,
)
from mediation.agreements.freezing import abandon, freeze, reopen, to_ink
from mediation.agreements.gaps import explain
from mediation.agreements.handing import hand_over
from mediation.agreements.ink import InkMark, attest, confirm_for, record
from mediation.agreements.scanning import OnSheet
from mediation.agreements.sealing import seal
from mediation.agreements.signing import (
    Written,
    ask_change,
    check_identity_code,
    confirm,
    consent,
    fill,
    prefer_ink,
    sign,
    start_identity_code,
    start_sign_code,
)

__all__ = [
    "ClauseData",
    "InkMark",
    "OnSheet",
    "Written",
    "abandon",
    "add_clause",
    "ask_change",
    "attest",
    "change_clause",
    "check_identity_code",
    "choose_signing",
    "confirm",
    "confirm_for",
    "consent",
    "describe",
    "explain",
    "fill",
    "freeze",
    "hand_over",
    "move_clause",
    "overrule",
    "prefer_ink",
    "record",
    "remove_clause",
    "reopen",
    "seal",
    "sign",
    "start",
    "start_identity_code",
    "start_sign_code",
    "to_ink",
]
