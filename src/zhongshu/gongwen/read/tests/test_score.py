"""`make score` (识读评分) compares as the labels ask."""

import json

import pytest

from zhongshu.gongwen.read import score

TEXT = "清政发〔2022〕3号\n清溪县人民政府关于修路的复函\n白云乡人民政府：\n函复如下。\n清溪县人民政府\n2022年3月5日\n"
RECORD = {
    "id": "001",
    "file": "001.txt",
    "kind": "复函",
    "kind_alt": ["函"],
    "title": "清溪县人民政府关于 修路的复函",
    "doc_number": "清政发〔2022〕3号",
    "issuers": ["清溪县人民政府"],
    "recipients": ["白云乡人民政府"],
    "date": "2022-03-05",
    "urgency": None,
    "secrecy": None,
    "attachments": None,
    "unscored": [],
}


@pytest.fixture
def samples(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "001.txt").write_text(TEXT, "utf-8")

    def write(**changes):
        records = [RECORD | {"id": str(number)} | changes for number in range(4)]
        (folder / "labels.json").write_text(json.dumps(records), "utf-8")
        return str(tmp_path)

    return write


def test_what_is_right_in_another_form_counts_as_right(samples, capsys):
    assert score.main([samples()]) == 0
    assert capsys.readouterr().out.count("错 0 / 4") == 9


def test_what_is_wrong_is_named_and_over_the_limit_fails(samples, capsys):
    assert score.main([samples(date="2022-03-06")]) == 1
    printed = capsys.readouterr().out
    assert "date         错 4 / 4（至多 2）" in printed and "识读 '2022-03-05'" in printed


def test_what_is_not_to_be_scored_is_left_out(samples, capsys):
    assert score.main([samples(date="2022-03-06", unscored=["date"])]) == 0
    assert "date         错 0 / 0" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["令", "命令", "命令（令）"])
def test_an_order_has_three_names(name):
    assert score.is_right({"kind": name}, "kind", "命令（令）")


def test_a_folder_without_labels_is_refused(tmp_path, capsys):
    assert score.main([str(tmp_path)]) == 2
    assert score.main([]) == 2
    assert "labels.json" in capsys.readouterr().err
