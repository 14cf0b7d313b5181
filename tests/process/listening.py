"""A reader of the event stream that comes back where it was, as browsers do."""

import http.client
import json
import threading
import time

from stand import API_TOKEN, PATIENCE


def events(answer):
    """(name, id, data) of each, to the end of the stream."""
    event = {}
    for line in answer:
        line = line.decode().rstrip("\n")
        if line == "":
            if "event" in event:
                yield event["event"], event.get("id"), json.loads(event["data"])
            event = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = value


class Listener:
    """Keeps the newest row of each order; begins anew when told to."""

    def __init__(self, port, after=None):
        self.port, self.after = port, after
        self.lock = threading.Lock()
        self.heard, self.rows, self.problems = [], {}, []
        self.hellos, self.link, self.over = 0, None, False
        self.may_come = threading.Event()  # back
        self.may_come.set()
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        while not self.over:
            self.may_come.wait()
            try:
                self.read_one_stream()
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)  # the daemon is away: it is asked again
            except Exception as error:  # of the test itself
                self.problems.append(error)
                return

    def read_one_stream(self):
        self.link = http.client.HTTPConnection("127.0.0.1", self.port,
                                               timeout=PATIENCE)
        try:
            headers = {"Authorization": f"Bearer {API_TOKEN}"}
            if self.after is not None:
                headers["Last-Event-ID"] = str(self.after)
            self.link.request("GET", "/api/v1/events", headers=headers)
            answer = self.link.getresponse()
            if answer.status != 200:
                raise http.client.HTTPException(answer.status)
            for event in events(answer):
                self.take(*event)
        finally:
            self.link.close()

    def take(self, name, number, data):
        with self.lock:
            self.heard.append((name, number, data))
            if number is not None:
                self.after = int(number)
            self.hellos += name == "hello"
            if name == "order":
                row = data["row"]
                self.rows[row["store"], row["id"]] = row

    def named(self, name):
        with self.lock:
            return [data for kind, _, data in self.heard if kind == name]

    def stop(self):
        self.over = True
        self.may_come.set()
        sock = self.link and self.link.sock
        if sock:
            sock.close()
