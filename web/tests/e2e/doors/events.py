# Writes a curve of TensorBoard with the standard library: records of a length and an event, each with a masked CRC-32C.
import os, struct, sys, time


def crc(data):
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
    value ^= 0xFFFFFFFF
    return (((value >> 15) | (value << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def varint(number):
    out = b""
    while True:
        out += bytes([number & 0x7F | (0x80 if number > 0x7F else 0)])
        number >>= 7
        if not number:
            return out


def part(field, data):
    return varint(field << 3 | 2) + varint(len(data)) + data


def record(event):
    head = struct.pack("<Q", len(event))
    return head + struct.pack("<I", crc(head)) + event + struct.pack("<I", crc(event))


def event(body):
    return b"\x09" + struct.pack("<d", time.time()) + body


with open(os.path.join(sys.argv[1], "events.out.tfevents.1.job"), "wb") as out:
    out.write(record(event(part(3, b"brain.Event:2"))))
    for step in range(50):
        value = part(1, b"loss") + b"\x15" + struct.pack("<f", 1 / (1 + step))
        out.write(record(event(b"\x10" + varint(step) + part(5, part(1, value)))))
