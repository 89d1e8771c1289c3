"""Laying down the routes of an organ (流程设计): drafts, versions, going back. Slips that run keep what they have."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhongshu.gongwen import marks
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, rules
from zhongshu.matters.actions import opening
from zhongshu.matters.models import RouteDraft, RouteVersion
from zhongshu.matters.queries import route_faults, routes, visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person, Unit
from zhongshu.routes import parse
from zhongshu.trail import actions as trail

MOST_STEPS = 60  # more than any office has, and as many as a page can show
NOTE_LIMIT = 200


class Overtaken(Refused):
    """Somebody else has saved or published meanwhile (已被他人更新)."""


@transaction.atomic(durable=True)
def save_draft(
    kind: str,
    organ: int,
    *,
    definition: Mapping[str, Any],
    revision: int,
    based_on: int,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> RouteDraft:
    """Save the draft of the next version (保存草稿); it need not be able to run yet.

    revision: the saving that the editor set out from, 0 where there was no draft. based_on: the version in force
    that the editor has seen. Raises Overtaken when somebody else has saved meanwhile.
    """
    drawn = _claim(kind, organ, by, at)
    request_key = rules.form_key(request_key, by, "route_draft", organ, kind)
    found = routes.draft(drawn, organ)
    if found and visible.by_request(request_key):
        return found
    _check_revision(found, revision)
    saved = _keep(drawn, organ, definition, found, based_on, by, at)
    _record("matters.route_drafted", drawn, organ, saved.definition, saved.based_on, by=by, at=at)
    opening.remember(request_key, str(saved.revision), at=at)
    return saved


@transaction.atomic(durable=True)
def import_route(kind: str, organ: int, *, text: str, revision: int, by: Person, at: datetime) -> RouteDraft:
    """Take a route in from a file (导入流程) as the draft of the next version.

    Raises BadRoute with all that cannot be read, Refused for the route of another kind. People, posts and facts
    that are not of this organ and kind are no reason to refuse: they are named where the draft is drawn.
    """
    drawn = _claim(kind, organ, by, at)
    tree = _loaded(text)
    if tree["key"] != drawn.loaded_route.key:
        others = {one.loaded_route.key: one.name for one in routes.drawable()}
        whose = f"“{others[tree['key']]}”" if tree["key"] in others else "其他系统或其他类型事项"
        raise Refused(f"该文件是{whose}的流程，不能用于“{drawn.name}”。请选择正确的文件。", field="text")
    found = routes.draft(drawn, organ)
    _check_revision(found, revision)
    saved = _keep(drawn, organ, tree, found, routes.number(drawn, organ), by, at)
    _record("matters.route_imported", drawn, organ, saved.definition, saved.based_on, by=by, at=at)
    return saved


@transaction.atomic(durable=True)
def discard_draft(kind: str, organ: int, *, revision: int, by: Person, at: datetime) -> None:
    """Throw the draft away (放弃草稿); the version in force stays as it is."""
    drawn = _claim(kind, organ, by, at)
    found = routes.draft(drawn, organ)
    if found is None:
        raise Overtaken("草稿已发布或已放弃，请刷新页面查看最新情况。")
    _check_revision(found, revision)
    _record("matters.route_draft_discarded", drawn, organ, found.definition, found.based_on, by=by, at=at)
    found.delete()


@transaction.atomic(durable=True)
def publish(
    kind: str,
    organ: int,
    *,
    revision: int,
    based_on: int,
    note: str,
    is_confirmed: bool = False,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> RouteVersion:
    """Publish the draft as the next version (发布流程). What runs goes on as it began.

    is_confirmed: the editor has seen the warnings. Raises Overtaken when the draft or the version in force is no
    longer the one that the editor has seen, Refused while there are faults.
    """
    drawn = _claim(kind, organ, by, at)
    request_key = rules.form_key(request_key, by, "route", organ, kind)
    if done := visible.by_request(request_key):
        return routes.versions(drawn, organ).get(version=int(done))
    found = routes.draft(drawn, organ)
    if found is None:
        raise Overtaken(f"{_last_word(drawn, organ)}没有待发布的草稿，请刷新页面。")
    _check_revision(found, revision)
    _check_base(drawn, organ, {based_on, found.based_on})
    _check_sound(drawn, organ, found.definition, is_confirmed, at)
    made = _publish(drawn, organ, found.definition, note, by, at)
    found.delete()
    _record("matters.route_published", drawn, organ, made.definition, made.version, by=by, at=at)
    opening.remember(request_key, str(made.version), at=at)
    return made


@transaction.atomic(durable=True)
def go_back(
    kind: str,
    organ: int,
    *,
    version: int,
    based_on: int,
    note: str = "",
    by: Person,
    at: datetime,
    request_key: str = "",
) -> RouteVersion:
    """Publish an older version anew as the next one (恢复旧版). Raises Refused when it could no longer run."""
    drawn = _claim(kind, organ, by, at)
    request_key = rules.form_key(request_key, by, "route_back", organ, kind, version)
    if done := visible.by_request(request_key):
        return routes.versions(drawn, organ).get(version=int(done))
    _check_base(drawn, organ, {based_on})
    old = routes.definition(drawn, organ, version)
    _check_sound(drawn, organ, old, True, at)
    made = _publish(drawn, organ, old, note or f"恢复第{version}版", by, at)
    _record("matters.route_restored", drawn, organ, made.definition, made.version, by=by, at=at)
    opening.remember(request_key, str(made.version), at=at)
    return made


# --- small hands -----------------------------------------------------------------------------------------


def _claim(kind: str, organ: int, by: Person, at: datetime) -> kinds.Kind:
    """Let nobody else change the organ's routes meanwhile; refuse who may not, and a kind without a route."""
    Unit.objects.select_for_update(no_key=True).get(pk=organ)
    drawn = kinds.get(kind)
    if not drawn.route:
        raise Refused(f"“{drawn.name}”不走流程，不能设计。")
    if not routes.may_draw(by, organ, at):
        raise Refused("只有本机关的流程管理员、办公室主任能够设计流程。")
    return drawn


def _loaded(given: str) -> dict[str, Any]:
    try:
        return parse.clean(json.loads(given.lstrip("\ufeff")))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Refused(
            f"文件内容不是流程（第{line}行读不下去）。请选择从本系统导出的流程文件。", field="text"
        ) from error


def _keep(
    kind: kinds.Kind,
    organ: int,
    definition: Mapping[str, Any],
    found: RouteDraft | None,
    based_on: int,
    by: Person,
    at: datetime,
) -> RouteDraft:
    _check_based(based_on, routes.number(kind, organ))
    route = kind.loaded_route
    tree = parse.clean({**definition, "key": route.key, "version": based_on + 1})
    if len(parse.read(tree).steps) > MOST_STEPS:
        raise Refused(f"一个流程最多{MOST_STEPS}个环节，请精简。")
    saved = found or RouteDraft(organ_id=organ, key=route.key, revision=0)
    saved.definition, saved.based_on, saved.saved_by, saved.saved_at = tree, based_on, by, at
    saved.revision += 1
    saved.save()
    return saved


def _check_based(based_on: int, in_force: int) -> None:
    if based_on > in_force:
        raise Refused("所依据的版本不存在，请刷新页面。")


def _check_revision(found: RouteDraft | None, revision: int) -> None:
    if found is None and revision:
        raise Overtaken("草稿已由他人发布或放弃，您的修改没有保存。请先记下所作修改，再刷新页面查看最新情况。")
    if found and found.revision != revision:
        when = _when(found.saved_at)
        raise Overtaken(
            f"{found.saved_by.name}已于{when}保存了草稿，为免覆盖，您的修改没有保存。请刷新页面，在最新草稿上修改。"
        )


def _check_base(kind: kinds.Kind, organ: int, seen: set[int]) -> None:
    if seen != {routes.number(kind, organ)}:
        raise Overtaken(f"{_last_word(kind, organ)}请先核对与现行版本的差异，重新保存草稿后再发布。")


def _last_word(kind: kinds.Kind, organ: int) -> str:
    """Say who published last, and when."""
    last = routes.versions(kind, organ).first()
    if last is None:
        return ""
    return f"{last.published_by.name}已于{_when(last.published_at)}发布第{last.version}版。"


def _when(at: datetime) -> str:
    here = timezone.localtime(at)
    return f"{here.month}月{here.day}日{here:%H:%M}"


def _check_sound(kind: kinds.Kind, organ: int, definition: Mapping[str, Any], is_confirmed: bool, at: datetime) -> None:
    found = route_faults.faults(definition, kind, organ, org.local_day(at))
    wrong = [one.words for one in found if not one.is_warning]
    if wrong:
        raise Refused(f"流程有{len(wrong)}处错误，不能发布：{'；'.join(wrong)}。请修改草稿后再发布。")
    if found and not is_confirmed:
        raise Refused("请核对下列提示，确认无误后勾选“已核对”再发布。", field="is_confirmed")


def _publish(
    kind: kinds.Kind, organ: int, definition: Mapping[str, Any], note: str, by: Person, at: datetime
) -> RouteVersion:
    in_force = routes.number(kind, organ)
    tree = {**definition, "version": in_force + 1}
    if {**routes.definition(kind, organ, in_force), "version": 0} == {**tree, "version": 0}:
        raise Refused("与现行版本完全相同，无须发布。")
    words = text.clean_line(note, NOTE_LIMIT, "发布说明", field="note")
    if marks.find_secret_mark(words):
        raise Refused("发布说明中发现国家秘密标志，没有保存。请删除涉密内容。", field="note")
    return RouteVersion.objects.create(
        organ_id=organ,
        key=kind.loaded_route.key,
        version=in_force + 1,
        definition=tree,
        note=words,
        published_by=by,
        published_at=at,
    )


def _record(
    verb: str, kind: kinds.Kind, organ: int, definition: Mapping[str, Any], version: int, *, by: Person, at: datetime
) -> None:
    digest = digests.sm3(json.dumps(definition, ensure_ascii=False, sort_keys=True))
    detail = {"kind": kind.key, "version": version, "digest": digest}
    trail.record(f"routes:{organ}", verb, by=by.ref, at=at, detail=detail)
