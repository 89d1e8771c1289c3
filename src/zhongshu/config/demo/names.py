"""Invented names of people (虚构姓名): family names by how common they are, given names from a fixed list."""

from collections.abc import Iterator
from random import Random

FAMILIES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
)
_COMMON = (
    "志远 建平 晓峰 文斌 海涛 立新 国栋 永强 少华 德明 卫东 振宇 家豪 子涵 雨桐 思源 明哲 俊杰 浩然 天宇 "
    "丽娟 秀英 晓燕 桂兰 雪梅 海燕 春霞 玉洁 静怡 佳慧 欣悦 婉婷 慧敏 淑珍 若兰 美玲 红梅 晓彤 诗雨 梦瑶 "
    "庆华 宏伟 光辉 学军 长青 守信 仁杰 瑞林 世昌 兆丰 启明 承志 景行 怀瑾 望舒 清扬 致远 知行 安然 沐阳 "
    "鹏 磊 洋 勇 敏 静 娜 颖 倩 琳 涛 超 斌 亮 锐 萌 蕾 薇 岚 韬"
)
GIVEN = _COMMON.split()


def invent(rng: Random) -> Iterator[str]:
    """Yield names without end, each once, the commonest family names most often."""
    weights = [1 / (rank + 4) for rank in range(len(FAMILIES))]
    used: set[str] = set()
    while True:
        name = rng.choices(FAMILIES, weights)[0] + rng.choice(GIVEN)
        if name not in used:
            used.add(name)
            yield name
