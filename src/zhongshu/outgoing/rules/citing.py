"""How a document is cited in a text (引用公文)."""


def citation(title: str, number: str) -> str:
    """Return a document as a text names it: title first, then number (先引标题，后引发文字号).

    Titles within a title stand in 〈〉 (GB/T 15834-2011 4.13.3).
    """
    inner = "".join(title.split()).replace("《", "〈").replace("》", "〉")
    return f"《{inner}》（{number}）" if number else f"《{inner}》"
