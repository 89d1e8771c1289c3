import io
import struct
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhongshu.gongwen.read import archives, limits, markup, packages
from zhongshu.gongwen.read.model import Unreadable

LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


def pack(*members, method=zipfile.ZIP_DEFLATED):
    """A ZIP of (name or ZipInfo, bytes)."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, data in members:
            made.writestr(name, data, method)
    return file


def patched(file, at, value, form="<I"):
    """Overwrite a field of the first entry in the table of contents."""
    data = bytearray(file.getvalue())
    struct.pack_into(form, data, data.rfind(b"PK\x01\x02") + at, value)
    return io.BytesIO(bytes(data))


def refused(source, *, what=packages.Package):
    with pytest.raises(Unreadable) as refusal:
        what(source)
    return refusal.value.sentence


def test_parts_are_found_however_they_are_written():
    package = packages.Package(pack(("/Doc_0\\Document.XML", b"<a/>"), ("OFD.xml", b"<b/>")))
    assert package.names == ("/Doc_0\\Document.XML", "OFD.xml")
    for name in ("Doc_0/Document.xml", "/doc_0/document.xml", "Doc_0/Pages/../Document.xml", "./DOC_0\\Document.xml"):
        assert package.has(name)
        assert package.read(name) == b"<a/>"
    assert package.xml("ofd.xml").tag == "b"


def test_of_two_parts_of_one_name_the_first_counts():
    assert packages.Package(pack(("a.xml", b"1"), ("A.xml", b"2"))).read("a.xml") == b"1"


def test_a_missing_part_has_an_error_of_its_own():
    with pytest.raises(packages.Missing, match="缺少必要的部分"):
        packages.Package(pack()).read("PublicRes.xml")


def test_a_damaged_part_has_an_error_of_its_own():
    good = pack(("a.xml", b"<a>" + b"x" * 90 + b"</a>"), method=zipfile.ZIP_STORED).getvalue()
    with pytest.raises(packages.Damaged, match="已损坏"):
        packages.Package(io.BytesIO(good.replace(b"xxxx", b"yyyy", 1))).read("a.xml")


@pytest.mark.parametrize("data", [b"<a>", b"", b"<a>&b;</a>", b"<?xml version='1.0' encoding='none'?><a/>"])
def test_malformed_markup(data):
    with pytest.raises(markup.Malformed, match="内容已损坏"):
        packages.Package(pack(("a.xml", data))).xml("a.xml")


def test_attacks_in_markup(monkeypatch):
    deep = b"<a>" * 300 + b"</a>" * 300
    for data, sentence in (
        (LAUGHS, "不允许的内容"),
        (b'<!DOCTYPE a SYSTEM "file:///x"><a/>', "不允许的内容"),
        (deep, "嵌套过深"),
    ):
        with pytest.raises(Unreadable, match=sentence) as refusal:
            markup.parse(data)
        assert not isinstance(refusal.value, markup.Malformed)
    monkeypatch.setattr(limits, "MARKUP", 3)
    with pytest.raises(Unreadable, match="过大"):
        markup.parse(b"<a/>")


def test_a_bomb_by_its_own_word():
    bomb = pack(("a.xml", bytes(65 * limits.MB)))
    assert "异常庞大" in refused(bomb)
    assert "异常庞大" in refused(bomb, what=archives.members)


def test_a_bomb_that_lies_about_its_size():
    lying = patched(pack(("a.xml", bytes(65 * limits.MB))), 24, 100)
    with pytest.raises(Unreadable, match="已损坏"):
        packages.Package(lying).read("a.xml")


def test_bytes_are_counted_as_they_come_out(monkeypatch):
    monkeypatch.setattr(limits, "PACKAGE", limits.PACKAGE._replace(part=100))
    package = packages.Package(pack(("a.xml", bytes(100)), ("b.xml", bytes(101))))
    assert package.read("a.xml") == bytes(100)
    with pytest.raises(Unreadable, match="异常庞大"):
        package.read("b.xml")
    monkeypatch.setattr(limits, "PACKAGE", limits.PACKAGE._replace(part=1000, total=250))
    with pytest.raises(Unreadable, match="异常庞大"):
        package.read("b.xml"), package.read("b.xml")


def test_too_many_members(monkeypatch):
    monkeypatch.setattr(limits, "ARCHIVE", limits.ARCHIVE._replace(members=2))
    assert len(archives.members(pack(("a", b""), ("b", b"")))) == 2
    assert "超过 2 个" in refused(pack(("a", b""), ("b", b""), ("c", b"")), what=archives.members)


@pytest.mark.parametrize("wide", [False, True])
def test_a_table_of_contents_without_end(monkeypatch, wide):
    monkeypatch.setattr(limits, "DIRECTORY", 100)
    if wide:
        monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    source = pack(("a" * 30, b""), ("b" * 30, b""))
    assert (b"PK\x06\x07" in source.getvalue()) == wide
    assert "异常庞大" in refused(source)


def test_a_password():
    locked = patched(pack(("a.xml", b"<a/>")), 8, 1, "<H")
    with pytest.raises(Unreadable, match="设有密码"):
        packages.Package(locked).read("a.xml")
    (member,) = archives.members(locked)
    with pytest.raises(Unreadable, match="设有密码"):
        archives.open_member(locked, member)


def test_an_unknown_packing():
    with pytest.raises(packages.Damaged):
        packages.Package(patched(pack(("a.xml", b"<a/>")), 10, 98, "<H")).read("a.xml")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_without_the_flag(encoding):
    """Written as most Chinese programs do: the bytes of the name and no word about what they are."""
    name = "附件1：名单.txt"
    raw = name.encode(encoding)
    stand_in = "x" * len(raw)
    data = pack((stand_in, "内容".encode())).getvalue().replace(stand_in.encode(), raw)
    (member,) = archives.members(io.BytesIO(data))
    assert member.name == name
    with archives.open_member(io.BytesIO(data), member) as file:
        assert file.read().decode() == "内容"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"), ("/etc/passwd", "etc/passwd"), ("C:\\通知.docx", "通知.docx"),
        ("a/..\\..\\b.txt", "b.txt"), ("..", "未命名"),
    ],
)  # fmt: skip
def test_a_name_that_leads_outside_is_refused_and_the_others_go_on(name, shown):
    source = pack((name, b"x"), ("通知.txt", b"y"))
    bad, good = archives.members(source)
    assert (bad.name, bad.refusal) == (shown, archives.OUTSIDE)
    with pytest.raises(Unreadable, match="指向别的文件夹"):
        archives.open_member(source, bad)
    assert archives.open_member(source, good).read() == b"y"


def test_names_are_fit_to_show():
    names = [member.name for member in archives.members(pack(("一\x07\n批\\通知\u202e.txt", b""), ("a" * 300, b"")))]
    assert names == ["一 批/通知.txt", "a" * limits.NAME]


def test_folders_and_clutter_are_no_files():
    source = pack(
        ("批/", b""),
        ("批\\", b""),
        ("__MACOSX/批/._a", b""),
        ("批/.DS_Store", b""),
        ("批/Thumbs.db", b""),
        ("批/a.txt", b"1"),
    )
    assert [(member.number, member.name, member.size) for member in archives.members(source)] == [(5, "批/a.txt", 1)]


def test_a_link_is_refused():
    link = zipfile.ZipInfo("通知.txt")
    link.external_attr = 0o120777 << 16
    assert [member.refusal for member in archives.members(pack((link, b"/etc/passwd")))] == [archives.LINK]


def test_an_archive_inside_is_refused_and_a_document_is_not():
    inner = pack(("a.txt", b"1")).getvalue()
    paper = pack(("OFD.xml", b"<a/>")).getvalue()
    sheet = pack(("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>")).getvalue()
    source = pack(("内.zip", inner), ("公文.ofd", paper), ("内.docx", inner), ("表.xlsx", sheet))
    first, second, third, fourth = archives.members(source)
    assert archives.open_member(source, fourth).read() == sheet
    for nested in (first, third):
        with pytest.raises(Unreadable, match="压缩包里还有压缩包"):
            archives.open_member(source, nested)
    assert archives.open_member(source, second).read() == paper


def test_torn_archives():
    whole = pack(("a.txt", b"1" * 500), ("b.txt", b"2" * 500)).getvalue()
    for length in range(4, len(whole) - 1, 7):
        assert "已损坏" in refused(io.BytesIO(whole[:length]))


@given(st.integers(0, 400), st.binary(min_size=1, max_size=6))
@example(142, b"\0")
def test_a_zip_with_wrong_bytes_yields_its_parts_or_a_sentence(at, wrong):
    whole = bytearray(pack(("a.xml", b"<a>1</a>"), ("目录/b.xml", b"<b/>" * 20)).getvalue())
    whole[at : at + len(wrong)] = wrong
    source = io.BytesIO(bytes(whole))
    try:
        package = packages.Package(source)
        for name in package.names:
            package.read(name)
        for member in archives.members(source):
            archives.open_member(source, member).close()
    except Unreadable as refusal:
        assert refusal.sentence
