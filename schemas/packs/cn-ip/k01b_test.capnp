@0xa5c0e1d2b3f44969;
# K01b: the copy that the administration owes after a penalty, and the note of the procuratorate.

using Test = import "/pack_test.capnp";

const amr :Test.TestAgency = (id = "luoyuan-amr", roles = [administrative], level = 4, region = "350123");
const otherCounty :Test.TestAgency = (id = "lianjiang-amr", roles = [administrative], level = 4, region = "350122");
const cityAmr :Test.TestAgency = (id = "fuzhou-amr", roles = [administrative], level = 3, region = "350123");
const police :Test.TestAgency = (id = "luoyuan-police", roles = [police], level = 4, region = "350123");
const procuratorate :Test.TestAgency = (id = "luoyuan-procuratorate", roles = [procuratorate], level = 4,
region = "350123");

const test :Test.PackTest = (
  procedure = "K01b",
  cases = [
    (name = "a penalty is copied in time", step = "late_penalty_copy", sender = .amr, recipient = .procuratorate,
     occurredAt = "2025-10-09T23:00:00+08:00",
     documents = [(type = "D07", fields = [(name = "decidedAt", value = (date = "2025-09-22"))]), (type = "D44")],
     findings = [], leadsTo = "sent", ended = ["K01b.late10"]),
    (name = "scenario 20 (d): after the day following the holiday it is late", step = "late_penalty_copy",
     sender = .amr, recipient = .procuratorate, occurredAt = "2025-10-10T00:00:01+08:00",
     documents = [(type = "D07", fields = [(name = "decidedAt", value = (date = "2025-09-22"))]), (type = "D01")],
     findings = ["late_penalty_copy"], leadsTo = "sent"),
    (name = "the penalty decision is missing", step = "late_penalty_copy", sender = .amr, recipient = .procuratorate,
     occurredAt = "2025-09-25T10:00:00+08:00", documents = [(type = "D44")], findings = ["K01b.D07"]),
    (name = "a letter is missing", step = "late_penalty_copy", sender = .amr, recipient = .procuratorate,
     occurredAt = "2025-09-25T10:00:00+08:00",
     documents = [(type = "D07", fields = [(name = "decidedAt", value = (date = "2025-09-22"))])],
     findings = ["K01b.letter"]),
    (name = "an informant with an identity number stops", step = "late_penalty_copy",
     sender = .amr, recipient = .procuratorate, occurredAt = "2025-09-25T10:00:00+08:00",
     documents = [(type = "D07", fields = [(name = "decidedAt", value = (date = "2025-09-22"))]),
     (type = "D44", fields = [
      (name = "persons", value = (groups = [
        [(name = "role", value = (text = "informant")), (name = "idType", value = (text = "citizen_18")),
         (name = "id", value = (text = "350123199001010012"))]]))])], findings = ["K01b.informant"],
     stopped = true),
    (name = "noted", step = "noted", state = "presented",
     sender = .procuratorate, recipient = .amr, bySender = false, occurredAt = "2025-09-26T16:00:00+08:00",
     documents = [(type = "D48")], findings = [], leadsTo = "noted", ended = ["ALL.signoff"]),
    (name = "noted without a slip", step = "noted", state = "presented",
     sender = .procuratorate, recipient = .amr, bySender = false, occurredAt = "2025-09-26T16:00:00+08:00",
     findings = ["K01b.noted"]),
    (name = "noted before it was presented", step = "noted", state = "sent",
     sender = .procuratorate, recipient = .amr, bySender = false, occurredAt = "2025-09-26T16:00:00+08:00",
     documents = [(type = "D48")], findings = [], refused = "step_not_open"),
    (name = "the administration cannot note", step = "noted", state = "presented",
     sender = .amr, recipient = .procuratorate, occurredAt = "2025-09-26T16:00:00+08:00",
     documents = [(type = "D48")], findings = [], refused = "wrong_role"),
    (name = "the procuratorate is told late of nothing by itself", step = "late_penalty_copy",
     sender = .procuratorate, recipient = .amr, bySender = false, occurredAt = "2025-09-25T10:00:00+08:00",
     documents = [(type = "D07", fields = [(name = "decidedAt", value = (date = "2025-09-22"))]), (type = "D44")],
     findings = [], refused = "wrong_role")
  ],
  clocks = [
    (clock = "K01b.late10", anchor = "2025-09-22T00:00:00+08:00", first = "2025-10-09 24:00")
  ]
);
