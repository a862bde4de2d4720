<?php
// Reads the description of our service with PHP's SOAP extension, calls it, and prints what came back as JSON.

$client = new SoapClient($argv[1], ['cache_wsdl' => WSDL_CACHE_NONE, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS]);

function call(SoapClient $client, string $form, mixed $value): mixed
{
    $operation = "Echo$form";
    $result = "Echo{$form}Result";
    return $client->$operation(['value' => $value])->$result;
}

$ann = ['age' => 30, 'home' => ['street' => 'High Street', 'house_x0020_no' => 7], 'name' => 'Ann <&> Bäcker'];
echo json_encode([
    'operations' => count($client->__getFunctions()),
    'int' => call($client, 'Int32', -5),
    'string' => call($client, 'String', 'Größe <&>'),
    'bytes' => bin2hex(call($client, 'Bytes', "\x00\xff")),
    'color' => call($client, 'Color', 'Blue'),
    'ints' => call($client, 'Ints', ['int' => [1, 2, 3]]),
    'named' => call($client, 'Named', ['tag' => ['a', 'b']]),
    'person' => call($client, 'Person', $ann),
    'counts' => call($client, 'Counts', ['KeyValueOfstringint' => [['Key' => 'a', 'Value' => 1]]]),
]);
