"""The picture of a drawn signature, as it stands in the paper: made by the worker."""

from io import BytesIO

from PIL import Image, ImageDraw

from mediation.agreements.strokes import Drawing

WIDTH, HEIGHT, MARGIN, PEN = 600, 220, 16, 5
INK = (20, 28, 40, 255)


def picture(drawing: Drawing) -> bytes:
    """A PNG with a clear background, the drawing as large as it fits."""
    points = [point for stroke in drawing.strokes for point in stroke]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide = max(max(x for x, _ in points) - left, 1.0)
    high = max(max(y for _, y in points) - top, 1.0)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    image = Image.new("RGBA", (WIDTH, HEIGHT), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    for stroke in drawing.strokes:
        line = [(MARGIN + (x - left) * scale, MARGIN + (y - top) * scale) for x, y in stroke]
        pen.line(line, fill=INK, width=PEN, joint="curve")
        for x, y in (line[0], line[-1]):
            pen.ellipse((x - PEN / 2, y - PEN / 2, x + PEN / 2, y + PEN / 2), fill=INK)
    data = BytesIO()
    image.save(data, "PNG")
    return data.getvalue()
