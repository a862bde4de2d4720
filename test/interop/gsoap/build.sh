#!/bin/bash
# Builds server and client for one version of WS-ReliableMessaging in the current folder, which holds copies of the
# sources: build.sh 11|February2005. gSOAP's own sources are compiled from where the package put them.
set -euo pipefail

gsoap=/usr/share/gsoap
case "$1" in
  11) import=wsrm.h ;;
  February2005) import=wsrm5.h ;;
  *) echo "unknown version: $1" >&2; exit 2 ;;
esac

mkdir -p plugin custom
cp "$gsoap"/plugin/{wsaapi,wsrmapi,threads}.{c,h} plugin/
cp "$gsoap"/custom/duration.{c,h} custom/
if [ "$1" = February2005 ]; then
  # As shipped, a prototype of the header differs from the definition in the source.
  sed -i 's/wsrm__TerminateSequenceType \*res)/wsrm__TerminateSequenceResponseType *res)/' plugin/wsrmapi.h
fi

{ printf '#import "soap12.h"\n#import "%s"\n' "$import"; cat calculator.h; } > contract.h
soapcpp2 -c -a -x -L -I"$gsoap/import:$gsoap" contract.h > soapcpp2.log

# The library's structures depend on these four; its package was built with them (pkg-config --cflags gsoapssl).
library_flags=(-DWITH_IPV6 -DWITH_OPENSSL -DWITH_GZIP -DWITH_DOM)
flags=(-O1 "${library_flags[@]}" -DWITH_WCF -I. -Iplugin -Icustom)
plugins=(plugin/wsaapi.c plugin/wsrmapi.c plugin/threads.c custom/duration.c)
libraries=(-lgsoapssl -lssl -lcrypto -lz -lpthread -lm)
gcc "${flags[@]}" -w -c soapC.c soapClient.c soapServer.c "${plugins[@]}"
gcc "${flags[@]}" -Wall -Wextra -Werror -c client.c server.c
objects=(soapC.o soapClient.o wsaapi.o wsrmapi.o threads.o duration.o)
gcc server.o soapServer.o "${objects[@]}" -o server "${libraries[@]}"
gcc client.o "${objects[@]}" -o client "${libraries[@]}"
