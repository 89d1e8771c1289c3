import pytest

from zhongshu.files import rules


@pytest.mark.parametrize("name", ["关于申请经费的请示.pdf", " 通知（2026）.DOCX ", "照片.1.jpg"])
def test_a_usual_name_is_taken(name):
    assert rules.check_name(name) == name.strip()
    assert rules.check_kind(rules.check_name(name)).suffix == name.strip().rpartition(".")[2].lower()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("", "没有名称"),
        ("  ", "没有名称"),
        ("..", "没有名称"),
        (".pdf", "没有名称"),
        ("../etc/passwd.txt", "没有名称"),
        ("a/b.pdf", "斜杠"),
        ("a\\b.pdf", "斜杠"),
        ("请示\x00.pdf", "控制字符"),
        ("请示\n.pdf", "控制字符"),
        ("请示\u202efdp.exe", "控制字符"),
        ("长" * 197 + ".pdf", "超过200个字"),
    ],
)
def test_a_bad_name_is_refused(name, word):
    with pytest.raises(rules.BadName, match=word):
        rules.check_name(name)


@pytest.mark.parametrize("name", ["setup.exe", "请示", "pdf", "宏.docm", "a.html", "a.svg"])
def test_a_kind_outside_the_list_is_refused(name):
    with pytest.raises(rules.WrongKind, match="不接收这种文件"):
        rules.check_kind(name)


def test_an_empty_or_large_file_is_refused():
    with pytest.raises(rules.WrongSize, match="空的"):
        rules.check_size(0, 100)
    with pytest.raises(rules.WrongSize, match=r"200\.0 MB，超过了 100 MB"):
        rules.check_size(200 << 20, 100 << 20)
    rules.check_size(100, 100)


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-99", (0, 100)),
        ("bytes=0-", (0, 1000)),
        ("bytes=990-2000", (990, 1000)),
        ("bytes=-100", (900, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes = 5-5", (5, 6)),
        ("", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("bytes=9-5", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
    ],
)
def test_a_range_is_read(header, span):
    assert rules.parse_range(header, 1000) == span


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_outside_the_file_is_named(header):
    with pytest.raises(ValueError, match="outside"):
        rules.parse_range(header, 1000)


def test_two_different_persons_expunge():
    rules.check_two("person:1", "person:2")
    for second in ("person:1", ""):
        with pytest.raises(rules.OnePerson):
            rules.check_two("person:1", second)
