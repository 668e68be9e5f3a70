@0xa5c0e1d2b3f4496f;
# Documents between the procuratorate and the court: what each must hold, and both sides of what is asked for on a
# condition. A note carries them, for it asks for nothing itself.

using Test = import "/pack_test.capnp";

const procuratorate :Test.TestAgency = (id = "xinwu-procuratorate", roles = [procuratorate], level = 4,
 region = "320214");
const court :Test.TestAgency = (id = "xinwu-court", roles = [court], level = 4, region = "320214");

# A head, and the fields that several forms share.
const number :Test.TestField = (name = "number", value = (text = "锡新检刑诉〔2025〕88号"));
const issuer :Test.TestField = (name = "issuer", value = (text = "xinwu-procuratorate"));
const addressee :Test.TestField = (name = "addressee", value = (text = "xinwu-court"));
const issued :Test.TestField = (name = "issued", value = (date = "2025-11-13"));
const caseNo :Test.TestField = (name = "courtCaseNo", value = (text = "(2025)苏0214刑初512号"));
const sold :Test.TestField = (name = "offence", value = (text = "214"));
const person :Test.TestField = (name = "person", value = (text = "丙某"));

# Persons.
const name :Test.TestField = (name = "name", value = (text = "丙某"));
const aPerson :Test.TestField = (name = "kind", value = (text = "person"));
const noPaper :Test.TestField = (name = "idType", value = (text = "none"));
const role :Test.TestField = (name = "role", value = (text = "defendant"));
const present :Test.TestField = (name = "present", value = (bool = true));
const onBail :Test.TestField = (name = "measure", value = (text = "bail"));
const arrested :Test.TestField = (name = "measure", value = (text = "arrest"));
const sanctions :Test.TestField = (name = "priorSanctions", value = (text = "无"));
const bing :List(Test.TestField) = [.name, .aPerson, .noPaper, .role, .present];

# D32 less its persons and its number.
const cause :Test.TestField = (name = "causeAndSource", value = (text = "销售假冒注册商标的商品,公安机关移送"));
const facts :Test.TestField = (name = "facts", value = (groups = [[.sold, (name = "text", value = (text = "销售奶粉"))]]));
const legalBasis :Test.TestField = (name = "legalBasis", value = (text = "刑法第二百一十四条"));
const plea :Test.TestField = (name = "pleaAndSpeedy", value = (bool = false));
const annexes :Test.TestField = (name = "annexes", value = (list = [(text = "d33"), (text = "d115")]));
const copies :Test.TestField = (name = "copies", value = (int = 33));
const noAliases :Test.TestField = (name = "aliasesUsed", value = (bool = false));
const approver :Test.TestField = (name = "approver", value = (text = "郑某"));

# A witness less whether he is protected.
const witness :Test.TestField = (name = "nameOrAlias", value = (text = "证人一"));
const capacity :Test.TestField = (name = "capacity", value = (text = "证人"));
const contact :Test.TestField = (name = "contact", value = (text = "经检察院联系"));
const appears :Test.TestField = (name = "toAppear", value = (bool = true));
const protected :Test.TestField = (name = "protected", value = (bool = true));
const unprotected :Test.TestField = (name = "protected", value = (bool = false));

const whole :List(Test.TestDocument) = [
  (type = "D32", fields = [.number, .issuer, .addressee, .issued,
    (name = "persons", value = (groups = [
      [.name, .aPerson, .noPaper, .role, .present, .onBail, .sold, .sanctions],
      [(name = "name", value = (text = "甲某")), .aPerson, .noPaper, .role, .present, .arrested,
       (name = "offence", value = (list = [(text = "213"), (text = "214")])), .sanctions,
       (name = "custodyPlace", value = (text = "看守所"))]])),
    .cause, .facts, .legalBasis, .plea, .annexes, .copies, .noAliases, .approver]),
  (type = "D33", fields = [.number, .issuer, .addressee, .issued,
    (name = "proposals", value = (groups = [[.person, (name = "range", value = (text = "一年九个月至五年")),
      (name = "circumstances", value = (text = "坦白")), (name = "fine", value = (int = 10000000)),
      (name = "basis", value = (text = "刑法第二百一十四条"))]]))]),
  (type = "D34", stamp = "none", fields = [(name = "persons", value = (groups = [.bing])), .sold,
    (name = "proposal", value = (text = "一年九个月")), (name = "procedure", value = (text = "summary")),
    (name = "lawyer", value = (text = "吴某")), (name = "signed", value = (date = "2025-11-10"))]),
  (type = "D68", fields = [.number, .issuer, .addressee, .issued, (name = "answers", value = (text = "新吴法补〔2025〕9号")),
    (name = "items", value = (groups = [
      [(name = "no", value = (int = 2)), (name = "reason", value = (text = "提取笔录已移送"))],
      [(name = "reason", value = (text = "不必要"))]])), (name = "prosecutor", value = (text = "钱某"))]),
  (type = "D69", fields = [.number, .issuer, .addressee, .issued, (name = "accepted", value = (bool = true)), .caseNo,
    (name = "persons", value = (groups = [.bing]))]),
  (type = "D115", fields = [(name = "persons", value = (groups = [
    [.witness, .capacity, .contact, .appears, .unprotected]]))]),
  (type = "D128", fields = [.number, .issuer, .addressee, .issued, (name = "ground", value = (text = "424-4")),
    (name = "persons", value = (groups = [.bing])), (name = "ruling", value = (text = "(2025)苏0214刑初512号之一"))]),
  (type = "D134", fields = [.number, .issuer, .addressee, .issued, (name = "count", value = (int = 1)),
    (name = "ground", value = (text = "需补充侦查")), (name = "to", value = (date = "2026-01-20"))]),
  (type = "D135", fields = [.number, .issuer, .addressee, .issued, (name = "of", value = (text = "d32")),
    (name = "change", value = (text = "追加一名被告人")), (name = "persons", value = (groups = [.bing])), .sold]),
  (type = "D140", fields = [.number, .issuer, .addressee, .issued, (name = "what", value = (text = "服务器镜像")),
    (name = "onWhoseApplication", value = (text = "lawyer")), (name = "days", value = (int = 3))])
];

const test :Test.PackTest = (
  procedure = "K29",
  cases = [
    (name = "documents that lack nothing", step = "note", state = "sent", sender = .procuratorate, recipient = .court,
     occurredAt = "2025-11-13T10:00:00+08:00", documents = .whole, formToo = true, findings = []),
    (name = "empty documents: each field that must be there is named, and no other", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D32"), (type = "D33"), (type = "D34"), (type = "D68"), (type = "D69")],
     findings = [
      "form.D32.number", "form.D32.issuer", "form.D32.addressee", "form.D32.issued", "form.D32.persons",
      "form.D32.causeAndSource", "form.D32.facts", "form.D32.legalBasis", "form.D32.pleaAndSpeedy", "form.D32.annexes",
      "form.D32.copies", "form.D32.aliasesUsed", "form.D32.approver",
      "form.D33.number", "form.D33.issuer", "form.D33.addressee", "form.D33.issued", "form.D33.proposals",
      "form.D34.persons", "form.D34.offence", "form.D34.proposal", "form.D34.procedure", "form.D34.lawyer",
      "form.D34.signed",
      "form.D68.number", "form.D68.issuer", "form.D68.addressee", "form.D68.issued", "form.D68.answers",
      "form.D68.items", "form.D68.prosecutor",
      "form.D69.number", "form.D69.issuer", "form.D69.addressee", "form.D69.issued", "form.D69.accepted",
      "form.D69.courtCaseNo", "form.D69.persons"]),
    (name = "empty documents, the others", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D115"), (type = "D128"), (type = "D134"), (type = "D135"), (type = "D140")],
     findings = [
      "form.D115.persons",
      "form.D128.number", "form.D128.issuer", "form.D128.addressee", "form.D128.issued", "form.D128.ground",
      "form.D128.persons",
      "form.D134.number", "form.D134.issuer", "form.D134.addressee", "form.D134.issued", "form.D134.count",
      "form.D134.ground", "form.D134.to",
      "form.D135.number", "form.D135.issuer", "form.D135.addressee", "form.D135.issued", "form.D135.of",
      "form.D135.change", "form.D135.persons", "form.D135.offence",
      "form.D140.number", "form.D140.issuer", "form.D140.addressee", "form.D140.issued", "form.D140.what",
      "form.D140.onWhoseApplication", "form.D140.days"]),
    (name = "empty rows: each field of a row that must be there", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [
      (type = "D32", fields = [.number, .issuer, .addressee, .issued,
        (name = "persons", value = (groups = [.bing])), .cause, (name = "facts", value = (groups = [[]])), .legalBasis,
        .plea, .annexes, .copies, .noAliases, .approver]),
      (type = "D33", fields = [.number, .issuer, .addressee, .issued, (name = "proposals", value = (groups = [[]]))]),
      (type = "D115", fields = [(name = "persons", value = (groups = [[]]))])],
     findings = [
      "form.D32.persons.measure", "form.D32.persons.offence", "form.D32.persons.priorSanctions",
      "form.D32.facts.offence", "form.D32.facts.text", "form.D33.proposals.person", "form.D33.proposals.range",
      "form.D33.proposals.circumstances", "form.D33.proposals.basis", "form.D115.persons.nameOrAlias", "form.D115.persons.capacity",
      "form.D115.persons.contact", "form.D115.persons.toAppear", "form.D115.persons.protected"]),

    # D32.
    (name = "a defendant in custody has his place", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D32", fields = [.number, .issuer, .addressee, .issued,
      (name = "persons", value = (groups = [
        [.name, .aPerson, .noPaper, .role, .present, .arrested, .sold, .sanctions]])), .cause, .facts, .legalBasis,
      .plea, .annexes, .copies, .noAliases, .approver])], findings = ["form.D32.persons.custodyPlace"]),
    (name = "detention is custody; a number that is none", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D32", fields = [
      (name = "number", value = (text = "刑诉88号")), .issuer, .addressee, .issued,
      (name = "persons", value = (groups = [
        [.name, .aPerson, .noPaper, .role, .present, (name = "measure", value = (text = "detention")), .sold,
         .sanctions]])), .cause, .facts, .legalBasis, .plea, .annexes, .copies, .noAliases, .approver])],
     findings = ["form.D32.number", "form.D32.persons.custodyPlace"]),
    (name = "a charge that is in no list", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D32", fields = [.number, .issuer, .addressee, .issued,
      (name = "persons", value = (groups = [
        [.name, .aPerson, .noPaper, .role, .present, .onBail, (name = "offence", value = (text = "221")),
         .sanctions]])), .cause, .facts, .legalBasis, .plea, .annexes, .copies, .noAliases, .approver])],
     findings = ["form.D32.persons.offence"]),

    # D34, D68, D69.
    (name = "a trial procedure that is none", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D34", fields = [(name = "persons", value = (groups = [.bing])), .sold,
      (name = "proposal", value = (text = "一年九个月")), (name = "procedure", value = (text = "fast")),
      (name = "lawyer", value = (text = "吴某")), (name = "signed", value = (date = "2025-11-10"))])],
     findings = ["form.D34.procedure"]),
    (name = "an item number is a count, and each item has its reason", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = .whole,
     add = [(type = "D68", fields = [.number, .issuer, .addressee, .issued, (name = "answers", value = (text = "d32")),
      (name = "items", value = (groups = [[(name = "no", value = (int = -1))]])),
      (name = "prosecutor", value = (text = "钱某"))])],
     findings = ["form.D68.answers", "form.D68.items.no", "form.D68.items.reason"]),
    (name = "what is not accepted has its ground", step = "note", state = "sent", bySender = false,
     sender = .court, recipient = .procuratorate, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D69", fields = [.number, .issuer, .addressee, .issued,
      (name = "accepted", value = (bool = false)), .caseNo, (name = "persons", value = (groups = [.bing]))])],
     findings = ["form.D69.ground"]),
    (name = "not accepted, with its ground", step = "note", state = "sent", bySender = false,
     sender = .court, recipient = .procuratorate, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D69", fields = [.number, .issuer, .addressee, .issued,
      (name = "accepted", value = (bool = false)), .caseNo, (name = "persons", value = (groups = [.bing])),
      (name = "ground", value = (text = "not_this_court"))])], findings = []),
    (name = "a case number of a court that is none", step = "note", state = "sent", bySender = false,
     sender = .court, recipient = .procuratorate, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D69", fields = [.number, .issuer, .addressee, .issued,
      (name = "accepted", value = (bool = true)), (name = "courtCaseNo", value = (text = "苏0214刑初512号")),
      (name = "persons", value = (groups = [.bing]))])], findings = ["form.D69.courtCaseNo"]),

    # D115, D128, D135, D140.
    (name = "who is protected has his volume stated", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D115", fields = [(name = "persons", value = (groups = [
      [.witness, .capacity, .contact, .appears, .unprotected],
      [.witness, .capacity, .contact, .appears, .protected]]))])],
     findings = ["form.D115.aliasVolumeSealed"]),
    (name = "the volume of aliases is stated", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D115", fields = [(name = "persons", value = (groups = [
      [.witness, .capacity, .contact, .appears, .protected]])), (name = "aliasVolumeSealed", value = (bool = true))])],
     findings = []),
    (name = "an eighth ground of withdrawal, and a ruling without a number", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D128", fields = [.number, .issuer, .addressee, .issued,
      (name = "ground", value = (text = "424-8")), (name = "persons", value = (groups = [.bing])),
      (name = "ruling", value = (text = "准许"))])], findings = ["form.D128.ground", "form.D128.ruling"]),
    (name = "the first and the last ground of withdrawal; the ruling may come later", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [
      (type = "D128", fields = [.number, .issuer, .addressee, .issued, (name = "ground", value = (text = "424-1")),
        (name = "persons", value = (groups = [.bing]))]),
      (id = "d128b", type = "D128", fields = [.number, .issuer, .addressee, .issued,
        (name = "ground", value = (text = "424-7")), (name = "persons", value = (groups = [.bing]))])], findings = []),
    (name = "an amendment changes an indictment", step = "note", state = "sent",
     sender = .procuratorate, recipient = .court, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = .whole,
     add = [(type = "D135", fields = [.number, .issuer, .addressee, .issued, (name = "of", value = (text = "d33")),
      (name = "change", value = (text = "追加一名被告人")), (name = "persons", value = (groups = [.bing])), .sold])],
     findings = ["form.D135.of"]),
    (name = "who asked for evidence has a role; days are a count", step = "note", state = "sent", bySender = false,
     sender = .court, recipient = .procuratorate, occurredAt = "2025-11-13T10:00:00+08:00", formToo = true,
     documents = [(type = "D140", fields = [.number, .issuer, .addressee, .issued,
      (name = "what", value = (text = "服务器镜像")), (name = "onWhoseApplication", value = (text = "judge")),
      (name = "days", value = (int = -3))])],
     findings = ["form.D140.onWhoseApplication", "form.D140.days"])
  ]
);
