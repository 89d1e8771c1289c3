"""交换包写明的内容: many receivers fit in, and each file is what it is."""

import pytest

from zhongshu.exchange import actions
from zhongshu.exchange.models import DispatchFile
from zhongshu.exchange.queries import manifests
from zhongshu.exchange.tests.test_packages import content, sent


@pytest.mark.parametrize("count", [0, 1, 300])
def test_however_many_receivers_are_printed_they_fit_and_read_the_same(cast, towns, elsewhere, signing, count):
    elsewhere.register()
    printed = "、".join(f"第{number}乡镇人民政府" for number in range(count))
    row = sent(cast, towns, copied_to=printed, recipients="各乡镇人民政府，县政府各部门")
    actions.pack(row.pk, at=cast.tick())
    document = elsewhere.read(content(row), cast.organ).manifest.dispatch.document
    assert "、".join(document.copied_to) == printed
    assert len(document.copied_to) == (0 if count == 0 else -(-len(printed) // 2000))
    assert document.recipients == ("各乡镇人民政府，县政府各部门",)


def test_files_without_a_suffix_are_told_apart(cast, towns):
    row = sent(cast, towns)
    first = row.dispatch.files.get()
    for order, name in enumerate(("通知", "清单", "通知.docx")):
        DispatchFile.objects.update_or_create(
            dispatch=row.dispatch, order=order, defaults={"file": first.file, "name": name}
        )
    found = [(one.name, role) for one, role in manifests.files_of(row.dispatch)]
    assert found == [("通知", "text"), ("清单", "attachment"), ("通知.docx", "text")]
