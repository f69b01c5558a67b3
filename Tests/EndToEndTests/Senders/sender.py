#!/usr/bin/env python3
"""An independent HJ 212-2017 sender: its own framing and CRC, the standard library alone.

Reads a timetable of frames from standard input, one a line:

    SEND-AT MN PASSWORD ST CN QN CP

SEND-AT is seconds after the start (a decimal number), CP the data area without its `&&`.
Keeps up to --window frames unanswered, sends again what was not answered within --timeout
seconds, connects again when the connection breaks, and appends to --journal one line `MN QN` for
each frame that was answered by 9014; the line is on disk (fsync) before the frame is forgotten.
Ends when every frame is answered, or --patience seconds after the last answer.
Prints one line of JSON at the end; exits with 1 where a frame stayed without an answer.
"""
import argparse
import collections
import json
import os
import re
import select
import socket
import sys
import time


def crc(segment: bytes) -> int:
    """HJ 212-2017 Appendix A, bit by bit as the text describes it."""
    register = 0xFFFF
    for byte in segment:
        register = (register >> 8) ^ byte
        for _ in range(8):
            low = register & 1
            register >>= 1
            if low:
                register ^= 0xA001
    return register


def frame(segment: str) -> bytes:
    data = segment.encode("utf-8")
    return b"##%04d%s%04X\r\n" % (len(data), data, crc(data))


ANSWER = re.compile(rb"##(\d{4})")


def answers(buffer: bytearray):
    """Takes the complete frames out of the buffer; yields (MN, QN) of each 9014."""
    while True:
        found = ANSWER.search(buffer)
        if not found:
            del buffer[: max(0, len(buffer) - 5)]
            return
        start, length = found.end(), int(found.group(1))
        if len(buffer) < start + length + 4:
            del buffer[: found.start()]
            return
        segment = bytes(buffer[start : start + length])
        written = bytes(buffer[start + length : start + length + 4])
        del buffer[: start + length + 4]
        if int(written, 16) != crc(segment):
            raise SystemExit("the server's answer has a wrong CRC: %r" % segment)
        fields = dict(
            part.split("=", 1) for part in segment.decode().split("CP=&&")[0].split(";") if "=" in part
        )
        if fields.get("CN") == "9014":
            yield fields["MN"], fields["QN"]


class Sender:
    def __init__(self, options, timetable):
        self.options = options
        self.waiting = collections.deque(timetable)
        self.unanswered = {}
        self.journal = os.open(options.journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self.connection = None
        self.received = bytearray()
        self.counts = collections.Counter()
        self.started = time.monotonic()
        self.last_answer = self.started

    def run(self):
        while self.waiting or self.unanswered:
            if time.monotonic() - self.last_answer > self.options.patience:
                break
            try:
                if self.connection is None:
                    self.connect()
                self.send_due()
                self.listen()
            except (OSError, ConnectionError):
                self.disconnect()
        self.disconnect()

    def connect(self):
        self.connection = socket.create_connection(
            (self.options.host, self.options.port), timeout=self.options.timeout
        )
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received.clear()
        self.counts["connections"] += 1
        for key, (data, _) in list(self.unanswered.items()):
            self.unanswered[key] = (data, 0.0)

    def disconnect(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        else:
            time.sleep(0.05)

    def send_due(self):
        now = time.monotonic()
        batch = []
        for key, (data, sent_at) in list(self.unanswered.items()):
            if now - sent_at >= self.options.timeout:
                batch.append(data)
                self.unanswered[key] = (data, now)
                self.counts["sent_again"] += 1
        while (
            self.waiting
            and len(self.unanswered) < self.options.window
            and self.waiting[0][0] <= now - self.started
        ):
            _, mn, qn, data = self.waiting.popleft()
            batch.append(data)
            self.unanswered[(mn, qn)] = (data, now)
            self.counts["sent"] += 1
        if batch:
            self.connection.sendall(b"".join(batch))

    def listen(self):
        readable, _, _ = select.select([self.connection], [], [], self.pause())
        if not readable:
            return
        data = self.connection.recv(65536)
        if not data:
            raise ConnectionError("closed by the server")
        self.received += data
        acknowledged = [key for key in answers(self.received) if key in self.unanswered]
        if not acknowledged:
            return
        lines = "".join("%s %s\n" % key for key in acknowledged)
        os.write(self.journal, lines.encode())
        os.fsync(self.journal)
        for key in acknowledged:
            if self.unanswered.pop(key, None):
                self.counts["acknowledged"] += 1
        self.last_answer = time.monotonic()

    def pause(self):
        if self.waiting and len(self.unanswered) < self.options.window:
            due = self.waiting[0][0] - (time.monotonic() - self.started)
            return min(0.2, max(0.0, due))
        return 0.2


def timetable(lines):
    for line in lines:
        at, mn, password, st, cn, qn, cp = line.rstrip("\n").split(" ", 6)
        segment = "QN=%s;ST=%s;CN=%s;PW=%s;MN=%s;Flag=5;CP=&&%s&&" % (qn, st, cn, password, mn, cp)
        yield float(at), mn, qn, frame(segment)


def main():
    parser = argparse.ArgumentParser(description="independent HJ 212 sender")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--journal", required=True)
    parser.add_argument("--window", type=int, default=64)
    parser.add_argument("--timeout", type=float, default=2.0)
    parser.add_argument("--patience", type=float, default=30.0)
    options = parser.parse_args()
    sender = Sender(options, sorted(timetable(sys.stdin), key=lambda entry: entry[0]))
    sender.run()
    left = len(sender.waiting) + len(sender.unanswered)
    print(json.dumps({**sender.counts, "left": left}, sort_keys=True))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
