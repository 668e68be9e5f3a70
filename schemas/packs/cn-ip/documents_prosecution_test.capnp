@0xa5c0e1d2b3f4496e;
# Documents between the police and the procuratorate: what each must hold, and both sides of what is asked for on a
# condition. A note carries them, for it asks for nothing itself.

using Test = import "/pack_test.capnp";

const police :Test.TestAgency = (id = "xinwu-police", roles = [police], level = 4, region = "320214");
const procuratorate :Test.TestAgency = (id = "xinwu-procuratorate", roles = [procuratorate], level = 4,
 region = "320214");

const ev1 :Test.TestEvidence = (id = "ev1", class = "E2");

# A head, and the fields that several forms share.
const number :Test.TestField = (name = "number", value = (text = "锡新公(经)诉字〔2025〕31号"));
const issuer :Test.TestField = (name = "issuer", value = (text = "xinwu-police"));
const addressee :Test.TestField = (name = "addressee", value = (text = "xinwu-procuratorate"));
const issued :Test.TestField = (name = "issued", value = (date = "2025-05-19"));
const approver :Test.TestField = (name = "approver", value = (text = "周某"));
const reason :Test.TestField = (name = "reason", value = (text = "检验结论与流转环节尚未查清"));
const no1 :Test.TestField = (name = "no", value = (int = 1));

# Persons.
const name :Test.TestField = (name = "name", value = (text = "丙某"));
const aPerson :Test.TestField = (name = "kind", value = (text = "person"));
const noPaper :Test.TestField = (name = "idType", value = (text = "none"));
const role :Test.TestField = (name = "role", value = (text = "suspect"));
const present :Test.TestField = (name = "present", value = (bool = true));
const onBail :Test.TestField = (name = "measure", value = (text = "bail"));
const sold :Test.TestField = (name = "offence", value = (text = "214"));
const bing :List(Test.TestField) = [.name, .aPerson, .noPaper, .role, .present, .onBail, .sold];
const ding :List(Test.TestField) = [
  (name = "name", value = (text = "丁某")), .aPerson, .noPaper, .role, .present, .onBail, .sold];
# No measure: a unit is under none. Its code holds.
const yi :List(Test.TestField) = [
  (name = "name", value = (text = "乙公司")), (name = "kind", value = (text = "unit")),
  (name = "idType", value = (text = "uscc")),
  (name = "id", value = (text = "91350100M000100Y43")), (name = "org", value = (text = "91350100M000100Y43")),
  (name = "role", value = (text = "unit_suspect")), .present, .sold];
const jia :List(Test.TestField) = [
  (name = "name", value = (text = "甲某")), .aPerson, .noPaper, .role, .present,
  (name = "measure", value = (text = "arrest")),
  (name = "offence", value = (list = [(text = "213"), (text = "214")]))];

# D24 less its persons, its number and the roles.
const facts :Test.TestField = (name = "facts", value = (text = "销售假冒注册商标的奶粉"));
const catalogue :Test.TestField = (name = "evidenceCatalogue", value = (text = "ev1"));
const article :Test.TestField = (name = "article", value = (text = "刑法第二百一十四条"));
const pleads :Test.TestField = (name = "guiltyPlea", value = (bool = true));
const noClaim :Test.TestField = (name = "civilClaim", value = (bool = false));
const reviewed :Test.TestField = (name = "legalityReviewed", value = (bool = true));
const approvedAt :Test.TestField = (name = "approvedAt", value = (date = "2025-05-16"));

# An item of D26 less where it is.
const box :Test.TestField = (name = "name", value = (text = "奶粉"));
const boxes :Test.TestField = (name = "quantity", value = (int = 6480));
const unit :Test.TestField = (name = "unit", value = (text = "盒"));
const features :Test.TestField = (name = "features", value = (text = "900克"));
const place :Test.TestField = (name = "place", value = (text = "公安机关保管室"));
const state :Test.TestField = (name = "state", value = (text = "封存"));
const noTest :Test.TestField = (name = "needsTest", value = (bool = false));
const owner :Test.TestField = (name = "ownership", value = (text = "乙公司"));
const destroy :Test.TestField = (name = "disposalProposal", value = (text = "destroy"));
const stays :Test.TestField = (name = "actuallyMoved", value = (bool = false));
const photo :Test.TestField = (name = "photo", value = (text = "ev1"));
const two :Test.TestField = (name = "copies", value = (int = 2));

# A line of D112 less measure and place.
const paper :Test.TestField = (name = "document", value = (text = "锡新公(经)取保字〔2025〕18号"));
const from :Test.TestField = (name = "from", value = (instant = "2025-03-01T10:00:00+08:00"));
const until :Test.TestField = (name = "until", value = (instant = "2026-02-28T23:59:59+08:00"));
const by :Test.TestField = (name = "reportedBy", value = (text = "xinwu-police"));
const arrested :Test.TestField = (name = "measure", value = (text = "arrest"));
const person :Test.TestField = (name = "person", value = (text = "丙某"));

const whole :List(Test.TestDocument) = [
  (type = "D24", fields = [.number, .issuer, .addressee, .issued,
    (name = "persons", value = (groups = [.yi, .bing, .jia])), .facts, .catalogue, .article,
    (name = "roles", value = (text = "丙某为主犯")), .pleads, .noClaim, .reviewed, .approver, .approvedAt,
    (name = "lawyerOpinion", value = (text = "d113"))]),
  (type = "D25", stamp = "none", fields = [
    (name = "volumes", value = (groups = [[.no1, (name = "title", value = (text = "证据卷")),
      (name = "pages", value = (int = 212)),
      (name = "class", value = (text = "evidence")), (name = "manifest", value = (text = "ev1"))]])),
    (name = "innerFileExcluded", value = (bool = true))]),
  (type = "D26", fields = [
    (name = "items", value = (groups = [
      [.no1, .box, .boxes, .unit, .features, .place, .state, .noTest, .owner, .destroy, .stays, .photo],
      [(name = "no", value = (int = 2)), .box, .boxes, .unit, .features, .place, .state, .noTest, .owner, .destroy,
       (name = "actuallyMoved", value = (bool = true))]])), .two]),
  (type = "D27", fields = [
    (name = "items", value = (groups = [[.no1, (name = "toProve", value = (text = "是否符合GB 7101-2015")),
      (name = "evidenceWanted", value = (text = "多批次抽样检验")), (name = "purpose", value = (text = "查明真伪"))]]))]),
  (type = "D28", fields = [.number, .issuer, .addressee, .issued, (name = "round", value = (int = 1)), .reason,
    (name = "persons", value = (groups = [[.name, .aPerson, .noPaper, .role, .present]])),
    (name = "outline", value = (text = "d27"))]),
  (type = "D29", fields = [.number, .issuer, .addressee, .issued, .approver,
    (name = "answers", value = (groups = [
      [(name = "item", value = (int = 1)), (name = "result", value = (text = "found")),
       (name = "evidence", value = (text = "ev1"))],
      [(name = "item", value = (int = 2)), (name = "result", value = (text = "cannot_be_found")), .reason]]))]),
  (type = "D80", fields = [.number, .issuer, .addressee, .issued, (name = "measure", value = (text = "d112")),
    (name = "items", value = (text = "银行账户")), (name = "to", value = (text = "xinwu-police"))]),
  (type = "D81", fields = [.number, .issuer, .addressee, .issued, (name = "lateStep", value = (text = "补查重报")),
    (name = "due", value = (date = "2025-08-07")), (name = "answerDays", value = (int = 7))]),
  (type = "D82", fields = [.number, .issuer, .addressee, .issued,
    (name = "personsOrCrimes", value = (text = "戊某")), (name = "reasons", value = (text = "参与销售"))]),
  (type = "D112", fields = [(name = "measures", value = (groups = [
    [.person, .onBail, .paper, .from, .until, .by],
    [(name = "person", value = (text = "甲某")), .arrested, .paper, .from, .until, .by,
     (name = "place", value = (text = "看守所"))]]))]),
  (type = "D113", stamp = "none", fields = [.person, (name = "lawyer", value = (text = "吴某")),
    (name = "received", value = (date = "2025-05-12")), (name = "file", value = (text = "ev1"))]),
  (type = "D114", stamp = "none", fields = [(name = "claimant", value = (text = "权利人公司")),
    (name = "against", value = (text = "乙公司")), (name = "claims", value = (text = "赔偿损失")),
    (name = "amount", value = (int = 50000000))])
];

const test :Test.PackTest = (
  procedure = "K29",
  cases = [
    (name = "documents that lack nothing", step = "note", state = "sent", sender = .police, recipient = .procuratorate,
     occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1], documents = .whole, formToo = true, findings = []),
    (name = "empty documents: each field that must be there is named, and no other", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", formToo = true,
     documents = [(type = "D24"), (type = "D25"), (type = "D26"), (type = "D27"), (type = "D28"), (type = "D29")],
     findings = [
      "form.D24.number", "form.D24.issuer", "form.D24.addressee", "form.D24.issued", "form.D24.persons",
      "form.D24.facts",
      "form.D24.evidenceCatalogue", "form.D24.article", "form.D24.guiltyPlea", "form.D24.civilClaim",
      "form.D24.legalityReviewed", "form.D24.approver", "form.D24.approvedAt",
      "form.D25.volumes", "form.D25.innerFileExcluded", "form.D26.items", "form.D26.copies", "form.D27.items",
      "form.D28.number", "form.D28.issuer", "form.D28.addressee", "form.D28.issued", "form.D28.round",
      "form.D28.reason",
      "form.D28.persons", "form.D28.outline",
      "form.D29.number", "form.D29.issuer", "form.D29.addressee", "form.D29.issued", "form.D29.answers",
      "form.D29.approver"]),
    (name = "empty documents, the others", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", formToo = true,
     documents = [(type = "D80"), (type = "D81"), (type = "D82"), (type = "D112"), (type = "D113"), (type = "D114")],
     findings = [
      "form.D80.number", "form.D80.issuer", "form.D80.addressee", "form.D80.issued", "form.D80.measure",
      "form.D80.items",
      "form.D80.to", "form.D81.number", "form.D81.issuer", "form.D81.addressee", "form.D81.issued", "form.D81.lateStep",
      "form.D81.due", "form.D82.number", "form.D82.issuer", "form.D82.addressee", "form.D82.issued",
      "form.D82.personsOrCrimes", "form.D82.reasons", "form.D112.measures", "form.D113.person", "form.D113.lawyer",
      "form.D113.received", "form.D113.file", "form.D114.claimant", "form.D114.against", "form.D114.claims"]),
    (name = "empty rows: each field of a row that must be there", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", formToo = true,
     documents = [
      (type = "D25", fields = [(name = "volumes", value = (groups = [[]])),
       (name = "innerFileExcluded", value = (bool = true))]),
      (type = "D26", fields = [(name = "items", value = (groups = [[]])), .two]),
      (type = "D27", fields = [(name = "items", value = (groups = [[]]))]),
      (type = "D29", fields = [.number, .issuer, .addressee, .issued, .approver,
       (name = "answers", value = (groups = [[]]))]),
      (type = "D112", fields = [(name = "measures", value = (groups = [[]]))])],
     findings = [
      "form.D25.volumes.no", "form.D25.volumes.title", "form.D25.volumes.pages", "form.D25.volumes.class",
      "form.D25.volumes.manifest",
      "form.D26.items.no", "form.D26.items.name", "form.D26.items.quantity", "form.D26.items.unit",
      "form.D26.items.features", "form.D26.items.place", "form.D26.items.state", "form.D26.items.needsTest",
      "form.D26.items.ownership", "form.D26.items.disposalProposal", "form.D26.items.actuallyMoved",
      "form.D27.items.no", "form.D27.items.toProve", "form.D27.items.evidenceWanted", "form.D27.items.purpose",
      "form.D29.answers.item", "form.D29.answers.result",
      "form.D112.measures.person", "form.D112.measures.measure", "form.D112.measures.document",
      "form.D112.measures.from", "form.D112.measures.until", "form.D112.measures.reportedBy"]),

    # D24.
    (name = "one person needs no role", step = "note", state = "sent", sender = .police, recipient = .procuratorate,
     occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1], formToo = true,
     documents = [(type = "D24", fields = [.number, .issuer, .addressee, .issued,
      (name = "persons", value = (groups = [.bing])), .facts, .catalogue, .article, .pleads, .noClaim, .reviewed,
       .approver,
      .approvedAt])], findings = []),
    (name = "two persons need their roles", step = "note", state = "sent", sender = .police, recipient = .procuratorate,
     occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1], formToo = true,
     documents = [(type = "D24", fields = [.number, .issuer, .addressee, .issued,
      (name = "persons", value = (groups = [.bing, .ding])), .facts, .catalogue, .article, .pleads, .noClaim, .reviewed,
      .approver, .approvedAt])], findings = ["form.D24.roles"]),
    (name = "a person states his measure and his offence", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1],
     formToo = true,
     documents = [(type = "D24", fields = [.number, .issuer, .addressee, .issued,
      (name = "persons", value = (groups = [[.name, .aPerson, .noPaper, .role, .present]])), .facts, .catalogue,
       .article,
      .pleads, .noClaim, .reviewed, .approver, .approvedAt])],
     findings = ["form.D24.persons.measure", "form.D24.persons.offence"]),
    (name = "a number that is none", step = "note", state = "sent", sender = .police, recipient = .procuratorate,
     occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1], formToo = true,
     documents = [(type = "D24", fields = [(name = "number", value = (text = "31号")), .issuer, .addressee, .issued,
      (name = "persons", value = (groups = [.bing])), .facts, .catalogue, .article, .pleads, .noClaim, .reviewed,
       .approver,
      .approvedAt])], findings = ["form.D24.number"]),
    (name = "the opinion of a lawyer is D113 and nothing else", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1],
     formToo = true, documents = .whole,
     add = [(type = "D24", fields = [.number, .issuer, .addressee, .issued,
      (name = "persons", value = (groups = [.bing])), .facts, .catalogue, .article, .pleads, .noClaim, .reviewed,
       .approver,
      .approvedAt, (name = "lawyerOpinion", value = (text = "d114"))])], findings = ["form.D24.lawyerOpinion"]),

    # D25, D26.
    (name = "a volume of no known class", step = "note", state = "sent", sender = .police, recipient = .procuratorate,
     occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1], formToo = true,
     documents = [(type = "D25", fields = [
      (name = "volumes", value = (groups = [[.no1, (name = "title", value = (text = "内卷")),
        (name = "pages", value = (int = 9)),
        (name = "class", value = (text = "inner")), (name = "manifest", value = (text = "ev1"))]])),
      (name = "innerFileExcluded", value = (bool = true))])], findings = ["form.D25.volumes.class"]),
    (name = "row 1: a thing without a proposal; one that stays behind without a photo", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1],
     formToo = true,
     documents = [(type = "D26", fields = [(name = "items", value = (groups = [
      [.no1, .box, .boxes, .unit, .features, .place, .state, .noTest, .owner, .stays, .photo],
      [(name = "no", value = (int = 2)), .box, .boxes, .unit, .features, .place, .state, .noTest, .owner, .destroy,
       .stays]])), .two])],
     findings = ["form.D26.items.disposalProposal", "form.D26.items.photo"]),
    (name = "a thing is appraised by D04 or D91", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1],
     formToo = true, documents = .whole,
     add = [(type = "D26", fields = [(name = "items", value = (groups = [
      [.no1, .box, .boxes, .unit, .features, .place, .state, .noTest, .owner, .destroy, .stays, .photo,
       (name = "appraisal", value = (text = "d113"))]])), .two])],
     findings = ["form.D26.items.appraisal"]),

    # D28, D29.
    (name = "a round is a count", step = "note", state = "sent", sender = .police, recipient = .procuratorate,
     occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1], formToo = true, documents = .whole,
     add = [(type = "D28", fields = [.number, .issuer, .addressee, .issued, (name = "round", value = (int = -1)),
      .reason,
      (name = "persons", value = (groups = [[.name, .aPerson, .noPaper, .role, .present]])),
      (name = "outline", value = (text = "d25"))])], findings = ["form.D28.round", "form.D28.outline"]),
    (name = "what was found in part has its reason", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", formToo = true,
     documents = [(type = "D29", fields = [.number, .issuer, .addressee, .issued, .approver,
      (name = "answers", value = (groups = [
        [(name = "item", value = (int = 1)), (name = "result", value = (text = "partly"))]]))])],
     findings = ["form.D29.answers.reason"]),
    (name = "what cannot be found has its reason", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", formToo = true,
     documents = [(type = "D29", fields = [.number, .issuer, .addressee, .issued, .approver,
      (name = "answers", value = (groups = [
        [(name = "item", value = (int = 1)), (name = "result", value = (text = "cannot_be_found"))]]))])],
     findings = ["form.D29.answers.reason"]),
    (name = "a return that was unfounded has its reason", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", formToo = true,
     documents = [(type = "D29", fields = [.number, .issuer, .addressee, .issued, .approver,
      (name = "answers", value = (groups = [
        [(name = "item", value = (int = 1)), (name = "result", value = (text = "unfounded"))]]))])],
     findings = ["form.D29.answers.reason"]),
    (name = "an answer that is none", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", formToo = true,
     documents = [(type = "D29", fields = [.number, .issuer, .addressee, .issued, .approver,
      (name = "answers", value = (groups = [
        [(name = "item", value = (int = 1)), (name = "result", value = (text = "lost")), .reason]]))])],
     findings = ["form.D29.answers.result"]),

    # D80, D112.
    (name = "only a measure is lifted", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1],
     formToo = true, documents = .whole,
     add = [(type = "D80", fields = [.number, .issuer, .addressee, .issued, (name = "measure", value = (text = "d25")),
      (name = "items", value = (text = "银行账户")), (name = "to", value = (text = "xinwu-police"))])],
     findings = ["form.D80.measure"]),
    (name = "custody has its place, under detention and under arrest", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", formToo = true,
     documents = [(type = "D112", fields = [(name = "measures", value = (groups = [
      [.person, .arrested, .paper, .from, .until, .by]]))])], findings = ["form.D112.measures.place"]),
    (name = "detention is custody", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", formToo = true,
     documents = [(type = "D112", fields = [(name = "measures", value = (groups = [
      [.person, (name = "measure", value = (text = "detention")), .paper, .from, .until, .by]]))])],
     findings = ["form.D112.measures.place"]),
    (name = "the number of a paper that is none", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", formToo = true,
     documents = [(type = "D112", fields = [(name = "measures", value = (groups = [
      [.person, .onBail, (name = "document", value = (text = "取保")), .from, .until, .by]]))])],
     findings = ["form.D112.measures.document"]),

    # Stamps.
    (name = "a seal is asked for where one is expected, a signature is not", step = "note", state = "sent",
     sender = .police, recipient = .procuratorate, occurredAt = "2025-05-19T10:00:00+08:00", evidence = [.ev1],
     formToo = true, documents = .whole,
     add = [(type = "D27", stamp = "none", fields = [
      (name = "items", value = (groups = [[.no1, (name = "toProve", value = (text = "批次")),
        (name = "evidenceWanted", value = (text = "检验")), (name = "purpose", value = (text = "查明真伪"))]]))])],
     findings = ["form.D27.stamp"])
  ]
);
