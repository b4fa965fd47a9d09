import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A chat client that reads line by line, since a server ends each message with a newline, and that stays connected.
 *
 * <pre>java ChatClient.java HOST PORT NAME</pre>
 *
 * Then, one command per line: {@code TO TEXT}, or {@code "TO WITH SPACES" TEXT}, or {@code quit}.
 */
public final class ChatClient {
    private static final int QUIET_MS = 20_000; // When nothing came for so long, we ask the server for the time.
    private static final int ANSWER_MS = 10_000; // When it does not answer for so long, it is dead, and we hang up.
    private static final long FIRST_WAIT_MS = 500; // Before we try again, we wait at most 0.5 s, 1 s, 2 s ...
    private static final long LONGEST_WAIT_MS = 30_000; // ... and never longer than this.
    private static final long NAME_HELD_MS = 60_000; // A lost connection may hold our name for so long.

    /** A client does not come back after the first of these, and may after the second. */
    private static final String DISMISSED = "⛔ Error: You were disconnected: removed by an operator";
    private static final Pattern TEMPORARY = Pattern.compile("⛔ Error: (Server full|The server can't check names).*");

    /** These answer nothing, and may come before the welcome. */
    private static final Pattern NOTICE = Pattern.compile(
        "Notice: |Server is shutting down$|❌ Error: \\d+ of your messages |⛔ Error: You were disconnected: ");

    private enum State { NEW, ACCEPTED, BUSY, REFUSED, DISMISSED }

    /** What could move the cursor, forge a line or turn the text around in a terminal, and halves of characters. */
    private static final Pattern UNSAFE = Pattern.compile(
        "[\\p{Cc}\\p{Cs}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

    private final String host;
    private final int port;
    private final String name;
    private State state;
    private int probes; // Our own questions for the time, whose answers are not shown.
    private volatile Socket current; // The last connection that was accepted: commands go there.
    private volatile boolean isLeaving;

    private ChatClient(String host, int port, String name) {
        this.host = host;
        this.port = port;
        this.name = name;
    }

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 3) {
            System.err.println("Usage: java ChatClient.java HOST PORT NAME   (the usual port is 65432)");
            System.exit(2);
        }
        System.exit(new ChatClient(arguments[0], Integer.parseInt(arguments[1]), arguments[2]).stay());
    }

    /** Returns the exit code. */
    private int stay() throws InterruptedException {
        long waitMs = FIRST_WAIT_MS;
        long lostAt = 0;
        while (true) {
            long startedAt = System.currentTimeMillis();
            String problem = talk();
            long now = System.currentTimeMillis();
            if (isLeaving) return problem == null ? 0 : 1;
            System.err.println("No chat with " + host + ":" + port + " any more: " + problem);
            if (state == State.ACCEPTED) lostAt = now;
            if (lostAt - startedAt > LONGEST_WAIT_MS) waitMs = FIRST_WAIT_MS;
            // A name in use right after a loss is our own. At the first connection it is somebody else's.
            boolean isRefused = state == State.REFUSED && now - lostAt > NAME_HELD_MS;
            if (lostAt == 0 || isRefused || state == State.DISMISSED) return 1;
            long pauseMs = ThreadLocalRandom.current().nextLong(waitMs); // A whole class does not come back at once.
            System.err.println("Trying again in " + pauseMs / 1000.0 + " s.");
            Thread.sleep(pauseMs);
            waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
        }
    }

    /** Shows what arrives until the connection ends. Returns what went wrong, or null when the server closed it. */
    private String talk() {
        state = State.NEW;
        probes = 0;
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), ANSWER_MS);
            socket.getOutputStream().write((name + "\n").getBytes(UTF_8));
            var lines = linesOf(new FilterInputStream(socket.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    try {
                        socket.setSoTimeout(QUIET_MS);
                        return super.read(bytes, offset, length);
                    } catch (SocketTimeoutException silence) {
                        if (isLeaving || state != State.ACCEPTED) throw silence;
                        probes++;
                        send("/time", "");
                        socket.setSoTimeout(ANSWER_MS);
                        return super.read(bytes, offset, length);
                    }
                }
            });
            String line;
            while ((line = lines.readLine()) != null) show(line, socket);
            return null;
        } catch (IOException | IllegalArgumentException error) {
            return error.getMessage();
        }
    }
    private void show(String line, Socket socket) {
        Message message;
        try {
            message = new JsonReader(line).readMessage();
        } catch (IllegalArgumentException error) {
            System.err.println("(Skipped a line that is no message: " + error.getMessage() + ")");
            return;
        }
        boolean isFromServer = message.from().equals("SERVER");
        if (isFromServer && probes > 0 && message.text().startsWith("Server time: ")) {
            probes--;
            return;
        }
        OUT.println(makeVisible(message.from() + " -> " + message.to() + ": " + message.text()));
        if (isFromServer && NOTICE.matcher(message.text()).lookingAt()) {
            if (message.text().startsWith(DISMISSED)) state = State.DISMISSED;
        } else if (isFromServer && message.to().equals("Guest")) { // Nobody can be called Guest: the server has refused us.
            state = TEMPORARY.matcher(message.text()).matches() ? State.BUSY : State.REFUSED;
        } else if (state == State.NEW) {
            state = State.ACCEPTED;
            boolean isFirst = current == null;
            current = socket;
            if (isFirst) new Thread(this::readCommands).start();
        }
    }

    private void readCommands() {
        System.err.println("Write TO TEXT (TO is a name, or /list, /time, /help, /shout), or quit.");
        try {
            var commands = linesOf(System.in);
            String line;
            while ((line = commands.readLine()) != null && !line.strip().equals("quit")) {
                if (!line.isBlank()) obey(line.strip());
            }
            isLeaving = true;
            current.shutdownOutput(); // Closes our half only: the answers to what we sent can still arrive.
        } catch (IOException error) {
            System.exit(1);
        }
    }

    /** Sends a command. No username holds a quotation mark, so a quoted one needs no escapes. */
    private void obey(String command) {
        boolean isQuoted = command.startsWith("\"");
        String rest = isQuoted ? command.substring(1) : command;
        int end = rest.indexOf(isQuoted ? '"' : ' ');
        send(end < 0 ? rest : rest.substring(0, end), end < 0 ? "" : rest.substring(end + 1).strip());
    }

    private void send(String to, String text) {
        try {
            var message = new Message(name, current.getLocalAddress().getHostAddress(), to, text);
            current.getOutputStream().write((message.toJson() + "\n").getBytes(UTF_8));
        } catch (IOException error) {
            System.err.println("(Not connected: this was not sent.)");
        }
    }

    private static BufferedReader linesOf(InputStream input) {
        return new BufferedReader(new InputStreamReader(input, UTF_8));
    }

    private static String makeVisible(String text) {
        return UNSAFE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(
            match.group().equals("\n") ? "\\n" : String.format("\\u%04x", (int) match.group().charAt(0))));
    }

    record Message(String from, String ip, String to, String text) {
        String toJson() {
            return "{\"from\": {\"name\": " + quote(from) + ", \"ip\": " + quote(ip) + "}, \"to\": " + quote(to)
                + ", \"msg\": " + quote(text) + "}";
        }

        /** Gives plain ASCII. An emoji is two chars in Java and two \\u escapes in JSON: each char is escaped by itself. */
        private static String quote(String text) {
            var json = new StringBuilder("\"");
            for (char unit : text.toCharArray()) {
                int escape = "\"\\\b\f\n\r\t".indexOf(unit);
                if (escape >= 0) json.append('\\').append("\"\\bfnrt".charAt(escape));
                else if (unit < ' ' || unit > '~') json.append(String.format("\\u%04x", (int) unit));
                else json.append(unit);
            }
            return json.append('"').toString();
        }
    }

    /** Reads JSON of one shape: the message, its keys in any order. */
    static final class JsonReader {
        private static final Set<String> KEYS = Set.of("from.name", "from.ip", "to", "msg");
        private static final char END = '\uffff';

        private final String json;
        private int position;

        JsonReader(String json) {
            this.json = json;
        }

        Message readMessage() {
            Map<String, String> values = new HashMap<>();
            readObject("", values);
            if (peek() != END || !values.keySet().equals(KEYS)) throw unexpected();
            return new Message(values.get("from.name"), values.get("from.ip"), values.get("to"), values.get("msg"));
        }

        private void readObject(String path, Map<String, String> values) {
            expect('{');
            do {
                String key = readString();
                if (key.contains(".")) throw unexpected();
                expect(':');
                if (path.isEmpty() && key.equals("from")) readObject("from.", values);
                else if (values.put(path + key, readString()) != null) throw unexpected();
            } while (accept(','));
            expect('}');
        }

        private String readString() {
            expect('"');
            var text = new StringBuilder();
            for (char unit = take(); unit != '"'; unit = take()) {
                if (unit < ' ') throw unexpected();
                text.append(unit == '\\' ? readEscape() : unit);
            }
            if (text.codePoints().anyMatch(code -> code >> 11 == 0x1b)) throw unexpected(); // Half of a surrogate pair.
            return text.toString();
        }

        private char readEscape() {
            char escape = take();
            return switch (escape) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case '"', '\\', '/' -> escape;
                case 'u' -> (char) (hexDigit() << 12 | hexDigit() << 8 | hexDigit() << 4 | hexDigit());
                default -> throw unexpected();
            };
        }

        private int hexDigit() {
            int digit = Character.digit(take(), 16);
            if (digit < 0) throw unexpected();
            return digit;
        }

        /** The next character after white space, or END. */
        private char peek() {
            while (position < json.length() && " \t\r\n".indexOf(json.charAt(position)) >= 0) position++;
            return position < json.length() ? json.charAt(position) : END;
        }

        private char take() {
            if (position == json.length()) throw unexpected();
            return json.charAt(position++);
        }

        private boolean accept(char wanted) {
            boolean isThere = peek() == wanted;
            if (isThere) position++;
            return isThere;
        }

        private void expect(char wanted) {
            if (!accept(wanted)) throw unexpected();
        }

        private IllegalArgumentException unexpected() {
            return new IllegalArgumentException("it stops being one at character " + position);
        }
    }
}
