"""The engine: RapidOCR with the PP-OCR models of its own package, nothing ever fetched from a network.

The detection costs by the pixel and is content with few; the recognition gains from many and costs little. So lines
are looked for on a small picture and read from the large one.
"""

import os
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR

# Blue, green and red of each pixel.
Picture = NDArray[Any]
# Four corners of a line, clockwise from the top left of its text, in pixels of the large picture.
Quad = NDArray[Any]

_THREADS = 4
_SAMPLE = 8
# The part of a row of pixels that is ink once the row belongs to the print; how much of its body a print fills.
_INKED = 0.015
_CHINESE, _DIGIT = 0.93, 0.72


class Reading(NamedTuple):
    """What was read in a quad: text, how sure it is, 0 to 1, and the height of the type in pixels."""

    quad: Quad
    text: str
    confidence: float
    size: float


class Engine:
    """The loaded models."""

    def __init__(self) -> None:
        self.rapid: Any = RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.use_vertical_padding": False,
                "Global.log_level": "critical",
                "EngineConfig.onnxruntime.intra_op_num_threads": min(_THREADS, len(os.sched_getaffinity(0))),
            }
        )

    def find(self, picture: Picture, long_side: int) -> list[Quad]:
        """Return where lines of text stand, looking at a picture reduced to `long_side` pixels."""
        scale = min(1.0, long_side / max(picture.shape[:2]))
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
        boxes = self.rapid._load_det_model()(small).boxes
        return [] if boxes is None else [np.asarray(box, np.float32) / scale for box in boxes]

    def read(self, picture: Picture, quads: list[Quad]) -> list[Reading]:
        """Return what stands in the quads."""
        if not quads:
            return []
        crops = self.rapid.crop_text_regions(picture, quads)
        read = self.rapid.recognize_txt(crops)
        return [
            Reading(quad, text.strip(), float(score), _size(crop, text))
            for quad, crop, text, score in zip(quads, crops, read.txts, read.scores, strict=True)
            if text.strip()
        ]

    def is_upside_down(self, picture: Picture, quads: list[Quad]) -> bool:
        """Tell whether the text stands on its head: its longest lines look so, and read better the other way."""
        longest = sorted(quads, key=lambda quad: -float(np.ptp(quad[:, 0])))[:_SAMPLE]
        if not longest:
            return False
        crops = self.rapid.crop_text_regions(picture, longest)
        _, told = self.rapid.cls_and_rotate(list(crops))
        if 2 * sum(label == "180" for label, _ in told.cls_res) <= len(crops):
            return False
        turned = [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops]
        return self._sureness(turned) > self._sureness(crops)

    def _sureness(self, crops: list[Picture]) -> float:
        return float(np.mean(self.rapid.recognize_txt(crops).scores))


def _size(crop: Picture, text: str) -> float:
    """Return the height of the type by its ink, in pixels: a Chinese line fills its body, digits only a part."""
    grey = crop.min(axis=2)
    inked = np.flatnonzero((grey < (int(grey.min()) + int(np.median(grey))) // 2).mean(axis=1) > _INKED)
    tall = float(inked[-1] - inked[0] + 1) if len(inked) else float(len(crop))
    return tall / (_DIGIT if text.isascii() else _CHINESE)
