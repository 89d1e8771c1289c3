"""The order in which properties must stand (属性次序): word processors call a file damaged that has another one."""

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDERS = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs kinsoku wordWrap"
        " autoSpaceDE autoSpaceDN adjustRightInd snapToGrid spacing ind contextualSpacing jc textDirection"
        " textAlignment outlineLvl rPr sectPr"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
        " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
        " lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
        " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook"
    ),
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType"
        " cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid"
    ),
}
_PLACES = {tag: {f"{W}{name}": place for place, name in enumerate(order.split())} for tag, order in ORDERS.items()}


def settle(root: Any) -> None:
    """Put the properties of every part of a tree into their order."""
    for tag, places in _PLACES.items():
        for properties in root.iter(f"{W}{tag}"):
            properties[:] = sorted(properties, key=lambda one: places[one.tag])
