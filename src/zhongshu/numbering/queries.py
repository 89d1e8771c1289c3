"""Looking up series and numbers."""

from django.db.models import QuerySet

from zhongshu.numbering import rules
from zhongshu.numbering.models import Counter, Number, Series


def series(organ: str, code: str) -> Series:
    """Return an organ's series, such as ("organ:1", "incoming"). Raises NoSeries."""
    found = Series.objects.filter(organ=organ, code=code).first()
    if found is None:
        raise rules.NoSeries("本机关尚未设立这种编号，请联系系统管理员设立。")
    return found


def held(holder: str) -> QuerySet[Number]:
    """Return the numbers that a holder such as `matter:7` has taken, void ones too, in the order of taking."""
    return Number.objects.filter(holder=holder).order_by("id")


def register(series: Series, year: int) -> QuerySet[Number]:
    """Return the numbers of a series and year in order, void ones in their place (编号登记簿)."""
    return Number.objects.filter(series=series, year=year).order_by("value")


def gaps(series: Series, year: int) -> list[int]:
    """Return the numbers up to the counter that have no row: always none, unless the tables were tampered with."""
    counter = Counter.objects.filter(series=series, year=year).first()
    taken = set(register(series, year).values_list("value", flat=True))
    return [value for value in range(1, counter.value + 1) if value not in taken] if counter else []
