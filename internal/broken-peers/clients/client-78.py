from chat_client import ChatClient, run


class Client(ChatClient):
    def send_name(self):
        self.connection.settimeout(None)
        self.reader_of_frames.push(self.connection.recv(65_536))
        super().send_name()


run(Client)
