@0xa5c0e1d2b3f4496b;
# K29: outcomes reached off the bus told to the first sender.

using Test = import "/pack_test.capnp";

const amr :Test.TestAgency = (id = "luoyuan-amr", roles = [administrative], level = 4, region = "350123");
const otherCounty :Test.TestAgency = (id = "lianjiang-amr", roles = [administrative], level = 4, region = "350122");
const cityAmr :Test.TestAgency = (id = "fuzhou-amr", roles = [administrative], level = 3, region = "350123");
const police :Test.TestAgency = (id = "luoyuan-police", roles = [police], level = 4, region = "350123");
const procuratorate :Test.TestAgency = (id = "luoyuan-procuratorate", roles = [procuratorate], level = 4,
region = "350123");

const test :Test.PackTest = (
  procedure = "K29",
  cases = [
    (name = "row 26: told in time", step = "notify_off_bus", sender = .police, recipient = .amr,
     occurredAt = "2025-12-15T10:00:00+08:00",
     documents = [(type = "D83", fields = [
      (name = "outcomes", value = (groups = [
        [(name = "person", value = (text = "林某")), (name = "outcome", value = (text = "prosecuted")),
         (name = "decidedAt", value = (date = "2025-12-12")), (name = "decision", value = (text = "d65"))]]))]),
          (type = "D65")],
     findings = [], leadsTo = "sent", ended = ["K29.tell"]),
    (name = "the fourth working day is late", step = "notify_off_bus", sender = .police, recipient = .amr,
     occurredAt = "2025-12-18T00:00:01+08:00",
     documents = [(type = "D83", fields = [
      (name = "outcomes", value = (groups = [
        [(name = "person", value = (text = "林某")), (name = "outcome", value = (text = "prosecuted")),
         (name = "decidedAt", value = (date = "2025-12-12")), (name = "decision", value = (text = "d65"))]]))]),
          (type = "D65")],
     findings = ["late_outcome_notice"], leadsTo = "sent"),
    (name = "the notice is missing", step = "notify_off_bus", sender = .police, recipient = .amr,
     occurredAt = "2025-12-15T10:00:00+08:00", documents = [(type = "D65")], findings = ["K29.D83"]),
    (name = "the operative part is missing", step = "notify_off_bus", sender = .police, recipient = .amr,
     occurredAt = "2025-12-15T10:00:00+08:00",
     documents = [(type = "D83", fields = [
      (name = "outcomes", value = (groups = [
        [(name = "person", value = (text = "林某")), (name = "outcome", value = (text = "prosecuted")),
         (name = "decidedAt", value = (date = "2025-12-12")), (name = "decision", value = (text = "d65"))]]))])],
     findings = ["K29.part"]),
    (name = "an outcome without its decision", step = "notify", state = "owed", sender = .police, recipient = .amr,
     occurredAt = "2025-12-15T10:00:00+08:00",
     documents = [(type = "D83", fields = [
      (name = "outcomes", value = (groups = [
        [(name = "person", value = (text = "林某")), (name = "outcome", value = (text = "prosecuted")),
         (name = "decidedAt", value = (date = "2025-12-12"))]]))]), (type = "D71")], findings = ["K29.decision"],
     leadsTo = "sent"),
    (name = "a sealed record without a basis stops", step = "notify", state = "owed",
     sender = .police, recipient = .amr, occurredAt = "2025-12-15T10:00:00+08:00",
     documents = [(type = "D83", fields = [
      (name = "marking", value = (text = "sealed_record")),
      (name = "outcomes", value = (groups = [
        [(name = "person", value = (text = "林某")), (name = "outcome", value = (text = "prosecuted")),
         (name = "decidedAt", value = (date = "2025-12-12")), (name = "decision", value = (text = "d65"))]]))]),
          (type = "D71")],
     findings = ["K29.sealed"], stopped = true),
    (name = "a sealed record with its basis", step = "notify", state = "owed", sender = .police, recipient = .amr,
     occurredAt = "2025-12-15T10:00:00+08:00", note = "刑事诉讼法第二百八十六条:司法机关为办案需要",
     documents = [(type = "D83", fields = [
      (name = "marking", value = (text = "sealed_record")),
      (name = "outcomes", value = (groups = [
        [(name = "person", value = (text = "林某")), (name = "outcome", value = (text = "prosecuted")),
         (name = "decidedAt", value = (date = "2025-12-12")), (name = "decision", value = (text = "d65"))]]))]),
          (type = "D71")],
     findings = [], leadsTo = "sent"),
    (name = "an informant with an identity number stops", step = "notify", state = "owed",
     sender = .police, recipient = .amr, occurredAt = "2025-12-15T10:00:00+08:00",
     documents = [(type = "D83", fields = [
      (name = "outcomes", value = (groups = [
        [(name = "person", value = (text = "林某")), (name = "outcome", value = (text = "prosecuted")),
         (name = "decidedAt", value = (date = "2025-12-12")), (name = "decision", value = (text = "d65"))]]))]),
          (type = "D65", fields = [
      (name = "persons", value = (groups = [
        [(name = "role", value = (text = "informant")), (name = "idType", value = (text = "citizen_18")),
         (name = "id", value = (text = "350123199001010012"))]]))])], findings = ["K29.informant"],
     stopped = true),
    (name = "noted", step = "noted", state = "presented", sender = .amr, recipient = .police, bySender = false,
     occurredAt = "2025-12-16T10:00:00+08:00", documents = [(type = "D48")], findings = [], leadsTo = "noted",
     ended = ["ALL.signoff"]),
    (name = "only the receiver notes", step = "noted", state = "presented", sender = .police, recipient = .amr,
     occurredAt = "2025-12-16T10:00:00+08:00", documents = [(type = "D48")], findings = [],
     refused = "wrong_role"),
    (name = "nothing is told twice", step = "notify", state = "sent", sender = .police, recipient = .amr,
     occurredAt = "2025-12-16T10:00:00+08:00",
     documents = [(type = "D83", fields = [
      (name = "outcomes", value = (groups = [
        [(name = "person", value = (text = "林某")), (name = "outcome", value = (text = "prosecuted")),
         (name = "decidedAt", value = (date = "2025-12-12")), (name = "decision", value = (text = "d65"))]]))]),
          (type = "D71")],
     findings = [], refused = "step_not_open"),
    (name = "an outcome that is none", step = "notify", state = "owed", sender = .police, recipient = .amr,
     occurredAt = "2025-12-15T10:00:00+08:00",
     documents = [(type = "D83", fields = [
      (name = "outcomes", value = (groups = [
        [(name = "person", value = (text = "林某")), (name = "outcome", value = (text = "forwarded")),
         (name = "decidedAt", value = (date = "2025-12-12")), (name = "decision", value = (text = "d71"))]]))]),
          (type = "D71")],
     findings = ["K29.outcome"], leadsTo = "sent"),

    # What the bus says by itself.
    (name = "an outcome is owed", step = "outcome_made", sender = .police, recipient = .amr,
     occurredAt = "2026-02-06T09:00:00+08:00", findings = [], leadsTo = "owed",
     clocks = [(clock = "K29.tell", first = "2026-02-11 24:00")]),
    (name = "it was not told in time", step = "late", state = "owed", sender = .police, recipient = .amr,
     occurredAt = "2026-02-12T00:00:00+08:00", findings = [], leadsTo = "owed"),
    (name = "closed once noted", step = "close", state = "noted", sender = .police, recipient = .amr,
     occurredAt = "2025-12-16T10:00:00+08:00",
     surroundings = [(name = "transfer.state", value = (text = "noted"))], findings = [], leadsTo = "closed"),
    (name = "not noted yet", step = "close", state = "presented", sender = .police, recipient = .amr,
     occurredAt = "2025-12-16T10:00:00+08:00",
     surroundings = [(name = "transfer.state", value = (text = "presented"))], findings = [],
     refused = "step_barred"),
    (name = "never noted: closed when the sign-off watch ran out", step = "close", state = "presented",
     sender = .police, recipient = .amr, occurredAt = "2025-12-17T10:00:00+08:00",
     surroundings = [(name = "transfer.state", value = (text = "presented")),
     (name = "clock.ALL.signoff.past", value = (bool = true))],
     findings = [], leadsTo = "closed"),

    # Universal steps.
    (name = "the receiver took it", step = "presented", state = "sent", sender = .police, recipient = .amr,
     occurredAt = "2025-09-26T11:06:00+08:00", findings = [], leadsTo = "presented",
     clocks = [(clock = "ALL.signoff", first = "2025-09-27 12:00")], ended = []),
    (name = "entered from paper", step = "enter_from_paper", state = "noted", sender = .police, recipient = .amr,
     occurredAt = "2025-10-10T16:30:00+08:00", receivedAt = "2025-10-11T09:20:00+08:00",
     documents = [(type = "D119", fields = [(name = "occurredAt", value = (instant = "2025-10-10T16:30:00+08:00"))])],
     findings = [], leadsTo = "noted", ended = ["ALL.paper_entry"]),
    (name = "the entry confirmed, in a final state too", step = "confirm_paper", state = "closed",
     sender = .amr, recipient = .police, bySender = false, occurredAt = "2025-09-29T11:00:00+08:00",
     documents = [(type = "D119")], findings = [], leadsTo = "closed", ended = ["ALL.paper_confirm"]),
    (name = "an extension", step = "extend", state = "noted", sender = .amr, recipient = .police, bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D64")], findings = [], leadsTo = "noted"),
    (name = "a number voided", step = "void", state = "noted", sender = .police, recipient = .amr,
     occurredAt = "2025-09-29T12:00:00+08:00", findings = [], leadsTo = "noted"),
    (name = "a receipt signed", step = "receipt_signed", state = "closed", sender = .police, recipient = .amr,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D48")], findings = [], leadsTo = "closed"),
    (name = "sign-off refused with a reason", step = "sign_refused", state = "presented",
     sender = .amr, recipient = .police, bySender = false, occurredAt = "2025-09-29T12:00:00+08:00",
     note = "不属本机关", findings = [], leadsTo = "presented"),
    (name = "a correction", step = "correct", state = "noted", sender = .police, recipient = .amr,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D117")], findings = [], leadsTo = "noted"),
    (name = "a withdrawal", step = "withdraw", state = "noted", sender = .police, recipient = .amr,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D117")], findings = [],
     leadsTo = "withdrawn"),
    (name = "a note", step = "note", state = "closed", sender = .amr, recipient = .police, bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00", findings = [], leadsTo = "closed"),
    (name = "a link", step = "link", state = "noted", sender = .amr, recipient = .police, bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D132")], findings = [], leadsTo = "noted"),
    (name = "recalled whole", step = "recall", state = "noted", sender = .police, recipient = .amr,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D118", fields = [(name = "destroyed",
     value = (bool = true)), (name = "reason", value = (text = "wrong_member"))])],
     findings = [], leadsTo = "recalled"),
    (name = "a part recalled: the transfer goes on", step = "recall", state = "noted", sender = .police,
     recipient = .amr,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D118", fields = [(name = "destroyed",
     value = (bool = true)), (name = "reason", value = (text = "too_much"))])],
     findings = [], leadsTo = "noted"),
    (name = "not destroyed: the transfer goes on", step = "recall", state = "noted", sender = .police, recipient = .amr,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D118", fields = [(name = "destroyed",
     value = (bool = false)), (name = "reason", value = (text = "wrong_member"))])],
     findings = [], leadsTo = "noted"),
    (name = "a recall without its notice", step = "recall", state = "noted", sender = .police, recipient = .amr,
     occurredAt = "2025-09-29T12:00:00+08:00",
     findings = ["ALL.D118"], leadsTo = "noted"),
    (name = "opened anew", step = "reopen", state = "closed", sender = .amr, recipient = .police, bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00", note = "发现新的事实", documents = [(type = "D05")],
     findings = [], leadsTo = "closed"),
    (name = "opened anew without a reason", step = "reopen", state = "closed", sender = .amr, recipient = .police,
     bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00",
     findings = ["ALL.new_facts"], leadsTo = "closed"),
    (name = "what is not final is not opened anew", step = "reopen", state = "noted", sender = .amr,
     recipient = .police, bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00", note = "发现新的事实", documents = [(type = "D05")],
     findings = [], refused = "step_not_open")
  ],
  clocks = [
    (clock = "K29.tell", anchor = "2025-12-12T00:00:00+08:00", first = "2025-12-17 24:00"),
    (clock = "K29.tell", anchor = "2026-02-06T09:00:00+08:00", first = "2026-02-11 24:00")
  ]
);
