"""What the standard (GB/T 33190-2016) asks of every part: names, the order of elements, what must be told."""

import pytest

from zhongshu.gongwen.typeset.ofd.tests import setting
from zhongshu.gongwen.typeset.ofd.tests.test_objects import CLIPPED, DRAWN, image, seal

# The elements that are written, in the order in which the standard has them below each.
ORDER = {
    "OFD": "DocBody",
    "DocBody": "DocInfo DocRoot",
    "DocInfo": "DocID Title Author CreationDate Creator CustomDatas",
    "CustomDatas": "CustomData",
    "Document": "CommonData Pages",
    "CommonData": "MaxUnitID PageArea PublicRes DocumentRes",
    "PageArea": "PhysicalBox",
    "Pages": "Page",
    "Res": "Fonts MultiMedias",
    "Fonts": "Font",
    "Font": "FontFile",
    "MultiMedias": "MultiMedia",
    "MultiMedia": "MediaFile",
    "Page": "Area Content",
    "Content": "Layer",
    "Layer": None,  # objects stand as they are drawn
    "TextObject": "Clips FillColor StrokeColor CGTransform TextCode",
    "PathObject": "Clips StrokeColor FillColor AbbreviatedData",
    "ImageObject": "Clips",
    "Clips": "Clip",
    "Clip": "Area",
    "CGTransform": "Glyphs",
}
BELOW = {"Page": {"Area": "PhysicalBox"}, "Clip": {"Area": "Path"}}
REQUIRED = {
    "OFD": {"Version", "DocType"},
    "CustomData": {"Name"},
    "Res": {"BaseLoc"},
    "Font": {"ID", "FontName"},
    "MultiMedia": {"ID", "Type"},
    "Layer": {"ID"},
    "TextObject": {"ID", "Boundary", "Font", "Size"},
    "PathObject": {"ID", "Boundary"},
    "ImageObject": {"ID", "Boundary", "ResourceID"},
    "Path": {"Boundary"},
    "CGTransform": {"CodePosition"},
}


@pytest.fixture(scope="module")
def package():
    return setting.ofd(f"江海市人民政府\n{DRAWN}\n{CLIPPED}\n#{image(seal(), 42)}\n#page(flipped: true)[横页]")


def test_elements_stand_in_their_order(package):
    for name in setting.parts(package):
        if name.endswith(".xml"):
            for element in setting.root(package, name).iter():
                order = ORDER.get(element.tag, "")
                names = [child.tag for child in element]
                if order is not None and names and element.tag not in ("Area", "Path"):
                    assert names == sorted(names, key=order.split().index), (name, element.tag)


def test_what_must_be_told_is_told(package):
    for name in setting.parts(package):
        if name.endswith(".xml"):
            for element in setting.root(package, name).iter():
                assert REQUIRED.get(element.tag, set()) <= set(element.keys()), (name, element.tag)
    for page in setting.root(package, "Doc_0/Document.xml").findall("Pages/Page"):
        assert {"ID", "BaseLoc"} <= set(page.keys())


def test_every_reference_leads_somewhere(package):
    parts = setting.parts(package)
    document = setting.root(package, "Doc_0/Document.xml")
    assert setting.root(package, "OFD.xml").find(".//DocRoot").text == "Doc_0/Document.xml"
    for page in document.findall("Pages/Page"):
        assert f"Doc_0/{page.get('BaseLoc')}" in parts
    listed = {}
    for kind in ("PublicRes", "DocumentRes"):
        resources = setting.root(package, f"Doc_0/{document.find(f'CommonData/{kind}').text}")
        for element in resources.iter():
            if element.tag in ("FontFile", "MediaFile"):
                assert f"Doc_0/{resources.get('BaseLoc')}/{element.text}" in parts
        listed |= {element.get("ID"): element.tag for element in resources.iter() if element.get("ID")}
    for element in setting.root(package).iter():
        assert listed.get(element.get("Font"), "Font") == "Font"
        assert listed.get(element.get("ResourceID"), "MultiMedia") == "MultiMedia"


def test_no_colour_or_box_is_out_of_bounds(package):
    for number in range(2):
        for element in setting.root(package, f"Doc_0/Pages/Page_{number}/Content.xml").iter():
            if element.get("Boundary"):
                assert min(map(float, element.get("Boundary").split()[2:])) > 0
            if element.tag in ("FillColor", "StrokeColor"):
                assert all(0 <= int(part) <= 255 for part in element.get("Value").split())
