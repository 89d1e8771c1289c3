"""Fill an empty database with one of everything that has an address: `python -m tests.journeys.plant_everything`.

What the addresses name and the sessions in which each role is signed in go to `planted.json` beside the database.
"""

import json

import django


def plant() -> None:
    """Plant the samples of the table of addresses, and sign each role in."""
    from django.conf import settings
    from tests.cast import assemble, client_of
    from tests.test_access import ROLES, everything

    cast = assemble()
    samples = everything(cast)
    sessions = {role: client_of(getattr(cast, name)).cookies["sessionid"].value for role, name in ROLES.items()}
    planted = {"samples": samples, "sessions": sessions}
    (settings.VAR / "planted.json").write_text(json.dumps(planted, default=str))


if __name__ == "__main__":
    django.setup()
    plant()
