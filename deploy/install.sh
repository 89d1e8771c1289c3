#!/bin/sh
# 中枢离线安装：sh install.sh 安装目录。不连网，不改动安装目录以外的任何内容。
set -eu
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3}

refuse() {
    echo "$1" >&2
    exit 1
}

[ $# -eq 1 ] || refuse '用法：sh install.sh 安装目录，例如 sh install.sh /opt/zhongshu'
PREFIX=$1
case $PREFIX in /*) ;; *) refuse '安装目录要写完整路径，例如 /opt/zhongshu。' ;; esac

[ -f SHA256SUMS ] || refuse '安装包不完整：缺少 SHA256SUMS。请重新拷贝安装包。'
echo '正在核对安装包…'
checked=$(LC_ALL=C sha256sum -c SHA256SUMS 2>/dev/null) || {
    wrong=$(printf '%s\n' "$checked" | sed -n 's/: FAILED.*$//p' | tr '\n' ' ')
    refuse "安装包已损坏，没有安装任何内容。缺少或被改动的文件：${wrong:-SHA256SUMS}。请重新拷贝安装包。"
}
listed=$(printf '%s\n' "$checked" | wc -l)
found=$(find . -type f ! -path ./SHA256SUMS | wc -l)
[ "$listed" -eq "$found" ] || refuse '安装包中有清单以外的文件，没有安装任何内容。请重新解开安装包。'

read -r machine version <PLATFORM
[ "$(uname -m)" = "$machine" ] || refuse "这个安装包用于 $machine，本机是 $(uname -m)，没有安装任何内容。请换用对应的安装包。"
command -v "$PYTHON" >/dev/null 2>&1 || refuse "本机没有 Python $version。请先安装，或用 PYTHON=路径 sh install.sh 指明。"
own=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ "$own" = "$version" ] || refuse "这个安装包用于 Python $version，本机是 $own，没有安装任何内容。请用 PYTHON=路径 sh install.sh 指明。"
"$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || refuse 'Python 缺少 venv 组件。Debian、Ubuntu 请先安装 python3-venv。'
if [ -e "$PREFIX" ] && [ -n "$(ls -A "$PREFIX" 2>/dev/null)" ]; then
    refuse "$PREFIX 不是空目录，没有安装任何内容。升级请装到新目录，见 docs/deployment.md 第七节。"
fi

undo() {
    rm -rf "$PREFIX"
    refuse '安装没有完成，已经清理。请把上面的提示告诉技术支持人员。'
}
echo '正在安装…'
umask 022
"$PYTHON" -m venv "$PREFIX" || undo
"$PREFIX/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
    --no-index --find-links wheels --require-hashes -r requirements.txt || undo
cp -R docs deploy LICENSE NOTICE README.md "$PREFIX/" || undo
if [ -d fonts ]; then cp -R fonts "$PREFIX/" || undo; fi
"$PREFIX/bin/zhongshu" --help >/dev/null || undo
echo "已安装到 $PREFIX。接下来请看 $PREFIX/docs/deployment.md 第二节第 2 步。"
