"""Masks, ages and what R-12 asks for, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.persons import rules

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [(None, ""), ("", ""), ("13800000001", "138****0001"), ("09001234567", "090****4567"), ("1234", "****34")],
)
def test_masked_phones(phone: str | None, shown: str) -> None:
    assert rules.mask_phone(phone) == shown


@given(st.text("0123456789", min_size=11, max_size=15))
def test_a_mask_hides_four_digits_at_least(phone: str) -> None:
    shown = rules.mask_phone(phone)
    assert phone not in shown
    assert len(shown.replace("*", "")) <= 7


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (None, ""),
        ("青禾县人民路12号3单元", "青禾县人民路***"),
        ("东村", "东村***"),
        ("东村老槐树下张家", "东村老槐***"),
        ("3号楼", "***"),
    ],
)
def test_masked_addresses_lose_the_door(address: str | None, shown: str) -> None:
    assert rules.mask_address(address) == shown


@pytest.mark.parametrize(("name", "shown"), [("王", "王*"), ("欧阳测试", "欧***"), ("测试", "测*")])
def test_masked_names(name: str, shown: str) -> None:
    assert rules.mask_name(name) == shown


def test_a_masked_identity_number_keeps_issuer_and_end() -> None:
    assert rules.mask_id_number("990101200001010010") == "990101**********10"


@pytest.mark.parametrize(("number", "gender"), [("990101200001010010", "男"), ("990101200001010029", "女")])
def test_birth_and_gender_stand_in_the_number(number: str, gender: str) -> None:
    assert rules.born_of_id(number) == date(2000, 1, 1)
    assert rules.gender_of_id(number) == gender


# age          guardians consents → what is missing
R12 = [
    (18, 0, 0, None),
    (17, 0, 0, "guardian"),
    (17, 1, 0, None),
    (14, 0, 0, "guardian"),
    (14, 1, 0, None),
    (13, 0, 0, "guardian"),
    (13, 1, 0, "consent"),
    (13, 2, 1, None),
    (0, 1, 0, "consent"),
]


@pytest.mark.parametrize(("age", "guardians", "consents", "missing"), R12)
def test_r12_a_minor_has_a_guardian_and_a_child_the_guardians_consent(
    age: int, guardians: int, consents: int, missing: str | None
) -> None:
    birthday = date(DAY.year - age, DAY.month, DAY.day)
    assert rules.guardian_gap(birthday, DAY, guardians=guardians, consents=consents) == missing
    if age:
        the_day_before = rules.guardian_gap(birthday + timedelta(days=1), DAY, guardians=guardians, consents=consents)
        younger = [row[3] for row in R12 if row[:3] == (age - 1, guardians, consents)]
        assert not younger or the_day_before == younger[0]


def test_who_was_born_on_an_unknown_day_lacks_nothing() -> None:
    assert rules.guardian_gap(None, DAY, guardians=0, consents=0) is None


def test_born_on_the_29th_of_february() -> None:
    born = date(2008, 2, 29)
    assert rules.age_on(born, date(2026, 2, 28)) == 17
    assert rules.age_on(born, date(2026, 3, 1)) == 18
