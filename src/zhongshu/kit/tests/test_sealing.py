"""Sealing and unsealing (加密保存)."""

import pytest

from zhongshu.kit.sealing import Broken, key_for, seal, unseal

KEY = key_for("渠道地址", b"a" * 32)


def test_what_was_sealed_comes_out_again_and_never_looks_the_same():
    first, second = seal("口令：春眠不觉晓", KEY), seal("口令：春眠不觉晓", KEY)
    assert unseal(first, KEY) == unseal(second, KEY) == "口令：春眠不觉晓"
    assert first != second
    assert first.isascii()


def test_keys_of_two_purposes_and_of_two_installations_differ():
    assert len({KEY, key_for("动态口令", b"a" * 32), key_for("渠道地址", b"b" * 32)}) == 3
    assert len(KEY) == 16


@pytest.mark.parametrize("damage", [lambda s: s[:-4], lambda s: "A" + s[1:], lambda s: "", lambda s: "不是密文"])
def test_what_was_changed_cannot_be_opened(damage):
    with pytest.raises(Broken):
        unseal(damage(seal("口令", KEY)), KEY)


def test_another_key_does_not_open_it():
    with pytest.raises(Broken):
        unseal(seal("口令", KEY), key_for("渠道地址", b"b"))
