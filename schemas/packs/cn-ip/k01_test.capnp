@0xa5c0e1d2b3f44967;
# K01, its opening: each requirement met, failed and not applicable; what stops at the sender.

using Test = import "/pack_test.capnp";

const amr :Test.TestAgency = (id = "luoyuan-amr", roles = [administrative], level = 4, region = "350123");
const police :Test.TestAgency = (id = "luoyuan-police", roles = [police], level = 4, region = "350123");

# A transfer that lacks nothing.
const complete :List(Test.TestDocument) = [
  (type = "D01", fields = [(name = "ground", value = (text = "3(1)")),
   (name = "penaltyImposed", value = (bool = false))]),
  (type = "D02"),
  (type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))]),
  (type = "D05"),
  (type = "D06"),
  (type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-24T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-25T16:20:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))]),
  (type = "D96"),
  (type = "D97"),
  (type = "D98"),
  (type = "D99", fields = [
      (name = "lines", value = (groups = [
        [(name = "quantity", value = (int = 10258)), (name = "unitPrice", value = (int = 1450)),
         (name = "sum", value = (int = 14874100))],
        [(name = "quantity", value = (int = 7391)), (name = "unitPrice", value = (int = 1600)),
         (name = "sum", value = (int = 11825600))]])),
      (name = "totals", value = (groups = [
        [(name = "kind", value = (text = "turnover")), (name = "amount", value = (int = 26699700))]]))])
];
const two :List(Test.TestParty) = [
  (no = 1, name = "林某", roles = ["suspect"]), (no = 2, name = "陈某", roles = ["suspect"])];
const open :List(Test.TestPair) = [(party = 1, offence = "213"), (party = 2, offence = "213")];

const test :Test.PackTest = (
  procedure = "K01",
  cases = [
    # Required documents.
    (name = "a complete transfer has no finding", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     findings = [], leadsTo = "sent",
     clocks = [], ended = ["K01.send24", "K01.head3"]),
    (name = "D01 is asked for", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     without = ["D01"], findings = ["K01.D01"]),
    (name = "D02 is asked for", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     without = ["D02"], findings = ["K01.D02"]),
    (name = "D03 is asked for", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     without = ["D03"], findings = ["K01.D03"]),
    (name = "D05 is asked for", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     without = ["D05"], findings = ["K01.D05"]),
    (name = "D06 is asked for", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     without = ["D06"], findings = ["K01.D06"]),
    (name = "without D55 there is no approval and no officer: stopped", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     parties = .two, pairs = .open, without = ["D55"], findings = ["K01.D55", "K01.approval", "K01.officers"],
     stopped = true),

    # What stops at the sender, both sides of each bound.
    (name = "an approval that does not approve stops", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-24T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-25T16:20:00+08:00")),
      (name = "decision", value = (text = "not_approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = ["K01.approval"],
     stopped = true),
    (name = "an approval without its head stops", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-24T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-25T16:20:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]]))])], parties = .two, pairs = .open,
     findings = ["K01.approval"], stopped = true),
    (name = "an approval without its time stops", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-24T10:00:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = ["K01.approval"],
     stopped = true),
    (name = "one officer stops", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-24T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-25T16:20:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [[(name = "certNo", value = (text = "闽1"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = ["K01.officers"],
     stopped = true),
    (name = "the same officer twice stops", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-24T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-25T16:20:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽1"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = ["K01.officers"],
     stopped = true),
    (name = "a third entry of the same officer does not harm", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2025-09-24T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2025-09-25T16:20:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = []),
    (name = "an informant with an identity number stops", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D01", fields = [
      (name = "ground", value = (text = "3(1)")),
      (name = "penaltyImposed", value = (bool = false)),
      (name = "persons", value = (groups = [
        [(name = "role", value = (text = "informant")), (name = "idType", value = (text = "citizen_18")),
         (name = "id", value = (text = "350123199001010012"))]]))])], parties = .two, pairs = .open,
     findings = ["K01.informant"], stopped = true),
    (name = "an informant named in full stops, whatever the kind of paper", step = "transfer", sender = .amr,
     recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D01", fields = [
      (name = "ground", value = (text = "3(1)")),
      (name = "penaltyImposed", value = (bool = false)),
      (name = "persons", value = (groups = [
        [(name = "role", value = (text = "informant")), (name = "name", value = (text = "吴某某")),
         (name = "idType", value = (text = "none"))]]))])], parties = .two, pairs = .open,
     findings = ["K01.informant"], stopped = true),
    (name = "an informant without a kind of paper is not named by that", step = "transfer", sender = .amr,
     recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D01", fields = [
      (name = "ground", value = (text = "3(1)")),
      (name = "penaltyImposed", value = (bool = false)),
      (name = "persons", value = (groups = [
        [(name = "role", value = (text = "informant")), (name = "present", value = (bool = false))]]))])],
     parties = .two, pairs = .open, findings = []),
    (name = "a suspect is named by name and number", step = "transfer", sender = .amr,
     recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D01", fields = [
      (name = "ground", value = (text = "3(1)")),
      (name = "penaltyImposed", value = (bool = false)),
      (name = "persons", value = (groups = [
        [(name = "role", value = (text = "suspect")), (name = "name", value = (text = "林某")),
         (name = "idType", value = (text = "citizen_18")), (name = "id", value = (text = "350123199001010012"))]]))])],
     parties = .two, pairs = .open, findings = []),
    (name = "an informant without name and number passes", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D01", fields = [
      (name = "ground", value = (text = "3(1)")),
      (name = "penaltyImposed", value = (bool = false)),
      (name = "persons", value = (groups = [
        [(name = "role", value = (text = "informant")), (name = "idType", value = (text = "none"))]]))])],
     parties = .two, pairs = .open, findings = []),

    # Conditional documents: asked for when the circumstance is there, met, and not asked for without it.
    (name = "D04 and D133 are asked for when an item is ticked with a reason", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 3)), (name = "quantity", value = (int = 600)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = true)),
         (name = "needsTestReason", value = (text = "鞋底标识"))]]))])], parties = .two, pairs = .open,
     findings = ["K01.D04", "K01.D133"]),
    (name = "a tick without a reason asks for nothing", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 3)), (name = "quantity", value = (int = 600)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = true))]]))])],
     parties = .two, pairs = .open, findings = []),
    (name = "D04 and D133 meet the tick", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 3)), (name = "quantity", value = (int = 600)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = true)),
         (name = "needsTestReason", value = (text = "鞋底标识"))]]))]), (type = "D04"), (type = "D133")],
     parties = .two, pairs = .open, findings = []),
    (name = "D04 without the proof of qualification", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 3)), (name = "quantity", value = (int = 600)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = true)),
         (name = "needsTestReason", value = (text = "鞋底标识"))]]))]), (type = "D04")], parties = .two,
     pairs = .open, findings = ["K01.D133"]),
    (name = "the identification of the right holder is no appraisal", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 3)), (name = "quantity", value = (int = 600)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = true)),
         (name = "needsTestReason", value = (text = "鞋底标识"))]]))]), (type = "D133")], parties = .two,
     pairs = .open, findings = ["K01.D04"]),
    (name = "D07 is asked for when a penalty is ticked", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D01",
     fields = [(name = "ground", value = (text = "3(1)")), (name = "penaltyImposed", value = (bool = true))])],
     parties = .two, pairs = .open, findings = ["K01.D07"]),
    (name = "D07 meets the tick", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D01",
     fields = [(name = "ground", value = (text = "3(1)")), (name = "penaltyImposed", value = (bool = true))]),
     (type = "D07")],
     parties = .two, pairs = .open, findings = []),
    (name = "D101 and D102 are asked for when items were seized", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false)),
         (name = "measure", value = (text = "seize"))]]))])], parties = .two, pairs = .open,
     findings = ["K01.D101", "K01.D102"]),
    (name = "D101 and D102 meet the seizure", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false)),
         (name = "measure", value = (text = "seize"))]]))]), (type = "D101"), (type = "D102")], parties = .two,
     pairs = .open, findings = []),
    (name = "D106 is asked for with electronic data", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     evidence = [(id = "ev1", class = "E9")], findings = ["K01.D106"]),
    (name = "D106 meets electronic data", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, add = [(type = "D106")], parties = .two,
     pairs = .open, evidence = [(id = "ev1", class = "E9")], findings = []),
    (name = "D42 is asked for with a notarised matter", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     evidence = [(id = "ev1", class = "E10")], findings = ["K01.D42"]),
    (name = "D42 meets a notarised matter", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, add = [(type = "D42")], parties = .two,
     pairs = .open, evidence = [(id = "ev1", class = "E10")], findings = []),
    (name = "D107 is asked for with a trade secret", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D05", fields = [(name = "marking", value = (text = "trade_secret"))])], parties = .two,
     pairs = .open, findings = ["K01.D107"]),
    (name = "D107 meets the trade secret", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D05", fields = [(name = "marking", value = (text = "trade_secret"))]), (type = "D107")],
     parties = .two, pairs = .open, findings = []),
    (name = "D108 is asked for with evidence in English", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     evidence = [(id = "ev1", class = "E2", language = "en")], findings = ["K01.D108"]),
    (name = "D108 is not asked for with evidence in Chinese", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     evidence = [(id = "ev1", class = "E2", language = "zh")], findings = []),
    (name = "D108 meets evidence in English", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, add = [(type = "D108")], parties = .two,
     pairs = .open, evidence = [(id = "ev1", class = "E2", language = "en")], findings = []),
    (name = "D109 is asked for with evidence from abroad", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     evidence = [(id = "ev1", class = "E2", abroad = true)], findings = ["K01.D109"]),
    (name = "D109 meets evidence from abroad", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, add = [(type = "D109")], parties = .two,
     pairs = .open, evidence = [(id = "ev1", class = "E12", abroad = true)], findings = []),
    (name = "D111 is asked for when a unit is among the parties", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     parties = [(no = 1, kind = "unit", name = "乙公司")], pairs = [(party = 1, offence = "213")],
     findings = ["K01.D111"]),
    (name = "D111 meets the unit", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, add = [(type = "D111")],
     parties = [(no = 1, kind = "unit", name = "乙公司")], pairs = [(party = 1, offence = "213")], findings = []),
    (name = "D104 is asked for on ground 3(2)", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D01",
     fields = [(name = "ground", value = (text = "3(2)")), (name = "penaltyImposed", value = (bool = false))])],
     parties = .two, pairs = .open, findings = ["K01.D104"]),
    (name = "D104 meets ground 3(2)", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D01",
     fields = [(name = "ground", value = (text = "3(2)")), (name = "penaltyImposed", value = (bool = false))]),
     (type = "D104")],
     parties = .two, pairs = .open, findings = []),
    (name = "D103 is flagged retake, whenever it is there", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, add = [(type = "D103")], parties = .two,
     pairs = .open, findings = ["K01.D103"]),
    (name = "ground 3(2) on 2020-08-06 was not in force", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2020-08-06T23:59:00+08:00", documents = .complete,
     add = [(type = "D01",
     fields = [(name = "ground", value = (text = "3(2)")), (name = "penaltyImposed", value = (bool = false))]),
     (type = "D104"), (type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2020-08-05T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2020-08-06T10:00:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = ["K01.ground"]),
    (name = "ground 3(2) on 2020-08-07 was", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2020-08-07T00:00:00+08:00", documents = .complete,
     add = [(type = "D01",
     fields = [(name = "ground", value = (text = "3(2)")), (name = "penaltyImposed", value = (bool = false))]),
     (type = "D104"), (type = "D55", fields = [
      (name = "reportReceivedByHead", value = (instant = "2020-08-05T10:00:00+08:00")),
      (name = "decidedAt", value = (instant = "2020-08-06T10:00:00+08:00")),
      (name = "decision", value = (text = "approve")),
      (name = "team", value = (groups = [
        [(name = "certNo", value = (text = "闽1"))],
        [(name = "certNo", value = (text = "闽2"))]])),
      (name = "head", value = (text = "黄某"))])], parties = .two, pairs = .open, findings = []),

    # Practice.
    (name = "D96 is practice", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     without = ["D96"], findings = ["K01.D96"]),
    (name = "D97 is practice", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     without = ["D97"], findings = ["K01.D97"]),
    (name = "D98 is practice", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     without = ["D98"], findings = ["K01.D98"]),
    (name = "D99 is practice", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete, parties = .two, pairs = .open,
     without = ["D99"], findings = ["K01.D99"]),

    # Lists and sums.
    (name = "a line of the amount sheet that does not multiply", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D99", fields = [
      (name = "lines", value = (groups = [
        [(name = "quantity", value = (int = 10258)), (name = "unitPrice", value = (int = 1450)),
         (name = "sum", value = (int = 14874101))],
        [(name = "quantity", value = (int = 7391)), (name = "unitPrice", value = (int = 1600)),
         (name = "sum", value = (int = 11825600))]])),
      (name = "totals", value = (groups = [
        [(name = "kind", value = (text = "turnover")), (name = "amount", value = (int = 26699701))]]))])],
     parties = .two, pairs = .open, findings = ["K01.D99.lines"]),
    (name = "a total of the amount sheet that does not add up", step = "transfer",
     sender = .amr, recipient = .police, occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D99", fields = [
      (name = "lines", value = (groups = [
        [(name = "quantity", value = (int = 10258)), (name = "unitPrice", value = (int = 1450)),
         (name = "sum", value = (int = 14874100))],
        [(name = "quantity", value = (int = 7391)), (name = "unitPrice", value = (int = 1600)),
         (name = "sum", value = (int = 11825600))]])),
      (name = "totals", value = (groups = [
        [(name = "kind", value = (text = "turnover")), (name = "amount", value = (int = 26699701))]]))])],
     parties = .two, pairs = .open, findings = ["K01.D99.total"]),
    (name = "a material list that names too little", step = "transfer", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = .complete,
     add = [(type = "D06", fields = [
      (name = "rows", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "document", value = (text = "d01"))]])),
      (name = "total", value = (int = 1))])], parties = .two, pairs = .open, findings = ["K01.D06.list"])
  ]
);
