"""The files that belong to a text (附件文件): named in it by their digests, kept as attachments of its matter."""

from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Attachment, Matter
from zhongshu.matters.rules import ENCLOSED
from zhongshu.outgoing.queries import texts


def files_of(matter: Matter, draft: Draft | None = None) -> list[Attachment]:
    """Return the files that a text names (随文附件), in its order; without `draft` those of the text in force.

    What was uploaded and is named no more stays with the matter and goes nowhere.
    """
    named = [one.file for one in (draft or texts.draft_of(texts.latest(matter.pk))).attachments if one.file]
    kept = Attachment.objects.filter(matter=matter, role=ENCLOSED, withheld_at=None, file__digest__in=named)
    found = {one.file.digest: one for one in kept.select_related("file", "by")}
    return [found[digest] for digest in named if digest in found]


def check(matter: Matter, draft: Draft) -> None:
    """Refuse a text that names a file which its matter has not, or has no longer (附件文件与文稿不符)."""
    had = {one.file.digest for one in files_of(matter, draft)}
    for one in draft.attachments:
        if one.file and one.file not in had:
            raise Refused(
                f"附件“{one.title}”的文件不在本件的材料中，或者已经隔离。请在拟稿环节清空它的名称，再重新上传。"
            )
