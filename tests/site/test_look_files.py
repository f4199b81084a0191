"""Style sheet, scripts and what others wrote: small, legible by their numbers, unchanged, asking nobody else."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CSS = (ROOT / "static/css/onedoor.css").read_text("utf-8")
SETTINGS = (ROOT / "static/scss/_settings.scss").read_text("utf-8")
COLOURS = {"white": "#ffffff", **dict(re.findall(r"^\$od-([a-z-]+): (#[0-9a-f]{6});", SETTINGS, re.MULTILINE))}
VENDORED = ("static/vendor", "tests/vendor")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours of the palette (WCAG 2.2)."""
    dark, light = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *(
            (text, ground)
            for text in ("ink", "muted", "blue-deep", "red")
            for ground in ("white", "surface", "blue-tint")
        ),
        *(("white", ground) for ground in ("blue", "blue-deep", "red", "violet", "teal")),
        *((name, f"{name}-tint") for name in ("red", "green", "amber", "violet", "teal")),
        ("green", "white"),
        ("amber", "white"),
        ("green", "blue-tint"),
        ("amber", "blue-tint"),
        ("violet", "surface"),
        ("teal", "surface"),
    ],
)
def test_words_stand_out_from_their_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", ["white", "surface", "blue-tint"])
def test_the_edge_of_an_input_can_be_seen(ground: str) -> None:
    assert contrast("edge", ground) >= 3


@pytest.mark.parametrize("name", sorted(set(COLOURS) - {"white"}))
def test_the_committed_sheet_holds_the_palette_of_its_source(name: str) -> None:
    assert f"--{name}: {COLOURS[name]};" in CSS.replace(f"--{name}:{COLOURS[name]};", f"--{name}: {COLOURS[name]};")


def test_the_sheet_is_small_and_asks_nobody_else() -> None:
    assert len(gzip.compress(CSS.encode(), 9)) <= 16 * 1024
    assert re.findall(r"url\((?![\"']?data:)[^)]*\)|@import", CSS) == []


@pytest.mark.parametrize(("look", "size", "target"), [("elder", "150%", "60px"), ("largest", "187.5%", "60px")])
def test_large_print_is_large(look: str, size: str, target: str) -> None:
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", CSS)
    mine = "".join(body + ";" for selectors, body in rules if f"html[data-look={look}]" in selectors.split(","))
    assert f"font-size:{size};" in mine
    assert f"--target: {target};" in mine.replace(f"--target:{target};", f"--target: {target};")


@pytest.mark.parametrize("folder", VENDORED)
def test_what_others_wrote_is_listed_licensed_and_unchanged(folder: str) -> None:
    listed: dict[str, str] = {}
    for entry in json.loads((ROOT / folder / "VENDOR.json").read_text("utf-8")):
        assert entry["version"]
        assert entry["licence"]
        assert any("LICENSE" in file["file"] for file in entry["files"])
        listed |= {file["file"]: file["sha256"] for file in entry["files"]}
    found = {
        path.relative_to(ROOT / folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.name != "VENDOR.json"
    }
    assert found == listed


@pytest.mark.parametrize("path", sorted((ROOT / "static/js").glob("*.js")), ids=lambda path: path.name)
def test_scripts_are_short_and_speak_to_nobody_else(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith(("/*", "//"))
    assert text.count("\n") <= 150
    assert re.findall(r"https?://|\beval\(|new Function|innerHTML|document\.write", text) == []


def test_every_helper_that_is_named_exists() -> None:
    loader = (ROOT / "static/js/onedoor.js").read_text("utf-8")
    parts = re.findall(r'"\./([a-z]+\.js)"', loader)
    assert parts
    assert [part for part in parts if not (ROOT / "static/js" / part).is_file()] == []


def test_a_cell_names_its_column_only_where_the_table_has_become_cards() -> None:
    """Above a column that has its heading the name would be said twice."""
    cards = CSS[CSS.index("@container (max-width: 44rem)") : CSS.index("@supports not (container-type")]
    assert cards.count("td[data-label]::before") == CSS.count("td[data-label]::before") == 2
