"""The lists of the organisation, and what its changes refuse."""

import re
import unicodedata
from datetime import date

from zhongshu.kit import dates, text
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms
from zhongshu.org.models import Account, Person

# 角色: what somebody may do in the office beyond the tasks that reach them.
ROLES: Terms = (
    ("registrar", "收文登记"),
    ("confidential_registrar", "机要登记"),
    ("office_head", "办公室主任"),
    ("leader", "领导"),
    ("archivist", "档案管理"),
    ("supervisor", "督查"),
    ("legal_reviewer", "法制审核"),
    ("route_editor", "流程管理员"),
    ("seal_keeper", "印章管理"),
)

# 人员类别, as the registers of staff name them.
STAFF_TYPES: Terms = (
    ("civil_servant", "公务员"),
    ("reference", "参公"),
    ("institution", "事业"),
    ("worker", "工勤"),
    ("contract", "聘用"),
    ("seconded", "借调"),
)

UNIT_KINDS: Terms = (("organ", "机关"), ("section", "内设机构"))
EDGE_KINDS: Terms = (("dual", "双重领导"), ("guidance", "业务指导"))
ADMINISTRATORS: Terms = (("sysadmin", "系统管理员"), ("secadmin", "安全保密管理员"), ("auditor", "安全审计员"))

# 显示方式: how the pages look to somebody.
LOOKS: Terms = (("normal", "标准"), ("large", "大字"), ("care", "关怀模式"))

SYSTEM = "system"  # the machine itself: set-up, imports, the demonstration
DEFAULT_LOGINS = {"admin", "administrator", "root", "guest", "test", "user", "system"}
_LOGIN = re.compile(r"[\w.\-]{2,64}")


class BadOrganisation(Refused):
    """The change would leave the organisation in a state that cannot be (机构人员信息有误)."""


def known(terms: Terms, key: str, name: str, *, field: str) -> str:
    """Return the key when the list has it. `name` is the Chinese name of the field."""
    if key not in dict(terms):
        raise BadOrganisation(f"{name}不在可选范围内，请重新选择。", field=field)
    return key


def name(typed: str, limit: int, title: str, *, field: str = "name") -> str:
    """Return a clean name that is not empty. `title` is the Chinese name of the field."""
    clean = text.clean_line(typed, limit, title, field=field)
    if not clean:
        raise BadOrganisation(f"没有填写{title}，请填写后重新提交。", field=field)
    return clean


def check_free(taken: bool, code: str) -> None:
    """Refuse a code that a unit, person or post bears already (编码重复)."""
    if taken:
        raise BadOrganisation(f"编码“{code}”已被使用，请换一个编码。", field="code")


def check_holds(valid_from: date, valid_to: date | None, day: date, title: str) -> None:
    """Refuse to change on `day` what has not begun or is already over."""
    if day < valid_from:
        raise BadOrganisation(f"{title}从{dates.show_date(valid_from)}起才有效，日期不能早于这一天。", field="on")
    if valid_to is not None and valid_to <= day:
        raise BadOrganisation(f"{title}已于{dates.show_date(valid_to)}终止，请刷新页面核对。", field="on")


def check_not_future(day: date, today: date, title: str) -> None:
    """Refuse a date after today for what takes effect at once."""
    if day > today:
        raise BadOrganisation(f"{title}不能晚于今天，请到当天再办理。", field="on")


def check_unit_empty(children: int, people: int, unit: str) -> None:
    """Refuse to end a unit (撤销机构) that still has units below it or people in its posts."""
    if children:
        raise BadOrganisation(f"{unit}还有{children}个下级机构，请先撤销下级机构。")
    if people:
        raise BadOrganisation(f"{unit}还有{people}人任职，请先办理免职或调动。")


def check_parent(is_organ: bool, has_parent: bool, is_over: bool) -> None:
    """Refuse an internal unit without a unit above it, and any unit below one that is over (上级机构)."""
    if not is_organ and not has_parent:
        raise BadOrganisation("内设机构须隶属于一个机关，请选择上级机构。", field="parent")
    if is_over:
        raise BadOrganisation("上级机构已撤销，请另选上级机构。", field="parent")


def check_relation(is_same: bool, exists: bool) -> None:
    """Refuse to relate a unit to itself, or twice in the same way."""
    if is_same:
        raise BadOrganisation("机构不能与自身建立关系，请另选机构。", field="lower")
    check_once(exists, "两个机构已有这种关系")


def check_post_empty(people: int, post: str) -> None:
    """Refuse to end a post (撤销岗位) with people in it."""
    if people:
        raise BadOrganisation(f"岗位“{post}”还有{people}人任职，请先办理免职。")


def check_once(exists: bool, fact: str) -> None:
    """Refuse what stands already; `fact` says what."""
    if exists:
        raise BadOrganisation(f"{fact}，无须重复办理。")


def check_nothing_yet(exists: bool) -> None:
    """Refuse to set up a second time (系统已初始化)."""
    if exists:
        raise BadOrganisation("系统里已有机关或账号，不能再次初始化。如需增设机关，请由系统管理员登录后办理。")


def check_login_free(taken: bool, login: str) -> None:
    """Refuse a login that somebody has."""
    if taken:
        raise BadOrganisation(f"账号“{login}”已被使用，请换一个账号。", field="login")


def check_may_have_account(has_one: bool, person: Person, day: date) -> None:
    """Refuse a second account for a person, and an account for somebody who has left."""
    if has_one:
        raise BadOrganisation(f"{person.name}已有账号，一人只能有一个账号。", field="person")
    if person.valid_to is not None and person.valid_to <= day:
        raise BadOrganisation(f"{person.name}已离岗，不能开设账号。", field="person")


def check_may_activate(account: Account, day: date) -> None:
    """Refuse to activate an account in use, and that of somebody who has left."""
    if account.is_active:
        raise BadOrganisation("该账号已在使用，无须再次启用。")
    if account.person and account.person.valid_to is not None and account.person.valid_to <= day:
        raise BadOrganisation(f"{account.person.name}已离岗，账号不能启用。")


def check_active(account: Account) -> None:
    """Refuse to give powers to an account that nobody may use."""
    if not account.is_active:
        raise BadOrganisation("该账号没有启用，请先启用账号。")


def check_not_disabled(account: Account) -> None:
    """Refuse to shut an account twice."""
    if account.disabled_at is not None:
        raise BadOrganisation("该账号已停用，无须重复停用。")


def same_login(typed: str) -> str:
    """Return a login (账号) in its one form, whatever width and case it was typed in."""
    return unicodedata.normalize("NFKC", text.visible(typed)).strip().lower()


def login(typed: str) -> str:
    """Return a login for a new account: 2 to 64 letters, Chinese characters, digits, dots, _ or -, in lower case.

    Raises Refused for other characters and for the names that every attacker tries first (GB/T 22239 8.1.4.2).
    """
    clean = same_login(typed)
    if not _LOGIN.fullmatch(clean):
        raise Refused("账号应为2至64个汉字、字母、数字、点、横线或下划线，请重新填写。", field="login")
    if clean in DEFAULT_LOGINS:
        raise Refused(f"“{clean}”是常见的默认账号名，容易被猜中，请换一个账号。", field="login")
    return clean
