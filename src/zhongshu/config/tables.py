"""Lay the tables of an earlier version (建立当时的数据表), in a process of its own: `python -m zhongshu.config.tables`.

Its one argument is a JSON list of the migrations that had been applied: ["org.0001_initial", …].
"""

import json
import os
import sys


def lay(applied: list[str]) -> None:
    """Apply exactly these migrations to the empty database that the environment names."""
    import django
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    executor = MigrationExecutor(connection)
    known = {(app, name) for app, _, name in (one.partition(".") for one in applied)} & set(executor.loader.graph.nodes)
    nodes = executor.loader.graph.node_map
    # Each app's last one leads to all before it; what came after is not applied.
    earlier = {parent.key for one in known for parent in nodes[one].parents if parent.key[0] == one[0]}
    executor.migrate(sorted(known - earlier))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.config.settings")
    lay(json.loads(sys.argv[1]))
