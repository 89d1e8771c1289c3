"""A file that turned out to be secret (发现涉密文件), whatever matter it hangs on."""

from datetime import datetime

from zhongshu.files import actions as files
from zhongshu.files.models import StoredFile
from zhongshu.matters import kinds
from zhongshu.matters.models import Attachment
from zhongshu.trail.rules import check_transaction


def withhold_file(file: StoredFile, *, at: datetime) -> None:
    """Put a file into quarantine (隔离文件) and let every domain withhold its matters with it.

    Within the caller's transaction. The person who brought the file stands as the one by whom it was found.
    """
    check_transaction()
    files.quarantine(file, by="system", at=at)
    kept = Attachment.objects.filter(file=file, withheld_at=None).select_related("matter", "by").order_by("matter_id")
    brought = {each.matter_id: each for each in kept}
    for each in brought.values():
        kinds.get(each.matter.kind).on_secret(each.matter, by=each.by, at=at)
