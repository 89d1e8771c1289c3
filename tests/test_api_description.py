"""The API keeps to its description, whatever it is asked (接口说明). It asks through the server's own door, once."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from zhongshu.org import actions
from zhongshu.org.rules import tokens

# The server begins each request by closing connections that stand in a transaction, as a test otherwise would.
pytestmark = pytest.mark.django_db(transaction=True)


def test_whatever_is_asked_the_answer_keeps_to_the_description(cast):
    cast.walk(cast.document(), to="handling")
    account = cast.finance_chief.account
    every = [key for key, _ in tokens.scopes_of("")]
    given_to = {"name": "测试", "scopes": every, "days": 30, "by": account.ref, "at": timezone.now()}
    secret = actions.make_token(account, **given_to)[1]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    asked = [operation.ok() for operation in schema.get_all_operations()]
    assert len(asked) > 15
    for operation in asked:
        ask(operation, secret)


def ask(operation, secret):
    """Ask an operation this and that: what comes back is of a status and a shape that it is described with."""

    @settings(
        max_examples=15,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=operation.as_strategy())
    def each(case):
        # What has the right shape may still be refused by a rule, with a sentence.
        case.call_and_validate(
            headers={"Authorization": f"Bearer {secret}"}, excluded_checks=[positive_data_acceptance]
        )

    each()
