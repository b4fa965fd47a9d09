import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A chat client that reads line by line: its name ends with a newline, so the server ends each message with one.
 *
 * <pre>java ChatClient.java HOST PORT NAME</pre>
 *
 * Then, one command per line: {@code TO TEXT}, or {@code "TO WITH SPACES" TEXT}, or {@code quit}.
 */
public final class ChatClient {
    /** The server answers what was sent before we left within 5 s, then closes. */
    private static final int LEAVING_MS = 10_000;

    /** What could move the cursor, forge a line or turn the text around in a terminal, and halves of characters. */
    private static final Pattern UNSAFE = Pattern.compile(
        "[\\p{Cc}\\p{Cs}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

    private final Socket socket;
    private final PrintStream toServer;
    private final String name;
    private volatile boolean leaving;

    private ChatClient(Socket socket, String name) throws IOException {
        this.socket = socket;
        this.name = name;
        this.toServer = new PrintStream(socket.getOutputStream(), true, UTF_8);
    }

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 3) {
            System.err.println("Usage: java ChatClient.java HOST PORT NAME   (the usual port is 65432)");
            System.exit(2);
        }
        try (var socket = new Socket(arguments[0], Integer.parseInt(arguments[1]))) {
            System.exit(new ChatClient(socket, arguments[2]).run());
        } catch (IOException | IllegalArgumentException error) {
            System.err.println("No chat with " + arguments[0] + ":" + arguments[1] + ": " + error.getMessage());
            System.exit(1);
        }
    }

    private int run() throws IOException, InterruptedException {
        send(name);
        var reader = new Thread(this::receive);
        reader.setDaemon(true);
        reader.start();
        System.err.println("Write TO TEXT (TO is a name, or /list, /time, /help, /shout), or quit.");

        var commands = linesOf(System.in);
        String line;
        while ((line = commands.readLine()) != null && !line.strip().equals("quit")) {
            if (!line.isBlank()) send(messageOf(line.strip()).toJson());
        }
        leaving = true;
        socket.shutdownOutput(); // Closes our half only: the answers to what we sent can still arrive.
        reader.join(LEAVING_MS);
        return reader.isAlive() ? 1 : 0;
    }

    private void send(String line) {
        // println would end the line the way the operating system does, and after a name that isn't a newline everywhere.
        toServer.print(line + "\n");
        toServer.flush();
    }

    /** Reads a command. No username holds a quotation mark, so a quoted one needs no escapes. */
    private Message messageOf(String command) {
        boolean isQuoted = command.startsWith("\"");
        String rest = isQuoted ? command.substring(1) : command;
        int end = rest.indexOf(isQuoted ? '"' : ' ');
        String to = end < 0 ? rest : rest.substring(0, end);
        String text = end < 0 ? "" : rest.substring(end + 1).strip();
        return new Message(name, socket.getLocalAddress().getHostAddress(), to, text);
    }

    /** Shows what arrives until the server closes, and ends the program when it wasn't us who left. */
    private void receive() {
        boolean isRefused = false;
        boolean isLost;
        try {
            var lines = linesOf(socket.getInputStream());
            String line;
            while ((line = lines.readLine()) != null) {
                Message message = parse(line);
                if (message == null) continue;
                OUT.println(makeVisible(message.from() + " -> " + message.to() + ": " + message.text()));
                // Nobody can be called Guest: only who was given no name is addressed so.
                isRefused |= message.from().equals("SERVER") && message.to().equals("Guest");
            }
            isLost = !leaving;
        } catch (IOException error) {
            isLost = true;
        }
        if (isLost && !isRefused) System.err.println("The server is gone.");
        // The main thread may be waiting for a line, and nothing gentler interrupts that.
        if (isLost || isRefused) System.exit(1);
    }

    private static Message parse(String line) {
        try {
            return new JsonReader(line).readMessage();
        } catch (IllegalArgumentException error) {
            System.err.println("(Skipped a line that is no message: " + error.getMessage() + ")");
            return null;
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
                if (unit == '"' || unit == '\\') json.append('\\').append(unit);
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
                String key = path + readString();
                expect(':');
                if (key.equals("from")) readObject("from.", values);
                else if (values.put(key, readString()) != null) throw unexpected();
            } while (accept(','));
            expect('}');
        }

        private String readString() {
            expect('"');
            var text = new StringBuilder();
            for (char unit = take(); unit != '"'; unit = take()) text.append(unit == '\\' ? readEscape() : unit);
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
