@0xa5c0e1d2b3f4496a;
# K07: the handover of exhibits, rows 16 to 24 of the demonstration and what goes wrong beside them.

using Test = import "/pack_test.capnp";

const amr :Test.TestAgency = (id = "luoyuan-amr", roles = [administrative], level = 4, region = "350123");
const otherCounty :Test.TestAgency = (id = "lianjiang-amr", roles = [administrative], level = 4, region = "350122");
const cityAmr :Test.TestAgency = (id = "fuzhou-amr", roles = [administrative], level = 3, region = "350123");
const police :Test.TestAgency = (id = "luoyuan-police", roles = [police], level = 4, region = "350123");
const procuratorate :Test.TestAgency = (id = "luoyuan-procuratorate", roles = [procuratorate], level = 4,
region = "350123");

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
     held = .list, findings = [], refused = "wrong_role"),
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
