#!/usr/bin/env bash
# Installs the build into a scratch folder, builds a program against the installed package, and runs both; then makes
# the .deb and the tarball, unpacks them and runs what is inside. Usage: installed.sh BUILD_DIR SOURCE_DIR
set -euo pipefail
build=$1 source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
picture=$source/corpus/demo
picture=$(find "$picture" -name '*.jpg' -size +1k | sort | head -n 1)

cmake --install "$build" --prefix "$work/prefix" >/dev/null
"$work/prefix/bin/exifscrub" --version
cmake -S "$source/tests/api/consumer" -B "$work/consumer" -DCMAKE_PREFIX_PATH="$work/prefix" \
      -DCMAKE_BUILD_TYPE=Debug >/dev/null
cmake --build "$work/consumer" >/dev/null
"$work/consumer/consumer" "$picture" "$work/clean.jpg"
cmp -s <("$work/prefix/bin/exifscrub" - <"$picture" 2>/dev/null) "$work/clean.jpg"
test -s "$work/prefix/share/man/man1/exifscrub.1"
test -s "$work/prefix/share/man/man7/exifscrub-formats.7"

(cd "$build" && cpack -B "$work/packages" >/dev/null)
dpkg-deb -x "$work"/packages/*.deb "$work/deb"
dpkg-deb -f "$work"/packages/*.deb Depends | grep -q libc6
"$work/deb/usr/bin/exifscrub" --version
test -s "$work/deb/usr/share/doc/exifscrub/exifscrub.spdx.json"
mkdir "$work/tgz" && tar -xzf "$work"/packages/*.tar.gz -C "$work/tgz" --strip-components=1
cp "$picture" "$work/copy.jpg"
"$(find "$work/tgz" -path '*bin/exifscrub')" "$work/copy.jpg"
cmp "$work/copy.jpg" "$work/clean.jpg"
echo "installed, packaged and run"
