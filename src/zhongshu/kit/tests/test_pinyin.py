import subprocess
import sys

import pytest

from zhongshu.kit import pinyin


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张三", "zhangsan", "zs"), ("单田芳", "shantianfang", "stf"),
        ("解缙", "xiejin", "xj"), ("仇英", "qiuying", "qy"),
        ("区大任", "oudaren", "odr"),
        ("查良", "zhaliang", "zl"), ("曾国藩", "zengguofan", "zgf"), ("吕布", "lvbu", "lb"),
        ("尉迟恭", "yuchigong", "ycg"), ("欧阳修", "ouyangxiu", "oyx"), ("买买提·明", "maimaitiming", "mmtm"),
        ("A 组 王五", "azuwangwu", "azww"), ("单", "shan", "s"), ("", "", ""),
    ],
)  # fmt: skip
def test_reads(name, full, initials):
    assert (pinyin.full(name), pinyin.initials(name)) == (full, initials)


def test_a_name_with_two_readings_is_found_by_both():
    assert pinyin.search_text("覃勇") == "qinyong qy tanyong ty"


def test_the_library_is_loaded_with_the_first_name_only():
    code = "import sys, zhongshu.kit.pinyin as p; assert 'pypinyin' not in sys.modules; assert p.full('李') == 'li'"
    subprocess.run([sys.executable, "-c", code], check=True)
