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
     findings = [], refused = "wrong_role"),

    # What the bus says by itself.
    (name = "opened by the transfer", step = "copy", sender = .amr, recipient = .procuratorate,
     occurredAt = "2025-09-26T11:05:00+08:00", documents = [(type = "D01"), (type = "D06")], findings = [],
     leadsTo = "sent"),
    (name = "kept up to date, closed or not", step = "update", state = "closed",
     sender = .amr, recipient = .procuratorate, occurredAt = "2025-09-26T11:06:00+08:00", findings = [],
     leadsTo = "closed"),
    (name = "closed with its transfer", step = "close", state = "presented",
     sender = .amr, recipient = .procuratorate, occurredAt = "2025-10-14T11:00:00+08:00",
     surroundings = [(name = "case.transfer.K01.state", value = (text = "closed"))], findings = [],
     leadsTo = "closed"),
    (name = "open as long as its transfer", step = "close", state = "noted",
     sender = .amr, recipient = .procuratorate, occurredAt = "2025-10-14T11:00:00+08:00",
     surroundings = [(name = "case.transfer.K01.state", value = (text = "decided"))], findings = [],
     refused = "step_barred"),
    (name = "a penalty without a transfer closes once noted", step = "close", state = "noted",
     sender = .amr, recipient = .procuratorate, occurredAt = "2025-10-14T11:00:00+08:00",
     surroundings = [(name = "transfer.state", value = (text = "noted"))], findings = [], leadsTo = "closed"),
    (name = "a penalty without a transfer waits for the note", step = "close", state = "presented",
     sender = .amr, recipient = .procuratorate, occurredAt = "2025-10-14T11:00:00+08:00",
     surroundings = [(name = "transfer.state", value = (text = "presented"))], findings = [],
     refused = "step_barred"),

    # Universal steps.
    (name = "the receiver took it", step = "presented", state = "sent", sender = .amr, recipient = .procuratorate,
     occurredAt = "2025-09-26T11:06:00+08:00", findings = [], leadsTo = "presented",
     clocks = [(clock = "ALL.signoff", first = "2025-09-27 12:00")], ended = []),
    (name = "entered from paper", step = "enter_from_paper", state = "noted",
     sender = .amr, recipient = .procuratorate, occurredAt = "2025-10-10T16:30:00+08:00",
     receivedAt = "2025-10-11T09:20:00+08:00",
     documents = [(type = "D119", fields = [(name = "occurredAt", value = (instant = "2025-10-10T16:30:00+08:00"))])],
     findings = [], leadsTo = "noted", ended = ["ALL.paper_entry"]),
    (name = "the entry confirmed, in a final state too", step = "confirm_paper", state = "closed",
     sender = .procuratorate, recipient = .amr, bySender = false, occurredAt = "2025-09-29T11:00:00+08:00",
     documents = [(type = "D119")], findings = [], leadsTo = "closed", ended = ["ALL.paper_confirm"]),
    (name = "an extension", step = "extend", state = "noted",
     sender = .procuratorate, recipient = .amr, bySender = false, occurredAt = "2025-09-29T12:00:00+08:00",
     documents = [(type = "D64")], findings = [], leadsTo = "noted"),
    (name = "a number voided", step = "void", state = "noted", sender = .amr, recipient = .procuratorate,
     occurredAt = "2025-09-29T12:00:00+08:00", findings = [], leadsTo = "noted"),
    (name = "a receipt signed", step = "receipt_signed", state = "closed", sender = .amr, recipient = .procuratorate,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D48")], findings = [], leadsTo = "closed"),
    (name = "sign-off refused with a reason", step = "sign_refused", state = "presented",
     sender = .procuratorate, recipient = .amr, bySender = false, occurredAt = "2025-09-29T12:00:00+08:00",
     note = "不属本机关", findings = [], leadsTo = "presented"),
    (name = "a correction", step = "correct", state = "noted", sender = .amr, recipient = .procuratorate,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D117")], findings = [], leadsTo = "noted"),
    (name = "a withdrawal", step = "withdraw", state = "noted", sender = .amr, recipient = .procuratorate,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D117")], findings = [],
     leadsTo = "withdrawn"),
    (name = "a note", step = "note", state = "closed", sender = .procuratorate, recipient = .amr, bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00", findings = [], leadsTo = "closed"),
    (name = "a link", step = "link", state = "noted", sender = .procuratorate, recipient = .amr, bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D132")], findings = [], leadsTo = "noted")
  ],
  clocks = [
    (clock = "K01b.late10", anchor = "2025-09-22T00:00:00+08:00", first = "2025-10-09 24:00")
  ]
);
