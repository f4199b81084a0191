"""Closed unless opened: a view says who may enter, and one that says nothing answers 404."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import NotFound

from portal.kernel.policy import Permission
from portal.kernel.web.edge import actor

View = TypeVar("View", bound=Callable[..., Any])


def access(permission: Permission, *, sign_in: bool = True) -> Callable[[View], View]:
    """Open a view to those who pass the permission's door; strangers are sent to sign in if ``sign_in``."""

    def mark(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]
        view.sign_in = sign_in  # type: ignore[attr-defined]
        return view

    return mark


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """The permission a view was opened with, if it was."""
    return getattr(app.view_functions[endpoint], "access", None)


def enforce() -> Any:
    """Before each request: is the door open for this actor?"""
    if request.endpoint is None:
        return None
    permission = permission_of(current_app, request.endpoint)
    if permission is None:
        raise NotFound
    if permission.door(actor()):
        return None
    view = current_app.view_functions[request.endpoint]
    ask = current_app.extensions["portal"].ask_to_sign_in
    if ask and getattr(view, "sign_in", False) and not actor().is_authenticated:
        return ask(permission)
    raise NotFound
