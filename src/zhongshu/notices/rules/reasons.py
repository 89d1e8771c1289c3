"""Why a message did not go out (未送达原因): in words that whoever keeps the system understands."""

REASONS: dict[str, str] = {
    "unreachable": "连接不上对方主机，请检查网络和地址。",
    "timeout": "对方没有及时应答。",
    "forbidden": "对方主机不在允许外联的名单内。",
    "refused": "对方拒收，请核对地址。",
    "busy": "对方系统出错。",
    "redirected": "对方要求转到别处，为安全起见没有发送。",
    "unparsed": "渠道地址不能识别，请核对后重新添加渠道。",
    "locked": "地址或密钥无法解密，请重新添加。",
    "unknown": "没有发送成功，对方没有说明原因。",
}
# Where the next one would fare no better: the outlet rests.
OF_OUTLET = {"unreachable", "timeout", "forbidden", "busy", "unparsed", "locked"}

WITHHELD = "内容已按保密要求隔离，不再发送。"
READ = "已在系统中阅读，不再发送。"
LEFT = "接收人已离岗，不再发送。"
NO_ADDRESS = "接收人没有登记接收地址。"
SWITCHED_OFF = "已停用，不再发送。"
RECALLED = "通知已撤回，不再发送。"
