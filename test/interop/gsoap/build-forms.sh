#!/bin/bash
# Builds a client of the service at an address in the current folder: build-forms.sh ADDRESS, beside a copy of forms-client.c.
set -euo pipefail

gsoap=/usr/share/gsoap
# The type map that gSOAP brings along, with names for our namespaces. It maps .NET's duration to one that nothing declares, and
# knows no attributes of references; the map is made for that.
grep -vE '^_?ser__duration' "$gsoap/WS/typemap.dat" > typemap.dat
cat >> typemap.dat <<'END'
ser__duration = | char* | char*
_ser__duration = | char* | char*
_ser__Id = typedef char* _ser__Id; | char* | char*
_ser__Ref = typedef char* _ser__Ref; | char* | char*
forms = "http://example.org/forms"
types = "http://example.org/forms/types"
END
wsdl2h -c -t typemap.dat -o forms.h "$1"
soapcpp2 -1 -C -c -x -L -I"$gsoap/import:$gsoap" forms.h
cp ./*.nsmap forms.nsmap 2> /dev/null || true
gcc -w -DWITH_IPV6 -DWITH_OPENSSL -DWITH_GZIP -DWITH_DOM -I. forms-client.c soapC.c soapClient.c \
  -o forms-client -lgsoapssl -lssl -lcrypto -lz
