"""The bench of one size: `python -m zhongshu.config.bench.child PLAN` in a database of its own, a process of its own.

PLAN is JSON: tasks, people, and what is to be measured: runs of each operation, texts to search, clients at once with
the seconds of each point, figures; or how many documents that went out, and nothing else. What is left out or empty is
not measured. The database has its tables and no rows; without tasks, the tables are built in an empty one.
"""

import json
import os
import sys
from typing import Any

import django


def main(plan: dict[str, Any]) -> None:
    """Build the tables; or plant, measure what is asked for, and print what was found as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.config.settings")
    django.setup()
    from django.db import connection

    if not plan:
        return lay()
    from zhongshu.config.bench import planting

    planting.plant(plan["tasks"], plan["people"])
    found = {"database": connection.vendor, "tasks": plan["tasks"], "people": plan["people"]}
    return print(json.dumps(found | _measured(plan), ensure_ascii=False))


def lay() -> None:
    """Build the tables with their guards, and let go of the database."""
    from django.core.management import call_command
    from django.db import connection

    from zhongshu.trail import actions as trail

    call_command("migrate", interactive=False, verbosity=0)
    trail.install_guards()
    connection.close()


def _measured(plan: dict[str, Any]) -> dict[str, Any]:
    from zhongshu.config.bench import figures, load, operations, searching, sending

    found: dict[str, Any] = {}
    words: list[str] = []
    if plan.get("figures"):
        found["figures"] = figures.measure()
    if documents := plan.get("documents"):
        sending.plant(plan["tasks"], plan["people"], documents)
        return {"sending": sending.timed(documents, plan["runs"])}
    if runs := plan.get("runs"):
        found["operations"] = operations.pages_and_acts(plan["tasks"], plan["people"], runs)
    if texts := plan.get("texts"):
        language = searching.Language()
        found["search"] = operations.searches(texts, language, plan["runs"])
        words = language.some(2, is_common=False, of=texts, count=100)
    if runs or plan.get("clients"):
        found |= load.served(plan, words)
    return found


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
