"""The bench of one size: `python -m zhongshu.config.bench.child PLAN` in an empty database, a process of its own.

PLAN is JSON: tasks, people, and what is to be measured: runs of each operation, texts to search, clients at once with
the seconds of each point, figures. What is left out or empty is not measured.
"""

import json
import os
import sys
from typing import Any

import django


def main(plan: dict[str, Any]) -> None:
    """Migrate, plant, measure what is asked for, and print what was found as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.config.settings")
    django.setup()
    from django.db import connection

    plant(plan["tasks"], plan["people"])
    found = {"database": connection.vendor, "tasks": plan["tasks"], "people": plan["people"]}
    print(json.dumps(found | _measured(plan), ensure_ascii=False))


def plant(tasks: int, people: int) -> None:
    """Build the tables with their guards, and fill them."""
    from django.core.management import call_command

    from zhongshu.config.bench import planting
    from zhongshu.trail import actions as trail

    call_command("migrate", interactive=False, verbosity=0)
    trail.install_guards()
    planting.plant(tasks, people)


def _measured(plan: dict[str, Any]) -> dict[str, Any]:
    from zhongshu.config.bench import figures, load, operations, searching

    found: dict[str, Any] = {}
    words: list[str] = []
    if plan.get("figures"):
        found["figures"] = figures.measure()
    if runs := plan.get("runs"):
        found["operations"] = operations.pages_and_acts(plan["tasks"], plan["people"], runs)
        found["server"] = load.server()
    if texts := plan.get("texts"):
        language = searching.Language()
        found["search"] = operations.searches(texts, language, plan["runs"])
        words = language.some(2, is_common=False, of=texts, count=100)
    if clients := plan.get("clients"):
        asked = load.prepare(plan["people"], words)
        found["load"] = load.points(asked, clients, plan["seconds"])
    return found


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
