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
from mediation.agreements.freezing import abandon, freeze, reopen
from mediation.agreements.ink import InkMark, attest, record
from mediation.agreements.sealing import record_identity, seal
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
    "Written",
    "abandon",
    "add_clause",
    "ask_change",
    "attest",
    "change_clause",
    "check_identity_code",
    "choose_signing",
    "confirm",
    "consent",
    "describe",
    "fill",
    "freeze",
    "move_clause",
    "overrule",
    "prefer_ink",
    "record",
    "record_identity",
    "remove_clause",
    "reopen",
    "seal",
    "sign",
    "start",
    "start_identity_code",
    "start_sign_code",
]
