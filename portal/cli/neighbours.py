"""The machines the house works with, each asked whether it answers: the mail server, Redis."""

from collections.abc import Iterator

from portal.app import Portal
from portal.cli.finding import BAD, GOOD, NOTE, Finding
from portal.notices.mail import MailServer, NotNow

PATIENCE = 5.0
"""Seconds a neighbour may take."""


def mail(portal: Portal) -> Iterator[Finding]:
    """Whether e-mail could go out: the server is greeted and signed in to, and nothing is sent."""
    what, url = "邮件 e-mail", portal.settings.smtp_url
    if not url:
        words = "没有设置 ONEDOOR_SMTP，邮件由工作人员另行告知。ONEDOOR_SMTP is not set; staff will see to it by hand."
        yield Finding(NOTE, what, words)
        return
    server = MailServer.from_url(url)
    try:
        server.greet(PATIENCE)
    except NotNow as trouble:
        words = f"邮件服务器 {server.host}:{server.port} 用不了。The mail server cannot be used: {trouble}."
        yield Finding(BAD, what, words)
    else:
        yield Finding(GOOD, what, "邮件服务器有应答。The mail server answers.")


def redis(portal: Portal) -> Iterator[Finding]:
    """Whether Redis answers, where it is set; without it the house works on, and live pages are slower."""
    if not portal.settings.redis_url:
        return
    from redis import Redis, RedisError

    what = "Redis"
    client = Redis.from_url(portal.settings.redis_url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
    try:
        client.ping()
    except RedisError as error:
        words = f"没有应答（{type(error).__name__}），请检查 REDIS_URL。It does not answer; look at REDIS_URL."
        yield Finding(BAD, what, words)
    else:
        yield Finding(GOOD, what, "有应答。It answers.")
    finally:
        client.close()
