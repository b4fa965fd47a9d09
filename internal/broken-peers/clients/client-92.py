import threading

from chat_client import ChatClient, run


class Client(ChatClient):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.lock = threading.Lock()

    def send(self, to, text):
        with self.lock:
            self.connection.settimeout(None)
            super().send(to, text)

    def take(self, message):
        with self.lock:
            super().take(message)


run(Client)
