"""The security administrator reads who changed the routes of which organ, and to which version (流程留痕)."""

from tests.cast import Cast

from zhongshu.matters import kinds
from zhongshu.matters.actions import routes
from zhongshu.routes import parse


def test_what_happened_to_a_route_can_be_read(cast: Cast):
    tree = {**parse.tree(kinds.get("incoming").loaded_route), "name": "来文办理"}
    given = {"by": cast.office_head, "at": cast.tick()}
    routes.save_draft("incoming", cast.organ.pk, definition=tree, revision=0, based_on=1, **given)
    routes.publish("incoming", cast.organ.pk, revision=1, based_on=1, note="", **given)
    shown = cast.client(cast.secadmin).get("/trail/entries/", {"stream": "routes"}).content.decode()
    for words in ("机关流程 县政府", "保存流程草稿", "发布流程", "王建国", "类型：收文；版本：2"):
        assert words in shown
