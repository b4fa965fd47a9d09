import select
import threading

from chat_client import MAX_MESSAGE_BYTES, ChatClient, run


class Client(ChatClient):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.lock = threading.Lock()

    def send(self, to, text):
        data = self.encode(to, text)
        if len(data) > MAX_MESSAGE_BYTES:
            return print("(not sent: it is too long)", flush=True)
        with self.lock:
            while data:
                select.select([], [self.connection], [])
                data = data[self.connection.send(data) :]

    def take(self, message):
        with self.lock:
            super().take(message)


run(Client)
