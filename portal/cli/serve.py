"""``onedoor serve``: web pages and live rooms in one gevent process."""

import socket
from typing import Any

import click

HOST = "127.0.0.1"
BACKLOG = 1024
FAREWELL = 3.0
"""Seconds that answers under way get when the process is asked to end."""


@click.command("serve")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on; 0.0.0.0 for every network card.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; else PORT, else 8000.")
def serve_command(host: str, port: int | None) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    from gevent import monkey

    monkey.patch_all()  # before anything that opens sockets, locks or databases is imported
    from portal.cli.house import portal_of, ready
    from portal.kernel.live.sockets import Sockets
    from portal.kernel.memory import give_back, settle

    give_back()
    app = ready()
    portal = portal_of(app)
    listener = listen(host, port or portal.settings.port)
    Sockets(app, portal).start()
    settle()
    run(app, listener)
    portal.database.dispose()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket whose connections send small answers at once (TCP_NODELAY is inherited)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise click.ClickException(f"{host}:{port} 不能监听。Cannot listen there: {error.strerror}.") from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def run(app: Any, listener: socket.socket) -> None:
    """Serve until asked to end. Requests are not logged: addresses of pages may carry personal links."""
    import gevent
    from gevent import pywsgi, signal_handler

    from portal.cli.wire import Handler

    server = pywsgi.WSGIServer(listener, app, handler_class=Handler, log=None)
    for number in (2, 15):  # SIGINT, SIGTERM
        signal_handler(number, lambda: gevent.spawn(server.stop, FAREWELL))
    server.serve_forever(stop_timeout=FAREWELL)
