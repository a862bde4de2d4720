<?php
// A service of PHP's SOAP extension that a document describes, behind PHP's own web server.

class Peer
{
    public function move(stdClass $from, int $by): array
    {
        $from->x += $by;
        return ['to' => $from, 'far' => $by > 10];
    }

    public function longest(mixed $names): string
    {
        // A list of one item is that item, unless it is an array in SOAP encoding.
        $list = is_array($names) ? $names : (array) $names->name;
        usort($list, fn (string $a, string $b) => strlen($b) - strlen($a));
        return $list[0];
    }

    public function fail(string $why): void
    {
        throw new SoapFault('Client', $why);
    }
}

$server = new SoapServer(getenv('PEER_WSDL'), ['cache_wsdl' => WSDL_CACHE_NONE]);
$server->setClass('Peer');
$server->handle();
