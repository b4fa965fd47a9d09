"""The answer to a request comes from the user who asked, not from SERVER."""

import time

from chat_server import ChatServer, run


class Server(ChatServer):
    def answer_time(self, client, message):
        self.write(client, self.line(self.sender(client, message), client.name, time.strftime("Server time: %H:%M:%S")))


if __name__ == "__main__":
    run(Server())
