"""The whole organisation from one workbook: checked, applied, agreed to, undone; and everything that can be wrong."""

import io
import json
import time
import zipfile
from datetime import date, timedelta

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.org.actions import importing
from zhongshu.org.models import (
    Account,
    Appointment,
    Charge,
    Confirmation,
    Holder,
    OrgImport,
    OrgImportRow,
    Person,
    Role,
    Specialty,
    Unit,
    UnitName,
)
from zhongshu.org.queries import workbooks
from zhongshu.org.rules.planning import Known, Present
from zhongshu.org.rules.sheets import BY_NAME
from zhongshu.org.rules.workbooks import key_of
from zhongshu.trail import queries as trail

TABLES = (Unit, UnitName, Person, Holder, Specialty, Appointment, Role, Charge)


@pytest.fixture
def keeper(cast):
    return cast.client(cast.sysadmin)


@pytest.fixture
def guard(cast):
    return cast.client(cast.secadmin)


class Sheets:
    """The present state, to be changed as somebody would in Excel."""

    def __init__(self):
        self.state = workbooks.present(timezone.localdate())

    def put(self, sheet, **values):
        """Add a row, or change the one with the same key."""
        known = self.state.rows[sheet]
        empty = {column.name: "" for column in BY_NAME[sheet].columns}
        full = {**empty, **values}
        key = key_of(BY_NAME[sheet], full)
        known[key] = Known(0, {**(known[key].values if key in known else empty | {"order": 0}), **values})

    def drop(self, sheet, *key):
        del self.state.rows[sheet][key]

    def bytes(self):
        return workbooks.workbook(self.state, at=timezone.now())


@pytest.fixture
def sheets(cast):
    return Sheets()


def send(browser, content, name="机构人员.xlsx", **more):
    given = {"on": timezone.localdate().isoformat(), "workbook": SimpleUploadedFile(name, content)} | more
    return browser.post("/organisation/imports/", given)


def checked(browser, content, **more):
    response = send(browser, content, **more)
    assert response.status_code == 302, response.content.decode()
    made = OrgImport.objects.latest("id")
    return made, json.loads(made.outcome)


def apply(browser, made):
    return browser.post(f"/organisation/imports/{made.pk}/application/", follow=True).content.decode()


def faults(outcome):
    return [tuple(fault) for fault in outcome["faults"]]


def state():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def newcomer(sheets, code="T001"):
    sheets.put("people", code=code, name="欧阳芳", staff_type="civil_servant", specialties="财务、法律")
    sheets.put("appointments", person=code, post="finance_clerk", is_main=True)


def test_what_is_taken_out_and_put_back_changes_nothing(cast, keeper):
    content = b"".join(keeper.get("/organisation/workbooks/present/"))
    with unchanged_org():
        made, outcome = checked(keeper, content, ends_absent="on")
    assert (outcome["faults"], outcome["is_empty"]) == ([], True)
    assert "没有变化" in keeper.get(f"/organisation/imports/{made.pk}/").content.decode()


class unchanged_org:
    def __enter__(self):
        self.before = state()

    def __exit__(self, *problem):
        assert problem[0] or state() == self.before


def test_the_template_explains_itself_and_can_be_sent_back_empty(cast, keeper):
    content = b"".join(keeper.get("/organisation/workbooks/template/"))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["单位", "岗位", "人员", "任职", "角色", "分管", "填写说明"]
    assert book.get_sheet_by_name("人员").to_python()[0][:2] == ["人员编码*", "姓名*"]
    assert checked(keeper, content)[1]["is_empty"]


def test_somebody_new_comes_in_one_act_and_goes_again(cast, keeper, sheets):
    newcomer(sheets)
    sheets.put("units", code="finance", name="财政和国资局")
    before = state()
    made, outcome = checked(keeper, sheets.bytes())
    assert outcome["counts"]["people"]["added"] == outcome["counts"]["appointments"]["added"] == 1
    shown = keeper.get(f"/organisation/imports/{made.pk}/").content.decode()
    assert "欧阳芳（T001）" in shown and "→ 财政和国资局" in shown
    assert state() == before
    assert "导入已完成" in apply(keeper, made)
    person = Person.objects.get(code="T001")
    assert person.holder.pk and "ouyangfang" in person.pinyin
    assert [one.name for one in person.specialties.order_by("id")] == ["财务", "法律"]
    assert person.appointments.get().post == cast.posts["finance_clerk"]
    assert Unit.objects.get(code="finance").name == "财政和国资局"
    assert UnitName.objects.filter(unit__code="finance").count() == 2
    entry = trail.entries("org").last()
    assert (entry.verb, entry.by) == ("org.imported", cast.sysadmin.ref)
    assert OrgImportRow.objects.filter(org_import=made).count() == json.loads(entry.detail)["rows"]
    assert "无须重复导入" in apply(keeper, made)

    undone = keeper.post(f"/organisation/imports/{made.pk}/undoing/", follow=True).content.decode()
    assert "导入已撤销" in undone
    assert state() == before
    assert trail.entries("org").last().verb == "org.import_undone"
    assert list(trail.verify()) == []


def test_what_has_been_built_on_is_not_undone(cast, keeper, sheets):
    newcomer(sheets)
    made, _ = checked(keeper, sheets.bytes())
    apply(keeper, made)
    person = Person.objects.get(code="T001")
    keeper.post(f"/staff/{person.pk}/account/", {"login": "ouyang"})
    with unchanged():
        response = keeper.post(f"/organisation/imports/{made.pk}/undoing/")
    assert response.status_code == 422
    assert "导入的人员已被使用（账号：ouyang），不能撤销导入" in response.content.decode()
    account = Account.objects.get(login="ouyang")
    account.delete()
    keeper.post(f"/staff/{person.pk}/particulars/", {"name": "欧阳芬", "order": 0})
    with unchanged():
        response = keeper.post(f"/organisation/imports/{made.pk}/undoing/")
    assert "人员“欧阳芬”在导入之后又有改动" in response.content.decode()


def test_what_ends_is_agreed_to_by_another_and_whoever_leaves_is_out_the_same_day(cast, keeper, guard, sheets):
    """T11.9 by way of a workbook."""
    theirs = cast.client(cast.finance_clerk)
    assert theirs.get("/").status_code == 200
    sheets.drop("people", "finance_clerk")
    sheets.drop("appointments", "finance_clerk", "finance_clerk")
    before = state()
    made, outcome = checked(keeper, sheets.bytes(), ends_absent="on")
    assert (outcome["needs_two"], outcome["counts"]["people"]["ended"]) == (True, 1)
    assert "已提交安全保密管理员复核" in apply(keeper, made)
    assert state() == before and theirs.get("/").status_code == 200
    asked = Confirmation.objects.get()
    shown = keeper.get(f"/organisation/imports/{made.pk}/").content.decode()
    assert "前由安全保密管理员办理，同意后自动执行" in shown
    assert "终止2项" in guard.get("/confirmations/").content.decode()
    assert guard.get(f"/organisation/imports/{made.pk}/").status_code == 200
    guard.post(f"/confirmations/{asked.pk}/settlement/", {"verdict": "agreed"})
    cast.finance_clerk.refresh_from_db()
    assert cast.finance_clerk.valid_to == timezone.localdate()
    assert theirs.get("/").headers["Location"].startswith("/sign-in/")
    account = Account.objects.get(person=cast.finance_clerk)
    assert account.disabled_at is not None
    verbs = [entry.verb for entry in trail.entries("org")]
    assert verbs[-2:] == ["org.confirmation_agreed", "org.imported"]

    keeper.post(f"/organisation/imports/{made.pk}/undoing/")
    guard.post(f"/confirmations/{Confirmation.objects.latest('id').pk}/settlement/", {"verdict": "agreed"})
    assert state() == before
    account.refresh_from_db()
    assert account.disabled_at is None


def test_powers_are_not_given_by_the_keeper_alone(cast, keeper, guard, sheets):
    sheets.put("roles", holder_kind="person", holder="finance_clerk", key="supervisor", unit="organ")
    made, outcome = checked(keeper, sheets.bytes())
    assert outcome["needs_two"]
    apply(keeper, made)
    assert not Role.objects.filter(key="supervisor", holder__person=cast.finance_clerk).exists()
    guard.post(f"/confirmations/{Confirmation.objects.get().pk}/settlement/", {"verdict": "declined"})
    assert not Role.objects.filter(key="supervisor", holder__person=cast.finance_clerk).exists()
    assert trail.entries("org").last().verb == "org.confirmation_declined"


def test_a_workbook_that_would_now_do_something_else_is_refused(cast, keeper, sheets):
    newcomer(sheets)
    made, _ = checked(keeper, sheets.bytes())
    Person.objects.filter(code="finance_clerk").update(telephone="0371-66666666")
    with unchanged():
        assert "检查之后机构人员又有变动" in apply(keeper, made)


def wrong(sheets, keeper, **more):
    with unchanged_org():
        made, outcome = checked(keeper, sheets.bytes(), **more)
        shown = keeper.get(f"/organisation/imports/{made.pk}/").content.decode()
        assert "什么都没有改动" in shown
        assert "执行导入" not in shown
        assert "处错误" in apply(keeper, made)
    return faults(outcome)


def test_every_fault_is_named_with_its_sheet_row_and_column(cast, keeper, sheets):
    rows = {sheet: len(known) + 1 for sheet, known in sheets.state.rows.items()}
    sheets.put("people", code="T1", name="王" * 41, telephone="1" * 41)
    sheets.put("people", code="T2", name="")
    sheets.put("units", code="U1", name="甲局", kind="section", parent="U2")
    sheets.put("units", code="U2", name="乙局", kind="section", parent="U1")
    sheets.put("units", code="U3", name="丙局", kind="section", parent="没有")
    sheets.put("units", code="U4", name="丁局", kind="section")
    sheets.put("posts", code="P1", unit="没有", name="科员")
    sheets.put("appointments", person="没有", post="P1", is_main=False)
    sheets.put("charges", leader="leader", unit="没有")
    sheets.put("people", code="T3", name="早到", valid_from=date(2026, 1, 5))
    sheets.put("appointments", person="T3", post="finance_clerk", is_main=False, valid_from=date(2025, 1, 5))
    found = wrong(sheets, keeper)
    people, units = rows["people"], rows["units"]
    assert found[:4] == [
        ("单位", units + 1, "上级编码", "上级单位循环：逐级向上又回到本单位，请核对上级编码。"),
        ("单位", units + 2, "上级编码", "上级单位循环：逐级向上又回到本单位，请核对上级编码。"),
        ("单位", units + 3, "上级编码", "没有编码为“没有”的单位，请核对。"),
        ("单位", units + 4, "上级编码", "内设机构须隶属于一个单位，请填写上级编码。"),
    ]
    assert ("人员", people + 1, "姓名", "最多40字，现有41字，请缩短。") in found
    assert ("人员", people + 1, "电话", "最多40字，现有41字，请缩短。") in found
    assert ("人员", people + 2, "姓名", "没有填写。") in found
    assert [fault[2] for fault in found if fault[0] in ("岗位", "任职", "分管")] == [
        "单位编码",
        "人员编码",
        "起始日期",
        "单位编码",
    ]


def test_what_is_fixed_and_what_has_ended_stays(cast, keeper, sheets):
    sheets.put("units", code="finance", kind="organ")
    sheets.put("posts", code="finance_clerk", unit="education")
    sheets.put("people", code="leader", valid_from=date(2020, 1, 1))
    Person.objects.filter(code="outsider").update(valid_to=timezone.localdate())
    found = wrong(sheets, keeper)
    words = [(fault[0], fault[2]) for fault in found]
    assert {("单位", "单位类别"), ("岗位", "单位编码"), ("人员", "起始日期"), ("人员", "人员编码")} <= set(words)


def test_administrators_get_no_business_from_a_workbook(cast, keeper, sheets):
    Account.objects.filter(pk=cast.auditor.pk).update(person=None)
    cast.auditor.refresh_from_db()
    taken = Account.objects.get(person=cast.finance_clerk)
    taken.person = None
    taken.save()
    Account.objects.filter(pk=cast.auditor.pk).update(person=cast.finance_clerk)
    sheets.put("charges", leader="finance_clerk", unit="finance")
    assert ("三员不能同时担任业务角色，请另选人员。") in [fault[3] for fault in wrong(sheets, keeper)]


def edited(content, change):
    """Return a workbook with changed bytes inside: {member: (old, new)}."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def test_sheets_and_columns_must_be_those_of_the_template(cast, keeper, sheets):
    def rename(name, data):
        text = data.decode("utf-8", "surrogateescape")
        if name.endswith("workbook.xml"):
            text = text.replace('name="分管"', 'name="分管领导"')
        if name.endswith("sharedStrings.xml"):
            text = text.replace("<t>电话</t>", "<t>手机</t>")
        return text.encode("utf-8", "surrogateescape")

    content = edited(sheets.bytes(), rename)
    with unchanged_org():
        _, outcome = checked(keeper, content)
    said = [fault[3] for fault in faults(outcome)]
    assert "缺少列“电话”，请按模板的表头填写。" in said and "多出列“手机”，请按模板的表头填写。" in said
    assert "缺少工作表“分管”。没有内容时也要保留表头。" in said
    assert "多出工作表“分管领导”，请删除，或改为规定的名称。" in said


def test_a_code_twice_is_named_with_both_rows(cast, keeper):
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for sheet in BY_NAME.values():
            page = book.add_worksheet(sheet.title)
            page.write_row(0, 0, [column.title for column in sheet.columns])
            if sheet.name == "people":
                page.write_row(1, 0, ["900", "甲", "公务员", "", "", 1, "2026年2月30日"])
                page.write_row(2, 0, [900, "乙", "军官", "=0371", "", -1])
                page.write_formula(3, 0, '="9"&"01"', value="901")
                page.write(3, 1, "丙")
    _, outcome = checked(keeper, made.getvalue())
    assert faults(outcome) == [
        ("人员", 2, "起始日期", "日期有误：“2026年2月30日”，请写成“2026-01-05”。"),
        ("人员", 3, "人员类别", "“军官”不在可选范围内，应填公务员、参公、事业、工勤、聘用、借调之一。"),
        ("人员", 3, "人员编码", "与第2行重复，请删除其中一行。"),
        ("人员", 3, "排序号", "应填0至99999的整数，现为“-1”。"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 not a workbook", "请上传 Excel 工作簿，不能加密码"),
        (b"\xd0\xcf\x11\xe0 an old or locked one", "请上传 Excel 工作簿，不能加密码"),
        (b"x" * (8 * 1024 * 1024 + 1), "文件超过8MB"),
    ],
)
def test_what_is_no_workbook_is_refused(cast, keeper, content, sentence):
    with unchanged():
        response = send(keeper, content)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_what_would_not_fit_into_memory_is_refused(cast, keeper, sheets):
    def far(name, data):
        return data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>')

    def bomb(name, data):
        return data + b" " * 50_000_000 if name.startswith("xl/worksheets/sheet") else data

    def quoted(name, data):
        return data.replace(b"</sheetData>", b"<row><c\n r = 'xfd1048576'/></row></sheetData>")

    def written(name, data):
        return data.replace(b"</sheetData>", b'<row><c r="&#88;FD1048576"/></row></sheetData>')

    far_out = [(change, "很远的列") for change in (far, quoted, written)]
    for change, sentence in (*far_out, (bomb, "展开后超过120MB")):
        content = edited(sheets.bytes(), change)
        with unchanged():
            assert sentence in send(keeper, content).content.decode()


@pytest.mark.parametrize("name", ["content.xml", "xl/workbook.bin"])
def test_a_workbook_of_another_format_is_refused(cast, keeper, name):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(name, b"")
    with unchanged():
        assert "请先在表格软件中另存" in send(keeper, made.getvalue()).content.decode()


def test_the_day_is_neither_to_come_nor_long_ago(cast, keeper, sheets):
    for day in ("2099-01-01", "2001-01-01"):
        with unchanged():
            assert "生效日期不能" in send(keeper, sheets.bytes(), on=day).content.decode()


def test_ten_thousand_people_with_a_fault_on_line_7341_are_checked_in_seconds(cast, keeper, sheets):
    rows = sheets.state.rows["people"]
    first = len(rows)
    for number in range(first, 10_000):
        sheets.put("people", code=f"N{number}", name=f"王{number}", order=0)
    key = list(rows)[7_339]
    rows[key] = Known(0, rows[key].values | {"telephone": "1" * 99})
    began = time.process_time()  # not by the clock on the wall: others may be busy
    _, outcome = checked(keeper, sheets.bytes())
    assert time.process_time() - began < 10
    assert faults(outcome) == [("人员", 7_341, "电话", "最多40字，现有99字，请缩短。")]


def test_a_workbook_is_kept_as_long_as_its_import_may_be_undone_and_no_longer(cast, keeper, sheets):
    now = timezone.now()
    year, month, week = (now - timedelta(days=days) for days in (400, 34, 7))
    newcomer(sheets)
    applied, _ = checked(keeper, sheets.bytes())
    assert "导入已完成" in apply(keeper, applied)
    OrgImport.objects.update(checked_at=year, applied_at=year)
    sheets.put("people", code="T002", name="刘洋", staff_type="civil_servant")
    undone, lately, lapsed, fresh = (checked(keeper, sheets.bytes())[0] for _ in range(4))
    OrgImport.objects.filter(pk=undone.pk).update(checked_at=year, applied_at=year, undone_at=month)
    OrgImport.objects.filter(pk=lately.pk).update(checked_at=year, applied_at=year, undone_at=week)
    OrgImport.objects.filter(pk=lapsed.pk).update(checked_at=month)
    before = {one.pk: (one.outcome, one.digest) for one in OrgImport.objects.all()}
    assert importing.sweep(at=now) == 2
    assert importing.sweep(at=now) == 0
    assert set(OrgImport.objects.filter(content=b"")) == {undone, lapsed}
    assert {one.pk: (one.outcome, one.digest) for one in OrgImport.objects.all()} == before
    assert "不能再导入" in keeper.get(f"/organisation/imports/{lapsed.pk}/").content.decode()
    assert "执行导入" in keeper.get(f"/organisation/imports/{fresh.pk}/").content.decode()
    with unchanged():
        assert "请重新上传" in apply(keeper, lapsed)
    said = keeper.post(f"/organisation/imports/{applied.pk}/undoing/", follow=True).content.decode()
    assert "导入已撤销" in said
    assert not Person.objects.filter(code="T001").exists()


def test_text_is_never_taken_for_a_formula(cast, sheets):
    values = {"code": "=1+1", "name": "+甲", "staff_type": "", "telephone": "-0371", "specialties": "@法律"}
    about = {column.name: "" for column in BY_NAME["people"].columns}
    state = Present({name: {} for name in BY_NAME}, {}, set())
    state.rows["people"] = {("=1+1",): Known(0, about | values)}
    content = workbooks.workbook(state, at=timezone.now())
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet3.xml")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_name("人员").to_python()[1][:2] == ["=1+1", "+甲"]
