"""The benches: what they print, that they count questions and not seconds, and how they answer a wrong value."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from portal.app.bench.measuring import Counter, Looks, Page, Refused, look_in_turns
from portal.app.bench.pages import STOPS
from portal.cli import main
from portal.kernel.db import Database

ASKED_FOR = {"home", "docket", "docket deep", "docket by stage and class", "matter", "room, mediator", "room, party"}

MOST_QUESTIONS = 30
"""On one page. What several panels of a page ask is remembered (``portal.kernel.db.remembered``)."""


def bench(*words: str) -> Result:
    """``onedoor bench …``."""
    return CliRunner().invoke(main, ["bench", *words])


def pages(sizes: str, *words: str) -> dict[str, Any]:
    """The figures of a short run with small houses."""
    result = bench("pages", "--sizes", sizes, "--rounds", "3", *words)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def check(figures: dict[str, dict[str, Any]]) -> None:
    """Every page was looked at in every house, and asks the same number of questions in the larger one."""
    assert figures.keys() == STOPS.keys()
    assert figures.keys() >= ASKED_FOR
    for name, page in figures.items():
        assert page["queries_constant"], (name, page)
        for size in (name for name in page if name.isdigit()):
            assert 0 < page[size]["p50_ms"] <= page[size]["p95_ms"]
        assert page["ratio_p50"] > 0
    assert figures["baseline"]["times_baseline"] == 1.0
    assert figures["docket"]["300"]["queries"] > figures["home"]["300"]["queries"]
    asked = {name: page["300"]["queries"] for name, page in figures.items()}
    assert {name: count for name, count in asked.items() if count > MOST_QUESTIONS} == {}


@pytest.mark.slow
def test_pages_are_measured_in_two_houses() -> None:
    figures = pages("300,600")
    assert figures["machine"]["cores"] >= 1
    assert figures["baseline"].startswith("GET ")
    assert figures["sizes"] == [300, 600]
    check(figures["engines"]["sqlite"])
    assert figures["engines"]["postgresql"].startswith("left out")


@pytest.mark.slow
@pytest.mark.postgres
def test_pages_are_measured_on_postgresql_and_leave_nothing_behind() -> None:
    server = os.environ.get("ONEDOOR_TEST_PG", "")
    if not server:
        pytest.skip("ONEDOOR_TEST_PG is not set; a full ./test sets it")
    check(pages("300", "--postgres", server)["engines"]["postgresql"])
    database = Database(server)
    with database.engine.connect() as connection:
        left = text("select count(*) from pg_database where datname like 'onedoor_bench_300_%'")
        assert connection.execute(left).scalar() == 0
    database.dispose()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("pages", "--sizes", "few"), "not 'few'"),
        (("pages", "--sizes", ""), "not ''"),
        (("pages", "--sizes", "5"), "numbers from 100 up"),
        (("pages", "--rounds", "0"), "--rounds"),
        (("pages", "--postgres", "mysql://somewhere/x"), "--postgres starts with postgresql+psycopg://"),
        (("pages", "--postgres", "nonsense"), "--postgres starts with postgresql+psycopg://"),
        (("triage",), "FILE"),
        (("triage", "nowhere.jsonl"), "cannot be read"),
        (("dance",), "No such command"),
    ],
)
def test_a_wrong_value_is_answered_with_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    result = bench(*words)
    assert result.exit_code == 2
    assert sentence in result.output


def test_triage_is_judged_by_labelled_messages(tmp_path: Path) -> None:
    message = {"id": 1, "text": "楼上漏水把我家墙泡了", "accepted": ["0202"], "service": ["M"], "danger": False}
    file = tmp_path / "messages.jsonl"
    file.write_text(json.dumps(message, ensure_ascii=False), "utf-8")
    result = bench("triage", str(file))
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["messages"] == 1


def test_percentiles_and_the_usual_number_of_questions() -> None:
    looks = Looks([float(number) for number in range(100, 0, -1)], [7] * 98 + [9, 9], [3.0, 1.0, 2.0])
    assert looks.plain() == {"p50_ms": 51.0, "p95_ms": 96.0, "busy_ms": 2.0, "queries": 7}


def test_only_questions_are_counted(app: Flask) -> None:
    database: Database = app.extensions["portal"].database
    with Counter().listening() as counter:
        with database.reading() as db:
            db.execute(text("select 1"))
            db.execute(text("select 2"))
        assert counter.count == 2
    with database.reading() as db:
        db.execute(text("select 3"))
    assert counter.count == 2


def test_a_page_that_does_not_open_is_told(app: Flask) -> None:
    with Counter().listening() as counter, pytest.raises(Refused, match="/nowhere: 404"):
        look_in_turns([Page(app, "/nowhere")], counter, 0, 1)


@pytest.mark.slow
def test_documents_are_the_same_paper_both_ways() -> None:
    result = bench("documents", "--rounds", "1")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    for way in ("onedoor", "baseline"):
        assert (figures[way]["pages"], figures[way]["signatures"]) == (5, 5)
        assert 0 < figures[way]["least_s"] <= figures[way]["p50_s"] <= figures[way]["most_s"]
    assert figures["ratio"] > 0


@pytest.mark.slow
def test_rooms_are_heard_whole() -> None:
    result = bench("rooms", "--connected", "40", "--deliveries", "40", "--seconds", "1")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert (figures["joined"], figures["messages"], figures["deliveries"]) == (40, 10, 40)
    assert (figures["lost"], figures["refused"], figures["out_of_order"]) == (0, 0, 0)
    assert 0 < figures["ack_ms"]["p50"] <= figures["delivery_ms"]["max"]
    assert figures["kb_per_client"] > 0


def test_rooms_refuse_another_database() -> None:
    result = bench("rooms", "--postgres", "mysql://x")
    assert result.exit_code == 2
    assert "postgresql+psycopg://" in result.output
