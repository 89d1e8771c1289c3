from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from zhongshu.numbering import actions

AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def open_incoming():
    with transaction.atomic():
        return actions.open_series(
            organ="organ:1", code="incoming", name="收文", template="收〔{year}〕{number}号", by="account:1", at=AT
        )


@pytest.fixture
def incoming(db):
    return open_incoming()
