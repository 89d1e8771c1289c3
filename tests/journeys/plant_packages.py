"""Fill an empty database with the cast, a seal that can sign and a peer, and lay its package beside; `python -m`."""

import os
from pathlib import Path

import django

PACKAGE, CHANGED = "package.zip", "changed.zip"


def plant() -> None:
    """Plant the county as a demonstration with the city in its register, and what the city has sent."""
    from django.db import transaction
    from tests.cast import assemble

    from zhongshu.exchange.tests import elsewhere
    from zhongshu.portal.demonstration import PLANTED
    from zhongshu.seals import actions as seals
    from zhongshu.seals.tests.desk import Desk
    from zhongshu.trail import actions as trail

    cast = assemble()
    with transaction.atomic():
        trail.record("settings", PLANTED, by="system", at=cast.at)
    desk, city = Desk(cast), elsewhere.Elsewhere(cast)
    seals.try_out(desk.main.pk, by=desk.manager, at=cast.tick())
    city.register()
    content = city.letter()
    folder = Path(os.environ["ZHONGSHU_VAR"])
    (folder / PACKAGE).write_bytes(content)
    (folder / CHANGED).write_bytes(content.replace("粮".encode(), "粱".encode(), 1))


if __name__ == "__main__":
    django.setup()
    plant()
