"""Reads the description of our service with zeep, calls it, and prints what came back as JSON."""

import datetime
import json
import sys
import uuid

from zeep import Client
from zeep.helpers import serialize_object

client = Client(sys.argv[1])
service = client.service
types = client.type_factory("http://example.org/forms/types")


def plain(value):
    return json.loads(json.dumps(serialize_object(value, dict), default=str))


identity = str(uuid.uuid4())
ann = {"age": 30, "home": {"street": "High Street", "house_x0020_no": 7}, "name": "Ann <&> Bäcker"}
results = {
    "operations": len(client.wsdl.services["FormsService"].ports["forms_IForms"].binding._operations),
    "int": service.EchoInt32(-5),
    "long": str(service.EchoUInt64(18446744073709551615)),
    "string": service.EchoString("Größe <&>"),
    "bytes": service.EchoBytes(b"\x00\xff").hex(),
    "date": str(service.EchoDateTime(datetime.datetime(2026, 11, 28, 12, 30))),
    "guid": service.EchoGuid(identity) == identity,
    "nothing": service.EchoNullableInt(None),
    "color": service.EchoColor("Blue"),
    "rights": plain(service.EchoRights(["Read", "Own"])),
    "ints": plain(service.EchoInts({"int": [1, 2, 3]})),
    "named": plain(service.EchoNamed({"tag": ["a", "b"]})),
    "person": plain(service.EchoPerson(ann)),
    "people": len(service.EchoPeople({"Person": [ann, ann]})),
    "circle": plain(service.EchoShape(types.Circle(color="Green", radius=1.5))),
    "counts": plain(service.EchoCounts({"KeyValueOfstringint": [{"Key": "a", "Value": 1}]})),
    "table": plain(service.EchoTable({"row": [{"number": 1, "cells": {"string": ["x"]}}]})),
}
print(json.dumps(results))
