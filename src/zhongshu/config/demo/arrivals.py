"""What came in this morning and waits to be registered (待登记件): most of it clear, some doubtful, one a copy."""

from datetime import datetime
from random import Random

from zhongshu.config.demo import hours, letters, papers, stage, words
from zhongshu.documents import actions as documents
from zhongshu.documents.models import IncomingDocument
from zhongshu.documents.rules import INCOMING
from zhongshu.kit.dates import show_date

NEW = 5
BEGUN = 300  # the senders' numbers go on beyond those that are registered


def plant(cast: stage.Cast, *, seed: int, now: datetime) -> None:
    """Take a batch of files in (收件) and read them, as a registrar does in the morning."""
    rng = Random(seed)  # noqa: S311
    by = cast.one("registrars", rng)
    at = min(hours.opening(hours.latest_day(now)), now)
    files = [(f"来文{number}.txt", content) for number, content in enumerate(_contents(rng, now), 1)]
    uploads = [papers.upload(name, content, by=by, at=at) for name, content in (*files, ("录音.wav", papers.sound(1)))]
    intake = documents.take_in(kind=INCOMING, organ=cast.organ, label="internal", uploads=uploads, by=by, at=at)
    for number in intake.arrivals.order_by("pk").values_list("pk", flat=True):
        documents.read(number, at=at)


def _contents(rng: Random, now: datetime) -> list[bytes]:
    post = letters.Post(rng, BEGUN)
    new = [_text(post.letter(now.date())) for _ in range(NEW)]
    earlier = IncomingDocument.objects.filter(matter__kind=INCOMING, matter__closed_at=None).order_by("-pk").first()
    undated = papers.text("关于报送有关材料的函", "现将有关材料报送你们，请查收。")
    return [*new, _copy(earlier), undated] if earlier else [*new, undated]


def _text(letter: letters.Letter) -> bytes:
    return _sheet(letter.sender, letter.sender_number, letter.title, show_date(letter.dated))


def _copy(document: IncomingDocument) -> bytes:
    dated = show_date(document.dated) if document.dated else ""
    return _sheet(document.sender, document.sender_number, document.matter.title, dated)


def _sheet(sender: str, number: str, title: str, dated: str) -> bytes:
    """Return a letter as its sender typed it."""
    lines = (f"{sender}文件", "", number, "", title, "", "清溪县人民政府：", f"　　{words.ORIGINAL}", "", sender, dated)
    return "\n".join(lines).encode()
