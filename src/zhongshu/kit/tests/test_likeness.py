import random

from hypothesis import given
from hypothesis import strategies as st

from zhongshu.kit import likeness

TEXT = "".join(
    f"第{n}条　各单位应当在{n % 12 + 1}月{n % 28 + 1}日前将第{n * 7}号任务的落实情况报送办公室。" for n in range(1, 60)
)


def garbled(text, share, seed=1):
    chance = random.Random(seed)
    return "".join("错" if chance.random() < share else character for character in text)


def meet(one, other):
    return bool(set(enumerate(likeness.sketch(one))) & set(enumerate(likeness.sketch(other))))


def test_a_scan_of_the_same_text_meets_its_original():
    for seed in range(20):
        scan = garbled(TEXT, 0.01, seed)
        assert meet(TEXT, scan)
        assert likeness.share(TEXT, scan) > likeness.ALIKE


def test_different_texts_do_not_meet():
    chance = random.Random(7)
    texts = ["".join(chr(chance.randrange(0x4E00, 0x5E00)) for _ in range(600)) for _ in range(40)]
    assert not any(meet(one, other) for one in texts for other in texts if one is not other)
    assert likeness.share(texts[0], texts[1]) == 0


def test_width_blanks_and_punctuation_make_no_difference():
    assert likeness.sketch(TEXT) == likeness.sketch(TEXT.replace("。", ". \n").replace("1", "１"))


def test_a_short_text_has_no_sketch():
    assert likeness.sketch("同意。") == ()
    assert likeness.share("同意。", "同意。") == 0


@given(st.text(max_size=400))
def test_every_text_has_all_bands_or_none(text):
    bands = likeness.sketch(text)
    assert len(bands) in (0, likeness.BANDS)
    assert all(0 <= band < 1 << 32 for band in bands)
    assert likeness.sketch(text) == bands
