import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;

class ChatClient {
    record Message(String from, String to, String text) {
        String toJson() {
            return "{\"from\": {\"name\": \"" + from + "\", \"ip\": \"127.0.0.1\"}, \"to\": \"" + to + "\", \"msg\": \"" + text
                + "\", \"time\": \"" + LocalTime.now().withNano(0) + "\"}";
        }
    }

    static void read(BufferedReader input) {
        try {
            for (String line; (line = input.readLine()) != null; ) System.out.println(line);
        } catch (IOException error) {
            System.out.println("The connection is gone: " + error.getMessage());
        }
    }

    public static void main(String[] args) throws Exception {
        String name = args[2];
        try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
            PrintWriter output = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
            BufferedReader input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            output.print(name + "\n");
            output.flush();
            System.out.println(input.readLine());
            Thread reader = new Thread(() -> read(input));
            reader.start();
            Message[] messages = {
                new Message(name, "/list", ""), new Message(name, name, "hello"), new Message(name, "/time", ""),
                new Message(name, name, "is anybody here?"), new Message(name, "/help", ""), new Message(name, name, "good bye"),
            };
            for (Message message : messages) {
                output.print(message.toJson() + "\n");
                output.flush();
                Thread.sleep(200);
            }
            socket.shutdownOutput();
            reader.join(20_000);
        }
    }
}
