"""A client without newline gets the answer to /list at full length."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def answer_list(self, client, message):
        self.unframed_text_bytes = self.list_bytes
        super().answer_list(client, message)
        del self.unframed_text_bytes


if __name__ == "__main__":
    run(Server())
