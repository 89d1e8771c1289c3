"""Fill an empty database with the cast, twelve towns, and what waits to be sent; run with `python -m`."""

import django


def plant() -> None:
    """Plant the cast as a demonstration, with documents that wait to be sent or answered."""
    from django.db import transaction
    from tests.cast import assemble

    from zhongshu.exchange.tests.sending import Towns
    from zhongshu.outgoing.tests import writing
    from zhongshu.portal.demonstration import PLANTED
    from zhongshu.trail import actions as trail

    cast = assemble()
    towns = Towns(cast, 12)
    with transaction.atomic():
        towns.add(CITY, "市政府", "市府文书")
        trail.record("settings", PLANTED, by="system", at=cast.at)
    notice = writing.walk(cast, writing.opened(cast), "dispatch", recipients="各乡镇人民政府")
    writing.print_out(cast, notice)
    asked = cast.walk(cast.document(title=ASKED, sender_number="平政函〔2026〕3号"), "reply")
    reply = writing.walk(cast, writing.opened(cast, genre="letter", answers=asked), "dispatch", title=REPLY)
    writing.print_out(cast, reply)
    told = {"title": REQUEST, "recipients": CITY, "body": NEEDED, "note": "（联系人：李雪，电话：0000-6123456）"}
    request = writing.walk(cast, writing.opened(cast, genre="request"), "dispatch", **told)
    writing.print_out(cast, request)


ASKED = "关于商请协助核查河道的函"
REPLY = "清河县人民政府关于协助核查河道的函"
CITY = "清源市人民政府"
REQUEST = "清河县人民政府关于追加防汛应急资金的请示"
NEEDED = ("防汛应急资金已基本用完。现将有关事项请示如下：", "恳请市政府追加防汛应急资金300万元。", "妥否，请批示。")

if __name__ == "__main__":
    django.setup()
    plant()
