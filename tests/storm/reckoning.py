"""`python -m tests.storm.reckoning FOLDER`: what the storm has left behind, against what its members wrote down."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import django

# Numbers follow one another without a gap, and each is on one matter.
GAPS = """
    SELECT series_id, year, count(*), max(value) FROM numbering_number
    GROUP BY series_id, year HAVING count(*) <> max(value)
"""
UNNUMBERED = "SELECT id FROM matters_matter WHERE number = ''"
SAME_NUMBER = "SELECT number FROM matters_matter GROUP BY number HAVING count(*) > 1"
TWICE_OPENED = """
    SELECT station_id, round, holder_id FROM matters_task
    WHERE done_at IS NULL AND station_id IS NOT NULL GROUP BY station_id, round, holder_id HAVING count(*) > 1
"""
FAILED_JOBS = "SELECT task, error FROM jobs_job WHERE failed_at IS NOT NULL"
NOT_FOUND = """
    SELECT m.id FROM matters_matter m WHERE NOT EXISTS (SELECT 1 FROM search_entry e WHERE e.subject = m.id)
"""
UNTOLD = """
    SELECT t.id FROM matters_task t WHERE t.opened_at IS NOT NULL AND t.done_at IS NULL AND t.station_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM notices_notice n WHERE n.about = 'matter:' || t.matter_id)
"""


def reckon(folder: Path) -> dict[str, Any]:
    """Return what is wrong, by what it is, and how much was done."""
    from django.db import connection

    from zhongshu.matters.actions import indexing
    from zhongshu.matters.models import Matter, Task
    from zhongshu.matters.tests.test_properties import NEVER
    from zhongshu.search import actions as search
    from zhongshu.trail import queries as trail

    lines = [json.loads(line) for file in folder.glob("*.jsonl") for line in _whole(file.read_text("utf-8"))]
    done = Counter(line["verb"] for line in lines)
    wrong: dict[str, Any] = {"failed": [line["error"] for line in lines if line["verb"] == "failed"][:5]}

    def ask(statement: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    own = {"gaps": GAPS, "unnumbered": UNNUMBERED, "same number": SAME_NUMBER, "twice opened": TWICE_OPENED}
    search.drain(indexing.index)
    own |= {"nobody was told": UNTOLD, "jobs that failed": FAILED_JOBS, "not to be found": NOT_FOUND}
    for sentence, statement in {**NEVER, **own}.items():
        wrong[sentence] = ask(statement)[:5]
    matters = dict(Matter.objects.values_list("pk", "number"))
    wrong["registered and lost"] = [
        line for line in lines if line["verb"] == "registered" and matters.get(line["matter"]) != line["number"]
    ][:5]
    opinions = dict(Task.objects.exclude(opinion="").values_list("pk", "opinion"))
    signed = [line for line in lines if line["verb"] in ("completed", "returned")]
    wrong["signed and lost"] = [line for line in signed if opinions.get(line["task"]) != line["opinion"]][:5]
    often = Counter(opinions.values())
    wrong["signed twice"] = [opinion for opinion, count in often.items() if count > 1][:5]
    wrong["trail"] = [str(fault) for fault in trail.verify()][:5]
    return {"wrong": {name: found for name, found in wrong.items() if found}, "done": done, "matters": len(matters)}


def _whole(text: str) -> list[str]:
    """The lines that were written to their end: whoever was killed may have left half a line."""
    return text.splitlines() if text.endswith("\n") else text.splitlines()[:-1]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(reckon(Path(sys.argv[1])), ensure_ascii=False, default=str))
