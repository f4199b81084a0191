"""Where else to go, by class: never nothing, always with the article, the right clock first."""

import pytest

from mediation.terminations.rules import LIMITS, REASONS, ROUTES, limits_for, routes_for
from mediation.terminations.services import classes_of
from portal.clocks.catalogue import load as clocks
from portal.directory.taxonomy.rules import load
from portal.matters.models import Matter


def _classes(code: str | None) -> frozenset[str]:
    return classes_of(Matter(class_code=code))


@pytest.mark.parametrize("code", [None, *load().minors])
def test_r10_every_class_has_routes_legal_aid_and_a_time_limit(code: str | None) -> None:
    classes = _classes(code)
    routes, limits = routes_for(classes), limits_for(classes)
    assert {"government", "legal_aid"} <= set(routes)
    assert {"court", "labour_arbitration"} & set(routes)
    assert limits


@pytest.mark.parametrize("code", [minor.code for minor in load().minors.values() if minor.moj in ("J10", "J11")])
def test_labour_goes_to_arbitration_within_a_year(code: str) -> None:
    classes = _classes(code)
    assert routes_for(classes)[0] == "labour_arbitration"
    assert "court" not in routes_for(classes)
    assert limits_for(classes) == ["labour"]
    assert "一年" in str(LIMITS["labour"].words)


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("0201", ["general"]),
        ("0901", ["traffic_police", "general"]),
        ("0803", ["contracted_land", "general"]),
        ("0811", ["review", "general"]),
    ],
)
def test_the_limits_of_some_classes(code: str, limits: list[str]) -> None:
    assert limits_for(_classes(code)) == limits


def test_every_row_names_its_law_and_every_limit_a_clock() -> None:
    assert all(str(row.source) for row in ROUTES.values())
    assert all(str(row.source) for row in LIMITS.values())
    assert all(str(row.source) for row in REASONS.values())
    assert {limit.clock for limit in LIMITS.values()} <= clocks().keys()
    assert "三年" in str(LIMITS["general"].words)
    assert "第一百八十八条" in str(LIMITS["general"].source)
