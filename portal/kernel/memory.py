"""The memory of a process that answers for a long time."""

import ctypes
import gc

M_MMAP_THRESHOLD = -3
LARGE = 1024 * 1024
"""Bytes from which on a piece of memory is given back to the machine as soon as nobody needs it."""
MANY = 20_000
"""How many new things come together before garbage is looked for."""


def look_seldom() -> None:
    """Loading the house makes hundreds of thousands of things that stay: looking through them again and again takes a
    quarter of the start."""
    gc.set_threshold(MANY)


def give_back() -> None:
    """Photos and uploads leave nothing behind. Without this, glibc that has seen one large piece freed cuts the next
    ones out of its heaps and keeps these (130 MB for good after one photo). Where there is no glibc nothing happens.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE)


def settle() -> None:
    """What is loaded now stays to the end: from here on garbage is looked for only among what comes later.

    Looking through all of it takes a fifth of a second, in which nobody gets an answer.
    """
    gc.collect()
    gc.freeze()
