"""What can keep a paper from being made."""


class PaperError(Exception):
    """A paper cannot be made as asked; nothing half-made is returned."""


class RefusedAddress(PaperError):
    """A paper asked for a picture or style from outside the house."""

    def __init__(self, address: str) -> None:
        super().__init__(f"a paper may not load {address[:200]}")
        self.address = address


class UnprintableText(PaperError):
    """The installed fonts have no glyph for some characters; an empty box in a name would falsify the paper."""

    def __init__(self, characters: str) -> None:
        codes = " ".join(f"U+{ord(character):04X}" for character in characters)
        super().__init__(f"no installed font draws: {characters} ({codes})")
        self.characters = characters
