"""Capital amounts (大写金额) as they stand on vouchers."""

from decimal import ROUND_HALF_UP, Decimal

from zhongshu.kit.errors import Refused

CENT = Decimal("0.01")
LIMIT = Decimal(10) ** 13


def capital_amount(amount: Decimal | int) -> str:
    """Return an amount of yuan in capitals: 1234.5 → 壹仟贰佰叁拾肆元伍角. Rounds half up to the cent.

    Takes no float: 1.005 as a float is less than 1.005. Refuses negative amounts, which vouchers do not know,
    and amounts of ten trillion yuan or more.
    """
    cents = Decimal(amount)
    if not (cents.is_finite() and 0 <= cents < LIMIT):
        raise Refused("金额应在0元至10万亿元之间，请核对。")
    import cn2an  # 0.1 s to load; only vouchers need it

    return str(cn2an.an2cn(str(cents.quantize(CENT, ROUND_HALF_UP)), "rmb"))
