# 中枢。直接输入 make 显示帮助。

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000

BIN := .venv/bin
FONTS := $(or $(ZHONGSHU_FONTS),$(or $(ZHONGSHU_VAR),var)/fonts)
PYTEST = ZHONGSHU_VAR=build/$@-var ZHONGSHU_FONTS=$(FONTS) $(BIN)/python -m pytest
BUILT := src/zhongshu/ui/static/built
FRONTEND := $(shell find frontend -type f) package.json $(wildcard vite.config.*)
POSTGRESQL := $(or $(ZHONGSHU_TEST_POSTGRES),$(shell command -v initdb),$(firstword $(wildcard /usr/lib/postgresql/*/bin/initdb)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help fonts run demo demo-year screenshots formats check test on-sqlite on-postgresql nightly bench score build bundle clean

help:
	@echo '中枢——办公室的办文、办会、办事与督查系统'
	@echo ''
	@echo '  make run     安装所需组件，建立演示数据，在 http://$(HOST):$(PORT) 启动'
	@echo '  make test    安装开发组件，检查代码并运行全部测试'
	@echo '  make nightly 用一万组随机操作和五十个同时办理、随时断电的进程检验流程（约需一小时）'
	@echo '  make check   只检查代码（格式、分层、类型），不运行测试'
	@echo '  make demo    数据库为空时写入演示数据'
	@echo '  make demo-year 写入一整年的演示数据（五千件，约需十分钟）'
	@echo '  make screenshots 重新生成说明中的截图'
	@echo '  make formats 重新生成公文版式的图样'
	@echo '  make bench   测量页面、办理、并发、检索、统计和多机的性能（约需半小时）'
	@echo '  make score   识读评分：make score SAMPLES=目录'
	@echo '  make build   生成页面资源'
	@echo '  make fonts   安装打印用的字库'
	@echo '  make bundle  生成不连网也能安装的安装包（make bundle PLATFORM=aarch64 用于鲲鹏、飞腾）'
	@echo '  make clean   删除安装和生成的内容（不删除 var 目录中的数据）'
	@echo ''
	@echo '需要 Python 3.11 以上、Node 20.19 以上。其他可选组件用 $(BIN)/zhongshu doctor 查看。'

run: demo
	$(BIN)/zhongshu serve --host $(HOST) --port $(PORT)

demo: .venv/.run build $(FONTS)/.done
	$(BIN)/zhongshu migrate
	$(BIN)/zhongshu demo --if-empty

demo-year: .venv/.run build $(FONTS)/.done
	$(BIN)/zhongshu migrate
	$(BIN)/zhongshu demo --year --if-empty

screenshots: .venv/.dev build $(FONTS)/.done
	ZHONGSHU_FONTS=$(FONTS) $(BIN)/python docs/pictures/take.py

formats: .venv/.dev $(FONTS)/.done
	ZHONGSHU_FONTS=$(FONTS) $(BIN)/python docs/pictures/formats.py

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy -p zhongshu

# Both databases at the same time: each pass keeps one processor busy. The second one's words come when it is done.
test: check build $(FONTS)/.done
ifneq ($(POSTGRESQL),)
	@$(MAKE) --no-print-directory --keep-going --jobs=2 on-sqlite on-postgresql
else ifeq ($(ZHONGSHU_TEST_ALL),1)
	@echo '没有找到 PostgreSQL，无法运行第二遍测试。请安装 postgresql 后重试。' >&2; exit 1
else
	@$(MAKE) --no-print-directory on-sqlite
	@echo '没有找到 PostgreSQL，测试只在 SQLite 上运行了一遍。'
endif

on-sqlite:
	@$(PYTEST)

on-postgresql:
	@mkdir -p build
	@ZHONGSHU_TEST_DB=postgresql $(PYTEST) >build/$@.log 2>&1; code=$$?; cat build/$@.log; exit $$code

nightly: .venv/.dev
	ZHONGSHU_PROPERTIES=nightly $(PYTEST) tests/storm src/zhongshu/routes/tests/test_properties.py src/zhongshu/matters/tests/test_properties.py

bench: .venv/.run build
	$(BIN)/zhongshu bench
ifneq ($(POSTGRESQL),)
	$(BIN)/zhongshu bench --postgresql
ifeq ($(shell id -u),0)
	$(BIN)/zhongshu bench --hosts 2 --tasks 100000 --people 500
else
	@echo '多机测量需要 root 权限，没有测量。'
endif
else
	@echo '没有找到 PostgreSQL，只测量了 SQLite。'
endif

score: .venv/.run
	@$(BIN)/python -m zhongshu.gongwen.read.score $(SAMPLES)

build: $(BUILT)/.done

fonts: .venv/.run
	ZHONGSHU_FONTS=$(FONTS) $(BIN)/zhongshu fonts

bundle: build $(FONTS)/.done
	$(BIN)/python deploy/bundle.py --fonts $(FONTS) $(if $(PLATFORM),--platform $(PLATFORM))

clean:
	rm -rf .venv node_modules $(BUILT) build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a set-up that is done and whose lock file has not changed is not done again.

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo '需要 Python 3.11 以上。如已装在别处，请运行 make PYTHON=该程序的路径。' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo 'Python 缺少 venv 组件。Debian、Ubuntu 请安装 python3-venv。' >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

node_modules/.done: package-lock.json
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
	  || { echo '需要 Node 20.19 以上。' >&2; exit 1; }
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Nothing else waits for type: without it papers are set in whatever there is, and `zhongshu doctor` says so.
$(FONTS)/.done: | .venv/.run
	@mkdir -p $(FONTS)
	-@ZHONGSHU_FONTS=$(FONTS) $(BIN)/zhongshu fonts && touch $@

# The compressed copies are made once here, not at every request.
$(BUILT)/.done: node_modules/.done $(FRONTEND) | .venv/.run
	npm run build --silent
	$(BIN)/python -m whitenoise.compress --quiet --no-brotli $(BUILT)
	@touch $@
