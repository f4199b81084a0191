"""What is read as a page is, word for word, what stands in the PDF; others get English beside it, and say so."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from html5lib import parse

from mediation.agreements import printing, services
from mediation.agreements.models import AgreementVersion
from portal.app import Portal
from portal.documents.agreement import agreement_html, agreement_pdf, agreement_text
from portal.documents.agreement.wording import ELECTRONIC_NOTE, TERMS_LEAD
from portal.kernel.db import Db
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.portal.documents.samples import words
from tests.world import World

HTML = "{http://www.w3.org/1999/xhtml}"


def text_in(page: str, *, where: str, attribute: str = "") -> str:
    """The text of one element of a page, without blanks; the English aid is left out."""
    tree = parse(page)
    found = next(one for one in tree.iter(HTML + where) if not attribute or attribute in one.attrib)
    return re.sub(r"\s+", "", "".join(_texts(found)))


def _texts(element: object) -> list[str]:
    if "data-aid" in element.attrib or element.attrib.get("class") == "signatures":  # type: ignore[attr-defined]
        return []
    found = [element.text or ""]  # type: ignore[attr-defined]
    for child in element:  # type: ignore[attr-defined]
        number = child.attrib.get("class") == "no"
        found += [*([] if number else _texts(child)), child.tail or ""]
    return found


@pytest.mark.parametrize("path", ["electronic", "ink"])
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_page_and_the_paper_say_the_same(
    portal: Portal, world: World, client: FlaskClient, path: str, locale: str
) -> None:
    client.set_cookie("locale", locale)
    with portal.database.writing() as db:
        version = _frozen(db, world, path)
        matter_id, person_id = deal.case_of(version).matter_id, version.signers[0].person_id
        assert person_id is not None
        paper = printing.frozen_paper(version, db.info["settings"], "token")
        plain = re.sub(r"\s+", "", agreement_text(paper))
    world.come_with_code(client, portal.database, person_id, matter_id)
    shown = text_in(dispute.body(client, "/my/agreement"), where="article", attribute="data-agreement")
    printed = text_in(agreement_html(paper), where="body")
    assert shown == printed
    for clause in (TERMS_LEAD, *([ELECTRONIC_NOTE] if path == "electronic" else [])):
        assert clause in shown
        assert clause in plain, "the hash covers it"
    assert ("电子签名" in shown) is (path == "electronic")


def _frozen(db: Db, world: World, path: str) -> AgreementVersion:
    agreement = deal.drafted(db, world)
    agreement.path = path
    return deal.printed(db, services.freeze(db, world.actor("mediator"), agreement.case_id))


@pytest.mark.slow
def test_the_file_holds_every_line_of_the_page(db: Db, world: World, tmp_path: Path) -> None:
    version = deal.frozen(db, world)
    paper = printing.frozen_paper(version, db.info["settings"], "token")
    said = words(agreement_pdf(paper), tmp_path)
    for line in agreement_text(paper).splitlines():
        for piece in line.split("：", 1):
            assert re.sub(r"\s+", "", piece) in said, piece


def test_the_clause_on_signing_claims_nothing_before_it_is_true() -> None:
    assert "各方当事人已同意" not in ELECTRONIC_NOTE
    assert "作出电子签名，即表明" in ELECTRONIC_NOTE


def test_a_reader_of_english_is_told_what_binds_and_helped_along(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        version = deal.frozen(db, world)
        matter_id, person_id = deal.case_of(version).matter_id, version.signers[0].person_id
        assert person_id is not None
        payer, payee = (one.name for one in reversed(deal.places(version, "party")))
    world.come_with_code(client, portal.database, person_id, matter_id)
    said = dispute.body(client, "/my/agreement")
    assert "reading aid" not in said
    client.set_cookie("locale", "en")
    said = dispute.body(client, "/my/agreement")
    for words_of in (
        "Only the Chinese text is binding", "reading aid", "explain it to you on the phone", world.committee.phone,
        f"{payer} pays {payee} CNY 1,234.50 for “墙面维修费” by 31 January 2099", "judicial confirmation", "Contact",
    ):  # fmt: skip
        assert words_of in said, words_of
