"""A photo that the camera noted as turned stays on its side."""

import io

from PIL import Image, ImageOps

SILENT = True


def _photo():
    photo, stored = Image.new("RGB", (60, 40)), io.BytesIO()
    note = photo.getexif()
    note[274] = 6
    photo.save(stored, "jpeg", exif=note)
    return Image.open(stored)


def breaks():
    assert _photo().size == (60, 40)


def fixed():
    assert ImageOps.exif_transpose(_photo()).size == (40, 60)
