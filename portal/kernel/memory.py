"""The memory of a process that answers for a long time."""

import gc


def settle() -> None:
    """What is loaded now stays to the end: from here on garbage is looked for only among what comes later.

    Looking through all of it takes a fifth of a second, in which nobody gets an answer.
    """
    gc.collect()
    gc.freeze()
