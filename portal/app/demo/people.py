"""Residents of a county that does not exist: every name is made up, every number is one that nobody has."""

from datetime import date
from typing import Any

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from portal.people.persons.services import PersonData

NOWHERE = "379901"
"""An identity number must begin with a province; no province has a prefecture 99, so nobody was ever given this one."""


def mobile(number: int) -> str:
    """138 0000 0001 and so on: a block that is not given out."""
    return f"1380000{number:04}"


def id_number(born: date, order: int) -> str:
    """An identity number with a valid check character (GB 11643); ``order`` is odd for men, even for women."""
    body = f"{NOWHERE}{born:%Y%m%d}{order:03}"
    return body + mod_11_2.calc_check_digit(body)


def resident(name: str, number: int, **more: Any) -> PersonData:
    """Somebody with a mobile phone who may be sent messages."""
    return PersonData(**{"name": name, "phone": mobile(number), "contact_channel": "sms", **more})


def company(name: str, number: int, head: str, address: str) -> PersonData:
    """A legal person (法人) with a unified social credit code (GB 32100), reached by phone."""
    return PersonData(
        name=name, kind="legal", phone=mobile(number), legal_representative=head,
        uscc=credit_code(number), address=address, contact_channel="sms",
    )  # fmt: skip


def credit_code(number: int) -> str:
    """A unified social credit code with a valid check character, of a place that does not exist."""
    body = f"91{NOWHERE}MA0000{number:03}"
    return body + uscc.calc_check_digit(body)
