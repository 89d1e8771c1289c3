"""Plain text: whose copy it is stands on a line of its own before everything else."""

import codecs

from zhongshu.gongwen.watermark.marks import Mark

ENCODINGS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def stamp(content: bytes, mark: Mark) -> bytes:
    """Return a copy with the line before it, in the encoding of the rest."""
    line = f"【水印：{mark.words}】\r\n"
    for bom, encoding in ENCODINGS:
        if content.startswith(bom):
            return bom + line.encode(encoding) + content[len(bom) :]
    try:
        content.decode()
    except UnicodeDecodeError:
        return line.encode("gb18030", "replace") + content
    return line.encode() + content
