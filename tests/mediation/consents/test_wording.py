"""The four answers fit on a phone in both languages; the rights are complete; nothing accuses anybody."""

import pytest

from mediation.consents.wording import MOST, RIGHTS, Facts, four_answers
from mediation.invitations.queries import subject
from portal.directory.taxonomy.rules import Flag, load
from portal.kernel import i18n

LONG = Facts(
    applicant="青禾县东方红农业机械专业合作社联合社有限责任公司第二分公司",
    committee="青禾县道路交通事故损害赔偿纠纷人民调解委员会",
    mediator="欧阳慕容·阿布都热合曼",
    subject="",
    phone="0900-12345678",
    address="青禾县经济技术开发区青年路与建设大街交叉口东北角综合服务楼二层",
)


ENGLISH = Facts(
    applicant=LONG.applicant,
    committee="Qinghe County People's Mediation Committee for Road Traffic Compensation Disputes",
    mediator=LONG.mediator,
    subject="",
    phone=LONG.phone,
    address="2nd floor, General Service Building, corner of Qingnian Road and Jianshe Street, Qinghe",
)


def test_english_names_fit_whole() -> None:
    token = i18n.current.set("en")
    try:
        for code in load().minors:
            facts = Facts(**{**ENGLISH.__dict__, "subject": subject(code)})
            points = [point.text for point in four_answers(facts)]
            assert max(map(len, points)) <= MOST, code
            assert ENGLISH.committee in points[0]
            assert ENGLISH.address in points[1]
    finally:
        i18n.current.reset(token)


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def _points(code: str, language: str) -> list[str]:
    token = i18n.current.set(language)
    try:
        facts = Facts(**{**LONG.__dict__, "subject": subject(code)})
        return [point.text for point in four_answers(facts)]
    finally:
        i18n.current.reset(token)


def test_four_answers_of_at_most_250_characters_for_every_class(language: str) -> None:
    for code in load().minors:
        points = _points(code, language)
        assert len(points) == 4
        assert max(map(len, points)) <= MOST, code
    for name in (LONG.applicant, LONG.committee, LONG.mediator, LONG.address):
        assert name in "".join(points), "a name that is cut cannot be looked up"


def test_what_it_is_about_is_said_neutrally(language: str) -> None:
    taxonomy = load()
    for flag in (Flag.D, Flag.X, Flag.P):
        for code in taxonomy.flagged(flag):
            major = taxonomy.major_of(code)
            assert any(name in _points(code, language)[0] for name in (major.name_zh, major.name_en))
    assert taxonomy.minor("0116").name_zh not in "".join(_points("0116", "zh"))


def test_the_rights_name_every_article_they_must() -> None:
    sources = "".join(str(point.source) for point in RIGHTS)
    for article in (
        "第四条",
        "第二十三条第一项",
        "第二十三条第二项",
        "第二十三条第三项",
        "第二十三条第四项",
        "第二十四条",
        "第三十三条",
    ):
        assert article in sources
