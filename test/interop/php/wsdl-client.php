<?php
// Calls our rpc/encoded service with a client that PHP makes of its document, and prints what came back as JSON.

[, $url] = $argv;
$client = new SoapClient("$url?singleWsdl", ['cache_wsdl' => WSDL_CACHE_NONE]);
$ann = ['name' => 'Ann <&> Bäcker', 'friend' => ['name' => 'Bob', 'friend' => null]];
$echoed = $client->echo($ann);
try {
    $client->fail('because');
    $fault = null;
} catch (SoapFault $error) {
    $fault = $error->getMessage();
}
echo json_encode([
    'name' => $echoed->name,
    'friend' => $echoed->friend->name,
    'sum' => $client->sum([1, 2, 39], ['a', '', 'b']),
    'fault' => $fault,
]);
