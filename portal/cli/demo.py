"""``onedoor demo``: furnish an empty house with the demonstration county; ``onedoor demo-accounts``: who may try it."""

import json
import unicodedata
from dataclasses import replace
from typing import Any

import click

from portal.accounts.roles import NAMES
from portal.app.demo import card, loading
from portal.app.demo.staff import PASSWORD, STAFF, Colleague
from portal.app.demo.telling import WorkFailed
from portal.cli.house import portal_of, ready, settings
from portal.kernel.policy import Conflict

REAL = "这里已经有一个真实的中心，没有改动。This house holds a real centre; nothing was changed."
HERE = "示范县已经在这里了，什么都没有改动。The demonstration county is here already; nothing was changed."
LOADED = "示范县青禾县已装好。The demonstration county Qinghe is here. 账号 Accounts: onedoor demo-accounts"


@click.command("demo")
def demo_command() -> None:
    """Load the demonstration county into an empty house: all of it, or nothing."""
    portal = portal_of(ready(replace(settings(), demonstration=True)))
    with portal.database.reading() as db:
        furnished = loading.is_furnished(db)
    if furnished is False:
        raise click.ClickException(REAL)
    if furnished is None:
        try:
            keys = loading.furnish(portal)
        except (Conflict, WorkFailed) as error:
            raise click.ClickException(f"示范县没有装好，什么都没有留下。Nothing was loaded: {error}") from error
        card.write(portal.settings, keys)
    click.echo(HERE if furnished else LOADED)
    portal.database.dispose()


@click.command("demo-accounts")
@click.option("--json", "as_json", is_flag=True, help="Print a list of {login, password, role, roles, name}.")
def accounts_command(as_json: bool) -> None:
    """Who may try the demonstration: accounts of every role, and case codes of residents."""
    portal = portal_of(ready())
    with portal.database.reading() as db:
        furnished = loading.is_furnished(db)
    portal.database.dispose()
    if not furnished:
        raise click.ClickException(
            "这里不是示范县，没有演示账号。This is not the demonstration county; it has no such accounts."
        )
    if as_json:
        click.echo(json.dumps([_plain(one) for one in STAFF], ensure_ascii=False, indent=1))
        return
    for line in (*_staff_lines(), "", *_key_lines(portal.settings)):
        click.echo(line)


def _plain(one: Colleague) -> dict[str, Any]:
    """``role`` is the first of ``roles``: what the account is there for."""
    roles = [role for role, _body in one.roles]
    return {"login": one.login, "password": PASSWORD, "role": roles[0], "roles": roles, "name": one.name}


def _staff_lines() -> list[str]:
    lines = [f"工作人员密码 Password of all staff: {PASSWORD}    登录 Sign in: /staff/sign-in", ""]
    for one in STAFF:
        roles = "、".join(f"{NAMES[role]} {role}" for role, _body in one.roles)
        lines.append(f"  {one.login:<12} {_wide(one.name, 8)} {roles}")
    return lines


def _key_lines(known: Any) -> list[str]:
    lines = ["居民凭案件编码和 PIN 查看 Residents, by case code and PIN: /case"]
    return [*lines, *(f"  {key.code}  PIN {key.pin}  {key.who}" for key in card.read(known))]


def _wide(text: str, columns: int) -> str:
    """Padded to so many columns; a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(0, columns - taken)
