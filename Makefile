# Every target sets up what it needs; a repeat is quick, and after set-up nothing needs the network.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test slow bench check fix train lock wheel clean

help:            ## 列出所有命令
	@grep -E '^[a-z]+: .*##|^[a-z]+:  *##' Makefile | sed 's/:.*##/\t/'

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "需要 Python 3.11 或更高版本；可用 make PYTHON=python3.12 指定"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(STAMP)   ## 安装并把 examples/ 整理成 out/台账.xlsx
	@mkdir -p out
	@$(BIN)/minyi run examples --out out/台账.xlsx --force || [ $$? -eq 1 ]  # 1: some rows were rejected, and listed

test: $(STAMP)   ## 安装并运行全部测试
	$(BIN)/python -m pytest -m "not slow"

slow: $(STAMP)   ## 耗时的测试（版式、压力）
	tests/install-slow.sh
	$(BIN)/python -m pytest -m slow

bench: $(STAMP)  ## 与朴素程序比速度，写出 docs/performance.md
	$(BIN)/python -m bench

check: $(STAMP)  ## ruff、mypy --strict、import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(STAMP)    ## 自动改正格式
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

train: $(STAMP)  ## 用 models/data 重新训练 models/default
	$(BIN)/python models/train_default.py

wheel: $(STAMP)  ## 打包
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation

lock:            ## 重新生成 requirements.lock（需要网络与 uv）
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-emit-index-url --no-header --quiet \
	  --output-file requirements.lock

clean:           ## 删除虚拟环境与产物
	rm -rf .venv dist out build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
