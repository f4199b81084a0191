"""Photos that were never taken: drawn, and marked as such."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter


def water_stain() -> bytes:
    """A wall on which water has run down (JPEG)."""
    wall = Image.new("RGB", (900, 675), (228, 226, 218))
    stain = Image.new("L", wall.size, 0)
    pen = ImageDraw.Draw(stain)
    for left, top, right, bottom in ((120, 0, 420, 190), (200, 90, 360, 420), (330, 0, 560, 140), (470, 60, 540, 330)):
        pen.ellipse((left, top, right, bottom), fill=150)
    stain = stain.filter(ImageFilter.GaussianBlur(22))
    wall.paste((172, 152, 112), mask=stain)
    marks = ImageDraw.Draw(wall)
    marks.rectangle((0, 600, 900, 675), fill=(150, 132, 110))
    marks.text((24, 640), "DEMO", fill=(255, 255, 255))
    out = BytesIO()
    wall.save(out, "JPEG", quality=82)
    return out.getvalue()


def signed_sheet(title: str) -> bytes:
    """A scan of a sheet with signatures in ink (JPEG)."""
    sheet = Image.new("RGB", (1000, 1414), (252, 251, 247))
    pen = ImageDraw.Draw(sheet)
    pen.text((400, 60), title, fill=(30, 30, 30))
    for line in range(26):
        pen.line((110, 140 + 36 * line, 890 - (line * 67) % 190, 140 + 36 * line), fill=(70, 70, 70), width=2)
    for left, top in ((150, 1150), (420, 1160), (690, 1140)):
        points = [(left + 9 * step, top + (step * 37) % 41) for step in range(18)]
        pen.line(points, fill=(24, 36, 120), width=4, joint="curve")
    pen.text((420, 1360), "DEMO", fill=(120, 120, 120))
    out = BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return out.getvalue()
