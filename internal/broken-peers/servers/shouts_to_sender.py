"""A shout also reaches its sender."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def answer_shout(self, client, message):
        self.write(client, self.line(self.sender(client, message), "Everyone", message["msg"]), client)
        super().answer_shout(client, message)


if __name__ == "__main__":
    run(Server())
