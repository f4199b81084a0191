"""Heavy work beside the event loop, one piece at a time, so that pictures never fill the memory together."""

import sys
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

Result = TypeVar("Result")


def one_at_a_time(work: Callable[..., Result], *args: Any) -> Result:
    """Do it in the one thread for such work when gevent runs this process, else here."""
    if not _under_gevent():
        return work(*args)
    done, failure = _thread().apply(_quietly, (work, *args))
    if failure is not None:
        raise failure
    result: Result = done
    return result


def _quietly(work: Callable[..., Result], *args: Any) -> tuple[Result | None, Exception | None]:
    """The pool would print what is raised in it, though a refused file is no fault."""
    try:
        return work(*args), None
    except Exception as failure:
        return None, failure


def _under_gevent() -> bool:
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("socket"))


@cache
def _thread() -> Any:
    from gevent.threadpool import ThreadPool

    return ThreadPool(1)
