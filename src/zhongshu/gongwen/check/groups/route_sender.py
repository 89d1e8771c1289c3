"""Who sends what to whom, as far as the text says so (ROUTE 行文规则, 条例 arts. 15–16)."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check import parts
from zhongshu.gongwen.check.model import Force, Hit, World, rule
from zhongshu.gongwen.check.sheet import Sheet

_REQUEST = {"title": "清溪县水利局关于除险加固经费的请示", "recipients": "清溪县人民政府："}
_DEPARTMENT = re.compile(r"(?:局|(?<!办公)厅|委|部|委员会|总署)$")
# Whose names end like those of departments.
_NO_DEPARTMENT = re.compile(
    r"^中共[^部]*委(?:员会)?$|[省市县区州旗乡镇党军纪监工管]委$|(?:常务|纪律检查|监察|工作|管理)委员会$|政协|政治协商"
)
_GOVERNMENT = re.compile(r"人民政府|[县市区镇乡]政府|管委会|党委$|[县市区]委$")
_LAID = re.compile(r"(?:请|要)[^。]{0,12}(?:执行|落实|做好|组织|报送)|应当|必须|务必|不得|如下")
_AUTHORISED = re.compile(r"经[^。；]{0,24}(?:同意|批准|授权|审定|审议通过)|受[^。；]{0,16}委托|[现予]?批转")


@rule(
    "ROUTE-03",
    Force.USUALLY,
    "条例第十五条（一）",
    "上行文原则上主送一个上级机关",
    pairs=[
        (
            _REQUEST | {"recipients": "清溪县人民政府、河东市水利局：", "direction": "up"},
            _REQUEST | {"direction": "up", "copied_to": "抄送：河东市水利局。"},
        )
    ],
    keep=[{"title": "清溪县水利局关于防汛的通知", "recipients": "各乡镇人民政府，各有关单位："}],
)
def several(sheet: Sheet, world: World) -> Iterator[Hit]:
    names = parts.listed(sheet, "recipients") if sheet.direction == "up" else []
    for name in names[1:]:
        yield Hit(name.place, "上行文原则上主送一个上级机关，其他机关根据需要抄送")


@rule(
    "ROUTE-05",
    Force.MUST,
    "条例第十五条（二）",
    "部门向上级部门请示、报告重大事项，经本级党委、政府同意或者授权",
    pairs=[
        (
            {
                "title": "清溪县水利局关于重大水利工程立项的请示",
                "recipients": "河东市水利局：",
                "body": "现就重大水利工程立项请示如下：",
                "direction": "up",
                "issuers": ("清溪县水利局",),
            },
            {
                "title": "清溪县水利局关于重大水利工程立项的请示",
                "recipients": "河东市水利局：",
                "body": "经清溪县人民政府同意，现就重大水利工程立项请示如下：",
                "direction": "up",
                "issuers": ("清溪县水利局",),
            },
        )
    ],
)
def consented(sheet: Sheet, world: World) -> Iterator[Hit]:
    names = parts.listed(sheet, "recipients")
    departments = all(map(_is_department, (*sheet.issuers, *(name.text for name in names))))
    if sheet.direction != "up" or not departments or not names or not sheet.issuers:
        return
    is_major = world.important or "重大" in parts.title(sheet).text
    if is_major and not _AUTHORISED.search(parts.body(sheet)):
        said = "向上级主管部门请示、报告重大事项，应经本级党委、政府同意或者授权，并在正文中写明"
        yield Hit(names[0].place, said)


@rule(
    "ROUTE-12",
    Force.MUST,
    "条例第十六条（二）",
    "部门不向下级党委、政府发布指令性公文",
    verified=True,
    pairs=[
        (
            {
                "title": "河东市水利局关于做好防汛工作的通知",
                "recipients": "各县（区）人民政府：",
                "body": "现将有关事项通知如下：",
            },
            {
                "title": "河东市水利局关于做好防汛工作的通知",
                "recipients": "各县（区）人民政府：",
                "body": "经市政府同意，现将有关事项通知如下：",
            },
        )
    ],
    keep=[
        {
            "title": "国务院办公厅关于调整领导小组组成人员的通知",
            "recipients": "各省、自治区、直辖市人民政府：",
            "issuers": ("国务院办公厅",),
        },
        {"title": "清溪县纪委监委关于做好廉政工作的通知", "recipients": "各乡镇党委：", "body": "现通知如下："},
        {"title": "中共清溪县委关于做好防汛工作的通知", "recipients": "各乡镇党委：", "body": "现通知如下："},
        {"title": "河东市水利局关于做好防汛工作的函", "recipients": "各县（区）人民政府："},
        {"title": "河东市人民政府办公室关于做好防汛工作的通知", "recipients": "各县（区）人民政府："},
        {"title": "河东市水利局关于做好防汛工作的通知", "recipients": "各县（区）水利局："},
    ],
)
def commanding(sheet: Sheet, world: World) -> Iterator[Hit]:
    title = parts.title(sheet)
    senders = title.issuers or sheet.issuers
    is_command = title.statutory in ("通知", "决定", "命令", "意见", "通报") and "印发" not in title.text
    if not is_command or not senders or not all(map(_is_department, senders)):
        return
    body = parts.body(sheet)
    names = [name for name in parts.listed(sheet, "recipients") if _GOVERNMENT.search(name.text)]
    for name in names[:1] if not _AUTHORISED.search(body) else ():
        said = "部门不得向下级党委、政府发布指令性公文；经本级政府同意的，应在正文中写明“经……政府同意”"
        yield Hit(name.place, said, doubtful=title.statutory != "通知" or not _LAID.search(body))


def _is_department(name: str) -> bool:
    """Tell whether an organ is a department of a Party committee or a government."""
    return bool(_DEPARTMENT.search(name)) and not _NO_DEPARTMENT.search(name)
