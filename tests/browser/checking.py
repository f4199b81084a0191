"""What a page is asked in the browser: axe, width, console, policy, and the sizes of the large-print look."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

AXE = (Path(__file__).parents[1] / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: ViewportSize = {"width": 360, "height": 640}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SIZES = (DESKTOP, PHONE)

RUN_AXE = """async (rules) => {
  const how = { resultTypes: ["violations"], runOnly: rules, preload: false };
  if (!(await axe.run(document, { ...how, selectors: false })).violations.length) return [];
  const found = await axe.run(document, how);
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(" | ")}`);
}"""
"""Naming what is wrong takes long, so it is done only if something is."""

TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= innerWidth) return [];
  const out = (one) => one.getBoundingClientRect().right > innerWidth + 1;
  const wide = [...document.querySelectorAll("body *")].filter(out).map((one) => one.outerHTML.slice(0, 120));
  return [`${root.scrollWidth} px wide on ${innerWidth}: ${wide.slice(0, 3).join(" ")}`];
}"""

HEADINGS = """() => {
  const heads = [...document.querySelectorAll("h1")].map((one) => one.textContent.trim());
  if (heads.length !== 1 || !heads[0]) return [`h1: ${heads.join(" | ") || "none"}`];
  return document.title.trim() ? [] : ["no title"];
}"""

LARGE = """() => {
  const faults = [];
  const size = (one) => parseFloat(getComputedStyle(one).fontSize);
  if (size(document.body) < 24) faults.push(`body is ${size(document.body)} px`);
  const inText = (one) => one.matches("a") && getComputedStyle(one).display.startsWith("inline")
    && [...one.parentElement.childNodes].some((next) => next.nodeType === 3 && next.textContent.trim());
  for (const one of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (one.matches(".skip") || inText(one)) continue;
    const label = one.matches("[type=checkbox], [type=radio]") && one.closest(".choice");
    const box = (label || one).getBoundingClientRect();
    if (box.height < 59.5) faults.push(`${Math.round(box.height)} px high: ${one.outerHTML.slice(0, 120)}`);
  }
  return faults;
}"""
"""Links inside a sentence are text (WCAG 2.5.8 leaves them out too); a box or ring counts with its label."""


@dataclass
class Watched:
    """A page of the browser and what it has complained of since it was last asked."""

    page: Page
    said: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        """Errors and warnings; refusals by the content security policy are errors."""
        if message.type in ("error", "warning"):
            self.said.append(f"console: {message.text}")

    def go(self, url: str, *, status: Sequence[int] = (200, 410)) -> list[str]:
        """Open an address; what was wrong with the way there."""
        self.said.clear()
        answer = self.page.goto(url)
        faults = [] if answer and answer.status in status else [f"status {answer.status if answer else 'none'}"]
        if answer and answer.status >= 400:  # the browser itself remarks on it
            self.said[:] = [one for one in self.said if "Failed to load resource" not in one]
        return faults

    def faults(self, axe: Sequence[ViewportSize] = SIZES, more: Sequence[str] = ()) -> list[str]:
        """Headings; at each size whether it scrolls sideways, and at some of them axe."""
        found = list(self.page.evaluate(HEADINGS))
        for size in SIZES:
            self.page.set_viewport_size(size)
            checks: list[Any] = [self.page.evaluate(check) for check in (TOO_WIDE, *more)]
            checks += [self.page.evaluate(RUN_AXE, RULES)] if size in axe else []
            found += [f"{size['width']} px: {fault}" for check in checks for fault in check]
        return [*found, *self.said]


@contextmanager
def watched(context: BrowserContext) -> Iterator[Watched]:
    """A page of its own that writes down what the console says and what breaks."""
    page = context.new_page()
    page.add_init_script(AXE)
    watch = Watched(page)
    page.on("console", watch.note)
    page.on("pageerror", lambda error: watch.said.append(f"error: {error}"))
    yield watch
    page.close()


@contextmanager
def visiting(browser: Browser, locale: str = "zh", **options: Any) -> Iterator[BrowserContext]:
    """A browser of somebody in the county who has chosen this language."""
    context = browser.new_context(
        locale="zh-CN" if locale == "zh" else "en-GB", timezone_id="Asia/Shanghai", viewport=DESKTOP, **options
    )
    yield context
    context.close()
