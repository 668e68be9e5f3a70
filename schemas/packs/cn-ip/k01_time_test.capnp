@0xa5c0e1d2b3f4496c;
# K01, its opening in time and place: asserted clocks, who sends to whom, row 6 of the demonstration; due instants.

using Test = import "/pack_test.capnp";
using Opening = import "k01_test.capnp";

const amr :Test.TestAgency = (id = "luoyuan-amr", roles = [administrative], level = 4, region = "350123");
const otherCounty :Test.TestAgency = (id = "lianjiang-amr", roles = [administrative], level = 4, region = "350122");
const cityAmr :Test.TestAgency = (id = "fuzhou-amr", roles = [administrative], level = 3, region = "350123");
const police :Test.TestAgency = (id = "luoyuan-police", roles = [police], level = 4, region = "350123");

const complete :List(Test.TestDocument) = Opening.complete;
const two :List(Test.TestParty) = [
  (no = 1, name = "林某", roles = ["suspect"]), (no = 2, name = "陈某", roles = ["suspect"])];
const open :List(Test.TestPair) = [(party = 1, offence = "213"), (party = 2, offence = "213")];

const test :Test.PackTest = (
  procedure = "K01",
  cases = [
    # Clocks with an asserted anchor: in time at the due instant, late after it.
    (name = "sent at the last minute of the 24 hours", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T17:00:00+08:00", receivedAt = "2025-09-26T17:00:00+08:00", documents = .complete,
     parties = .two, pairs = .open, findings = []),
    (name = "sent after the 24 hours: delivered with a finding", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-09-26T17:00:01+08:00", documents = .complete,
     parties = .two, pairs = .open, findings = ["late_transfer"]),
    (name = "hours never roll: approval before the holiday, sent on its first day", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-10-01T16:58:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-29T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-30T16:05:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = []),
    (name = "hours never roll: sent after the holiday is late", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-10-09T09:00:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-29T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-30T16:05:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = ["late_transfer"]),
    (name = "the head decides on the last day of three", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-28T23:59:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-24T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-28T23:50:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = []),
    (name = "the head decides after the last day of three, the transfer follows at once", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-09-29T09:00:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-24T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-29T00:01:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = ["late_decision"]),
    (name = "a decision in time stays in time when the transfer is sent the next day", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-09-29T16:00:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-24T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-28T17:30:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = []),
    (name = "said more than a day before it came", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", receivedAt = "2025-09-27T11:05:01+08:00", documents = .complete,
     parties = .two, pairs = .open, findings = ["ALL.late_entry"]),
    (name = "said a day before it came", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", receivedAt = "2025-09-27T11:05:00+08:00", documents = .complete,
     parties = .two, pairs = .open, findings = []),

    (name = "said a minute before it happens: clocks differ", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:06:00+08:00", receivedAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     parties = .two, pairs = .open, findings = []),
    (name = "said to happen more than a minute later: returned", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:06:01+08:00", receivedAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     parties = .two, pairs = .open, findings = ["ALL.future"], stopped = true),

    (name = "no person with an offence: delivered, and nothing can be decided", step = "transfer", sender = .amr,
     recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     parties = .two, findings = ["K01.pairs"], leadsTo = "sent"),

    # Who sends to whom.
    (name = "another county: delivered with a finding", step = "transfer",
     sender = .otherCounty, recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     parties = .two, pairs = .open, isCounterpart = false, findings = ["K01.region"]),
    (name = "another level", step = "transfer", sender = .cityAmr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     isCounterpart = true, findings = ["K01.level"]),
    (name = "police that are not the counterpart", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     isCounterpart = false, findings = ["K01.counterpart"]),
    (name = "police cannot say transfer", step = "transfer", sender = .police, recipient = .amr, bySender = false,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     findings = [], refused = "wrong_role"),

    # Row 6 of the first demonstration: a penalty and a test ticked, D98 absent, statements attached.
    (name = "row 6", step = "transfer", sender = .amr, recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00",
     documents = .complete,
     add = [(type = "D01",
     fields = [(name = "ground", value = (text = "3(1)")), (name = "penaltyImposed", value = (bool = true))]),
     (type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false)),
         (name = "measure", value = (text = "seize"))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false)),
         (name = "measure", value = (text = "seal"))],
        [(name = "no", value = (int = 3)), (name = "quantity", value = (int = 600)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = true)),
         (name = "needsTestReason", value = (text = "需检验鞋底标识与材质")),
         (name = "measure", value = (text = "seize"))]]))]), (type = "D101"), (type = "D102"), (type = "D103")],
     parties = .two, pairs = .open, without = ["D98"],
     findings = ["K01.D07", "K01.D04", "K01.D133", "K01.D103", "K01.D98"], leadsTo = "sent")
  ],
  clocks = [
    # The arithmetic of the demonstration (table 1) and of the scenarios.
    (clock = "K01.head3", anchor = "2025-09-24T10:00:00+08:00", first = "2025-09-28 24:00"),
    (clock = "K01.send24", anchor = "2025-09-25T16:20:00+08:00", first = "2025-09-26 17:00"),
    (clock = "K01.send24", anchor = "2025-09-30T16:05:00+08:00", first = "2025-10-01 17:00"),
    (clock = "K01.send24", anchor = "2025-11-11T10:10:00+08:00", first = "2025-11-12 11:00"),
    (clock = "ALL.signoff", anchor = "2025-09-26T11:06:00+08:00", first = "2025-09-27 12:00"),
    (clock = "ALL.signoff", anchor = "2025-09-30T23:31:00+08:00", first = "2025-10-01 24:00"),
    (clock = "ALL.signoff", anchor = "2026-01-12T09:10:00+08:00", first = "2026-01-13 10:00"),
    (clock = "K01.cure_notice", anchor = "2025-09-26T15:40:00+08:00", first = "2025-09-27 16:00"),
    (clock = "K01.review", anchor = "2025-09-26T15:40:00+08:00", first = "2025-09-29 24:00", later = "2025-09-30 24:00"),
    (clock = "K01.review", anchor = "2025-06-12T10:00:00+08:00", first = "2025-06-16 24:00", later = "2025-06-17 24:00"),
    (clock = "K01.review", anchor = "2025-06-12T10:00:00+08:00", first = "2025-06-16 24:00",
     settings = [(name = "S01", value = (text = "cd"))]),
    (clock = "K01.review", anchor = "2025-06-12T10:00:00+08:00", first = "2025-06-17 24:00",
     settings = [(name = "S01", value = (text = "wd"))]),
    (clock = "K01.review", anchor = "2026-01-15T14:20:00+08:00", first = "2026-01-19 24:00", later = "2026-01-20 24:00"),
    (clock = "K01.review", anchor = "2025-11-20T10:30:00+08:00", first = "2025-11-24 24:00", later = "2025-11-25 24:00"),
    (clock = "K01.cure", anchor = "2025-09-27T10:50:00+08:00", first = "2025-09-30 24:00"),
    (clock = "K01.cure", anchor = "2025-12-05T10:00:00+08:00", first = "2025-12-08 24:00", later = "2025-12-10 24:00"),
    (clock = "K01.forward24", anchor = "2025-12-01T11:20:00+08:00", first = "2025-12-02 12:00"),
    (clock = "K01.forward24", anchor = "2025-12-02T15:10:00+08:00", first = "2025-12-03 16:00"),
    (clock = "ALL.paper_entry", anchor = "2025-10-10T16:30:00+08:00", first = "2025-10-14 24:00"),
    (clock = "ALL.paper_confirm", anchor = "2025-10-11T09:20:00+08:00", first = "2025-10-15 24:00"),
    (clock = "ALL.paper_entry", anchor = "2025-11-20T10:00:00+08:00", first = "2025-11-25 24:00"),
    # A year without data: weekends only, provisional.
    (clock = "K01.review", anchor = "2026-12-31T10:00:00+08:00", first = "2027-01-04 24:00", later = "2027-01-05 24:00",
     provisional = true)
  ]
);
