"""Copies of a story are near each other, also in the other script; different stories of one kind are not."""

from __future__ import annotations

from pipeline.near_duplicates import NEAR, bands, likeness, signature
from tests.pipeline.reading.test_page import PARAGRAPHS

TEXT = "\n".join(PARAGRAPHS)
SIMPLIFIED = (
    "云端业者晴空运算周五宣布,向晶片商北辰半导体采购价值120亿美元的加速器,合约为期五年,自明年第一季起交货。"
    "晴空运算首席执行官林大维说,这批芯片将装进内华达州的三座数据中心,总容量1.2吉瓦,第一座预定明年七月启用。"
    "北辰半导体则以每股45美元认购晴空运算的新股,总额20亿美元,取得约百分之六的股权,交易须经主管机关核准。"
    "分析师指出,这种供应商出资、客户下单的循环交易愈来愈多,一旦需求不如预期,双方的账目都会受到影响。"
)
OTHER = (
    "雲端業者高山網路周五宣布,向晶片商南斗微電子採購價值30億美元的處理器,合約為期三年,自今年第四季起交貨。"
    "高山網路執行長王小美說,這批晶片將裝進德州的兩座資料中心,總容量0.4吉瓦,第一座下月啟用。"
    "南斗微電子股價應聲上漲百分之五,收在52.3美元,創今年新高,市值逼近八百億美元。"
)


def near(a: str, b: str) -> float:
    first, second = signature(a), signature(b)
    assert first is not None
    assert second is not None
    return likeness(first, second)


def test_copies_are_near_in_either_script() -> None:
    assert near(TEXT, TEXT) == 1
    assert near(TEXT, "【本報訊】" + TEXT.replace("周五", "20日")) >= NEAR
    assert near(TEXT, SIMPLIFIED) >= NEAR


def test_other_stories_of_the_same_kind_are_not() -> None:
    assert near(TEXT, OTHER) < NEAR - 0.2


def test_near_signatures_share_a_band_and_short_texts_have_none() -> None:
    first, second = signature(TEXT), signature(SIMPLIFIED)
    assert first is not None
    assert second is not None
    assert set(bands(first)) & set(bands(second))
    assert signature("輝達投資。") is None
