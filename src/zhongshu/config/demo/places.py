"""The county that does not exist (虚构县情): its government, the office, the bureaus, towns and posts."""

from typing import NamedTuple

COUNTY, CITY = "清溪县", "江州市"
ORGAN_CODE = "清政"
NUMBER_CODES = ("清政发", "清政函", "清政办发", "清政办函")  # 机关代字 of the county and its office
SECTIONS = ("秘书科", "综合科", "机要科", "督查室", "行政科", "信息科")


class Bureau(NamedTuple):
    """A bureau or town: name below the county, its number code, and which leader (by rank, 0 the head) is in charge."""

    name: str
    code: str
    leader: int


BUREAUS = (
    Bureau("发展和改革局", "清发改", 1),
    Bureau("财政局", "清财", 1),
    Bureau("应急管理局", "清应急", 1),
    Bureau("市场监督管理局", "清市监", 1),
    Bureau("公安局", "清公", 2),
    Bureau("司法局", "清司", 2),
    Bureau("信访局", "清信", 2),
    Bureau("农业农村局", "清农", 3),
    Bureau("水利局", "清水", 3),
    Bureau("林业局", "清林", 3),
    Bureau("自然资源局", "清自然资", 4),
    Bureau("住房和城乡建设局", "清建", 4),
    Bureau("交通运输局", "清交", 4),
    Bureau("生态环境局", "清环", 4),
    Bureau("城市管理局", "清城管", 4),
    Bureau("教育局", "清教", 5),
    Bureau("民政局", "清民", 5),
    Bureau("人力资源和社会保障局", "清人社", 5),
    Bureau("文化广电和旅游局", "清文旅", 5),
    Bureau("卫生健康局", "清卫健", 5),
    Bureau("工业和信息化局", "清工信", 1),
    Bureau("大数据发展中心", "清数", 1),
)
TOWNS = (
    Bureau("城关镇", "城政", 4),
    Bureau("溪口镇", "溪政", 3),
    Bureau("柳河镇", "柳政", 3),
    Bureau("石桥镇", "石政", 3),
    Bureau("双塔镇", "双政", 3),
    Bureau("白云乡", "白政", 3),
    Bureau("大田乡", "田政", 3),
    Bureau("红岩乡", "红政", 3),
    Bureau("东湖街道", "东办", 4),
    Bureau("北城街道", "北办", 4),
)
RENAMED = ("大数据发展中心", "数据局")  # its name before and since
LEAVERS, NEIGHBOUR = "林业局", "农业农村局"  # whose head leaves, and who stands in where there is no deputy


def full_name(bureau: Bureau) -> str:
    """Return a bureau's or town's full name (机关全称)."""
    if bureau.name.endswith(("镇", "乡")):
        return f"{COUNTY}{bureau.name}人民政府"
    return f"{COUNTY}{bureau.name}办事处" if bureau.name.endswith("街道") else f"{COUNTY}{bureau.name}"


def short_name(bureau: Bureau) -> str:
    """Return how the county calls it (机关简称): 县财政局, 城关镇."""
    return bureau.name if bureau in TOWNS else f"县{bureau.name}"


def head_title(bureau: Bureau) -> str:
    """Return what the head of a bureau or town is called (正职)."""
    last = bureau.name[-1]
    return {"镇": "镇长", "乡": "乡长", "道": "办事处主任", "心": "主任"}.get(last, "局长")


SPECIALTIES = (
    "文字综合",
    "公文处理",
    "档案管理",
    "财务",
    "法律",
    "统计分析",
    "信息技术",
    "新闻写作",
    "摄影摄像",
    "会务组织",
    "应急处置",
    "工程管理",
)
# How common each kind of staff is among those who are not in a leading post.
STAFF = {"civil_servant": 50, "reference": 12, "institution": 22, "worker": 5, "contract": 8, "seconded": 3}
