"""The acts that change the course of a matter, as rows of `ui.acts.ACTS`; each has a page of its own."""

from typing import Any

from zhongshu.matters import actions, queries
from zhongshu.ui import amending, course_forms, forms
from zhongshu.ui.places import Act, Place, by, plain


def _suspend(place: Place, form: Any) -> object:
    return actions.suspend(place.matter.pk, reason=form.cleaned_data["reason"], **by(place, form))


def _resume(place: Place, form: Any) -> object:
    return actions.resume(place.matter.pk, **by(place, form))


def _jumping(data: Any, place: Place) -> forms.ActForm:
    stops = queries.timeline(queries.slip_of(place.matter))
    stations = [stop.station for stop in stops if stop.state not in ("current", "struck")]
    return course_forms.JumpForm(data, stations=[(station.key, station.name) for station in stations])


def _ask_jump(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    way = {"to": clean["to"], "holders": clean["people"], "reason": clean["reason"]}
    return actions.ask_jump(place.matter.pk, **way, **by(place, form))


def _settling(data: Any, place: Place) -> forms.ActForm:
    is_own = place.jump is not None and place.jump.asked_by_id == place.person.pk
    return course_forms.JumpVerdictForm(data, is_own=is_own)


def _settle_jump(place: Place, form: Any) -> object:
    number = place.jump.pk if place.jump else 0
    return actions.settle_jump(number, verdict=form.cleaned_data["verdict"], **by(place, form))


def _extend(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.ask_extension(place.matter.pk, until=clean["until"], reason=clean["reason"], **by(place, form))


def _consulting(data: Any, place: Place) -> forms.ActForm:
    return course_forms.ConsultationForm(data, matter=place.matter, at=place.at)


def _consult(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    whom = {"holders": clean["people"], "units": clean["units"]}
    return actions.consult(place.matter.pk, **whom, until=clean["until"], question=clean["question"], **by(place, form))


def _refuse(place: Place, form: Any) -> object:
    number = place.task.pk if place.task else 0
    return actions.ask_refusal(number, reason=form.cleaned_data["reason"], **by(place, form))


def _remove(place: Place, form: Any) -> object:
    return actions.remove_signer(place.task.pk if place.task else 0, **by(place, form))


def _withdraw(place: Place, form: Any) -> object:
    return actions.withdraw_request(place.run.pk if place.run else 0, **by(place, form))


_bare = plain(forms.ActForm)
ACTS: dict[str, Act] = {
    "suspension": Act(
        "suspend",
        "matter",
        plain(course_forms.SuspendForm),
        _suspend,
        "已暂停办理。",
        "暂停办理",
        "暂停期间，该事项不出现在各办理人的待办中，也不能办理；恢复后，办理时限按暂停的工作日顺延。",
    ),
    "resumption": Act(
        "resume",
        "matter",
        _bare,
        _resume,
        "已恢复办理。",
        "恢复办理",
        "恢复后继续原环节的办理，办理时限按暂停的工作日顺延。",
    ),
    "amendment": Act("amend", "matter", amending.form, amending.carry_out, "后续环节已调整。"),
    "jumps": Act(
        "jump",
        "matter",
        _jumping,
        _ask_jump,
        "跳转申请已提交，等待另一人确认。",
        "流程跳转",
        "仅用于纠正流转错误。须由另一名登记人员或办公室主任确认后生效：向后跳转的，中间环节不再办理；向前跳转的，其后环节重新办理。",
        is_grave=True,
    ),
    "jump_settlement": Act("settle_jump", "jump", _settling, _settle_jump, "跳转申请已处理。", "处理跳转申请"),
    "extension": Act(
        "extension",
        "matter",
        plain(course_forms.ExtensionForm),
        _extend,
        "延期申请已提交。",
        "申请延期",
        "由主办单位的分管领导审批，没有分管领导的由办公室主任审批。批准前仍按原时限办理。",
    ),
    "consultation": Act(
        "consultation",
        "matter",
        _consulting,
        _consult,
        "征求意见已发出。",
        "征求意见",
        "所选人员和单位全部反馈后，结果送您阅知。征求意见期间，原环节照常办理。",
    ),
    "refusal": Act(
        "refusal",
        "task",
        plain(course_forms.RefusalForm),
        _refuse,
        "退办申请已提交。",
        "申请退办",
        "不属于本单位、本人职责的，写明理由，由登记人员或办公室主任决定。决定前仍由您办理。",
    ),
    "signer_removal": Act(
        "remove_signer", "task", _bare, _remove, "已减签。", "减签", "减签后，该人员不再办理本环节，其他人员继续。"
    ),
    "request_withdrawal": Act(
        "withdraw_request",
        "run",
        _bare,
        _withdraw,
        "申请已撤回。",
        "撤回申请",
        "撤回后，尚未办理的人员不再办理；已经填写的意见保留。",
    ),
}
