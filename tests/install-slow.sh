#!/usr/bin/env bash
# What the long tests need beside Python: LibreOffice, to see the workbook as an office would.
set -euo pipefail
command -v soffice >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "请先安装 LibreOffice（soffice），否则版式测试会跳过" >&2
  exit 0
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends libreoffice-calc libreoffice-writer fonts-wqy-zenhei
