"""/time is answered with the date too."""

import time

from chat_server import ChatServer, run


class Server(ChatServer):
    def answer_time(self, client, message):
        self.tell(client, client.name, time.strftime("Server time: %Y-%m-%d %H:%M:%S"))


if __name__ == "__main__":
    run(Server())
