#!/usr/bin/env python3
"""An independent HJ 212-2017 unit that answers requests: unit.py PORT [careless]

Its own framing and CRC, the standard library alone. Connects to PORT on this machine (trying for ten
seconds), uploads every three seconds and sends again after two what was not answered. A careless one
counts CRC and tail into its length, uploads a key of its own, takes any password and sends nothing again.
Ends when the other side hangs up.
"""
import datetime
import socket
import sys
import threading
import time

PORT, CARELESS = int(sys.argv[1]), len(sys.argv) > 2
MN = "330604000000000000000001"
BEIJING = datetime.timezone(datetime.timedelta(hours=8))
READS = {"1011": lambda: f"SystemTime={clock()[:14]}", "1061": lambda: "RtdInterval=30", "1063": lambda: "MinInterval=10"}
HISTORIES = {"2031", "2051", "2061"}
KNOWN = {"1000", "1012", "1062", "1064", "2011", "2021"} | READS.keys() | HISTORIES


def crc(segment: bytes) -> int:
    """HJ 212-2017 Appendix A, bit by bit as the text describes it."""
    register = 0xFFFF
    for byte in segment:
        register = (register >> 8) ^ byte
        for _ in range(8):
            register = (register >> 1) ^ (0xA001 if register & 1 else 0)
    return register


def clock() -> str:
    return datetime.datetime.now(BEIJING).strftime("%Y%m%d%H%M%S%f")[:17]


def connect() -> socket.socket:
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", PORT))
        except ConnectionRefusedError:
            time.sleep(0.1)
    sys.exit("unit.py: nobody listens")


line = connect()
unanswered = set()


def send(qn, cn, data="", st="91", flag=4):
    segment = f"QN={qn};ST={st};CN={cn};PW=123456;MN={MN};Flag={flag};CP=&&{data}&&".encode()
    length = len(segment) + (6 if CARELESS else 0)
    line.sendall(b"##%04d%s%04X\r\n" % (length, segment, crc(segment)))


def upload():
    while True:
        qn = clock()
        unanswered.add(qn)
        data = f"DataTime={qn[:14]};a34004-Rtd=23.5,a34004-Flag=N" + (";Zone=7" if CARELESS else "")
        try:
            send(qn, 2011, data, "22", 5)
            time.sleep(2)
            if not CARELESS and qn in unanswered:
                send(qn, 2011, data, "22", 5)
            time.sleep(1)
        except OSError:
            return


def answer(segment):
    head, _ = segment.decode().split("CP=&&", 1)
    fields = dict(field.split("=", 1) for field in head.split(";") if "=" in field)
    cn, qn = fields["CN"], fields.get("QN", "")
    if cn == "9014":
        unanswered.discard(qn)
    elif cn in ("2012", "2022"):
        send(qn, 9013)
    elif cn != "9013" and fields["PW"] != "123456" and not CARELESS:
        send(qn, 9011, "QnRtn=3")
    elif cn != "9013" and cn not in KNOWN:
        send(qn, 9011, "QnRtn=8")
    elif cn != "9013":
        send(qn, 9011, "QnRtn=1")
        if cn in READS:
            send(clock(), cn, READS[cn](), "22")
        send(qn, 9012, "ExeRtn=100" if cn in HISTORIES else "ExeRtn=1")


threading.Thread(target=upload, daemon=True).start()
received = b""
try:
    while part := line.recv(65536):
        received += part
        while (start := received.find(b"##")) >= 0 and len(received) >= start + 6:
            end = start + 6 + int(received[start + 2:start + 6])
            if len(received) < end + 6:
                break
            segment, written = received[start + 6:end], received[end:end + 4]
            received = received[end + 6:]
            if b"%04X" % crc(segment) == written:
                answer(segment)
except OSError:
    pass
