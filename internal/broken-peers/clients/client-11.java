import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

class ChatClient {
    private static DataOutputStream output;
    private static String name;

    static void send(String to, String text) throws Exception {
        String message = String.format(
            "{\"from\": {\"name\": \"%s\", \"ip\": \"127.0.0.1\"}, \"to\": \"%s\", \"msg\": \"%s\"}\n", name, to, text);
        output.writeUTF(message);
        output.flush();
        Thread.sleep(200);
    }

    static void read(BufferedReader input) {
        try {
            for (String line; (line = input.readLine()) != null; ) System.out.println(line);
        } catch (java.io.IOException error) {
            System.out.println("The connection is gone: " + error.getMessage());
        }
    }

    public static void main(String[] args) throws Exception {
        name = args[2];
        try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
            output = new DataOutputStream(socket.getOutputStream());
            BufferedReader input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            output.write((name + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.println(input.readLine());
            Thread reader = new Thread(() -> read(input));
            reader.start();
            for (int round = 0; round < 2; round++) {
                send("/list", "");
                send(name, "hello");
                send("/time", "");
                send(name, "is anybody here?");
            }
            socket.shutdownOutput();
            reader.join(20_000);
        }
    }
}
