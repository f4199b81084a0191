"""Pages for what goes wrong: each says in plain words what happened and what to do."""

from typing import Any

import structlog
from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal.kernel.crypto import Shredded
from portal.kernel.i18n import lazy as _l
from portal.kernel.policy import Conflict, Refused
from portal.kernel.web import edge, staleness

log = structlog.get_logger()

WORDS = {
    400: (_l("这个请求不完整"), _l("请返回上一页，刷新后再试一次。")),
    404: (_l("没有这一页"), _l("网址可能写错了、已经过期，或者这一页不是给您看的。请核对网址，或从首页重新进入。")),
    405: (_l("不能这样打开这一页"), _l("请从首页重新进入。")),
    409: (_l("内容已经有了变化"), _l("这一页打开之后，别人或您自己已经改动过。请看过最新的内容再操作。")),
    410: (_l("这些内容已经销毁"), _l("这里原来的内容已按规定销毁，谁也不能再看到。")),
    413: (
        _l("文件太大"),
        _l("请分几次上传：单个文件最大 20 MB，一次加起来最大 25 MB。没有提交成功，请返回上一页再试。"),
    ),
    429: (_l("操作太频繁"), _l("请过几分钟再试。急事请打电话。")),
    500: (_l("我们这边出了故障"), _l("您填的内容没有提交成功。请稍后再试，急事请打电话。")),
    503: (_l("现在很忙"), _l("您填的内容没有提交成功。请稍后再试一次。")),
}

TOO_MUCH_TEXT = (
    _l("写得太多"),
    _l(
        "这一页填写的文字太多，收不下，没有提交成功。请返回上一页写得短一些；很长的材料请作为文件上传，或者带到大厅来。"
    ),
)


def page(status: int, sentence: str = "") -> tuple[str, int]:
    """The page for one status; ``sentence`` replaces the general advice."""
    title, advice = _words(status)
    edge.give_up()
    found: dict[str, Any] = {"typed": staleness.typed(), "changes": (), "back": ""}
    if status == 409:
        found |= {"changes": staleness.changes(), "back": staleness.way_back()}
    return render_template("errors/error.html", heading=title, advice=sentence or advice, **found), status


def _words(status: int) -> tuple[Any, Any]:
    """Heading and advice; a post that is not too large as a whole has too much text in it."""
    if status == 413 and (request.content_length or 0) <= (request.max_content_length or 0):
        return TOO_MUCH_TEXT
    return WORDS.get(status, WORDS[500 if status >= 500 else 400])


def _http(error: HTTPException) -> Any:
    if error.code is not None and error.code < 400:
        return error
    return page(error.code or 500)


def _csrf(_error: CSRFError) -> Any:
    return page(400, str(_l("这一页放得太久，已经失效。请返回上一页，刷新后再提交。您填写的内容还在上一页里。")))


def _conflict(error: Exception) -> Any:
    return page(409, str(error.args[0]) if isinstance(error, Conflict) and error.args else "")


def _broken(error: Exception) -> Any:
    log.exception("request failed", exc_info=error)
    return page(500)


def install(app: Flask) -> None:
    """One handler for each kind of trouble."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(Refused, lambda _error: page(404))
    app.register_error_handler(Shredded, lambda _error: page(410))
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(StaleDataError, _conflict)
    app.register_error_handler(IntegrityError, _conflict)
    if not app.testing:
        app.register_error_handler(Exception, _broken)
