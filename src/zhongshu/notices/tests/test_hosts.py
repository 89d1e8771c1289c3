"""Where messages may go (允许外联的主机)."""

import pytest

from zhongshu.notices.rules.hosts import Hosts

LISTED = Hosts(("mail.qinghe.test", "*.weixin.qq.com", "10.1.0.0/16", "192.168.1.7"))
PUBLIC = Hosts(("hook.qinghe.test",), any_public=True)


@pytest.mark.parametrize(
    "host", ["mail.qinghe.test", "MAIL.qinghe.test.", "a.weixin.qq.com", "10.1.2.3", "192.168.1.7"]
)
def test_what_is_listed_may_be_asked_for(host):
    assert LISTED.may_name(host)


@pytest.mark.parametrize(
    "host", ["qinghe.test", "weixin.qq.com.evil.test", "weixin.qq.com", "10.2.0.1", "127.0.0.1", ""]
)
def test_what_is_not_listed_may_not(host):
    assert not LISTED.may_name(host)


@pytest.mark.parametrize(
    ("host", "address", "expected"),
    [
        ("example.test", "93.184.216.34", True),
        ("example.test", "127.0.0.1", False),
        ("example.test", "10.0.0.1", False),
        ("example.test", "169.254.169.254", False),
        ("example.test", "100.64.0.1", False),
        ("example.test", "224.0.0.1", False),
        ("example.test", "::1", False),
        ("example.test", "fe80::1%eth0", False),
        ("example.test", "::ffff:127.0.0.1", False),
        ("example.test", "2001:4860:4860::8888", True),
        ("hook.qinghe.test", "10.0.0.1", True),
    ],
)
def test_a_name_of_the_internet_must_not_lead_inside(host, address, expected):
    assert PUBLIC.may_reach(host, address) is expected
