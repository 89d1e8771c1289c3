import pytest

from zhongshu.kit import tracing


def test_work_is_done_under_a_number_and_no_longer():
    with tracing.under("abc-12345"):
        assert tracing.current() == "abc-12345"
    assert tracing.current() == ""


@pytest.mark.parametrize("bad", ["", "short", "a" * 37, "12345678\n", "有编号的请求有编号", "abc 12345"])
def test_what_is_no_number_is_replaced(bad):
    assert tracing.accepted("abc-12345") == "abc-12345"
    assert tracing.accepted(bad) != bad
    assert len(tracing.accepted(bad)) == 32
