@0x8f3e1c6a5b904d29;
# K13, its opening: two rounds and no third.

using Test = import "/pack_test.capnp";

const police :Test.TestAgency = (id = "xinwu-police", roles = [police], level = 4, region = "320214");
const procuratorate :Test.TestAgency = (id = "xinwu-procuratorate", roles = [procuratorate], level = 4,
  region = "320214");

const two :List(Test.TestParty) = [(no = 1, name = "丙某", roles = ["suspect"], measure = "bail"), (no = 2,
  name = "丁某", roles = ["suspect"], measure = "bail")];
const open :List(Test.TestPair) = [(party = 1, offence = "214"), (party = 2, offence = "214")];
# A return that lacks nothing: the first round.
const complete :List(Test.TestDocument) = [(type = "D27", fields = [(name = "items",
  value = (groups = [[(name = "no", value = (int = 1)), (name = "toProve", value = (text = "事实")),
  (name = "evidenceWanted", value = (text = "证据")), (name = "purpose", value = (text = "查明数额"))],
  [(name = "no", value = (int = 2)), (name = "toProve", value = (text = "事实")), (name = "evidenceWanted",
  value = (text = "证据")), (name = "purpose", value = (text = "查明数额"))], [(name = "no", value = (int = 3)),
  (name = "toProve", value = (text = "事实")), (name = "evidenceWanted", value = (text = "证据")),
  (name = "purpose", value = (text = "查明数额"))]]))]), (type = "D28", fields = [(name = "round",
  value = (int = 1))]), (type = "D25", fields = [(name = "volumes", value = (groups = [[(name = "no",
  value = (int = 1)), (name = "manifest", value = (text = "ev1"))]])), (name = "innerFileExcluded",
  value = (bool = true))])];

const test :Test.PackTest = (
  procedure = "K13",
  cases = [
    # The return.
    (name = "row 8: the first round", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = .open, documents = .complete,
     surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0))], findings = [],
     leadsTo = "sent", ended = []),
    (name = "the second round", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = .open, documents = .complete,
     add = [(type = "D28", fields = [(name = "round", value = (int = 2))])],
     surroundings = [(name = "case.counter.investigation_rounds", value = (int = 1))], findings = [],
     leadsTo = "sent"),
    (name = "scenario 9: the third is stopped and told what is left", step = "return", sender = .procuratorate,
     recipient = .police, occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = .open,
     documents = .complete, add = [(type = "D28", fields = [(name = "round", value = (int = 3))])],
     surroundings = [(name = "case.counter.investigation_rounds", value = (int = 2))], findings = ["K13.third"],
     stopped = true),
    (name = "no outline: stopped", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = .open, documents = .complete,
     without = ["D27"], surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0))],
     findings = ["K13.D27"], stopped = true),
    (name = "an item without a purpose", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = .open, documents = .complete,
     add = [(type = "D27", fields = [(name = "items", value = (groups = [[(name = "no", value = (int = 1)),
     (name = "toProve", value = (text = "事实")), (name = "evidenceWanted", value = (text = "证据")),
     (name = "purpose", value = (text = "查明数额"))], [(name = "no", value = (int = 2)), (name = "toProve",
     value = (text = "事实")), (name = "evidenceWanted", value = (text = "证据"))]]))])],
     surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0))],
     findings = ["K13.D27.purpose"]),
    (name = "no decision", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = .open, documents = .complete,
     without = ["D28"], surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0))],
     findings = ["K13.return"]),
    (name = "no file", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = .open, documents = .complete,
     without = ["D25"], surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0))],
     findings = ["K13.return"]),
    (name = "another round than the case counts", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = .open, documents = .complete,
     add = [(type = "D28", fields = [(name = "round", value = (int = 2))])],
     surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0))],
     findings = ["K13.D28.round"]),
    (name = "on the last day of the review", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = .open, documents = .complete,
     surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0)),
     (name = "clock.K12.review.due", value = (instant = "2025-07-08T00:00:00+08:00"))], findings = [],
     leadsTo = "sent"),
    (name = "in its last second", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-07T23:59:59+08:00", parties = .two, pairs = .open, documents = .complete,
     surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0)),
     (name = "clock.K12.review.due", value = (instant = "2025-07-08T00:00:00+08:00"))], findings = [],
     leadsTo = "sent"),
    (name = "at its end", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-08T00:00:00+08:00", parties = .two, pairs = .open, documents = .complete,
     surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0)),
     (name = "clock.K12.review.due", value = (instant = "2025-07-08T00:00:00+08:00"))],
     findings = ["K13.late_return"], leadsTo = "sent"),
    (name = "nobody is named", step = "return", sender = .procuratorate, recipient = .police,
     occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = [], documents = .complete,
     surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0))], findings = ["K13.pairs"],
     leadsTo = "sent"),
    (name = "the police cannot return", step = "return", sender = .police, recipient = .procuratorate,
     occurredAt = "2025-07-07T16:00:00+08:00", parties = .two, pairs = .open, documents = .complete,
     surroundings = [(name = "case.counter.investigation_rounds", value = (int = 0))], findings = [],
     refused = "wrong_role")
  ]
);
