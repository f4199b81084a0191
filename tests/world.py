"""A small county for tests: one centre, two committees, people with roles, and how to act as them."""

import uuid
from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient

from portal.accounts.models import Account, RoleGrant
from portal.accounts.sessions.services import open_account_session, open_person_session
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.services import add_area, add_organisation, add_venue
from portal.kernel.db import Database, Db
from portal.kernel.policy import SYSTEM, Actor, Grant

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WEEK = {str(day): [["08:30", "12:00"], ["14:00", "17:30"]] for day in range(1, 6)}


class World:
    """Rows that most tests need; ``accounts`` by login (clerk, dispatcher, mediator, head, outsider, admin …)."""

    def __init__(self, db: Db) -> None:
        province = add_area(db, SYSTEM, code="99", level="province", name_zh="示范省", name_en="Sample", parent=None)
        county = add_area(
            db, SYSTEM, code="990101", level="county", name_zh="青禾县", name_en="Qinghe County", parent=province
        )
        self.center = add_organisation(
            db, SYSTEM, kind="center", area=county, names=("青禾县综治中心", "Qinghe Centre"), short_name="青禾",
            phone="0900-1234567", addresses=("青禾县人民路1号", "1 Renmin Road"), hours=WEEK,
        )  # fmt: skip
        self.committee = self._committee(db, county, "城关镇人民调解委员会", "Chengguan committee", "城关")
        self.other_committee = self._committee(db, county, "东村人民调解委员会", "East Village committee", "东村")
        self.venue = add_venue(db, SYSTEM, self.center, ("第一调解室", "Mediation room 1"), 8)
        self.accounts: dict[str, Account] = {}
        for login, role, organisation in (
            ("clerk", "clerk", self.center),
            ("dispatcher", "dispatcher", self.center),
            ("duty", "duty", self.center),
            ("duty2", "duty", self.center),
            ("mediator", "mediator", self.committee),
            ("mediator2", "mediator", self.committee),
            ("head", "committee_head", self.committee),
            ("secretary", "secretary", self.committee),
            ("outsider", "mediator", self.other_committee),
            ("other_head", "committee_head", self.other_committee),
            ("police", "police", self.center),
            ("admin", "admin", self.center),
            ("centre_head", "centre_head", self.center),
        ):
            self._employ(db, login, role, organisation)
        db.flush()

    def _committee(self, db: Db, area: Any, name_zh: str, name_en: str, short: str) -> Organisation:
        return add_organisation(
            db, SYSTEM, kind="committee", area=area, names=(name_zh, name_en), short_name=short, sector="township",
            phone="0900-7654321", addresses=("青禾县东路2号", "2 East Road"), center=self.center, hours=WEEK,
        )  # fmt: skip

    def account(self, db: Db, login: str, role: str, organisation: Organisation) -> Account:
        """An account with one role; it has no password and signs in through ``sign_in``."""
        account = self._employ(db, login, role, organisation)
        db.flush()
        return account

    def _employ(self, db: Db, login: str, role: str, organisation: Organisation) -> Account:
        account = Account(login=login, display_name=f"{login} 同志", created_at=LONG_AGO)
        account.grants = [RoleGrant(account_id=account.id, role=role, organisation_id=organisation.id, since=LONG_AGO)]
        db.add(account)
        self.accounts[login] = account
        return account

    def actor(self, login: str) -> Actor:
        """The account as an actor, for calling services."""
        account = self.accounts[login]
        grants = tuple(Grant(g.role, g.organisation_id, g.area) for g in account.grants)
        return Actor(account=account.id, grants=grants, display_name=account.display_name, strong=True)

    def visitor(self, person_id: uuid.UUID, matter_id: uuid.UUID) -> Actor:
        """A person who came with a case code."""
        return Actor(person=person_id, scope=matter_id)

    def sign_in(self, client: FlaskClient, database: Database, login: str) -> None:
        """Let the browser be signed in as staff."""
        with database.writing() as db:
            token = open_account_session(db, self.accounts[login], "test", strong=True)
        with client.session_transaction() as session:
            session["sid"] = token

    def come_with_code(
        self, client: FlaskClient, database: Database, person_id: uuid.UUID, matter_id: uuid.UUID
    ) -> None:
        """Let the browser be a person who came with code and PIN."""
        with database.writing() as db:
            token = open_person_session(db, person_id, matter_id, "test")
        with client.session_transaction() as session:
            session["sid"] = token
