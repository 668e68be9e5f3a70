@0xa5c0e1d2b3f44970;
# Documents by which a case is passed on, answered, returned and served, as far as the criminal chain brought them: what
# each must hold, and both sides of what is asked for on a condition. A note carries them, for it asks for nothing itself.

using Test = import "/pack_test.capnp";

const police :Test.TestAgency = (id = "luoyuan-police", roles = [police], level = 4, region = "350123");
const amr :Test.TestAgency = (id = "luoyuan-amr", roles = [administrative], level = 4, region = "350123");

const ev1 :Test.TestEvidence = (id = "ev1", class = "E2");

const number :Test.TestField = (name = "number", value = (text = "罗公移行字〔2025〕4号"));
const issuer :Test.TestField = (name = "issuer", value = (text = "luoyuan-police"));
const addressee :Test.TestField = (name = "addressee", value = (text = "luoyuan-amr"));
const issued :Test.TestField = (name = "issued", value = (date = "2025-11-13"));
const ground :Test.TestField = (name = "ground", value = (text = "行为地与居住地分属两地"));
const approver :Test.TestField = (name = "approver", value = (text = "周某"));
const facts :Test.TestField = (name = "facts", value = (text = "情节显著轻微"));
const reasons :Test.TestField = (name = "reasons", value = (text = "检验未完成"));
const why :Test.TestField = (name = "why", value = (text = "缺失"));
const list :Test.TestField = (name = "newList", value = (text = "罗公清字〔2025〕4号"));
const caseNo :Test.TestField = (name = "courtCaseNo", value = (text = "(2025)苏0214刑初512号"));

const lin :List(Test.TestField) = [
  (name = "name", value = (text = "林某")), (name = "kind", value = (text = "person")),
  (name = "idType", value = (text = "none")), (name = "role", value = (text = "suspect")),
  (name = "present", value = (bool = true))];
const person :Test.TestField = (name = "person", value = (text = "林某"));

# D75 less method and signature; D77 less its results; D66 and D67 less their items.
const served :Test.TestField = (name = "document", value = (text = "d71"));
const when :Test.TestField = (name = "when", value = (instant = "2026-01-26T10:00:00+08:00"));
const unsigned :Test.TestField = (name = "signed", value = (bool = false));
const left :Test.TestField = (name = "method", value = (text = "left"));
const direct :Test.TestField = (name = "method", value = (text = "direct"));
const answers :Test.TestField = (name = "answers", value = (text = "罗检意〔2025〕3号"));
const missing :Test.TestField = (name = "type", value = (text = "missing"));

const whole :List(Test.TestDocument) = [
  (type = "D17", fields = [.number, .issuer, .addressee, .issued, (name = "persons", value = (groups = [.lin])), .facts,
    (name = "whyNoCriminalLiability", value = (text = "不构成犯罪")),
    (name = "decision", value = (text = "罗公撤字〔2025〕2号")),
    (name = "evidenceList", value = (text = "ev1")), (name = "propertyState", value = (text = "随案退还"))]),
  (type = "D56", fields = [.number, .issuer, .addressee, .issued, (name = "situation", value = (text = "逾期")),
    (name = "basis", value = (text = "第二百九十六条")), .reasons]),
  (type = "D60", fields = [.number, .issuer, .addressee, .issued, (name = "designated", value = (text = "luoyuan-police")),
    (name = "from", value = (list = [(text = "lianjiang-police"), (text = "minhou-police")])),
    (name = "scope", value = (text = "本案")), (name = "standing", value = (bool = false))]),
  (type = "D61", fields = [.number, .issuer, .addressee, .issued, (name = "persons", value = (groups = [.lin])),
    (name = "offence", value = (text = "214")), .facts, (name = "dispute", value = (text = "双方均认为不属己方")),
    (name = "talks", value = (text = "协商未果")), .ground, .approver]),
  (type = "D66", fields = [.number, .issuer, .addressee, .issued, .missing,
    (name = "items", value = (groups = [
      [(name = "no", value = (int = 1)), (name = "what", value = (text = "证人名单")), .why],
      [(name = "what", value = (text = "服务器镜像")), .why]]))]),
  (type = "D67", fields = [.number, .issuer, .addressee, .issued, (name = "answers", value = (text = "d66")), .list,
    (name = "items", value = (groups = [
      [(name = "no", value = (int = 1)), (name = "supplied", value = (bool = true)),
       (name = "part", value = (text = "d17"))],
      [(name = "supplied", value = (bool = false))]]))]),
  (type = "D70", fields = [.number, .issuer, .addressee, .issued, (name = "reason", value = (text = "absent")),
    (name = "text", value = (text = "被告人不在案"))]),
  (type = "D71.prop", stamp = "none", fields = [.caseNo, (name = "property", value = (text = "查扣奶粉予以没收"))]),
  (type = "D75", stamp = "none", fields = [.served, .person, .direct, .when, (name = "signed", value = (bool = true))]),
  (type = "D77", fields = [.number, .issuer, .addressee, .issued, .answers,
    (name = "results", value = (groups = [
      [.person, (name = "result", value = (text = "penalised")), (name = "decision", value = (text = "罗市监罚〔2025〕7号"))],
      [.person, (name = "result", value = (text = "in_progress"))],
      [.person, (name = "result", value = (text = "not_penalised")),
       (name = "decision", value = (text = "罗市监不罚〔2025〕8号")), .reasons]]))])
];

const test :Test.PackTest = (
  procedure = "K29",
  cases = [
    (name = "documents that lack nothing", step = "note", state = "sent", sender = .police, recipient = .amr,
     occurredAt = "2025-11-13T10:00:00+08:00", evidence = [.ev1], documents = .whole, formToo = true, findings = []),
    (name = "empty documents: each field that must be there is named, and no other", step = "note", state = "sent",
     sender = .police, recipient = .amr, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D17"), (type = "D56"), (type = "D60"), (type = "D61")],
     findings = [
      "form.D17.number", "form.D17.issuer", "form.D17.addressee", "form.D17.issued", "form.D17.persons",
      "form.D17.facts", "form.D17.whyNoCriminalLiability", "form.D17.decision", "form.D17.evidenceList",
      "form.D17.propertyState",
      "form.D56.number", "form.D56.issuer", "form.D56.addressee", "form.D56.issued", "form.D56.situation",
      "form.D56.basis", "form.D56.reasons",
      "form.D60.number", "form.D60.issuer", "form.D60.addressee", "form.D60.issued", "form.D60.designated",
      "form.D60.from", "form.D60.scope", "form.D60.standing",
      "form.D61.number", "form.D61.issuer", "form.D61.addressee", "form.D61.issued", "form.D61.persons",
      "form.D61.offence", "form.D61.facts", "form.D61.dispute", "form.D61.talks", "form.D61.ground",
      "form.D61.approver"]),
    (name = "empty documents, the others", step = "note", state = "sent",
     sender = .police, recipient = .amr, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D70"), (type = "D71.prop"), (type = "D75"), (type = "D77")],
     findings = [
      "form.D70.number", "form.D70.issuer", "form.D70.addressee", "form.D70.issued", "form.D70.reason", "form.D70.text",
      "form.D71.prop.courtCaseNo", "form.D71.prop.property",
      "form.D75.document", "form.D75.person", "form.D75.method", "form.D75.when", "form.D75.signed",
      "form.D77.number", "form.D77.issuer", "form.D77.addressee", "form.D77.issued", "form.D77.answers",
      "form.D77.results"]),
    (name = "a result is told of a person", step = "note", state = "sent",
     sender = .police, recipient = .amr, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D77", fields = [.number, .issuer, .addressee, .issued, .answers,
      (name = "results", value = (groups = [[]]))])],
     findings = ["form.D77.results.person", "form.D77.results.result"]),

    # D56, D71.prop.
    (name = "numbers that are none", step = "note", state = "sent", sender = .police, recipient = .amr,
     occurredAt = "2025-11-13T10:00:00+08:00", evidence = [.ev1], formToo = true, documents = .whole,
     add = [
      (type = "D56", fields = [(name = "number", value = (text = "关于逾期的说明")), .issuer, .addressee, .issued,
        (name = "situation", value = (text = "逾期")), (name = "basis", value = (text = "第二百九十六条")), .reasons]),
      (type = "D71.prop", fields = [(name = "courtCaseNo", value = (text = "512号")),
        (name = "property", value = (text = "没收"))])],
     findings = ["form.D56.number", "form.D71.prop.courtCaseNo"]),

    # D66, D67: an item may have a number.
    (name = "an item number is a count", step = "note", state = "sent", sender = .police, recipient = .amr,
     occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [
      (type = "D66", fields = [.number, .issuer, .addressee, .issued, .missing,
        (name = "items", value = (groups = [
          [(name = "no", value = (int = -1)), (name = "what", value = (text = "证人名单")), .why]]))]),
      (type = "D67", fields = [.number, .issuer, .addressee, .issued, (name = "answers", value = (text = "d66")), .list,
        (name = "items", value = (groups = [
          [(name = "no", value = (int = -1)), (name = "supplied", value = (bool = true))]]))])],
     findings = ["form.D66.items.no", "form.D67.items.no", "form.D67.items.part"]),

    # D70, D75, D77.
    (name = "a reason of return that is none", step = "note", state = "sent", sender = .police, recipient = .amr,
     occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D70", fields = [.number, .issuer, .addressee, .issued,
      (name = "reason", value = (text = "incomplete")), (name = "text", value = (text = "材料不全"))])],
     findings = ["form.D70.reason"]),
    (name = "what was left and not signed for has a witness", step = "note", state = "sent",
     sender = .police, recipient = .amr, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D75", fields = [.served, .person, .left, .when, .unsigned])],
     findings = ["form.D75.refusedWitness"]),
    (name = "what was handed over and not signed for has a witness", step = "note", state = "sent",
     sender = .police, recipient = .amr, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D75", fields = [.served, .person, .direct, .when, .unsigned])],
     findings = ["form.D75.refusedWitness"]),
    (name = "left before a witness; by announcement nobody signs", step = "note", state = "sent",
     sender = .police, recipient = .amr, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [
      (type = "D75", fields = [.served, .person, .left, .when, .unsigned,
        (name = "refusedWitness", value = (text = "居委会工作人员"))]),
      (id = "d75b", type = "D75", fields = [.served, .person, (name = "method", value = (text = "announcement")), .when,
        .unsigned])], findings = []),
    (name = "a final result has its decision, and none its reasons", step = "note", state = "sent",
     sender = .police, recipient = .amr, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D77", fields = [.number, .issuer, .addressee, .issued, .answers,
      (name = "results", value = (groups = [
        [.person, (name = "result", value = (text = "penalised"))],
        [.person, (name = "result", value = (text = "not_penalised")),
         (name = "decision", value = (text = "罗市监不罚〔2025〕8号"))]]))])],
     findings = ["form.D77.results.decision", "form.D77.results.reasons"]),
    (name = "a penalty in part has its decision", step = "note", state = "sent",
     sender = .police, recipient = .amr, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D77", fields = [.number, .issuer, .addressee, .issued, .answers,
      (name = "results", value = (groups = [
        [.person, (name = "result", value = (text = "partly"))]]))])],
     findings = ["form.D77.results.decision"]),
    (name = "no penalty has its decision", step = "note", state = "sent",
     sender = .police, recipient = .amr, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D77", fields = [.number, .issuer, .addressee, .issued, .answers,
      (name = "results", value = (groups = [
        [.person, (name = "result", value = (text = "not_penalised")), .reasons]]))])],
     findings = ["form.D77.results.decision"]),

    # Carriers.
    (name = "a storage medium carries no proof of service", step = "note", state = "sent",
     sender = .police, recipient = .amr, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D75", carrier = "M", fields = [.served, .person, .direct, .when,
      (name = "signed", value = (bool = true))])], findings = ["form.D75.carrier"])
  ]
);
