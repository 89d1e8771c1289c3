"""Drafts of our own writing (试排文稿), one of every format, all organs invented."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from zhongshu.gongwen.draft.model import Attachment, Chop, Draft, Seal, Signer, Table
from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.typeset import pdf
from zhongshu.gongwen.typeset.tests import measure

AT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
LONG = (
    "各乡镇、各部门要把防汛安全摆在突出位置，坚持问题导向和目标导向相结合，逐库逐坝落实行政责任人、技术责任人和巡查责任人，"
    "汛前完成隐患排查整改，汛期实行24小时值班值守，确保水库大坝、在建工程和人民群众生命财产安全，全年整改率达到98.5%以上。"
)
NOTICE = Draft(
    issuers=("清溪县人民政府办公室",),
    number="清政办发〔2026〕18号",
    title="清溪县人民政府办公室关于进一步加强小型水库安全管理工作的通知",
    recipients="各乡镇人民政府，县政府各部门、各直属机构",
    body=(
        "为切实做好小型水库安全管理工作，经县政府同意，现将有关事项通知如下。",
        "一、总体要求",
        *(f"（{number}）压实管理责任。{LONG}" for number in "一二三"),
        "二、重点任务。各单位要对照任务抓好落实。",
        *(f"（{number}）开展隐患排查。{LONG}" for number in "一二三"),
        "1.建立台账，逐项销号。",
        "（1）每月5日前报送进展情况。",
    ),
    attachments=(
        Attachment("小型水库安全管理责任人名单", ("一、说明", LONG)),
        Attachment("小型水库隐患排查表", (LONG,)),
    ),
    seals=(Seal("清溪县人民政府办公室", 45, sample=True),),
    date="2026年3月1日",
    note="此件公开发布",
    copied_to="县委办公室，县人大常委会办公室，县政协办公室，县监委，县法院，县检察院",
    printer="清溪县人民政府办公室",
    printed="2026年3月2日",
)
REQUEST = replace(
    NOTICE,
    direction="up",
    issuers=("清溪县水利局", "清溪县财政局", "清溪县发展和改革局"),
    number="清水〔2026〕22号",
    title="关于解决除险加固工程建设资金的请示",
    recipients="清溪县人民政府",
    signers=(Signer("李明"), Signer("王建国"), Signer("赵芳")),
    seals=(),
)
LETTER = replace(
    NOTICE,
    form="letter",
    issuers=("清溪县财政局",),
    number="清财函〔2026〕7号",
    title="清溪县财政局关于商请支持农村公路养护资金的函",
    recipients="清溪县交通运输局",
    attachments=(),
    seals=(Seal("清溪县财政局", sample=True),),
)
ORDER = replace(
    NOTICE,
    form="order",
    issuers=("清溪县人民政府",),
    number="第3号",
    title="",
    recipients="",
    body=("《清溪县城市供水管理办法》已经2026年2月20日县人民政府第8次常务会议通过，现予公布，自2026年4月1日起施行。",),
    attachments=(),
    sealing="chop",
    seals=(),
    chops=(Chop("县长", "周立民"),),
    note="",
)
MINUTES = replace(
    NOTICE,
    form="minutes",
    issuers=("清溪县人民政府",),
    mark="清溪县人民政府常务会议纪要",
    number="〔2026〕第5期",
    title="",
    recipients="",
    attachments=(),
    seals=(),
    note="",
    present=("县政府周立民、吴建华、郑海燕", "县政府办公室李明", "县财政局王建国"),
    absent=("县水利局赵芳",),
    observers=("县人大常委会办公室孙强", "县政协办公室钱进"),
)
TABLE = Table(
    (("项目", "单位", "金额（万元）"), *((f"第{n}座水库", "处", f"{n}.50") for n in range(1, 60))), title="资金测算表"
)


@cache
def fonts():
    """Return the fonts of the machine that the tests run on."""
    return Fonts()


def printed(draft, **options):
    """Return a draft as it was set."""
    return pdf.to_pdf(draft, fonts=fonts(), at=AT, **options)


def pages(draft, **options):
    """Return the measured pages of a draft."""
    return measure.pages(printed(draft, **options).pdf)
