"""What the processes of the house write to their log: plain lines on stderr, tracebacks without the values in them."""

import sys

import structlog


def set_up() -> None:
    """Before anything is logged. Left alone, structlog prints every local variable, secrets and names included."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
