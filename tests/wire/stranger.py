#!/usr/bin/env python3
"""Checks the goldens as a stranger would who has read docs/PROTOCOL.md and docs/JOURNAL.md and has none of our code:
hashlib, the capnp tool, openssl. Exit 1 names what does not hold."""
import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
wrong = []


def check(what: str, holds: bool):
    print("ok  " if holds else "WRONG", what)
    if not holds:
        wrong.append(what)


def golden(name: str) -> bytes:
    return (ROOT / "tests/golden" / f"{name}.bin").read_bytes()


def convert(form: str, schema: str, struct_name: str, data: bytes) -> bytes:
    return subprocess.run(["capnp", "convert", form, ROOT / "schemas" / schema, struct_name], input=data,
                          capture_output=True, check=True).stdout


def values(schema: str, struct_name: str, name: str):
    return json.loads(convert("binary:json", schema, struct_name, golden(name)))


def H(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def field(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data


def leaf(data: bytes) -> bytes:
    return H(b"\0" + data)


def merkle(leaves: list) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while 2 * half < len(leaves):
        half *= 2
    return H(b"\1" + merkle(leaves[:half]) + merkle(leaves[half:]))


def verifies(key: str, signed: bytes, signature: bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        at = pathlib.Path(folder)
        (at / "key").write_bytes(bytes.fromhex("302a300506032b6570032100" + key))  # SubjectPublicKeyInfo of Ed25519
        (at / "signed").write_bytes(signed)
        (at / "signature").write_bytes(signature)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", at / "key", "-rawin",
                               "-in", at / "signed", "-sigfile", at / "signature"], capture_output=True).returncode == 0


def pack(data: bytes) -> bytes:
    """The packed encoding as the page says it: a run of whole words ends before a word with two zero bytes or more."""
    words = [data[i:i + 8] for i in range(0, len(data), 8)]
    out, i = b"", 0
    while i < len(words):
        word = words[i]
        out += bytes([sum(1 << n for n in range(8) if word[n])]) + bytes(byte for byte in word if byte)
        run = i + 1
        if word == bytes(8):
            while run < len(words) and run - i <= 255 and words[run] == bytes(8):
                run += 1
            out += bytes([run - i - 1])
        elif 0 not in word:
            while run < len(words) and run - i <= 255 and words[run].count(0) < 2:
                run += 1
            out += bytes([run - i - 1]) + b"".join(words[i + 1:run])
        i = run
    return out


keys = {line.split(":")[0]: line.split("public ")[1].split(",")[0]
        for line in (ROOT / "tests/golden/keys.txt").read_text().splitlines()[1:]}

for schema, struct_name, names in (
        ("envelope.capnp", "Envelope", ["envelope"]), ("envelope.capnp", "Signatures", ["signatures"]),
        ("dossier.capnp", "Content", ["content"]), ("directory.capnp", "Genesis", ["genesis"]),
        ("directory.capnp", "Order", ["order"]), ("verdict.capnp", "Outcome", ["outcome"]), ("record.capnp", "Rest", ["rest"]),
        ("session.capnp", "ClientFrame", ["frame_hello", "frame_message"]),
        ("session.capnp", "BrokerFrame", ["frame_welcome", "frame_receipt", "frame_refusal", "frame_delivery"])):
    for name in names:
        data = golden(name)
        table = struct.pack("<II", 0, len(data) // 8 - 1)
        check(f"{name}: one canonical segment", data == table + convert("binary:canonical", schema, struct_name, data))

# Head and documents: the same one segment, packed.
for name, struct_name in (("head", "Head"), ("document", "Document")):
    data = golden(name)
    segment = convert("packed:canonical", "dossier.capnp", struct_name, data)
    table = struct.pack("<II", 0, len(segment) // 8)
    check(f"{name}: packed", pack(table + segment) == data)

# The message.
content = values("dossier.capnp", "Content", "content")
types = {"dossier": 1, "document": 2, "evidence": 3}
digests = [H(field(b"caseway part 1") + struct.pack("<Q", types[part["type"]]) + field(bytes(part["salt"])) +
             field(bytes(part["bytes"]))) for part in content["parts"]]
envelope = values("envelope.capnp", "Envelope", "envelope")
check("content root", merkle([leaf(digest) for digest in digests]) == bytes(envelope["contentRoot"]))
check("content bytes", envelope["contentBytes"] == len(golden("content")))
check("parts", envelope["partCount"] == len(content["parts"]))

signature = values("envelope.capnp", "Signatures", "signatures")["signatures"][0]
check("key id", H(bytes.fromhex(keys["luoyuan-amr"]))[:16] == bytes(signature["key"]))
own = H(b"\0" + field(b"caseway message 1") + field(envelope["origin"].encode()) + field(envelope["sender"].encode()) +
        field(bytes(signature["key"])) + field(golden("envelope")))
root = merkle([b"\xe1" * 32, own, b"\xe3" * 32])
signed = field(b"caseway batch 1") + field(root) + struct.pack("<I", signature["batchCount"])
check("signature of the batch", verifies(keys["luoyuan-amr"], signed, bytes(signature["bytes"])))
check("path in the batch", bytes(signature["batchPath"]) == b"\xe1" * 32 + b"\xe3" * 32)

# The receipt.
receipt = golden("receipt")
size = struct.unpack_from("<I", receipt, 2)[0]
statement = receipt[6:6 + size]
count = struct.unpack_from("<I", receipt, 6 + size)[0]
path = [receipt[10 + size + 32 * i:42 + size + 32 * i] for i in range(count)]
checkpoint = receipt[14 + size + 32 * count:]
check("statement of the receipt", statement == golden("statement"))
check("checkpoint of the receipt", checkpoint == golden("checkpoint"))
signed = checkpoint[:-74]  # then u16 algorithm, the signature as a field, no cosignatures
check("signature of the checkpoint", verifies(keys["log"], signed, checkpoint[-68:-4]))
root = signed[-72:-40]
check("path of record 1 of 2", count == 1 and H(b"\1" + path[0] + leaf(statement)) == root)
check("body digest", H(golden("envelope")) in statement)
salt = H(field(b"\x5a" * 32) + struct.pack("<Q", 1) + field(b"rest"))
check("rest digest", H(field(salt) + field(golden("rest"))) in statement)
check("segment names the genesis", H(golden("genesis"))[:16] in golden("segment_header"))
sys.exit(bool(wrong))
