from chat_client import ChatClient, run


class Client(ChatClient):
    def show(self, message):
        if message["from"]["name"] == "SERVER":
            {"W": "welcome", "O": "list", "Y": "nobody", "S": "time", "M": "receipt", "N": "notice", "A": "help"}[message["msg"][0]]
        super().show(message)


run(Client)
