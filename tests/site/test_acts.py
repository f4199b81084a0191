"""Every act leaves its line: which acts are recorded is a list, and every slice that changes something records.

Read the difference, then write the list anew: ``python -m tests.site.test_acts``.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).parent / "acts.txt"
PACKAGES = ("portal", "mediation", "legal", "counseling")
ACT = re.compile(r"[a-z_]+\.[a-z_]+")
MADE_UP = ("portal/app/load/", "portal/app/demo/", "portal/app/bench/")
"""Houses that nobody lives in."""

SILENT = {
    "portal/kernel/files/services.py": "whoever keeps a file for something records that",
    "portal/kernel/live/services.py": "what is pushed to a channel has been recorded by whoever says it",
    "portal/notices/services.py": "a notice tells of an act that has its own line",
    "portal/schedule/bookings/services.py": "times are booked for a meeting, whose line it is",
}
"""Services that change rows without a line of their own, and why."""


def modules(name: str = "*.py") -> Iterator[tuple[str, ast.Module]]:
    """The code of the house, by its path."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob(name)):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(MADE_UP):
                yield place, ast.parse(path.read_text("utf-8"))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the name it is called by, dots and all."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield ast.unparse(node.func), node


def recorders(tree: ast.Module) -> set[str]:
    """``audit.record``, ``audit.note``, and functions of this module that hand an act on to them."""
    known = {"audit.record", "audit.note", "record", "note"}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            for name, call in calls(node):
                if name in known and any(isinstance(one, ast.Name) and one.id in names for one in call.args[2:3]):
                    known.add(node.name)
    return known


def acts_of(tree: ast.Module) -> Iterator[str]:
    """The names of acts that a module writes down, one for each place where it does."""
    known = recorders(tree)
    for name, call in calls(tree):
        if name in known or name.rpartition(".")[2] in known - {"record", "note"}:
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                for node in ast.walk(argument):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACT.fullmatch(node.value):
                        yield node.value


def lines() -> list[str]:
    """``place: act``, as often as it stands there."""
    return sorted(f"{place}: {act}" for place, tree in modules() for act in acts_of(tree))


def test_no_act_comes_or_goes_unnoticed() -> None:
    assert lines() == LIST.read_text(encoding="utf-8").splitlines()


def test_whatever_changes_rows_records() -> None:
    """A module of services that adds, deletes or moves something writes at least one line of it."""
    changing = {
        place
        for place, tree in modules("services.py")
        if any(name in ("db.add", "db.add_all", "db.delete") for name, _call in calls(tree))
    }
    told = {line.partition(": ")[0] for line in lines()}
    assert sorted(changing - told) == sorted(SILENT)


def test_a_line_that_is_taken_away_is_missed() -> None:
    code = (
        "def give(db, actor, row):\n    _done(db, actor, row, 'row.given')\ndef _done(db, actor, row, act):\n    {}\n"
    )
    assert list(acts_of(ast.parse(code.format("audit.record(db, actor, act, row)")))) == ["row.given"]
    assert list(acts_of(ast.parse(code.format("pass")))) == []


if __name__ == "__main__":
    LIST.write_text("\n".join(lines()) + "\n", encoding="utf-8")
