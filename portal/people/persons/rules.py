"""How people are named to others: masks, ages, the ways they may be reached."""

from datetime import date

KINDS = ("natural", "legal")
HEADS = ("法定代表人", "主要负责人", "经营者")
"""Who speaks for a body, as papers call them: of a legal person, of another organisation, of an individual business
(民法典 art.61, 105, 54); the first unless another is said."""
ID_KINDS = ("id_card", "household", "passport", "hk_macau", "taiwan", "residence")
"""Documents whose number may be kept; without a word it is a resident identity card."""
NEEDED = {
    "natural": ("id_number", "gender", "born_on", "address"),
    "legal": ("uscc", "legal_representative", "address"),
}
"""Kind → what a court asks to know of a party (民诉法 art.124; 民诉法解释 2022 art.354): its absence is pointed out."""
CHANNELS = ("sms", "call", "email", "letter", "visit", "none")
GENDERS = ("男", "女")
SAID_AGES = ("teen", "child")
"""What somebody says of an age when the day of birth is not asked: fourteen to seventeen, or under fourteen."""
ADULT = 18
"""民法典 art.17."""
CONSENTS_ALONE = 14
"""个人信息保护法 art.31: under 14 a parent or other guardian consents."""


def mask_phone(phone: str | None) -> str:
    """138****0000; short numbers show their last two digits."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else f"****{phone[-2:]}"


def mask_id_number(number: str | None) -> str:
    """First six and last two of 18 characters stay (who issued it, and enough to compare a card)."""
    return f"{number[:6]}{'*' * (len(number) - 8)}{number[-2:]}" if number else ""


def mask_address(address: str | None) -> str:
    """The part before the first number: road or village, without the door."""
    if not address:
        return ""
    for index, char in enumerate(address):
        if char.isdigit():
            return address[:index] + "***"
    return address[: max(3, len(address) // 2)] + "***"


def mask_name(name: str) -> str:
    """The surname and a star for each other character, for pages that strangers may see."""
    return name[:1] + "*" * max(1, len(name) - 1)


def age_on(born_on: date, day: date) -> int:
    """Full years of age on that day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def grown_up_on(born_on: date) -> date:
    """The first day of full age, from which nobody speaks for them any more (民法典 art.17, 18)."""
    try:
        return born_on.replace(year=born_on.year + ADULT)
    except ValueError:  # born on 29 February
        return date(born_on.year + ADULT, 3, 1)


def born_of_id(number: str) -> date:
    """The date of birth in an 18-character identity number (GB 11643)."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def gender_of_id(number: str) -> str:
    """The gender in an 18-character identity number: the 17th digit is odd for men (GB 11643)."""
    return GENDERS[0] if int(number[16]) % 2 else GENDERS[1]


def needs_guardian(born_on: date | None, day: date, said: str | None = None) -> bool:
    """Under 18: a guardian must be attached (R-12; 民法典 art.17-20). ``said`` counts while no birthday is known."""
    return said in SAID_AGES if born_on is None else age_on(born_on, day) < ADULT


def guardian_consents_to_data(born_on: date | None, day: date, said: str | None = None) -> bool:
    """Under 14: the guardian's consent to data handling is needed (R-12; 个人信息保护法 art.31)."""
    return said == "child" if born_on is None else age_on(born_on, day) < CONSENTS_ALONE


def guardian_gap(
    born_on: date | None, day: date, *, guardians: int, consents: int, said: str | None = None
) -> str | None:
    """What R-12 still asks for: 'guardian', 'consent', or nothing."""
    if needs_guardian(born_on, day, said) and not guardians:
        return "guardian"
    if guardian_consents_to_data(born_on, day, said) and not consents:
        return "consent"
    return None
