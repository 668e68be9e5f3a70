@0xa5c0e1d2b3f4496d;
# K07, the steps beside and after the handover and the universal ones: kept, fetched, explained, entered from paper, closed;
# due instants.

using Test = import "/pack_test.capnp";
using Handover = import "k07_test.capnp";

const amr :Test.TestAgency = (id = "luoyuan-amr", roles = [administrative], level = 4, region = "350123");
const police :Test.TestAgency = (id = "luoyuan-police", roles = [police], level = 4, region = "350123");

const list :List(Test.TestDocument) = Handover.list;

const test :Test.PackTest = (
  procedure = "K07",
  cases = [
    (name = "kept by the administration", step = "kept_by_adm", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:40:00+08:00",
     documents = [(type = "D09"), (type = "D105")], findings = [], leadsTo = "kept", ended = ["K07.handover"]),
    (name = "kept without a record", step = "kept_by_adm", state = "counted", sender = .amr, recipient = .police,
     occurredAt = "2025-10-10T16:40:00+08:00", documents = [(type = "D09")], findings = ["K07.kept"]),
    (name = "fetched", step = "fetched", state = "kept", sender = .police, recipient = .amr, bySender = false,
     occurredAt = "2025-10-20T16:40:00+08:00", documents = [(type = "D09")], findings = [],
     leadsTo = "handed_over"),
    (name = "fetched without a slip", step = "fetched", state = "kept",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-20T16:40:00+08:00",
     findings = ["K07.fetched"]),
    (name = "row 24: the discrepancy explained", step = "explained", state = "handed_over",
     sender = .amr, recipient = .police, occurredAt = "2025-10-14T11:00:00+08:00", documents = [(type = "D117")],
     findings = [], leadsTo = "handed_over", ended = ["K07.explain"]),
    (name = "explained without a letter", step = "explained", state = "counted", sender = .amr, recipient = .police,
     occurredAt = "2025-10-14T11:00:00+08:00", findings = ["K07.explained"]),
    (name = "nothing to explain before the count", step = "explained", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-14T11:00:00+08:00", documents = [(type = "D117")],
     findings = [], refused = "step_not_open"),
    (name = "row 22: entered from paper in time", step = "enter_from_paper", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00",
     receivedAt = "2025-10-11T09:20:00+08:00",
     documents = [(type = "D119", fields = [(name = "occurredAt", value = (instant = "2025-10-10T16:30:00+08:00"))]),
     (type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "short"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))])],
     held = .list, findings = ["K07.discrepancy"]),
    (name = "entered on the last day", step = "enter_from_paper", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00",
     receivedAt = "2025-10-14T23:59:00+08:00",
     documents = [(type = "D119", fields = [(name = "occurredAt", value = (instant = "2025-10-10T16:30:00+08:00"))])],
     held = .list, findings = ["ALL.late_entry"]),
    (name = "entered a second after the last day", step = "enter_from_paper", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00",
     receivedAt = "2025-10-15T00:00:01+08:00",
     documents = [(type = "D119", fields = [(name = "occurredAt", value = (instant = "2025-10-10T16:30:00+08:00"))])],
     held = .list, findings = ["ALL.late_entry", "late_paper_entry"]),
    (name = "the certificate gives another time", step = "enter_from_paper", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00",
     documents = [(type = "D119", fields = [(name = "occurredAt", value = (instant = "2025-10-10T16:31:00+08:00"))])],
     held = .list, findings = ["ALL.D119.time"]),
    (name = "the certificate names the step of the message", step = "enter_from_paper", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00", paperStep = "note",
     documents = [(type = "D119", fields = [(name = "occurredAt", value = (instant = "2025-10-10T16:30:00+08:00")),
                                            (name = "step", value = (text = "note"))])], held = .list, findings = []),
    (name = "the certificate names another step", step = "enter_from_paper", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00", paperStep = "explained",
     documents = [(type = "D119", fields = [(name = "occurredAt", value = (instant = "2025-10-10T16:30:00+08:00")),
                                            (name = "step", value = (text = "counted"))])], held = .list,
     findings = ["ALL.D119.step"]),
    (name = "entered without a certificate", step = "enter_from_paper", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00", held = .list,
     findings = ["ALL.D119"]),
    (name = "confirmed by the other side", step = "confirm_paper", state = "counted",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-11T09:45:00+08:00",
     documents = [(type = "D119", fields = [(name = "occurredAt", value = (instant = "2025-10-10T16:30:00+08:00"))])],
     held = .list, findings = [], leadsTo = "counted", ended = ["ALL.paper_confirm"]),

    # What the bus says by itself.
    (name = "the handover ran out", step = "late", state = "appointed", sender = .amr, recipient = .police,
     occurredAt = "2025-10-12T00:00:00+08:00", findings = [], leadsTo = "appointed"),
    (name = "row 24: nothing unexplained is left: closed", step = "close", state = "handed_over",
     sender = .amr, recipient = .police, occurredAt = "2025-10-14T11:00:00+08:00",
     surroundings = [(name = "case.item.unexplained", value = (int = 0))], findings = [], leadsTo = "closed"),
    (name = "one discrepancy unexplained: it stays open", step = "close", state = "kept",
     sender = .amr, recipient = .police, occurredAt = "2025-10-14T11:00:00+08:00",
     surroundings = [(name = "case.item.unexplained", value = (int = 1))], findings = [],
     refused = "step_barred"),

    # Universal steps.
    (name = "the receiver took it", step = "presented", state = "sent", sender = .amr, recipient = .police,
     occurredAt = "2025-09-26T11:06:00+08:00", findings = [], leadsTo = "presented",
     clocks = [(clock = "ALL.signoff", first = "2025-09-27 12:00")], ended = []),
    (name = "entered from paper", step = "enter_from_paper", state = "counted", sender = .amr, recipient = .police,
     occurredAt = "2025-10-10T16:30:00+08:00", receivedAt = "2025-10-11T09:20:00+08:00",
     documents = [(type = "D119", fields = [(name = "occurredAt", value = (instant = "2025-10-10T16:30:00+08:00"))])],
     findings = [], leadsTo = "counted", ended = ["ALL.paper_entry"]),
    (name = "the entry confirmed, in a final state too", step = "confirm_paper", state = "closed",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-09-29T11:00:00+08:00",
     documents = [(type = "D119")], findings = [], leadsTo = "closed", ended = ["ALL.paper_confirm"]),
    (name = "an extension", step = "extend", state = "counted", sender = .police, recipient = .amr, bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D64")], findings = [], leadsTo = "counted"),
    (name = "a number voided", step = "void", state = "counted", sender = .amr, recipient = .police,
     occurredAt = "2025-09-29T12:00:00+08:00", findings = [], leadsTo = "counted"),
    (name = "a receipt signed", step = "receipt_signed", state = "closed", sender = .amr, recipient = .police,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D48")], findings = [], leadsTo = "closed"),
    (name = "sign-off refused with a reason", step = "sign_refused", state = "presented",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-09-29T12:00:00+08:00",
     note = "不属本机关", findings = [], leadsTo = "presented"),
    (name = "a correction", step = "correct", state = "counted", sender = .amr, recipient = .police,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D117")], findings = [], leadsTo = "counted"),
    (name = "a withdrawal", step = "withdraw", state = "counted", sender = .amr, recipient = .police,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D117")], findings = [],
     leadsTo = "withdrawn"),
    (name = "a note", step = "note", state = "closed", sender = .police, recipient = .amr, bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00", findings = [], leadsTo = "closed"),
    (name = "a link", step = "link", state = "counted", sender = .police, recipient = .amr, bySender = false,
     occurredAt = "2025-09-29T12:00:00+08:00", documents = [(type = "D132")], findings = [], leadsTo = "counted")
  ],
  clocks = [
    (clock = "K07.handover", anchor = "2025-09-30T17:05:00+08:00", first = "2025-10-09 24:00",
     later = "2025-10-11 24:00"),
    (clock = "K07.explain", anchor = "2025-10-10T16:30:00+08:00", first = "2025-10-16 24:00")
  ]
);
