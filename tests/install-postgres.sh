#!/usr/bin/env bash
# What the ledger's tests need of Debian: PostgreSQL's own programs. The tests start a server of
# their own; none is left running here. Without root or network they skip and say so.
set -uo pipefail
have() {
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}
skip() {
  echo "没有装上 PostgreSQL（$1），台账在 PostgreSQL 上的测试会跳过；可手工运行 apt-get install postgresql" >&2
  exit 0
}
have && exit 0
command -v apt-get >/dev/null || skip "没有 apt-get"
[ "$(id -u)" = 0 ] || skip "不是 root"
export DEBIAN_FRONTEND=noninteractive
# The package would make and start a cluster of its own: the tests want neither.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
fi
said="$(mktemp)"
trap 'rm -f "$said"' EXIT
options=(-qq -o Acquire::Retries=1 -o Acquire::http::Timeout=30)
apt-get "${options[@]}" update >"$said" 2>&1 || skip "apt-get update 失败：$(tail -n 1 "$said")"
apt-get "${options[@]}" install -y --no-install-recommends -o Dpkg::Options::=--force-confold \
  postgresql >"$said" 2>&1 || skip "apt-get install 失败：$(tail -n 1 "$said")"
have || skip "装好后仍找不到 initdb"
