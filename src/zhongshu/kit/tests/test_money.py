from decimal import Decimal

import pytest

from zhongshu.kit import money
from zhongshu.kit.errors import Refused


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("0", "零元整"), ("10", "壹拾元整"), ("1234567.89", "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
        ("100000.05", "壹拾万元零伍分"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"), ("1.005", "壹元零壹分"),
        ("0.05", "伍分"), ("1010.10", "壹仟零壹拾元壹角"),
    ],
)  # fmt: skip
def test_capitals(amount, capitals):
    assert money.capital_amount(Decimal(amount)) == capitals


@pytest.mark.parametrize("amount", ["-5", "1e13", "NaN", "Infinity"])
def test_refuses(amount):
    with pytest.raises(Refused, match="请核对"):
        money.capital_amount(Decimal(amount))
