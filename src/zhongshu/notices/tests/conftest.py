"""A channel over a sink, and the clock of a test (消息测试)."""

import pytest
from tests.cast import HERE

from zhongshu.notices import actions
from zhongshu.notices.actions import channels as inside
from zhongshu.notices.models import Address
from zhongshu.notices.tests import sinks


@pytest.fixture(autouse=True)
def hosts(settings):
    """This machine alone may be reached."""
    settings.OUTSIDE_HOSTS = ("127.0.0.1",)


@pytest.fixture
def mail():
    with sinks.mail_sink() as server:
        yield server


@pytest.fixture
def web():
    with sinks.web_sink() as server:
        yield server


@pytest.fixture
def mailing(cast, mail):
    """An e-mail channel that is on, over the sink."""
    port = mail.server_address[1]
    return switched_on(cast, "email", f"mailto://127.0.0.1:{port}?from=oa@qinghe.test&mode=insecure&to={{收件人}}")


def switched_on(cast, medium, template):
    """Add a channel, let its trial pass and switch it on."""
    by, at = cast.sysadmin.ref, cast.tick()
    channel = actions.add_channel(name=f"渠道{medium}", medium=medium, template=template, by=by, at=at)
    inside.note_trial(channel.pk, "", at=at)
    return actions.enable_channel(channel.pk, by=by, at=at)


def reach(person, value, medium="email"):
    """Give a person an address."""
    return Address.objects.create(person=person, medium=medium, value=value, at=person.account.created_at)


def here(moment):
    """Return a moment as the office's clock shows it."""
    return moment.astimezone(HERE).strftime("%m-%d %H:%M")
