import time

from chat_client import JOIN_SECONDS, ChatClient, run


class Client(ChatClient):
    def send_name(self):
        for key in f"{self.name}\n":
            self.connection.sendall(key.encode())
            self.joined.wait(JOIN_SECONDS)
            time.sleep(self.pause_seconds)

    def take_first_answer(self, to):
        typed = self.name
        super().take_first_answer(to)
        self.name = typed


run(Client)
