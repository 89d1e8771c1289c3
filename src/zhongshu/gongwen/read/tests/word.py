"""DOCX files written part by part, so that a test says what stands in the XML."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}/relationships" xmlns:m="{OFFICE}/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def document(body, *, strict=False, extra=(), links=(), **parts):
    """A DOCX with this body; parts: the inside of styles, numbering, footnotes, endnotes, header1, footer1.

    extra: (name, bytes) beside or instead of them; links: (Id, Type, Target) to the outside.
    """
    members = {"word/document.xml": _root("document", f"<w:body>{body}</w:body>")}
    for name, inside in parts.items():
        members[f"word/{name}.xml"] = _root({"header1": "hdr", "footer1": "ftr"}.get(name, name), inside)
    relations = [(name, f"{OFFICE}/relationships/{name.rstrip('1')}", f"{name}.xml", "") for name in parts]
    outside = ' TargetMode="External"'
    relations += [(key, f"{OFFICE}/relationships/{kind}", target, outside) for key, kind, target in links]
    members["_rels/.rels"] = _relations([("r1", f"{OFFICE}/relationships/officeDocument", "word/document.xml", "")])
    members["word/_rels/document.xml.rels"] = _relations(relations)
    members["[Content_Types].xml"] = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in (members | dict(extra)).items():
            made.writestr(name, _strict(data) if strict else data)
    return file


def p(*runs, setting=""):
    """A paragraph of runs, given as text or as XML."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{setting}</w:pPr>' if setting else ''}{inside}</w:p>"


def r(text, setting=""):
    """A run of words."""
    return f'<w:r><w:rPr>{setting}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows):
    """A table of rows, given as lists of cells or as XML."""
    return f"<w:tbl>{''.join(one if isinstance(one, str) else row(one) for one in rows)}</w:tbl>"


def row(cells, setting=""):
    """A row of a table; a cell is given by what is in it."""
    inside = "".join(cell if cell.startswith("<w:tc>") else f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:tr>{setting}{inside}</w:tr>"


def _root(name, inside):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {SPACES}>{inside}</w:{name}>'


def _relations(relations):
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"{mode}/>' for key, kind, target, mode in relations
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def _strict(data):
    return data.replace(MAIN, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
        OFFICE, "http://purl.oclc.org/ooxml/officeDocument"
    )
