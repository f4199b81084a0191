"""A page as plain HTML: its words with their language, where it leads, and what it is built of."""

from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
MUTE = frozenset({"script", "style", "template", "textarea"})
"""What no translator has a say in: code, and words that somebody typed."""
SPOKEN = ("alt", "title", "aria-label", "placeholder")
"""Attributes that are read out or shown, like those that a script gets its words from."""
BUILD = ("class", "type", "role", "hidden", "disabled", "open", "autofocus", "tabindex", "scope", "lang")
"""Attributes by whose value a checker may judge; of others it matters only that they are there."""
PRESENT = ("id", "alt", "title", "for", "name", "href")


class Page(HTMLParser):
    """Read once; then ``words``, ``links`` and ``bricks`` are there."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[tuple[str, str]] = []
        """Language and text, in the order of the page."""
        self.links: list[str] = []
        self.bricks: set[str] = set()
        """Each element of the page's own part as it stands in its parent, and each heading after the one before it."""
        self.frame: set[str] = set()
        """The same of what stands around it on every page: strip, menu, foot."""
        self._open: list[tuple[str, str, str]] = [("", "", "")]
        self._heading = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep its language, where it leads, and how it stands in its parent."""
        given = {name: value or "" for name, value in attrs}
        lang = given.get("lang", self._open[-1][2])
        shown = [name for name in given if name in SPOKEN or name.startswith("data-")]
        self.words.extend((lang, given[name]) for name in shown if given[name])
        where = given.get("href" if tag == "a" else "src" if tag == "img" else "", "")
        if where and not where.startswith(("data:", "blob:")):
            self.links.append(where)
        look = f"{tag}{[f'{name}={given[name]}' for name in BUILD if name in given]}" + ",".join(
            sorted(name for name in given if name in PRESENT or name.startswith("aria-"))
        )
        own = tag == "main" or any(one[0] == "main" for one in self._open)
        (self.bricks if own else self.frame).add(f"{self._open[-1][1]} > {look}")
        if tag in ("h1", "h2", "h3", "h4"):
            self.bricks.add(f"{self._heading} then {tag}")
            self._heading = tag
        if tag not in VOID:
            self._open.append((tag, look, lang))

    def handle_endtag(self, tag: str) -> None:
        """Close it and what was left open inside."""
        if any(tag == one[0] for one in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Words between tags."""
        tag, _look, lang = self._open[-1]
        if data.strip() and tag not in MUTE:
            self.words.append((lang, " ".join(data.split())))
