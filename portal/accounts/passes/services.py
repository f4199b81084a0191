"""Minting, checking and ending PINs, one-time codes and links: the one address for the floors above."""

from portal.accounts.passes.codes import check_code, fill_code, start_code
from portal.accounts.passes.links import end_link, mint_link, open_link, use_link
from portal.accounts.passes.pins import (
    check_pin,
    confirm_pin,
    end_pins,
    from_window,
    held_from_window,
    keep_pin,
    mint_pin,
)

__all__ = [
    "check_code",
    "check_pin",
    "confirm_pin",
    "end_link",
    "end_pins",
    "fill_code",
    "from_window",
    "held_from_window",
    "keep_pin",
    "mint_link",
    "mint_pin",
    "open_link",
    "start_code",
    "use_link",
]
