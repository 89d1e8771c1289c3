"""Black and red print apart (套红与印章).

What stands under a seal shows once the red is gone; a red masthead shows in the red alone.
"""

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]

# By how much red outdoes green and blue in red ink, of 255; tinted paper stays well below.
_REDNESS = 50
# The least part of a page that a red stamp of two characters covers.
_LEAST = 0.0003


class Layers(NamedTuple):
    """A page as black print on white, and its red print, if it has any, drawn in black as well."""

    black: Picture
    red: Picture | None


def layers(page: Picture) -> Layers:
    """Return the layers of a page (BGR), each a picture of three channels and the page's size."""
    blue, green, red = (page[:, :, channel].astype(np.int16) for channel in range(3))
    redness = red - np.maximum(blue, green)
    is_red = redness > _REDNESS
    if is_red.mean() < _LEAST:
        return Layers(page, None)
    # Scaled so that the red ink, light or dark, becomes paper in the one layer and black in the other.
    without = red * (255 / max(float(np.median(red[is_red])), 100.0))
    only = 255 - np.where(redness > _REDNESS // 2, redness, 0) * (255 / float(np.median(redness[is_red])))
    return Layers(_picture(without), _picture(only))


def bounds(layer: Picture) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of the print of a layer with some margin, in pixels."""
    rows = np.flatnonzero((layer[:, :, 0] < 128).any(axis=1))
    columns = np.flatnonzero((layer[:, :, 0] < 128).any(axis=0))
    if not len(rows):
        return 0, 0, 0, 0
    height, width = layer.shape[:2]
    margin = 20
    return (
        max(int(columns[0]) - margin, 0),
        max(int(rows[0]) - margin, 0),
        min(int(columns[-1]) + margin, width),
        min(int(rows[-1]) + margin, height),
    )


def _picture(values: NDArray[Any]) -> Picture:
    return cv2.cvtColor(np.clip(values, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)
