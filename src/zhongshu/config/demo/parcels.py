"""An organ on another system (交换对方): the city's government is in the register, and a package of it has come in."""

import uuid
from datetime import datetime, timedelta

from zhongshu.config.demo import hours, places, stage
from zhongshu.exchange import actions as exchange
from zhongshu.gongwen.packages import packing
from zhongshu.gongwen.packages.model import Delivery, Dispatch, Document, File, Manifest, Party
from zhongshu.gongwen.signing import certificates, demonstration
from zhongshu.org.models import Unit

CITY = Party(f"{places.CITY}人民政府", "CITY-0001")
TITLE = f"{CITY.name}关于做好冬季安全生产工作的通知"
TEXT = (
    f"{CITY.name}文件",
    "",
    TITLE,
    "",
    "各县（区）人民政府：",
    "　　现就做好冬季安全生产工作通知如下，请认真贯彻执行。",
    "",
    CITY.name,
)


def plant(cast: stage.Cast, *, now: datetime) -> None:
    """Register the city with a demonstration certificate and import what it sent this morning (导入交换包)."""
    by, organ = cast.office.people["registrars"][0], Unit.objects.get(pk=cast.organ)
    at = min(hours.opening(hours.latest_day(now)) + timedelta(minutes=20), now)
    password = uuid.uuid4().hex
    made = demonstration.demonstration(CITY.name, at=at - timedelta(days=30), password=password)
    own = certificates.open_credential(made, password, at)
    exchange.register_peer(
        organ=organ.pk,
        name=CITY.name,
        code=CITY.code,
        certificate=own.pem,
        fingerprint=own.fingerprint,
        by=by,
        at=at,
    )
    parcel = packing.pack(_manifest(organ, at), [File("通知.txt", "text", "\n".join(TEXT).encode())], credential=own)
    row = exchange.import_package(parcel, organ=organ.pk, by=by, at=at).dispatch
    exchange.look(row.pk, at=at)


def _manifest(organ: Unit, at: datetime) -> Manifest:
    document = Document(
        label="internal",
        issuers=(CITY.name,),
        title=TITLE,
        genre="notice",
        urgency="urgent",
        number=f"市政发〔{at.year}〕41号",
        recipients=("各县（区）人民政府",),
        dated=at.date(),
        scope="印发至县级",
    )
    delivery = Delivery(uuid.uuid4().hex, Party(organ.name, organ.code), copies=3, first="000021", last="000023")
    dispatch = Dispatch(uuid.uuid4().hex, document, (delivery,))
    return Manifest(uuid.uuid4().hex, at, CITY, dispatch)
