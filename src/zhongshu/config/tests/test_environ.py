import io
from types import SimpleNamespace

from zhongshu.config import environ


def build(client="192.0.2.7:4000", headers=(), **more):
    scope = {
        "client": client,
        "server": "127.0.0.1:8000",
        "method": "GET",
        "path": "/中 文",
        "query_string": "q=1",
        "http_version": "1.1",
        "scheme": "http",
        "authority": None,
        "headers": SimpleNamespace(items=lambda: list(headers)),
    }
    return environ.build(SimpleNamespace(**scope | more), io.BytesIO(b"abc"), 3)


def test_a_request():
    found = build(headers=[("content-type", "text/plain"), ("content-length", "9"), ("accept", "*/*")])
    assert found["PATH_INFO"].encode("latin-1").decode() == "/中 文"
    assert (found["REMOTE_ADDR"], found["SERVER_PORT"], found["CONTENT_LENGTH"]) == ("192.0.2.7", "8000", "3")
    assert (found["CONTENT_TYPE"], found["HTTP_ACCEPT"]) == ("text/plain", "*/*")
    assert "HTTP_CONTENT_LENGTH" not in found


def test_cookies_and_other_headers_of_one_name_are_joined():
    found = build(headers=[("cookie", "a=1"), ("cookie", "b=2"), ("accept", "a"), ("accept", "b")])
    assert (found["HTTP_COOKIE"], found["HTTP_ACCEPT"]) == ("a=1; b=2", "a,b")


def test_a_client_cannot_pretend_to_be_the_proxy():
    claim = [("x-forwarded-for", "10.0.0.1"), ("x-forwarded-proto", "https"), ("x_forwarded_for", "10.0.0.2")]
    found = build(headers=claim)
    assert (found["REMOTE_ADDR"], found["wsgi.url_scheme"]) == ("192.0.2.7", "http")
    assert not [name for name in found if "FORWARDED" in name]


def test_our_proxy_is_believed_about_the_address_it_saw(settings):
    settings.PROXIES = ("192.0.2.7",)
    found = build(headers=[("x-forwarded-for", "1.1.1.1, 10.0.0.9"), ("x-forwarded-proto", "https")])
    assert (found["REMOTE_ADDR"], found["wsgi.url_scheme"]) == ("10.0.0.9", "https")


def test_addresses_of_either_family_and_of_a_newer_protocol():
    assert build(client="[::1]:4000")["REMOTE_ADDR"] == "::1"
    assert build(authority="oa.example", http_version="2")["HTTP_HOST"] == "oa.example"
