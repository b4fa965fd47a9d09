"""A name that is in use is given to the newcomer, and the user who had it is disconnected."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_name(self, client, name):
        user = self.find_user(name)
        if user:
            self.cut_off(user, "you joined from elsewhere")
        super().take_name(client, name)


if __name__ == "__main__":
    run(Server())
