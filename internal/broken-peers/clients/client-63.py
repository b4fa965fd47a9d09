from chat_client import REMOVED, ChatClient, run


class Client(ChatClient):
    def comes_back(self, text, refused, away_seconds):
        return super().comes_back(text and text.replace(REMOVED, ""), refused, away_seconds)


run(Client)
