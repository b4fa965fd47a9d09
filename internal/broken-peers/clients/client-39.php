<?php
[, $host, $port, $name] = $argv;

$connection = stream_socket_client("tcp://$host:$port", $code, $problem, 20);
if ($connection === false) {
    fwrite(STDERR, "$problem\n");
    exit(1);
}

function show($connection, int $milliseconds): void
{
    $deadline = microtime(true) + $milliseconds / 1000;
    while (($left = $deadline - microtime(true)) > 0) {
        [$read, $write, $except] = [[$connection], null, null];
        if (stream_select($read, $write, $except, 0, (int) ($left * 1_000_000)) === 0) {
            return;
        }
        $line = fgets($connection);
        if ($line === false) {
            return;
        }
        echo $line;
    }
}

function message(string $name, string $to, string $text): string
{
    return <<<JSON
    {
      "from": {
        "name": "$name",
        "ip": "127.0.0.1",
      },
      "to": "$to",
      "msg": "$text",
    }

    JSON;
}

fwrite($connection, "$name\n");
echo fgets($connection);
for ($round = 0; $round < 2; $round++) {
    foreach ([["/list", ""], [$name, "hello"], ["/time", ""], [$name, "is anybody here?"]] as [$to, $text]) {
        fwrite($connection, message($name, $to, $text));
        show($connection, 200);
    }
}
stream_socket_shutdown($connection, STREAM_SHUT_WR);
while (($line = fgets($connection)) !== false) {
    echo $line;
}
