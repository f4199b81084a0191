"""The walls of the house: short files, named modules, one clock, nothing of the builder's own machine."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("portal", "mediation", "legal", "counseling")
CLOCK = "portal/kernel/clock.py"
# A migration is a record of what was done one day; nobody tidies it afterwards.
RECORDS = "portal/migrations/versions/"

LONGEST_FILE = 300
LONGEST_FUNCTION = 50

MADE_BY_TOOLS = {"var", "node_modules", "build", "dist", "__pycache__"}
WRITTEN_BY_OTHERS = {"vendor"}

TODAY = {"now", "utcnow", "today"}
"""Called on whatever it may be, unless that is our own clock."""
READS_A_CLOCK = {
    *(f"datetime.{kind}.{name}" for kind in ("datetime", "date") for name in TODAY),
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime")),
    *(f"time.clock_gettime{name}" for name in ("", "_ns")),
}
IN_SQL = re.compile(
    r"\b(now|current_timestamp|current_date|current_time|localtimestamp|localtime|clock_timestamp|statement_timestamp"
    r"|transaction_timestamp|timeofday|unixepoch|julianday|sysdate|getdate|utc_timestamp)\b"
)
"""How databases are asked, as ``func.<this>`` or within SQL."""
SQL_CALLS = {
    "text",
    "literal_column",
    "DDL",
    "execute",
    "exec_driver_sql",
    "scalar",
    "server_default",
    "server_onupdate",
}
DATABASE_CLOCK = {"portal/cli/checks.py": "the doctor compares the database's clock with ours"}

# Written in two halves, or this file would be the first to offend.
FORBIDDEN = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "mirror.com",
    "deb." + "debian.org",
    "archive." + "ubuntu.com",
    "/sim" + "ple/",
    "/ro" + "ot/",
    str(ROOT) + "/",
    ".." + "/shared",
    "PRIVATE" + " KEY-----",
]


def files() -> Iterator[str]:
    """Every file of the project, as a path from its folder; not what tools made or others wrote."""
    for folder, inner, names in os.walk(ROOT):
        hidden = {name for name in inner if name.startswith(".") and name != ".ci"}
        inner[:] = sorted(name for name in set(inner) - hidden - MADE_BY_TOOLS if not name.endswith(".egg-info"))
        yield from ((Path(folder) / name).relative_to(ROOT).as_posix() for name in sorted(names))


def texts(*suffixes: str) -> Iterator[tuple[str, str]]:
    """The files that end so and can be read as text, each with what it says."""
    for path in files():
        if path.endswith(suffixes) and not WRITTEN_BY_OTHERS & set(Path(path).parts):
            try:
                yield path, (ROOT / path).read_text("utf-8")
            except UnicodeDecodeError:
                continue


def modules() -> list[tuple[str, str]]:
    """The Python of the packages and of the tests."""
    return [
        (path, text) for path, text in texts(".py") if path.startswith((*(f"{name}/" for name in PACKAGES), "tests/"))
    ]


def too_long(text: str) -> list[str]:
    """The functions of a module that are longer than a reader can hold."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION]


def clock_readings(text: str) -> list[str]:
    """Where a module asks the machine what time it is, under whatever name it imported the question."""
    tree = ast.parse(text)
    meaning: dict[str, str] = {}

    def dotted(node: ast.AST) -> str:
        if isinstance(node, ast.Attribute):
            return f"{dotted(node.value)}.{node.attr}"
        return meaning.get(node.id, "") if isinstance(node, ast.Name) else ""

    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                top = name.name.partition(".")[0]
                meaning[name.asname or top] = name.name if name.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            meaning |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and dotted(node.value):
            meaning[node.targets[0].id] = dotted(node.value)

    found = [node for node in ast.walk(tree) if dotted(node) in READS_A_CLOCK]
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Attribute) and _asks(call.func, dotted(call.func.value)):
            found.append(call.func)
        found += _sql_of(call)
    return [f"line {node.lineno}: {ast.unparse(node)}" for node in dict.fromkeys(found)]


def _asks(node: ast.Attribute, of: str) -> bool:
    """``anything.now`` but our own clock's, and ``func.now`` under whatever name ``func`` came."""
    if of.startswith("portal.") or ast.unparse(node.value).endswith(("clock", "self")):
        return False
    if of.rpartition(".")[2] == "func":
        return IN_SQL.fullmatch(node.attr.lower()) is not None
    return node.attr in TODAY


def _sql_of(call: ast.Call) -> list[ast.Constant]:
    """Words handed to the database in which it is asked for the time."""
    name = ast.unparse(call.func).rpartition(".")[2]
    given = call.args if name in SQL_CALLS else [one.value for one in call.keywords if one.arg in SQL_CALLS]
    words = [node for one in given for node in ast.walk(one) if isinstance(node, ast.Constant)]
    return [node for node in words if isinstance(node.value, str) and IN_SQL.search(node.value.lower())]


def root_packages() -> list[str]:
    """The folders beside this project's settings that hold Python, the tests apart."""
    return sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")


def test_files_stay_under_the_wall() -> None:
    long = {path: text.count("\n") for path, text in modules() if not path.startswith(RECORDS)}
    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_templates_stay_under_the_wall() -> None:
    long = {path: text.count("\n") for path, text in texts(".html", ".txt") if path.startswith("templates/")}
    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_functions_stay_under_the_wall() -> None:
    long = {path: too_long(text) for path, text in modules() if not path.startswith(RECORDS)}
    assert {path: names for path, names in long.items() if names} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [path for path, text in modules() if not ast.get_docstring(ast.parse(text))] == []


def test_only_the_clock_reads_the_clock() -> None:
    readings = {path: clock_readings(text) for path, text in modules() if path not in (CLOCK, *DATABASE_CLOCK)}
    assert {path: lines for path, lines in readings.items() if lines} == {}
    assert all(clock_readings((ROOT / path).read_text("utf-8")) for path in DATABASE_CLOCK), "an exception for nothing"


def test_the_clock_does_read_the_clock() -> None:
    assert clock_readings((ROOT / CLOCK).read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "import datetime\ndatetime.datetime.now()",
        "import datetime as d\nd.date.today()",
        "from datetime import datetime\ncolumn(default=datetime.utcnow)",
        "from datetime import datetime as instant\ninstant.now(UTC)",
        "import time\ntime.time()",
        "from time import time as seconds\nseconds()",
        "import sqlalchemy as sa\nsa.func.now()",
        "from sqlalchemy import func\nfunc.current_timestamp()",
        "from sqlalchemy.sql import func\nfunc.now()",
        "from sqlalchemy.sql.expression import func as f\nf.clock_timestamp()",
        "from sqlalchemy import text\ntext('CURRENT_TIMESTAMP')",
        "from sqlalchemy import text\ndb.execute(text('select now()'))",
        "mapped_column(server_default='CURRENT_TIMESTAMP')",
        "db.connection().exec_driver_sql('update x set at = datetime(unixepoch())')",
        "import time\ntime.strftime('%Y')",
        "import time as t\nt.clock_gettime(0)",
        "from time import clock_gettime_ns\nclock_gettime_ns(0)",
        "import datetime\nD = datetime.datetime\nD.now()",
        "import datetime\nD = datetime.date\ncolumn(default=D.today)",
        "from datetime import datetime\ntype(due).now()",
    ],
)
def test_a_clock_reading_is_found_under_any_name(text: str) -> None:
    assert len(clock_readings(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from portal.kernel import clock\nclock.now()",
        "import time\ntime.sleep(1), time.monotonic()",
        "from datetime import datetime\ndatetime.fromisoformat('2026-01-01')",
        "def due(now): return now",
        "from portal.kernel.clock import now\nnow()",
        "self.clock.now()",
        "from sqlalchemy import func, text\nfunc.count(), text('select knowledge from snow')",
        "print('now and today')",
    ],
)
def test_what_is_no_clock_reading_passes(text: str) -> None:
    assert clock_readings(text) == []


def test_a_function_over_the_wall_is_found() -> None:
    lines = "".join(f"    step({number})\n" for number in range(LONGEST_FUNCTION))
    assert too_long("def act():\n" + lines) == ["act"]
    assert too_long("def act():\n" + lines.partition("\n")[2]) == []


def test_every_folder_of_code_is_a_package() -> None:
    """A folder without ``__init__.py`` is invisible to the import contracts."""
    folders = {Path(path).parent for path, _ in modules() if not path.startswith("tests/")}
    assert [folder.as_posix() for folder in sorted(folders) if not (ROOT / folder / "__init__.py").is_file()] == []


def test_the_import_contracts_see_every_package() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    assert sorted(contracts["root_packages"]) == root_packages()
    assert set(root_packages()) <= set(PACKAGES)


def test_both_layer_contracts_name_the_same_floors() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    portal, house = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    rooms = "(mediation) | (legal) | (counseling)"
    assert [floor.replace("portal.", "") for floor in house if floor != rooms] == portal
    assert house.index(rooms) == house.index("(portal.app)") + 1


def test_nothing_tells_of_registries_machines_or_keys() -> None:
    found = {path: [word for word in FORBIDDEN if word in text] for path, text in texts("")}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("name", ["app", "test"])
def test_every_requirement_is_pinned_by_hash(name: str) -> None:
    asked = re.findall(r"^[a-z0-9-]+", (ROOT / f"requirements/{name}.in").read_text("utf-8"), re.MULTILINE)
    pins = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
    pinned = dict(re.findall(r"^([a-z0-9-]+)==.+\n((?: +--hash=\S+.*\n)*)", pins, re.MULTILINE))
    assert [package for package in asked if not package.startswith("-") and package not in pinned] == []
    assert [package for package, hashes in pinned.items() if not hashes] == []
