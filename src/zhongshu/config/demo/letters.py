"""What comes in (虚构来文): senders, numbers, genres and titles as an office sees them every day."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from zhongshu.config.demo import places

# What a document is about, the bureau that leads, and those that help.
TOPICS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("重点项目建设", "发展和改革局", ("财政局", "自然资源局")),
    ("营商环境优化", "发展和改革局", ("市场监督管理局", "大数据发展中心")),
    ("节能降碳", "发展和改革局", ("工业和信息化局",)),
    ("预算绩效管理", "财政局", ()),
    ("惠民惠农补贴资金发放", "财政局", ("农业农村局",)),
    ("政府采购", "财政局", ()),
    ("安全生产隐患排查", "应急管理局", ("住房和城乡建设局", "工业和信息化局")),
    ("自然灾害综合风险普查", "应急管理局", ("水利局", "自然资源局")),
    ("食品安全监管", "市场监督管理局", ("教育局", "卫生健康局")),
    ("特种设备安全", "市场监督管理局", ()),
    ("道路交通安全", "公安局", ("交通运输局",)),
    ("反电信网络诈骗宣传", "公安局", ()),
    ("法治政府建设", "司法局", ()),
    ("行政复议", "司法局", ()),
    ("信访积案化解", "信访局", ("司法局",)),
    ("高标准农田建设", "农业农村局", ("水利局", "财政局")),
    ("农村人居环境整治", "农业农村局", ("生态环境局", "城市管理局")),
    ("粮食生产", "农业农村局", ()),
    ("农村饮水安全", "水利局", ("卫生健康局",)),
    ("河湖长制", "水利局", ("生态环境局",)),
    ("小型水库除险加固", "水利局", ("财政局",)),
    ("森林防火", "林业局", ("应急管理局",)),
    ("国土绿化", "林业局", ()),
    ("林下经济发展", "林业局", ("农业农村局",)),
    ("耕地保护", "自然资源局", ("农业农村局",)),
    ("地质灾害防治", "自然资源局", ("应急管理局",)),
    ("老旧小区改造", "住房和城乡建设局", ("财政局", "城市管理局")),
    ("城镇燃气安全", "住房和城乡建设局", ("应急管理局", "市场监督管理局")),
    ("保障性住房建设", "住房和城乡建设局", ()),
    ("农村公路养护", "交通运输局", ("财政局",)),
    ("城乡客运一体化", "交通运输局", ()),
    ("秸秆综合利用", "生态环境局", ("农业农村局",)),
    ("饮用水水源地保护", "生态环境局", ("水利局",)),
    ("城市内涝治理", "城市管理局", ("住房和城乡建设局", "水利局")),
    ("生活垃圾分类", "城市管理局", ("生态环境局",)),
    ("义务教育优质均衡发展", "教育局", ("财政局",)),
    ("校园安全", "教育局", ("公安局", "市场监督管理局")),
    ("养老服务体系建设", "民政局", ("卫生健康局",)),
    ("社会救助", "民政局", ("财政局",)),
    ("高校毕业生就业", "人力资源和社会保障局", ()),
    ("农民工工资支付保障", "人力资源和社会保障局", ("住房和城乡建设局",)),
    ("文物保护", "文化广电和旅游局", ()),
    ("乡村旅游发展", "文化广电和旅游局", ("农业农村局",)),
    ("基层医疗卫生服务", "卫生健康局", ("财政局",)),
    ("爱国卫生运动", "卫生健康局", ("城市管理局",)),
    ("中小企业培育", "工业和信息化局", ("财政局",)),
    ("数字政府建设", "大数据发展中心", ("发展和改革局",)),
    ("公共数据资源登记", "大数据发展中心", ()),
)
# Genre and the frame of the title, by who sends it.
FROM_ABOVE = (
    ("notice", "关于进一步加强{}工作的通知"),
    ("notice", "关于开展{}专项检查的通知"),
    ("notice", "关于报送{}情况的通知"),
    ("notice", "关于召开{}工作推进会的通知"),
    ("notice", "关于印发《{}实施方案》的通知"),
    ("opinion", "关于加快推进{}的意见"),
    ("circular", "关于{}工作情况的通报"),
)
FROM_BESIDE = (
    ("letter", "关于商请支持{}工作的函"),
    ("letter", "关于征求{}工作意见的函"),
    ("letter", "关于赴贵县学习考察{}工作的函"),
)
FROM_BELOW = (
    ("request", "关于解决{}经费的请示"),
    ("request", "关于审定{}实施方案的请示"),
    ("request", "关于成立{}工作领导小组的请示"),
    ("report", "关于{}工作情况的报告"),
)
ALARMS = (
    ("应急管理厅", "关于做好强降雨防范应对工作的紧急通知"),
    ("气象局", "关于发布寒潮蓝色预警信号的通知"),
    ("政府办公厅", "关于报送值班值守情况的通知"),
    ("水利厅", "关于做好水库安全度汛工作的紧急通知"),
    ("交通运输厅", "关于做好低温雨雪天气保畅保通工作的紧急通知"),
    ("应急管理厅", "关于切实做好森林草原火险防范工作的通知"),
)
NEIGHBOURS = (("东平岭县", "东平政函"), ("临溪县", "临政函"), ("望山区", "望政函"))

# What a bureau of the county is called further up, where it is not 厅 in the province and the same in the city.
_PROVINCE = {
    "发展和改革局": "发展和改革委员会",
    "市场监督管理局": "市场监督管理局",
    "信访局": "信访局",
    "林业局": "林业局",
    "城市管理局": "住房和城乡建设厅",
    "文化广电和旅游局": "文化和旅游厅",
    "大数据发展中心": "大数据管理局",
    "卫生健康局": "卫生健康委员会",
}
_CITY = {"发展和改革局": "发展和改革委员会", "卫生健康局": "卫生健康委员会"}


TRIES = 8  # to find a title that has not come yet


@dataclass(frozen=True)
class Letter:
    """A document as it lies on the registrar's table; lead and co-units by name below the county."""

    sender: str
    sender_number: str
    title: str
    genre: str
    dated: date
    urgency: str
    lead: str
    co_units: tuple[str, ...]

    def details(self, signed_for_by: str) -> dict[str, Any]:
        """Return what the registration asks for."""
        return {
            "sender": self.sender,
            "sender_number": self.sender_number,
            "title": self.title,
            "genre": self.genre,
            "dated": self.dated,
            "urgency": self.urgency,
            "copies": 1,
            "copy_number": "",
            "signed_for_by": signed_for_by,
            "note": "",
        }


@dataclass
class Post:
    """The incoming post (来文): each letter new, its number the next of its sender after `begun`.

    In a whole year a title comes again now and then, under another number.
    """

    rng: Random
    begun: int = 0
    sequences: Counter[str] = field(default_factory=Counter)
    titles: set[str] = field(default_factory=set)

    def letter(self, day: date) -> Letter:
        """Return a document that comes in on a day."""
        for _ in range(TRIES):
            topic, lead, co_units = self.rng.choice(TOPICS)
            sender, code, frames, lead = self._sender(lead)
            genre, frame = self.rng.choice(frames)
            title = sender + frame.format(topic)
            if title not in self.titles:
                break
        self.titles.add(title)
        urgency = self.rng.choices(("none", "urgent", "extra_urgent"), (78, 17, 5))[0]
        helping = tuple(unit for unit in co_units if unit != lead and self.rng.random() < 0.6)
        dated = day - timedelta(days=self.rng.randrange(1, 6))
        return Letter(sender, self._number(code, dated), title, genre, dated, urgency, lead, helping)

    def telegram(self, day: date) -> Letter:
        """Return a telegram that comes in on a day, with one of the four grades."""
        office, frame = self.rng.choice(ALARMS)
        grade = self.rng.choices(("flash", "extra_urgent", "urgent", "routine"), (10, 35, 35, 20))[0]
        number = self._number(f"省{office[:2]}明电", day)
        return Letter(f"省{office}", number, f"省{office}{frame}", "notice", day, grade, "应急管理局", ("水利局",))

    def _sender(self, lead: str) -> tuple[str, str, tuple[tuple[str, str], ...], str]:
        bureau = next(each for each in places.BUREAUS if each.name == lead)
        match self.rng.choices(("省厅", "省局", "市府", "市局", "邻县", "乡镇", "县局"), (14, 12, 18, 18, 6, 18, 14))[
            0
        ]:
            case "省厅":
                return "省人民政府办公厅", "省政办发", FROM_ABOVE, lead
            case "省局":
                return f"省{_PROVINCE.get(lead, f'{lead[:-1]}厅')}", f"省{bureau.code[1:]}发", FROM_ABOVE, lead
            case "市府":
                return f"{places.CITY}人民政府办公室", "江政办发", FROM_ABOVE, lead
            case "市局":
                return f"{places.CITY}{_CITY.get(lead, lead)}", f"江{bureau.code[1:]}", FROM_ABOVE, lead
            case "邻县":
                name, code = self.rng.choice(NEIGHBOURS)
                return f"{name}人民政府", code, FROM_BESIDE, lead
            case "乡镇":
                town = self.rng.choice(places.TOWNS)
                return places.full_name(town), town.code, FROM_BELOW, lead
        # What bureaus number themselves in this office bears their code alone.
        return places.full_name(bureau), f"{bureau.code}函", FROM_BELOW, "财政局"

    def _number(self, code: str, day: date) -> str:
        sent = f"{code}〔{day.year}〕"
        self.sequences[sent] += self.rng.randrange(1, 4)
        return f"{sent}{self.begun + self.sequences[sent]}号"
