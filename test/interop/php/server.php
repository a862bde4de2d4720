<?php
// An rpc/encoded service of PHP's SOAP extension, behind PHP's own web server.

class Encoded
{
    public function echo(mixed $person): mixed
    {
        return $person;
    }

    public function sum(array $numbers, array $texts): string
    {
        return array_sum($numbers) . ' ' . implode(',', $texts);
    }

    public function fail(string $why): void
    {
        throw new SoapFault('Client', $why);
    }
}

$server = new SoapServer(null, ['uri' => 'urn:encoded']);
$server->setClass('Encoded');
$server->handle();
