"""Single fields in forms that mislead (易错写法)."""

import pytest

from zhongshu.gongwen.read import organs
from zhongshu.gongwen.read.fields import recipients
from zhongshu.gongwen.read.tests.finding import check, find


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("教育部、外交部", ["教育部", "外交部"]),
        ("各市教育局、财政局", ["各市教育局、财政局"]),
        ("省教育厅、省财政厅，各高校", ["省教育厅", "省财政厅", "各高校"]),
        ("国务院各部委、各直属机构", ["国务院各部委、各直属机构"]),
        ("各省、自治区、直辖市人民政府", ["各省、自治区、直辖市人民政府"]),
        ("各县（市、区）人民政府、各开发区管委会", ["各县（市、区）人民政府", "各开发区管委会"]),
        ("雄安新区公共服务局、改革发展局", ["雄安新区公共服务局、改革发展局"]),
        ("县委宣传部、组织部", ["县委宣传部、组织部"]),
        ("市发展改革委、财政局", ["市发展改革委、财政局"]),
        ("江阳省人民政府、教育部", ["江阳省人民政府", "教育部"]),
        ("临江市、清溪县人民政府", ["临江市、清溪县人民政府"]),
        ("临江市人民政府、清溪县人民政府", ["临江市人民政府", "清溪县人民政府"]),
        ("各乡镇人民政府、街道办事处", ["各乡镇人民政府、街道办事处"]),
        ("县政府各部门、各直属单位，各乡镇人民政府", ["县政府各部门、各直属单位", "各乡镇人民政府"]),
        ("各级人民法院、各级人民检察院", ["各级人民法院", "各级人民检察院"]),
        ("国家税务总局江阳省税务局", ["国家税务总局江阳省税务局"]),
        ("学院各处、室、中心", ["学院各处、室、中心"]),
        ("各市检察院，公安厅、局，民政厅、局", ["各市检察院", "公安厅、局", "民政厅、局"]),
        ("市直各单位，中央、省驻临单位", ["市直各单位", "中央、省驻临单位"]),
        ("清溪经济技术开发区、临江新区、青山管理区", ["清溪经济技术开发区", "临江新区", "青山管理区"]),
        ("各部、处、室、附属中学", ["各部、处、室、附属中学"]),
        ("清溪县水利局、青山县水利局", ["清溪县水利局", "青山县水利局"]),
    ],
)
def test_recipients_are_split_where_every_part_is_a_whole_name(written, parts):
    assert recipients.split(written) == parts


@pytest.mark.parametrize(
    ("touching", "names"),
    [
        ("河北省财政厅河北省科学技术厅", ["河北省财政厅", "河北省科学技术厅"]),
        ("财政部办公厅工业和信息化部办公厅", ["财政部办公厅", "工业和信息化部办公厅"]),
        ("中共中央办公厅国务院办公厅", ["中共中央办公厅", "国务院办公厅"]),
        ("中共中央国务院", ["中共中央", "国务院"]),
        ("中共临江市委临江市人民政府", ["中共临江市委", "临江市人民政府"]),
        ("省科技厅省财政厅石家庄海关", ["省科技厅", "省财政厅", "石家庄海关"]),
        ("国家税务总局江阳省税务局江阳省财政厅", ["国家税务总局江阳省税务局", "江阳省财政厅"]),
        ("最高人民法院最高人民检察院公安部司法部", ["最高人民法院", "最高人民检察院", "公安部", "司法部"]),
        ("国家发展改革委工业和信息化部国家能源局", ["国家发展改革委", "工业和信息化部", "国家能源局"]),
        ("清溪县人力资源和社会保障局清溪县总工会", ["清溪县人力资源和社会保障局", "清溪县总工会"]),
        ("临江市公安局交通警察支队", ["临江市公安局交通警察支队"]),
        ("共青团江阳省委江阳省教育厅", ["共青团江阳省委", "江阳省教育厅"]),
        ("中国人民银行江阳省分行", ["中国人民银行江阳省分行"]),
        ("江阳省人民代表大会常务委员会办公厅", ["江阳省人民代表大会常务委员会办公厅"]),
        ("临江市发展和改革委员会临江市住房和城乡建设局", ["临江市发展和改革委员会", "临江市住房和城乡建设局"]),
        ("清溪县人民政府办公室清溪县财政局", ["清溪县人民政府办公室", "清溪县财政局"]),
        ("国务院教育督导委员会办公室", ["国务院教育督导委员会办公室"]),
        ("人力资源社会保障部办公厅财政部办公厅", ["人力资源社会保障部办公厅", "财政部办公厅"]),
        ("江阳省民政厅江阳省残疾人联合会", ["江阳省民政厅", "江阳省残疾人联合会"]),
    ],
)
def test_names_that_touch_are_parted(touching, names):
    assert organs.split(touching) == names


NOTICE = """{head}清溪县人民政府办公室关于做好春耕备耕工作的通知
各乡镇人民政府，县直各单位：
现就做好春耕备耕工作通知如下：
一、加强组织领导。{body}
{end}
清溪县人民政府办公室
{date}{tail}"""


def notice(head="", body="", end="特此通知。", date="2022年2月16日", tail=""):
    return NOTICE.format(head=head, body=body, end=end, date=date, tail=tail)


@pytest.mark.parametrize(
    "written",
    [
        "清政办发〔2022〕6号",
        "清政办发[2022]6号",
        "清政办发【2022】6号",
        "清政办发（２０２２）６号",
        "清政办发﹝2022﹞6号",
        "清 政 办 发 〔 2022 〕 6 号",
        "（清政办发〔2022〕6号）",
    ],
)
def test_a_number_in_any_brackets_and_digits(written):
    check(notice(head=written + "\n"), doc_number="清政办发〔2022〕6号", date="2022-02-16")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇二二年二月十六日", "2022-02-16"),
        ("二○二二年二月十六日", "2022-02-16"),
        ("二O二二年二月十六日", "2022-02-16"),
        ("二零二二年十二月三十一日", "2022-12-31"),
        ("２０２２年２月１６日", "2022-02-16"),
        ("2022 年 2 月 16 日", "2022-02-16"),
        ("二 〇 二 二 年 二 月 十 六 日", "2022-02-16"),
        ("2022年2月30日", None),
        ("2022年 月 日", None),
    ],
)
def test_dates_as_they_are_written(written, day):
    check(notice(date=written), date=day)


def test_the_masthead_marks_and_signer_of_a_printed_paper():
    text = notice(head="000012\n特急\n清溪县人民政府办公室文件\n清政办发〔2022〕6号　　签发人：董某\n")
    check(text, urgency="特急", doc_number="清政办发〔2022〕6号", issuers=["清溪县人民政府办公室"], secrecy=None)


def test_a_mark_of_secrecy_is_told():
    assert find(notice(head="机密★1年\n"))["secrecy"] == "机密"


def test_urgency_and_secrecy_that_are_only_spoken_of_do_not_count():
    text = notice(body="遇有特急事项立即报告，严守国家秘密，机密文件专人管理，加急办理。")
    check(text, urgency=None, secrecy=None)


def test_copies_and_printing_are_neither_recipients_nor_date():
    text = notice(tail="\n抄送：县委办公室，县人大常委会办公室。\n清溪县人民政府办公室　　2022年2月18日印发")
    check(text, date="2022-02-16", issuers=["清溪县人民政府办公室"], recipients=["各乡镇人民政府", "县直各单位"])


def test_an_attachment_with_recipients_signature_and_date_of_its_own():
    text = notice(
        end="附件：1.春耕备耕工作方案\n2.《农资储备登记表》.xlsx\n3. 联系人名单",
        tail="\n附件1\n春耕备耕工作方案\n各村民委员会：\n现将方案印发给你们。\n清溪县农业农村局\n2022年2月1日",
    )
    check(
        text,
        recipients=["各乡镇人民政府", "县直各单位"],
        issuers=["清溪县人民政府办公室"],
        date="2022-02-16",
        attachments=["春耕备耕工作方案", "农资储备登记表", "联系人名单"],
    )


def test_dates_and_colons_in_the_body_are_no_signature_and_no_recipients():
    text = notice(body="\n时间安排：\n2022年2月20日\n县农业农村局：\n2022年3月1日前完成。\n责任单位：\n县农业农村局")
    check(text, date="2022-02-16", recipients=["各乡镇人民政府", "县直各单位"])


def test_recipients_over_two_lines():
    text = """临江市财政局关于下达2022年农田建设资金的通知
临财农〔2022〕8号
各县（市、区）财政局，市农业农村局，临江经济技术开发区财政分局，临江高
新技术产业开发区财政局：
现下达你单位资金。
临江市财政局
2022年4月1日"""
    check(
        text,
        recipients=[
            "各县（市、区）财政局",
            "市农业农村局",
            "临江经济技术开发区财政分局",
            "临江高新技术产业开发区财政局",
        ],
    )


def test_a_letter_to_a_person():
    text = """清溪县人民政府办公室关于文物保护建议的复函
清政办函〔2022〕4号
周某某委员：
您的来信收悉，现函复如下：
我们将加强保护。
清溪县人民政府办公室
2022年8月1日"""
    check(text, genre="函", recipients=["周某某委员"])


def test_a_title_spread_with_blanks_and_broken_over_lines():
    text = """清溪县人民政府关于
公 布 县 级 文 物 保 护 单 位 的
通　　知
各乡镇人民政府：
现予公布。
清溪县人民政府
2022年8月1日"""
    check(text, title="清溪县人民政府关于公布县级文物保护单位的通知", genre="通知")


def test_a_title_that_ends_in_brackets():
    text = """关于规范行政处罚裁量权的指导意见（试行）
为规范裁量权，提出以下意见：
一、坚持公正。
临江市司法局
临江市城市管理局
2022年8月1日"""
    check(
        text,
        title="关于规范行政处罚裁量权的指导意见（试行）",
        genre="意见",
        issuers=["临江市司法局", "临江市城市管理局"],
        recipients=None,
        date="2022-08-01",
    )


def test_a_number_behind_the_title():
    text = """关于开展实验室安全检查的通知（校设[2019]8号）
各学院、各部门：
根据《关于加强安全工作的通知》（校办〔2019〕3号）要求，现开展检查，请于4月30日前报送。
附件：实验室安全检查表"""
    check(
        text,
        title="关于开展实验室安全检查的通知",
        doc_number="校设〔2019〕8号",
        recipients=["各学院", "各部门"],
        date=None,
        issuers=None,
        attachments=["实验室安全检查表"],
    )


def test_a_short_signature_of_an_organ_the_title_names_in_full():
    text = """临江市清溪县白云镇人民政府关于调整防汛工作领导小组的通知
各村（居）民委员会，镇属各单位：
现予调整。
白云镇人民政府
2022年8月1日"""
    check(text, issuers=["临江市清溪县白云镇人民政府"])


def test_a_list_of_schools_above_the_signature_does_not_sign():
    text = """清江省教育厅关于民办学校年检结果的公告
现将年检结果公告如下：
一、合格学校
清江第一职业学院
清江第二职业学院
清江第三职业学院
清江省教育厅
2022年8月1日"""
    check(text, issuers=["清江省教育厅"], date="2022-08-01")


def test_nothing_is_found_where_nothing_is():
    assert find("今天天气很好。\n我们去公园。") == {
        "genre": None, "title": None, "doc_number": None, "issuers": None, "recipients": None, "date": None,
        "urgency": None, "secrecy": None, "attachments": [],
    }  # fmt: skip


def test_an_empty_paper():
    assert find("")["title"] is None


def test_a_signed_date_may_have_lost_its_last_sign():
    check("请按时报送。\n清溪县水利局\n二〇一二年三月二十二", date="2012-03-22", issuers=["清溪县水利局"])
    check("请按时报送。\n清溪县水利局\n2012年3月22", date="2012-03-22")
    check("报送材料截止到\n2012年3月22", date=None)


def test_a_sentence_under_the_note_is_no_attachment():
    check(
        "有关情况如下。\n附件：抽检结果清单\n有关附件可通过清溪县水利局网站查询。\n清溪县水利局\n2022年3月4日",
        attachments=["抽检结果清单"],
    )


def test_the_organ_above_a_title_that_the_number_has_run_into():
    check(
        """清溪县人民政府办公室
关于印发《清溪县防汛应急预案（修订）》的通知 清政办发〔2018〕20号
各乡镇人民政府：
现印发给你们。
清溪县人民政府办公室
2018年2月8日""",
        title="清溪县人民政府办公室关于印发《清溪县防汛应急预案（修订）》的通知",
        doc_number="清政办发〔2018〕20号",
        issuers=["清溪县人民政府办公室"],
    )


def test_the_organ_that_a_page_adds_in_brackets_is_no_part_of_the_title():
    check(
        """临江青山县关于实施交通管制的通告（青山县交通局）
发布时间：2021-10-12
关于实施交通管制的通告
因防汛需要，大堤道路禁止一切车辆通行。
青山县公安局
2021年10月9日""",
        title="关于实施交通管制的通告",
        issuers=["青山县公安局"],
    )
