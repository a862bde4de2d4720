<?php
// Calls our rpc/encoded service with PHP's SOAP extension and prints what came back as JSON.

[, $url, $version] = $argv;
$client = new SoapClient(null, [
    'location' => $url,
    'uri' => 'urn:encoded',
    'soap_version' => $version === '1.2' ? SOAP_1_2 : SOAP_1_1,
    'style' => SOAP_RPC,
    'use' => SOAP_ENCODED,
    'trace' => true,
]);

function call(SoapClient $client, string $operation, array $parameters): mixed
{
    $arguments = array_map(
        fn (string $name, mixed $value) => new SoapParam($value, $name), array_keys($parameters), $parameters);
    return $client->__soapCall($operation, $arguments, ['soapaction' => "urn:encoded/IEncoded/$operation"]);
}

$person = new stdClass();
$person->name = 'Ann <&> Bäcker';
$person->friend = $person;
$ann = new SoapVar($person, SOAP_ENC_OBJECT, 'Person', 'urn:people');

$echoed = call($client, 'echo', ['person' => $ann]);
$sum = call($client, 'sum', ['numbers' => [1, 2, 39], 'texts' => ['a', '', 'b']]);
try {
    call($client, 'fail', ['why' => 'because']);
    $fault = null;
} catch (SoapFault $error) {
    $fault = $error->getMessage();
}
echo json_encode([
    'name' => $echoed->name,
    'refersToItself' => $echoed->friend === $echoed,
    'sum' => $sum,
    'fault' => $fault,
    'request' => $client->__getLastRequest(),
]);
