<?php
// A small chat server. Its argument is PORT.

$server = stream_socket_server("tcp://0.0.0.0:$argv[1]");
echo "The server listens on port ", explode(":", stream_socket_get_name($server, false))[1], "\n";
$clients = [];
$users = [];

function send(array $from, string $to, object $receiver, string $text): void
{
    $message = ["from" => $from, "to" => $to, "msg" => $text];
    fwrite($receiver->connection, json_encode($message, JSON_UNESCAPED_SLASHES) . "\n");
}

function tell(object $client, string $text): void
{
    send(["name" => "SERVER", "ip" => "0.0.0.0"], $client->name, $client, $text);
}

function join_chat(object $client, string $name): void
{
    global $users;
    $others = $users ? "Online users: " . implode(", ", array_keys($users)) : "You are the first connected user.";
    $client->name = $name;
    $users[$name] = $client;
    tell($client, "Welcome $name! Connection established.\nSend message to /help for a list of available commands!\n$others");
}

function take(object $client, array $message): void
{
    global $users;
    $to = $message["to"];
    if ($to === "/time") {
        tell($client, "Server time: " . date("H:i:s"));
    } elseif ($to === "/standard") {
        tell($client, "JSON STD: \n " . '{"from": {"name": "...", "ip": "..."}, "to": "...", "msg": "..."}');
    } elseif (isset($users[$to])) {
        send($message["from"], $to, $users[$to], $message["msg"]);
    } else {
        tell($client, "❌ Error: User '$to' not found.");
    }
}

while (true) {
    $ready = [$server, ...array_column($clients, "connection")];
    $write = $except = null;
    stream_select($ready, $write, $except, null);
    foreach ($ready as $connection) {
        if ($connection === $server) {
            $connection = stream_socket_accept($server);
            $address = preg_replace("/:\d+$/", "", stream_socket_get_name($connection, true));
            $clients[(int) $connection] = (object) [
                "connection" => $connection, "address" => $address, "name" => null, "text" => "",
            ];
            continue;
        }
        $client = $clients[(int) $connection];
        $data = fread($connection, 65536);
        if ($data === "" || $data === false) {
            unset($clients[(int) $connection], $users[$client->name]);
            fclose($connection);
            continue;
        }
        $lines = explode("\n", $client->text . $data);
        $client->text = array_pop($lines);
        foreach ($lines as $line) {
            if ($client->name === null) {
                join_chat($client, trim($line));
            } else {
                take($client, json_decode($line, true));
            }
        }
    }
}
