"""The 42 clocks as data: complete, of two kinds that never mix (R-17), and without pressure in danger (R-16)."""

import pytest

from portal.clocks.counting import due
from portal.clocks.rules import Kind, Light, light, sign
from tests.portal.clocks.timing import CLOCKS, OFFICE, ends_at, local


def test_the_catalogue_has_the_42_clocks_and_says_whence_each_comes() -> None:
    assert {clock.number for clock in CLOCKS.values()} == {f"CLK-{n:02}" for n in range(1, 43)}
    for clock in CLOCKS.values():
        texts = (clock.name_zh, clock.name_en, clock.on_expiry_zh, clock.on_expiry_en, clock.source)
        assert all(texts), clock.code
        assert clock.starts_on, clock.code
        assert clock.stops_on, clock.code
        assert not set(clock.starts_on) & set(clock.stops_on), clock.code


def test_only_periods_of_other_bodies_are_merely_informational() -> None:
    shown = {clock.number for clock in CLOCKS.values() if clock.informational}
    assert shown == {"CLK-41", "CLK-42"}


def test_r17_legal_and_service_periods_are_kept_apart() -> None:
    service = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 31, 35, 36, 37, 38, 39, 40}
    kinds = {clock.number: clock.kind for clock in CLOCKS.values()}
    assert {int(number[4:]) for number, kind in kinds.items() if kind is Kind.SERVICE} == service
    assert all(kinds[clock.number] is clock.kind for clock in CLOCKS.values())


def test_r17_a_red_service_light_leaves_the_legal_period_alone() -> None:
    start, now = local("26-11-02 10:00"), local("26-11-20 10:00")
    assert light(ends_at("CLK-09", "26-11-02 10:00"), now) is Light.RED
    assert light(due(CLOCKS["CLK-11"], start, OFFICE), now) is Light.GREEN


@pytest.mark.parametrize("colour", list(Light))
def test_r16_danger_takes_the_pressure_off_service_clocks_only(colour: Light) -> None:
    assert sign(CLOCKS["CLK-09"], colour, danger=True) == (colour, False)
    assert sign(CLOCKS["CLK-09"], colour, danger=False) == (colour, True)
    assert sign(CLOCKS["CLK-11"], colour, danger=True) == (colour, True)
    assert sign(CLOCKS["CLK-42.cooling"], colour, danger=False) == (colour, False)
