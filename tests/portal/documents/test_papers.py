"""The register of papers: states, who reads which, copies and their proof, keys and seals."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_der_private_key, pkcs12
from cryptography.x509 import load_der_x509_certificate
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from portal.app import Portal
from portal.documents.papers import deliveries, keys, queries, services
from portal.documents.papers.models import Paper, PaperDelivery, SealPicture, SigningKey
from portal.documents.papers.policy import READ
from portal.documents.papers.rules import (
    ALPHABET,
    AUDIENCES,
    KINDS,
    MOVES,
    STATES,
    delivery_state,
    first_way,
    may_read,
    new_code,
    read_code,
    show_code,
)
from portal.documents.papers.words import DELIVERY_STATES, WAYS
from portal.documents.papers.words import STATES as STATE_NAMES
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM, Actor, Conflict, Refused
from portal.kernel.seal import Subject, create_authority, issue
from portal.matters.rules import CAPACITIES
from portal.notices.models import Delivery
from tests.portal.documents import shelf
from tests.world import World


@given(st.integers(0, 11), st.sampled_from(ALPHABET))
def test_a_code_with_one_wrong_sign_is_no_code(place: int, sign: str) -> None:
    code = new_code()
    wrong = code[:place] + sign + code[place + 1 :]
    assert read_code(wrong) == (code if wrong == code else None)


def test_a_code_is_read_as_hands_type_it() -> None:
    code = new_code()
    shown = show_code(code).lower().replace("0", "o").replace("1", "l")
    assert read_code(f" {shown} ") == code
    assert read_code(code[:-1]) is None
    assert read_code("") is None


def test_tables_are_complete() -> None:
    assert set(MOVES) == set(STATES) == set(STATE_NAMES)
    assert all(targets <= set(STATES) for targets in MOVES.values())
    assert {kind.audience for kind in KINDS.values()} <= set(AUDIENCES)
    assert all(capacities <= set(CAPACITIES) for capacities in AUDIENCES.values())
    channels = ("sms", "email", "letter", "visit", "none", "call")
    assert {first_way(channel, has_address=True) for channel in channels} == set(WAYS)


@pytest.mark.parametrize("capacity", CAPACITIES)
def test_the_annex_is_for_court_and_committee_alone(capacity: str) -> None:
    assert may_read("committee", {capacity}) is (capacity in {"committee", "mediator", "secretary"})
    assert may_read("sides", {capacity}) is (
        capacity in {"party", "agent", "guardian", "committee", "mediator", "secretary"}
    )


@pytest.mark.parametrize(
    ("sent", "opened", "collected", "posted", "state"),
    [
        (False, False, False, False, "waiting"),
        (True, False, False, False, "sent"),
        (True, True, False, False, "opened"),
        (False, True, False, False, "opened"),
        (True, True, True, False, "collected"),
        (False, False, True, False, "collected"),
        (False, False, True, True, "posted"),
    ],
)
def test_the_strongest_proof_counts(sent: bool, opened: bool, collected: bool, posted: bool, state: str) -> None:
    assert delivery_state(sent=sent, opened=opened, collected=collected, posted=posted) == state
    assert state in DELIVERY_STATES


def test_policy_and_query_agree_for_every_kind_and_everybody(db: Db, world: World) -> None:
    matter, other = shelf.matter_of(db, world), shelf.matter_of(db, world)
    shelf.sealed(db, world, matter)
    draft = services.begin(db, SYSTEM, kind="agreement", matter_id=matter.id, owner=world.committee, edition=9)
    people = {login: world.actor(login) for login in world.accounts}
    people["party"] = Actor(person=matter.parties[0].person_id, scope=matter.id)
    people["other side"] = Actor(person=matter.parties[1].person_id, scope=matter.id)
    people["other matter"] = Actor(person=other.parties[0].person_id, scope=other.id)
    people["anonymous"] = ANONYMOUS
    inside = {"mediator", "head", "secretary"}
    for paper in db.scalars(select(Paper).where(Paper.matter_id == matter.id)).all():
        may = inside if paper.kind == "annex" else inside | {"party", "other side"}
        for who, actor in people.items():
            seen = db.scalar(queries.visible_to(actor).where(Paper.id == paper.id)) is not None
            expected = who in may and paper.id != draft.id
            assert READ.allows(db, actor, paper) is seen is expected, (paper.kind, who)
            if not seen:
                with pytest.raises(Refused):
                    queries.get(db, actor, paper.id)


def test_a_void_paper_keeps_its_number_and_reason(db: Db, world: World) -> None:
    paper, _token = shelf.frozen(db, world)
    services.void(db, SYSTEM, paper, "写错了人")
    following, _token = shelf.frozen(db, world)
    assert (paper.number, paper.void_reason) == (1, "写错了人")
    assert following.number == 2
    with pytest.raises(Conflict):
        services.seal(db, SYSTEM, paper, shelf.some_pdf(db))


def test_a_next_version_keeps_the_number_and_ends_the_former(db: Db, world: World) -> None:
    paper, _token = shelf.frozen(db, world)
    fresh = services.replace(db, SYSTEM, paper)
    assert (paper.state, fresh.state, fresh.edition) == ("superseded", "draft", 2)
    services.freeze(db, SYSTEM, fresh, signing="ink", digest=lambda number: "1" * 64)
    assert fresh.number_text == paper.number_text
    assert fresh.code != paper.code
    with pytest.raises(Conflict):
        services.replace(db, SYSTEM, paper)


def test_everybody_gets_a_copy_and_each_step_is_proved(db: Db, world: World) -> None:
    matter = shelf.matter_of(db, world)
    paper = shelf.sealed(db, world, matter)
    last = date(2026, 12, 23)
    first, second = (party.person_id for party in matter.parties)
    deliveries.promise(db, SYSTEM, paper, [first, second], last)
    assert [copy.state for copy in queries.copies(db, paper)] == ["waiting", "waiting"]
    assert [copy.delivery.way for copy in queries.copies(db, paper)] == ["screen", "paper"]
    deliveries.send(db, paper)
    deliveries.send(db, paper)
    assert db.scalars(select(PaperDelivery.last_confirmation_on)).all() == [last, last]
    sent = next(copy for copy in queries.copies(db, paper) if copy.delivery.person_id == first)
    assert sent.state == "sent"
    (own,) = queries.own_copies(db, Actor(person=second, scope=matter.id), matter.id)
    with pytest.raises(Refused):
        deliveries.hand_over(db, world.actor("outsider"), own.delivery, "某人")
    deliveries.hand_over(db, world.actor("secretary"), own.delivery, "卞立言")
    with pytest.raises(Conflict):
        deliveries.hand_over(db, world.actor("secretary"), own.delivery, "卞立言")
    copies = {copy.delivery.person_id: copy for copy in queries.copies(db, paper)}
    assert copies[second].state == "collected"
    assert copies[second].delivery.handed_by == world.accounts["secretary"].id


def test_a_copy_counts_as_sent_when_the_message_went_out(db: Db, world: World) -> None:
    matter = shelf.matter_of(db, world, "email")
    matter.parties[0].person.email = "reader@example.com"
    paper = shelf.sealed(db, world, matter)
    deliveries.promise(db, SYSTEM, paper, [matter.parties[0].person_id], None)
    deliveries.send(db, paper)
    (copy,) = queries.copies(db, paper)
    assert (copy.delivery.way, copy.state) == ("email", "waiting")
    way = db.scalars(select(Delivery).where(Delivery.notice_id == copy.delivery.notice_id)).one()
    way.state, way.how, way.done_at = "sent", "machine", clock.now()
    db.flush()
    assert queries.copies(db, paper)[0].state == "sent"


def test_the_way_is_the_receivers_to_choose(db: Db, world: World) -> None:
    matter = shelf.matter_of(db, world)
    paper = shelf.sealed(db, world, matter)
    first, second = (Actor(person=party.person_id, scope=matter.id) for party in matter.parties)
    deliveries.promise(db, SYSTEM, paper, [matter.parties[0].person_id], None)
    (copy,) = queries.own_copies(db, first, matter.id)
    deliveries.choose(db, first, copy.delivery, "paper")
    assert copy.delivery.way == "paper"
    for actor, way in ((first, "email"), (second, "screen"), (world.actor("mediator"), "screen")):
        with pytest.raises((Conflict, Refused)):
            deliveries.choose(db, actor, copy.delivery, way)


def test_opening_the_file_is_the_proof(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        matter = shelf.matter_of(db, world)
        paper = shelf.sealed(db, world, matter)
        people = [party.person_id for party in matter.parties]
        deliveries.promise(db, SYSTEM, paper, people, None)
        deliveries.send(db, paper)
    world.sign_in(client, portal.database, "mediator")
    assert client.get(f"/papers/{paper.id}/file").status_code == 200
    world.come_with_code(client, portal.database, people[0], matter.id)
    page = client.get("/my/papers").get_data(as_text=True)
    assert "人民调解协议书" in page
    assert "当事人信息附件" not in page
    assert client.get(f"/my/papers/{paper.id}/way").status_code == 200
    assert client.post(f"/my/papers/{paper.id}/way", data={"way": "paper"}).status_code == 303
    assert client.get(f"/papers/{paper.id}/file").mimetype == "application/pdf"
    with portal.database.reading() as db:
        opened = {row.person_id: row.opened_at is not None for row in db.scalars(select(PaperDelivery))}
        assert opened == {people[0]: True, people[1]: False}
    world.sign_in(client, portal.database, "secretary")
    page = client.get(f"/papers/{paper.id}/copies").get_data(as_text=True)
    assert "本人已打开" in page
    with portal.database.reading() as db:
        delivery = next(row.id for row in db.scalars(select(PaperDelivery)) if row.person_id == people[1])
    assert client.get(f"/papers/{paper.id}/copies/{delivery}/note").status_code == 200
    assert client.get(f"/papers/{paper.id}/copies/{delivery}").status_code == 200
    answer = client.post(f"/papers/{paper.id}/copies/{delivery}", data={"collected_by": ""})
    assert answer.status_code == 422
    assert client.post(f"/papers/{paper.id}/copies/{delivery}", data={"collected_by": "卞立言"}).status_code == 303


def test_keys_lie_sealed_and_are_made_once(db: Db, world: World) -> None:
    first = keys.authority(db, world.center)
    assert keys.authority(db, world.center) == first
    seal = keys.of_committee(db, world.center, world.committee)
    assert keys.of_committee(db, world.center, world.committee).id == seal.id
    for row in db.scalars(select(SigningKey)):
        plain = keys.credential(row).key
        assert plain not in row.key_sealed
        assert load_der_private_key(plain, None)
    assert keys.trust_roots(db) == [first.certificate]
    party = keys.for_one_job(first, "申小明", "城关调委会", world.center.id)
    assert db.query(SigningKey).count() == 2
    assert load_der_x509_certificate(party.certificate).issuer == load_der_x509_certificate(first.certificate).subject


def _bundle() -> tuple[bytes, bytes]:
    now = clock.now()
    until = now + timedelta(days=3000)
    root = create_authority(Subject("许可机构根", "许可机构"), valid_from=now, valid_until=until)
    made = issue(root, Subject("城关调委会", "许可机构"), valid_from=now, valid_until=until)
    key = load_der_private_key(made.key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    certificate, above = (load_der_x509_certificate(one) for one in (made.certificate, root.certificate))
    lock = BestAvailableEncryption(b"geheim-1234")
    data = pkcs12.serialize_key_and_certificates(b"seal", key, certificate, [above], lock)
    return data, root.certificate


def test_a_supplied_certificate_takes_the_place_of_our_own(db: Db, world: World) -> None:
    own = keys.of_committee(db, world.center, world.committee)
    data, root = _bundle()
    head = world.actor("head")
    with pytest.raises(Conflict):
        keys.install_certificate(db, head, world.committee, data, "wrong", "许可机构")
    for login in ("mediator", "other_head", "admin"):
        with pytest.raises(Refused):
            keys.install_certificate(db, world.actor(login), world.committee, data, "geheim-1234", "许可机构")
    supplied = keys.install_certificate(db, head, world.committee, data, "geheim-1234", "许可机构")
    assert keys.of_committee(db, world.center, world.committee).id == supplied.id
    assert own.ended_at is not None
    assert root in keys.trust_roots(db)
    keys.end_certificate(db, head, world.committee)
    assert keys.of_committee(db, world.center, world.committee).licensed_by is None


def picture(kind: str = "PNG") -> bytes:
    data = BytesIO()
    Image.new("RGB", (120, 120), "white").save(data, kind)
    return data.getvalue()


def test_the_head_keeps_the_seal(portal: Portal, world: World, client: FlaskClient) -> None:
    world.sign_in(client, portal.database, "head")
    assert "系统从不绘制印章" in client.get("/desk/seal").get_data(as_text=True)
    send = {"registration": "9901010000001", "file": (BytesIO(picture()), "seal.png")}
    assert client.post("/desk/seal/picture/new", data=send).status_code == 303
    assert client.get("/desk/seal/picture").mimetype == "image/png"
    bad = {"registration": "1", "file": (BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "seal.svg")}
    assert client.post("/desk/seal/picture/new", data=bad).status_code == 422
    assert client.post("/desk/seal/picture/new", data={"registration": "1"}).status_code == 422
    data, _root = _bundle()
    send = {"licensed_by": "许可机构", "password": "geheim-1234", "file": (BytesIO(data), "seal.p12")}
    assert client.post("/desk/seal/certificate/new", data=send).status_code == 303
    assert "许可机构" in client.get("/desk/seal").get_data(as_text=True)
    bad = {"licensed_by": "许可机构", "password": "x", "file": (BytesIO(data), "seal.p12")}
    assert client.post("/desk/seal/certificate/new", data=bad).status_code == 422
    assert client.post("/desk/seal/certificate/end").status_code == 303
    assert client.post("/desk/seal/picture/end").status_code == 303
    with portal.database.reading() as db:
        assert db.scalars(select(SealPicture)).one().ended_at is not None
    for login in ("mediator", "clerk", "admin"):
        world.sign_in(client, portal.database, login)
        assert client.get("/desk/seal").status_code == 404
