"""The 12 majors and 177 minors are whole, and every row says what follows from it in both languages."""

import re

import pytest

from portal.directory.taxonomy.rules import SERVICES, Flag, MinorClass, first_service, load
from portal.directory.taxonomy.wording import limit_text

MINORS = list(load().minors.values())
PER_MAJOR = {
    "01": 18,
    "02": 15,
    "03": 18,
    "04": 18,
    "05": 12,
    "06": 16,
    "07": 16,
    "08": 15,
    "09": 12,
    "10": 16,
    "11": 13,
    "12": 8,
}


def test_there_are_twelve_majors_and_177_minors() -> None:
    assert len(load().majors) == 12
    assert len(load().minors) == 177
    assert {major: len(load().minors_of(major)) for major in load().majors} == PER_MAJOR


def test_codes_run_without_a_gap_within_each_major() -> None:
    for major, count in PER_MAJOR.items():
        assert [minor.code for minor in load().minors_of(major)] == [f"{major}{n:02d}" for n in range(1, count + 1)]


def test_the_ministrys_rows_are_all_used_and_all_known() -> None:
    used = {minor.moj for minor in MINORS} - {None}
    assert used == set(load().moj)
    assert len(load().moj) == 20
    assert all(row.name_zh and row.name_en.isascii() for row in load().moj.values())


def test_only_service_requests_are_left_out_of_the_ministrys_table() -> None:
    assert {minor.major for minor in MINORS if minor.moj is None} == {"12"}
    assert all(minor.moj is None for minor in load().minors_of("12"))


def test_names_are_unique_in_both_languages() -> None:
    assert len({minor.name_zh for minor in MINORS}) == len({minor.name_en for minor in MINORS}) == 177
    assert all(major.name_zh and major.name_en.isascii() for major in load().majors.values())


@pytest.mark.parametrize("minor", MINORS, ids=lambda minor: minor.code)
def test_every_class_says_all_that_follows_from_it(minor: MinorClass) -> None:
    assert re.search("[一-鿿]", minor.name_zh)
    assert minor.name_en.isascii()
    assert minor.name_en[0].isupper()
    assert minor.departments
    assert all(body.name_zh and body.name_en.isascii() for body in minor.departments)
    assert minor.keywords
    assert minor.service in SERVICES
    assert limit_text(minor.limit, "zh")
    assert limit_text(minor.limit, "en").isascii()
    assert load().major_of(minor.code).code == minor.major


def test_every_flag_is_explained_and_used() -> None:
    assert "".join(flag.name for flag in Flag) == "SKNADXCGP"
    for flag in Flag:
        assert flag.zh
        assert flag.en.isascii()
        assert load().flagged(flag)


@pytest.mark.parametrize(
    ("code", "service", "limit", "lead", "flags"),
    [
        ("0102", "M", "30d", "妇联", "SN"),
        ("0116", "R", "now", "公安", "DX"),
        ("0201", "M", "7wd先劝/30d", "社区", ""),
        ("0701", "T", "3wd/15d", "人社局(劳动监察)", "G"),
        ("0907", "M", "30wd", "医调委", ""),
        ("1101", "T", "7wd", "综合执法局", "G"),
        ("1110", "R", "1wd转", "乡镇", "AP"),
        ("1206", "P", "now", "卫健委", "DX"),
    ],
)
def test_rows_of_the_table(code: str, service: str, limit: str, lead: str, flags: str) -> None:
    minor = load().minor(code)
    assert (minor.service, minor.limit, minor.departments[0].name_zh) == (service, limit, lead)
    assert minor.flags == {Flag[letter] for letter in flags}


@pytest.mark.parametrize(
    ("mode", "service"),
    [
        ("M", "M"),
        ("M→L", "M"),
        ("M+P", "M"),
        ("M(医调委)", "M"),
        ("T(警官)+M", "T"),
        ("L→R", "L"),
        ("P→R", "P"),
        ("R+M(赔偿)", "R"),
        ("R(代办)", "R"),
    ],
)
def test_a_mode_starts_with_its_first_letter(mode: str, service: str) -> None:
    assert first_service(mode) == service


@pytest.mark.parametrize("mode", ["", "X", "→M"])
def test_an_unknown_mode_is_refused(mode: str) -> None:
    with pytest.raises(ValueError, match="unknown mode"):
        first_service(mode)


@pytest.mark.parametrize(
    ("limit", "zh", "en"),
    [
        ("30d", "30天内办理", "within 30 days"),
        ("1wd转", "1个工作日内移交", "handed over within 1 working day"),
        ("24h首联/30d", "24小时内首次联系，30天内办理", "first contact within 24 hours, then within 30 days"),
        ("now", "立即处置，2小时内登记", "at once, recorded within 2 hours"),
        ("约7d内", "约7天内安排", "within about 7 days"),
    ],
)
def test_a_limit_is_said_in_words(limit: str, zh: str, en: str) -> None:
    assert (limit_text(limit, "zh"), limit_text(limit, "en")) == (zh, en)


def test_a_limit_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown limit"):
        limit_text("soon", "en")


def test_what_is_loaded_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load().minors["9999"] = MINORS[0]  # type: ignore[index]
