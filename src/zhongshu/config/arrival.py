"""What a moved database does for itself (迁移到达), in a process of its own: `python -m zhongshu.config.arrival STEP`.

`compare` makes the tokens of the search anew and prints every table's digest; `enter` puts the move on the trail.
"""

import json
import os
import sys
from typing import Any


def main(step: str) -> dict[str, Any]:
    """Do one step on the database that the environment names; return what is printed."""
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from zhongshu.config import digests
    from zhongshu.search import actions as search
    from zhongshu.trail import actions as trail

    with transaction.atomic(durable=True):
        if step == "compare":
            search.write_tokens()
            return digests.every()
        trail.record("settings", "config.database_moved", by="system", at=timezone.now())
    return {}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.config.settings")
    print(json.dumps(main(sys.argv[1])))
