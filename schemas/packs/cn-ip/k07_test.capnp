@0xa5c0e1d2b3f4496a;
# K07: the handover of exhibits up to the handover itself, rows 16 to 23 of the demonstration and what goes wrong beside
# them.

using Test = import "/pack_test.capnp";

const amr :Test.TestAgency = (id = "luoyuan-amr", roles = [administrative], level = 4, region = "350123");
const police :Test.TestAgency = (id = "luoyuan-police", roles = [police], level = 4, region = "350123");

const list :List(Test.TestDocument) = [
  (type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))]),
  (type = "D16", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])];

const test :Test.PackTest = (
  procedure = "K07",
  cases = [
    (name = "row 16: the notice of filing received", step = "filing_notice_received",
     sender = .amr, recipient = .police, occurredAt = "2025-09-30T17:05:00+08:00", documents = [(type = "D48")],
     findings = [], leadsTo = "due",
     clocks = [(clock = "K07.handover", first = "2025-10-09 24:00", later = "2025-10-11 24:00")]),
    (name = "without the slip", step = "filing_notice_received", sender = .amr, recipient = .police,
     occurredAt = "2025-09-30T17:05:00+08:00", findings = ["K07.opening"], leadsTo = "due"),
    (name = "police do not open it", step = "filing_notice_received",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-09-30T17:05:00+08:00",
     documents = [(type = "D48")], findings = [], refused = "wrong_role"),
    (name = "an offer that agrees with the list of the transfer", step = "offer", state = "due",
     sender = .amr, recipient = .police, occurredAt = "2025-10-09T09:00:00+08:00", documents = .list,
     held = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     findings = [], leadsTo = "sent"),
    (name = "row 17: samples were taken and the list is not reduced", step = "offer", state = "due",
     sender = .amr, recipient = .police, occurredAt = "2025-10-09T09:00:00+08:00", documents = .list,
     held = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))]), (type = "D100")],
     findings = ["K07.samples"], leadsTo = "sent"),
    (name = "an item of the transfer is missing", step = "offer", state = "due", sender = .amr, recipient = .police,
     occurredAt = "2025-10-09T09:00:00+08:00",
     documents = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))]]))]),
          (type = "D16", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))]]))])],
     held = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     findings = ["K07.D03.list", "K07.D16.list"]),
    (name = "the unit of an item changed", step = "offer", state = "due", sender = .amr, recipient = .police,
     occurredAt = "2025-10-09T09:00:00+08:00",
     documents = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))]),
          (type = "D16", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "件")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     held = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     findings = ["K07.D16.list"]),
    (name = "an offer without its list", step = "offer", state = "due", sender = .amr, recipient = .police,
     occurredAt = "2025-10-09T09:00:00+08:00",
     documents = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     held = [(type = "D03", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     findings = ["K07.offer"]),
    (name = "row 18: the count appointed", step = "appointed", state = "presented",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-09T10:30:00+08:00",
     documents = [(type = "D48")], findings = [], leadsTo = "appointed", ended = ["ALL.signoff"]),
    (name = "appointed without a slip", step = "appointed", state = "presented",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-09T10:30:00+08:00",
     findings = ["K07.appointed"]),
    (name = "row 18, aside: no handover before the count", step = "handed_over", state = "appointed",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-09T10:20:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "short"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))]),
         (type = "D16", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     held = .list, findings = [], refused = "step_not_open"),
    (name = "counted, everything agrees", step = "counted", state = "appointed", sender = .amr, recipient = .police,
     occurredAt = "2025-10-10T16:30:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7241)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "agreed"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))])],
     held = .list, findings = [], leadsTo = "counted",
     clocks = []),
    (name = "row 21: counted, twelve pairs short: a discrepancy is written down", step = "counted", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00",
     documents = [(type = "D09", fields = [
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
     held = .list, findings = ["K07.discrepancy"], leadsTo = "counted",
     clocks = [(clock = "K07.explain", first = "2025-10-16 24:00")]),
    (name = "counted by one side only: handed_over is barred", step = "counted", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "short"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))]]))])],
     held = .list, findings = ["K07.D09", "K07.discrepancy"], barred = ["handed_over"]),
    (name = "counted by two agencies, one of them no party: handed_over is barred", step = "counted", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7241)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "agreed"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "lianjiang-amr")), (name = "name", value = (text = "某"))]]))])],
     held = .list, findings = ["K07.D09"], barred = ["handed_over"]),
    (name = "the other side's slip confirmed by a word: its discrepancy counts", step = "counted", state = "appointed",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-10T16:30:00+08:00",
     held = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "short"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))])], findings = ["K07.discrepancy"],
     leadsTo = "counted", clocks = [(clock = "K07.explain", first = "2025-10-16 24:00")]),
    (name = "a slip signed by no party, confirmed by a word: handed_over is barred", step = "counted", state = "appointed",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-10T16:30:00+08:00",
     held = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7241)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "agreed"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "lianjiang-amr")), (name = "name", value = (text = "某"))]]))])], findings = ["K07.D09"], barred = ["handed_over"]),
    (name = "counted without a slip", step = "counted", state = "appointed", sender = .amr, recipient = .police,
     occurredAt = "2025-10-10T16:30:00+08:00", held = .list, findings = ["K07.D09"], barred = ["handed_over"]),
    (name = "a result that is none", step = "counted", state = "appointed", sender = .amr, recipient = .police,
     occurredAt = "2025-10-10T16:30:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "unknown"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))])],
     held = .list, findings = ["K07.D09", "K07.discrepancy", "K07.D09.result"], barred = ["handed_over"]),
    (name = "agreed although twelve are missing", step = "counted", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "agreed"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))])],
     held = .list, findings = ["K07.D09.result"]),
    (name = "over although twelve are missing", step = "counted", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "over"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))])],
     held = .list, findings = ["K07.discrepancy", "K07.D09.result"]),
    (name = "a slip that lists another number", step = "counted", state = "appointed",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:30:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7229)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "agreed"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))])],
     held = .list, findings = ["K07.D09.list"]),
    (name = "row 23: handed over, the entry is confirmed", step = "handed_over", state = "counted",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-10T16:40:00+08:00",
     receivedAt = "2025-10-11T09:45:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "short"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))]),
         (type = "D16", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     held = .list, surroundings = [(name = "transfer.pendingPaper", value = (bool = false))], findings = [],
     leadsTo = "handed_over", ended = ["K07.handover"]),
    (name = "row 22, aside: one-sided, barred", step = "handed_over", state = "counted",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-10T16:40:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "short"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))]),
         (type = "D16", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     held = .list, surroundings = [(name = "transfer.pendingPaper", value = (bool = true))], findings = [],
     refused = "step_barred"),
    (name = "handed over on a slip of one counter: barred", step = "handed_over", state = "counted",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-10T16:40:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "short"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))]),
         (type = "D16", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     held = .list, findings = [], refused = "step_barred"),
    (name = "handed over on a slip of two counters, one of them no party: barred", step = "handed_over", state = "counted",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-10T16:40:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7241)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "agreed"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "lianjiang-amr")), (name = "name", value = (text = "某"))]]))])],
     held = .list, findings = ["K07.handed_over"], refused = "step_barred"),
    (name = "handed over without a slip: barred", step = "handed_over", state = "counted",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-10T16:40:00+08:00",
     documents = [(type = "D16", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     held = .list, findings = [], refused = "step_barred"),
    (name = "handed over without the list", step = "handed_over", state = "counted",
     sender = .police, recipient = .amr, bySender = false, occurredAt = "2025-10-10T16:40:00+08:00",
     documents = [(type = "D09", fields = [
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
     held = .list, findings = ["K07.handed_over"]),
    (name = "the administration cannot hand over by itself", step = "handed_over", state = "counted",
     sender = .amr, recipient = .police, occurredAt = "2025-10-10T16:40:00+08:00",
     documents = [(type = "D09", fields = [
      (name = "lines", value = (groups = [
        [(name = "itemNo", value = (int = 1)), (name = "listed", value = (int = 7241)),
         (name = "counted", value = (int = 7229)), (name = "unit", value = (text = "双")),
         (name = "result", value = (text = "short"))],
        [(name = "itemNo", value = (int = 2)), (name = "listed", value = (int = 2)),
         (name = "counted", value = (int = 2)), (name = "unit", value = (text = "台")),
         (name = "result", value = (text = "agreed"))]])),
      (name = "counters", value = (groups = [
        [(name = "agency", value = (text = "luoyuan-amr")), (name = "name", value = (text = "某"))],
        [(name = "agency", value = (text = "luoyuan-police")), (name = "name", value = (text = "某"))]]))]),
         (type = "D16", fields = [
      (name = "items", value = (groups = [
        [(name = "no", value = (int = 1)), (name = "quantity", value = (int = 7241)),
         (name = "unit", value = (text = "双")), (name = "needsTest", value = (bool = false))],
        [(name = "no", value = (int = 2)), (name = "quantity", value = (int = 2)),
         (name = "unit", value = (text = "台")), (name = "needsTest", value = (bool = false))]]))])],
     held = .list, findings = [], refused = "wrong_role")
  ]
);
