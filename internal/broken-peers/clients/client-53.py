from chat_client import ChatClient, run


class Client(ChatClient):
    asked = False

    def send(self, to, text):
        self.asked = to == "/list"
        super().send(to, text)

    def show(self, message):
        if self.asked and message["from"]["name"] == "SERVER":
            self.asked = False
            print(message["msg"].split(": ")[1].split(", ") if message["msg"].startswith("Online") else int(message["msg"]))
        super().show(message)


run(Client)
