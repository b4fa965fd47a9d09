<?php

// A chat client that reads line by line, since a server ends each message with a line feed, and that stays connected:
// `php chat_client.php HOST PORT NAME`. Then, one command per line: `TO TEXT`, or `"TO WITH SPACES" TEXT`, or `quit`.

declare(strict_types=1);

const MAX_MESSAGE_BYTES = 262_144; // The most that a server may write for one message.
const QUIET_SECONDS = 20; // When nothing came for so long, we ask the server for the time.
const ANSWER_SECONDS = 10; // When it does not answer for so long, it is dead or out of reach, and we hang up.
const FIRST_WAIT_SECONDS = 0.5; // Before we try again, we wait at most 0.5 s, 1 s, 2 s ...
const LONGEST_WAIT_SECONDS = 30; // ... and never longer than this.
const NAME_HELD_SECONDS = 60; // A lost connection may hold our name for so long.
const DISMISSED = '⛔ Error: You were disconnected: removed by an operator'; // A client does not come back after this,
const TEMPORARY = "/^⛔ Error: (Server full|The server can't check names)/"; // but after these it may.
// These answer nothing, and may come before the welcome.
const NOTICE = '/^(Notice: |Server is shutting down$|❌ Error: \d+ of your messages |⛔ Error: You were disconnected: )/';
// What could move the cursor, forge a line or turn the text around in a terminal.
const UNSAFE = '/[\p{Cc}\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}]/u';

/** Returns plain ASCII. A character above U+FFFF, such as an emoji, is two escapes. */
function quote(string $text): string
{
    return str_replace("\x7f", '\u007f', json_encode($text, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE));
}

function makeVisible(string $text): string
{
    return preg_replace_callback(UNSAFE, fn (array $match) => trim(quote($match[0]), '"'), $text);
}

/** Returns the message that the line is, or null. */
function decode(string $line): ?array
{
    $message = json_decode($line, true);
    // Five keys and four values: one more string is an unknown key, or one that is there twice.
    if (!is_array($message) || preg_match_all('/"(?:[^"\\\\]++|\\\\.)*+"/', $line) !== 9) {
        return null;
    }
    $from = is_array($message['from'] ?? null) ? $message['from'] : [];
    $strings = [$from['name'] ?? null, $from['ip'] ?? null, $message['to'] ?? null, $message['msg'] ?? null];
    return array_filter($strings, 'is_string') === $strings ? $message : null;
}

/** A user who stays in the chat, over one connection after another. */
final class Chat
{
    private mixed $socket = false;
    private string $state = ''; // Then "accepted" or "refused", or "dismissed" by the operator.
    private bool $isLeaving = false;
    private int $probes = 0; // Our own questions for the time, whose answers are not shown.
    private int $silentSince = 0;
    private int $patience = QUIET_SECONDS;
    private string $line = ''; // The beginning of a line whose end has not come yet.

    public function __construct(private string $host, private string $port, private string $name)
    {
    }

    /** Returns the exit code. */
    public function run(): int
    {
        for ([$wait, $lostAt] = [FIRST_WAIT_SECONDS, null]; ; $wait = min(2 * $wait, LONGEST_WAIT_SECONDS)) {
            $startedAt = time();
            $problem = $this->converse();
            $this->socket = false;
            if ($this->isLeaving) {
                return $problem === null ? 0 : 1;
            }
            fwrite(STDERR, "No chat with $this->host:$this->port any more. $problem\n");
            if ($this->state === 'accepted') {
                $lostAt = time();
                $wait = $lostAt - $startedAt > LONGEST_WAIT_SECONDS ? FIRST_WAIT_SECONDS : $wait;
            }
            // A name in use right after a loss is our own. At the first connection it is somebody else's.
            $isHeld = time() - $lostAt < NAME_HELD_SECONDS;
            if ($lostAt === null || $this->state === 'dismissed' || ($this->state === 'refused' && !$isHeld)) {
                return 1;
            }
            $pause = $wait * random_int(0, 1000) / 1000; // At random: a whole class does not come back at once.
            fwrite(STDERR, "Trying again in $pause s.\n");
            for ($end = microtime(true) + $pause; ($left = $end - microtime(true)) > 0;) {
                [$readable, $none] = [[STDIN], null];
                if (stream_select($readable, $none, $none, 0, (int) min($left * 1e6, 999_999)) && !$this->obey()) {
                    return 1;
                }
            }
        }
    }

    /** Shows what arrives and sends what is typed until the connection ends. Returns what went wrong, or null. */
    private function converse(): ?string
    {
        [$this->state, $this->probes, $this->line] = ['', 0, ''];
        [$this->silentSince, $this->patience] = [time(), QUIET_SECONDS];
        $this->socket = @stream_socket_client("tcp://$this->host:$this->port", $code, $problem, ANSWER_SECONDS);
        if (!$this->socket) {
            return $problem;
        }
        fwrite($this->socket, "$this->name\n");
        stream_set_blocking($this->socket, false);
        while (strlen($this->line) <= MAX_MESSAGE_BYTES) {
            $takesCommands = $this->state === 'accepted' && !$this->isLeaving;
            [$readable, $none] = [$takesCommands ? [$this->socket, STDIN] : [$this->socket], null];
            stream_select($readable, $none, $none, 1);
            if (in_array(STDIN, $readable, true) && !$this->obey()) {
                stream_socket_shutdown($this->socket, STREAM_SHUT_WR); // Closes our half only: answers can still arrive.
                $this->isLeaving = true;
            }
            if (in_array($this->socket, $readable, true)) {
                if (!$this->read()) {
                    return null;
                }
            } elseif (time() - $this->silentSince >= $this->patience) {
                if ($this->patience === ANSWER_SECONDS || !$takesCommands) {
                    return 'The server is silent.';
                }
                [$this->silentSince, $this->patience] = [time(), ANSWER_SECONDS];
                $this->probes++;
                $this->send('/time', '');
            }
        }
        return 'It writes longer lines than any server may.';
    }

    /** Reads what has come of a line. Returns false at the end of the input. */
    private function read(): bool
    {
        [$this->silentSince, $this->patience] = [time(), QUIET_SECONDS];
        $this->line .= $part = (string) @fgets($this->socket);
        if (str_ends_with($this->line, "\n")) {
            $this->take(decode($this->line));
            $this->line = '';
        }
        return $part !== '' || !feof($this->socket);
    }

    private function take(?array $message): void
    {
        if ($message === null) {
            fwrite(STDERR, "(Skipped a line that is no message.)\n");
            return;
        }
        ['from' => ['name' => $from], 'to' => $to, 'msg' => $text] = $message;
        if ($from === 'SERVER' && $this->probes > 0 && str_starts_with($text, 'Server time: ')) {
            $this->probes--;
            return;
        }
        echo makeVisible("$from -> $to: $text"), "\n";
        if ($from === 'SERVER' && preg_match(NOTICE, $text) === 1) {
            $this->state = str_starts_with($text, DISMISSED) ? 'dismissed' : $this->state;
        } elseif ($from === 'SERVER' && $to === 'Guest') { // Nobody can be called Guest: the server has refused the name.
            $this->state = preg_match(TEMPORARY, $text) === 1 ? 'busy' : 'refused';
        } elseif ($this->state === '') {
            $this->state = 'accepted';
            fwrite(STDERR, "Write TO TEXT (TO is a name, or /list, /time, /help, /shout), or quit.\n");
        }
    }

    /** Sends what the user has typed. Returns false when the user leaves. */
    private function obey(): bool
    {
        $command = fgets(STDIN);
        if ($command === false || trim($command) === 'quit') {
            return false;
        }
        if (preg_match('/^\s*(?:"([^"]*)"?|(\S+))\s*(.*?)\s*$/s', $command, $parts) === 1) {
            $this->send($parts[1] . $parts[2], $parts[3]);
        }
        return true;
    }

    private function send(string $to, string $text): void
    {
        if (!$this->socket) {
            fwrite(STDERR, "(Not connected: this was not sent.)\n");
            return;
        }
        $address = stream_socket_get_name($this->socket, false); // Our own, with the port behind the last colon.
        $texts = array_map('quote', [$this->name, trim(substr($address, 0, strrpos($address, ':')), '[]'), $to, $text]);
        $rest = vsprintf('{"from": {"name": %s, "ip": %s}, "to": %s, "msg": %s}' . "\n", $texts);
        // Goes on reading meanwhile: the server may take nothing from a client that does not read.
        for ($isOpen = true; $isOpen && $rest !== '' && strlen($this->line) <= MAX_MESSAGE_BYTES;) {
            [$readable, $writable, $none] = [[$this->socket], [$this->socket], null];
            if (!stream_select($readable, $writable, $none, QUIET_SECONDS + ANSWER_SECONDS)) {
                stream_socket_shutdown($this->socket, STREAM_SHUT_RDWR); // The server is dead: the input ends.
            }
            $isOpen = $readable === [] || $this->read();
            $rest = $writable === [] ? $rest : substr($rest, (int) @fwrite($this->socket, $rest));
        }
    }
}

if ($argc !== 4) {
    fwrite(STDERR, "Usage: php chat_client.php HOST PORT NAME   (the usual port is 65432)\n");
    exit(2);
}
exit((new Chat($argv[1], $argv[2], $argv[3]))->run());
