<?php
[, $host, $port, $name] = $argv;

$connections = [];

function say(string $to, string $text): void
{
    global $host, $port, $name, $connections;
    $connection = fsockopen($host, (int) $port);
    $connections[] = $connection;
    fwrite($connection, "$name\n");
    $welcome = fgets($connection);
    echo $welcome;
    // Nobody can be called Guest: the name was refused.
    if (str_contains((string) $welcome, '"to": "Guest"')) {
        return;
    }
    $message = ["from" => ["name" => $name, "ip" => "127.0.0.1"], "to" => $to, "msg" => $text];
    fwrite($connection, json_encode($message) . "\n");
    echo fgets($connection);
}

for ($round = 0; $round < 2; $round++) {
    foreach ([["/list", ""], [$name, "hello"], ["/time", ""], [$name, "is anybody here?"]] as [$to, $text]) {
        say($to, $text);
        usleep(200_000);
    }
}
