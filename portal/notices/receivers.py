"""Who a notice is for: their name, language, channel and address, their own words, and whose staff help out."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from portal.kernel import i18n
from portal.kernel.db import Db
from portal.notices.kinds import Kind
from portal.notices.models import Notice
from portal.notices.rules import PHONES, mask_email
from portal.people.persons.models import Person
from portal.people.persons.rules import mask_address, mask_phone


@dataclass(frozen=True)
class Receiver:
    """Where the words go. ``channel`` '' means that the bell is enough; ``careful``: say no more
    than that we ask for a call."""

    name: str
    channel: str
    to: str
    locale: str = i18n.SOURCE
    center_id: uuid.UUID | None = None
    careful: bool = False
    shared: bool = False

    def masked(self) -> str:
        """The address as lists show it."""
        return masked(self.channel, self.to)


def masked(channel: str, to: str) -> str:
    """An address of a channel as lists show it."""
    if channel == "email":
        return mask_email(to) if to else ""
    return mask_phone(to) if channel in PHONES else mask_address(to)


@dataclass(frozen=True)
class AccountAddress:
    """What the floor of the accounts knows of one account."""

    name: str
    email: str | None = None
    phone: str | None = None
    locale: str = i18n.SOURCE
    center_id: uuid.UUID | None = None


AddressOf = Callable[[Db, uuid.UUID], AccountAddress]
DeskOf = Callable[[Db, uuid.UUID | None], Sequence[uuid.UUID]]


def _no_address(_db: Db, _account_id: uuid.UUID) -> AccountAddress:
    return AccountAddress("")


def _no_desk(_db: Db, _center_id: uuid.UUID | None) -> Sequence[uuid.UUID]:
    return ()


_address_of: list[AddressOf] = [_no_address]
_desk_of: list[DeskOf] = [_no_desk]


def provide(address_of: AddressOf, desk_of: DeskOf) -> None:
    """For the floor above: the address of an account, and the accounts at the desk of a centre (None: of any)."""
    _address_of[:], _desk_of[:] = [address_of], [desk_of]


def desk_of(db: Db, center_id: uuid.UUID | None) -> Sequence[uuid.UUID]:
    """The accounts that are told when something could not be delivered."""
    return _desk_of[0](db, center_id)


def receiver_of(db: Db, notice: Notice, kind: Kind) -> Receiver:
    """The receiver of a notice as they wish to be reached now (wishes change; a resend follows the newest)."""
    if notice.person_id is not None:
        reached = _person(db.get_one(Person, notice.person_id))
        return replace(reached, locale=notice.params.get("locale", reached.locale)) if kind.asked else reached
    if notice.account_id is not None:
        return _account(_address_of[0](db, notice.account_id), kind)
    return Receiver("", "sms", notice.phone, notice.params.get("locale", i18n.SOURCE))


def _person(person: Person) -> Receiver:
    channel = person.contact_channel
    plain = Receiver(person.name, channel, "", person.locale, person.center_id)
    return replace(plain, to=_address(person), careful=bool(person.contact_words), shared=person.phone_shared)


def _address(person: Person) -> str:
    match person.contact_channel:
        case "sms" | "call":
            return person.phone or ""
        case "email":
            return person.email or ""
        case "letter" | "visit":
            return person.address or ""
    return ""


def _account(address: AccountAddress, kind: Kind) -> Receiver:
    """Accounts have the bell; e-mail beside it if they gave one; a phone for what they asked for or cannot wait."""
    plain = Receiver(address.name, "", "", address.locale, address.center_id)
    if address.phone and (kind.asked or kind.urgent):
        return replace(plain, channel="sms", to=address.phone)
    return replace(plain, channel="email", to=address.email) if address.email else plain
