"""A request to /list whose `msg` is not empty is refused."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_request(self, client, to, message):
        if to == "/list" and message["msg"]:
            return self.answer_unknown(client, to)
        super().take_request(client, to, message)


if __name__ == "__main__":
    run(Server())
