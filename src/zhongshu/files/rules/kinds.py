"""The kinds of file that are accepted (可接收的文件类型): suffix, media type, preview, and how each is known."""

from typing import NamedTuple

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OFFICE = "application/vnd.openxmlformats-officedocument."


class Kind(NamedTuple):
    """`family` names the check in `content`; `preview` is picture, sound, video, pdf, text or none."""

    suffix: str
    media_type: str
    preview: str
    family: str


_ALL = [
    Kind("pdf", "application/pdf", "pdf", "pdf"),
    Kind("ofd", "application/ofd", "none", "ofd"),
    Kind("doc", "application/msword", "none", "office"),
    Kind("docx", f"{OFFICE}wordprocessingml.document", "none", "word"),
    Kind("wps", "application/vnd.ms-works", "none", "office"),
    Kind("et", "application/vnd.ms-excel", "none", "office"),
    Kind("xls", "application/vnd.ms-excel", "none", "office"),
    Kind("xlsx", f"{OFFICE}spreadsheetml.sheet", "none", "sheet"),
    Kind("ppt", "application/vnd.ms-powerpoint", "none", "office"),
    Kind("pptx", f"{OFFICE}presentationml.presentation", "none", "slides"),
    Kind("txt", "text/plain", "text", "text"),
    Kind("rtf", "application/rtf", "none", "rtf"),
    Kind("zip", "application/zip", "none", "zip"),
    Kind("jpg", "image/jpeg", "picture", "jpeg"),
    Kind("jpeg", "image/jpeg", "picture", "jpeg"),
    Kind("png", "image/png", "picture", "png"),
    Kind("gif", "image/gif", "picture", "gif"),
    Kind("bmp", "image/bmp", "picture", "bmp"),
    Kind("webp", "image/webp", "picture", "webp"),
    Kind("tif", "image/tiff", "none", "tiff"),
    Kind("tiff", "image/tiff", "none", "tiff"),
    Kind("heic", "image/heic", "none", "heic"),
    Kind("mp3", "audio/mpeg", "sound", "mp3"),
    Kind("wav", "audio/wav", "sound", "wav"),
    Kind("m4a", "audio/mp4", "sound", "mp4"),
    Kind("ogg", "audio/ogg", "sound", "ogg"),
    Kind("amr", "audio/amr", "none", "amr"),
    Kind("mp4", "video/mp4", "video", "mp4"),
    Kind("mov", "video/quicktime", "video", "mov"),
    Kind("webm", "video/webm", "video", "webm"),
    Kind("avi", "video/x-msvideo", "none", "avi"),
]
KINDS: dict[str, Kind] = {kind.suffix: kind for kind in _ALL}

# What the first bytes must look like: one of several prefixes, each "at this offset stands this".
SIGNATURES: dict[str, list[tuple[int, bytes]]] = {
    "rtf": [(0, b"{\\rtf")],
    "zip": [(0, mark) for mark in ZIP],
    "jpeg": [(0, b"\xff\xd8\xff")],
    "png": [(0, b"\x89PNG\r\n\x1a\n")],
    "gif": [(0, b"GIF87a"), (0, b"GIF89a")],
    "bmp": [(0, b"BM")],
    "webp": [(8, b"WEBP")],
    "tiff": [(0, b"II*\x00"), (0, b"MM\x00*")],
    "heic": [(4, b"ftyp" + brand) for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1")],
    "mp3": [(0, b"ID3"), *((0, bytes([0xFF, second])) for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2))],
    "wav": [(8, b"WAVE")],
    "mp4": [(4, b"ftyp")],
    "mov": [(4, atom) for atom in (b"ftyp", b"moov", b"mdat", b"wide", b"free")],
    "ogg": [(0, b"OggS")],
    "amr": [(0, b"#!AMR")],
    "webm": [(0, b"\x1a\x45\xdf\xa3")],
    "avi": [(8, b"AVI ")],
}
# The part that a package of this family must carry.
PARTS: dict[str, str] = {"word": "word/", "sheet": "xl/", "slides": "ppt/", "ofd": "OFD.xml"}
