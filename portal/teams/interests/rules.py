"""What looks like an interest in a matter, as far as the house can see it by itself (domain §5.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.kernel.i18n import lazy as _l


@dataclass(frozen=True, slots=True)
class Known:
    """What can be compared of a person: the name and the HMAC of the phone."""

    name: str
    phone_mac: bytes | None


HINTS: Mapping[str, Any] = {
    "account": _l("您的账号就是本案当事人。"),
    "phone": _l("有当事人留的手机号和您的相同：%(name)s。"),
    "name": _l("有当事人和您同名：%(name)s。"),
}


def hints(asked: Known, parties: Iterable[Known], *, is_party: bool) -> list[tuple[str, str]]:
    """(kind, name of the party): what looks like an interest. A hint only reminds; whoever is asked decides and
    answers for it, except that nobody works on a matter of their own."""
    found = [("account", "")] if is_party else []
    for party in parties:
        if asked.phone_mac is not None and party.phone_mac == asked.phone_mac:
            found.append(("phone", party.name))
        elif party.name.strip() == asked.name.strip():
            found.append(("name", party.name))
    return found


def worded(found: Iterable[tuple[str, str]]) -> list[str]:
    """The hints in the reader's language."""
    return [str(HINTS[kind]) % {"name": name} for kind, name in found]
