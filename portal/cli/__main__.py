"""``python -m portal.cli``: the same command without the installed script."""

from portal.cli import main

main()
