"""What tests/rounds knows was said, and what must hold of it."""
import hashlib
import json
import pathlib
import shutil
import time

from net import Wrong

HOME = pathlib.Path(__file__).resolve().parents[3]


def file_digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def folder_digest(folder):
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        for part in (str(path.relative_to(folder)).encode(), path.read_bytes()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


class History:
    """What was said, what was answered, what arrived; each as it first stood on the disk."""

    def __init__(self, agencies, dice):
        self.agencies = {a.id: a for a in agencies}
        self.dice = dice
        self.said = {}        # name -> (agency id, message)
        self.evidence = {}    # name -> digests of its evidence files
        self.compared = set() # deliveries of the police whose evidence was held against that
        self.answers = {}     # name -> digest of the answer's file
        self.recorded = {}    # name -> receipt
        self.early = {}       # name -> receipt of an acceptance that the broker recorded before it knew the transfer as presented
        self.again = []       # of these, what the police have not yet said again
        self.audited = {}     # agency id -> deliveries owed by the record when it was last audited
        self.arrived = {a.id: {} for a in agencies}  # delivery number -> message.json
        self.folders = {a.id: {} for a in agencies}  # name of a delivery's folder -> digest of all that lies in it
        self.replied = set()
        self.form = json.loads((HOME / "deploy/cases/cn-01/06-transfer.json").read_text())

    def put(self, agency, message):
        name = f"m{len(self.said):06d}"
        self.said[name] = (agency.id, message)
        out = agency.dir / "out"
        for item in message["head"].get("evidence", []):
            target = out / item["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                shutil.copy(HOME / "deploy/cases/cn-01" / item["file"], target)
        self.evidence[name] = [file_digest(out / item["file"]) for item in message["head"].get("evidence", [])]
        part = out / f".{name}.json"
        part.write_text(json.dumps(message, ensure_ascii=False))
        part.rename(out / f"{name}.json")

    def now(self, ago=120):
        return time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(time.time() + 8 * 3600 - ago))

    def hand_over(self, agency, film=False):
        """`film`: with a file of nearly 1 MiB, which needs room on the disk, and memory, of its own."""
        message = json.loads(json.dumps(self.form))
        message["case"], message["transfer"] = (f"{self.dice.getrandbits(128):032x}" for _ in range(2))
        message["occurredAt"] = self.now()
        if film:
            name = f"evidence/film-{message['transfer']}.bin"
            message["head"]["evidence"].append({"id": "ev-film", "class": "E8", "title": "现场录像", "made": "2025-09-08", "file": name})
            (agency.dir / "out/evidence").mkdir(exist_ok=True)
            (agency.dir / "out" / name).write_bytes(self.dice.randbytes(1000 * 1024))
        self.put(agency, message)

    def reply(self):
        """The police sign for what came; now and then a note goes back."""
        police = self.agencies["luoyuan-police"]
        for number, message in list(self.arrived[police.id].items()):
            if message["event"] or message["step"] != "transfer" or number in self.replied:
                continue
            self.replied.add(number)
            head = {"title": "receipt"}
            if self.dice.random() < 0.5:
                self.put(police, {"procedure": "K01", "step": "accepted", "case": message["case"], "transfer": message["transfer"],
                                  "occurredAt": self.now(5), "head": head, "documents": []})
            else:
                self.put(police, {"procedure": "K01", "step": "note", "case": message["case"], "transfer": message["transfer"],
                                  "occurredAt": self.now(5), "head": head, "documents": []})
        presented = self.events()
        for name in [n for n in self.again if (self.said[n][1]["case"], "presented") in presented]:
            self.again.remove(name)
            self.put(police, {**self.said[name][1], "occurredAt": self.now(5)})

    def look(self):
        """Takes in what is new on the disks; what was there must not have changed."""
        for name, (agency, _) in self.said.items():
            done = self.agencies[agency].dir / "out/done"
            found = [p for p in (done / f"{name}.receipt.json", done / f"{name}.error.json") if p.exists()]
            if not found:
                if name in self.answers:
                    raise Wrong(f"{agency}: the answer to {name} is gone")
                continue
            if len(found) > 1:
                raise Wrong(f"{agency}: {name} has two answers")
            if name in self.answers and self.dice.random() > 0.05:  # old ones are read again now and then
                continue
            text = found[0].read_bytes()
            digest = hashlib.sha256(text).hexdigest()
            if self.answers.setdefault(name, digest) != digest:
                raise Wrong(f"{agency}: the answer to {name} has changed")
            answer = json.loads(text)
            if "error" in answer:
                raise Wrong(f"{agency}: {name} was not recorded: {text.decode()[:300]}")
            if answer["verdict"] == "returned" and name not in self.recorded:
                self.returned(name, answer)
            self.recorded[name] = answer
        for agency in self.agencies.values():
            self.look_in(agency)

    def look_in(self, agency):
        known, arrived = self.folders[agency.id], self.arrived[agency.id]
        found = {folder.name: folder for folder in (agency.dir / "in").glob("[0-9]*-*")}
        if gone := known.keys() - found.keys():
            raise Wrong(f"{agency.id}: deliveries are gone: {sorted(gone)[:3]}")
        for name, folder in found.items():
            if name in known and self.dice.random() > 0.05:
                continue
            digest = folder_digest(folder)
            if known.setdefault(name, digest) != digest:
                raise Wrong(f"{agency.id}: the delivery {name} has changed")
            message = json.loads((folder / "message.json").read_text())
            number = int(name.split("-")[0])
            if message["delivery"] != number:
                raise Wrong(f"{agency.id}: {name} holds delivery {message['delivery']}")
            if arrived.setdefault(number, message) != message:
                raise Wrong(f"{agency.id}: two deliveries have the number {number}, one of them in {name}")

    def returned(self, name, answer):
        """All that is said here is lawful. One race alone lets the broker return it: the police's adapter had the transfer on its disk
        and the police signed for it, but the acknowledgement, which makes it "presented", was lost with a process or a link and came
        only after the signature. check() holds the order of the two records against that."""
        agency, message = self.said[name]
        if message["step"] != "accepted" or answer.get("code") != "step_not_open":
            raise Wrong(f"{agency}: {name} ({message['step']}) was returned: {answer.get('code')}")
        self.early[name] = answer
        self.again.append(name)

    def waits(self):
        return [n for n in self.said if n not in self.recorded] or self.again or self.owed() or self.gaps()

    def gaps(self):
        """Mailboxes that lack a delivery before a later one, or one that the audited record owes."""
        return [a for a, arrived in self.arrived.items() if max([self.audited.get(a, 0), *arrived]) != len(arrived)]

    def hold_against(self, audit):
        """`audit`: what the record, judged again, says. Nothing may be here that it does not owe; waits() has the rest."""
        self.audited = audit["deliveries"]
        for agency, arrived in self.arrived.items():
            if max(arrived, default=0) > self.audited[agency]:
                raise Wrong(f"{agency}: delivery {max(arrived)} is here, and the record owes {self.audited[agency]}")

    def delivered(self, agency):
        return {m["record"] for m in self.arrived[agency].values() if not m["event"]}

    def events(self):
        """(case, state) -> record of what the procuratorate was told without a document."""
        return {(m["case"], m["facts"]["state"]): m["record"] for m in self.arrived["luoyuan-procuratorate"].values() if m["event"]}

    def told(self):
        """(case, state) that the procuratorate is owed: each transfer that the police's system took, each acceptance."""
        states = {"transfer": "presented", "accepted": "accepted"}
        said = [self.said[n][1] for n in self.recorded if n not in self.early]
        return {(m["case"], states[m["step"]]) for m in said if m["step"] in states}

    def owed(self):
        """(agency, name, or case and state) of what was recorded and has not arrived."""
        reached = {a: self.delivered(a) for a in self.agencies}
        missing = [("luoyuan-procuratorate", each) for each in self.told() - self.events().keys()]
        for name, answer in self.recorded.items():
            if name in self.early:
                continue
            sender, message = self.said[name]
            to = ["luoyuan-police"] if sender == "luoyuan-amr" else ["luoyuan-amr"]
            if message["step"] == "transfer":
                to.append("luoyuan-procuratorate")
            missing += [(a, name) for a in to if answer["record"] not in reached[a]]
        return missing

    def check_events(self):
        events = self.events()
        for agency, arrived in self.arrived.items():
            count = sum(m["event"] for m in arrived.values())
            if count != (len(events) if agency == "luoyuan-procuratorate" else 0):
                raise Wrong(f"{agency}: {count} events, and not one for each state told")
        if more := events.keys() - self.told():
            raise Wrong(f"the procuratorate was told what did not happen: {sorted(more)[:3]}")
        for name, answer in self.early.items():
            if answer["record"] > events[(self.said[name][1]["case"], "presented")]:
                raise Wrong(f"{name} was returned as record {answer['record']}, and the transfer was presented before")

    def check(self):
        by_record = {a["record"]: n for n, a in self.recorded.items()}
        if len(by_record) != len(self.recorded):
            raise Wrong("two messages have one record")
        self.check_events()
        for agency, arrived in self.arrived.items():
            records = [m["record"] for m in arrived.values() if not m["event"]]
            if len(set(records)) != len(records):
                raise Wrong(f"{agency}: a message was delivered twice")
            last = {}
            for number in sorted(arrived):
                message = arrived[number]
                case = message["case"]
                if message["record"] < last.get(case, 0):
                    raise Wrong(f"{agency}: delivery {number} is out of the order of its case")
                last[case] = message["record"]
                if not message["event"] and message["record"] not in by_record:
                    raise Wrong(f"{agency}: delivery {number} is of record {message['record']}, which nobody's receipt names")
                if not message["event"] and by_record[message["record"]] in self.early:
                    raise Wrong(f"{agency}: delivery {number} is of {by_record[message['record']]}, which was returned")
        if self.arrived["lianjiang-amr"]:
            raise Wrong("the other county saw something")
        self.check_documents(by_record)

    def check_documents(self, by_record):
        """The police hold every document and file of a transfer, the procuratorate the documents of its copy (settings file K01) and no
        head."""
        for agency, copied in (("luoyuan-police", None), ("luoyuan-procuratorate", {"D01", "D06", "D07"})):
            for message in self.arrived[agency].values():
                if message["event"]:
                    continue
                sent = [d["type"] for d in self.said[by_record[message["record"]]][1]["documents"]]
                owed = sent if copied is None else [d for d in sent if d in copied]
                if (held := [d["type"] for d in message["documents"]]) != owed:
                    raise Wrong(f"{agency}: delivery {message['delivery']} holds {held}, and {owed} are owed")
                if copied and (message.get("head") or 0 not in message["missing"]):
                    raise Wrong(f"{agency} saw the head of a file")
        for number, folder in self.folders_of("luoyuan-police"):
            message = self.arrived["luoyuan-police"][number]
            if message["event"] or number in self.compared:
                continue
            self.compared.add(number)
            if message["missing"]:
                raise Wrong(f"luoyuan-police: delivery {number} lacks parts {message['missing']}")
            held = [file_digest(folder / item["file"]) for item in message["head"].get("evidence", [])]
            if held != self.evidence[by_record[message["record"]]]:
                raise Wrong(f"luoyuan-police: the files of delivery {number} are not those that were sent")

    def folders_of(self, agency):
        return [(int(name.split("-")[0]), self.agencies[agency].dir / "in" / name) for name in self.folders[agency]]
