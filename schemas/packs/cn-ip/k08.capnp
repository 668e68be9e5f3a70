@0xa6f3c81d5e2b9047;
# K08 pol.adm.admin_liability: nobody is criminally liable, but a penalty may be due; the file and the exhibits come
# back to the administration. Evidence that must be taken anew is none of the dictionary's classes on the way to an
# administrative penalty. `not_filed_admin` makes no outcome of a pair: the code list has none for it.

using R = import "/rules.capnp";
using L = import "laws.capnp";
using U = import "universal.capnp";
using K07 = import "k07.capnp";

const byAdm :List(R.Actor) = [(side = receiver, roles = [administrative], officer = "案件承办人 officer of the case")];
const together :List(R.Actor) = [(side = both, officer = "双方清点人 one counter of each side")];
const senders :List(R.Role) = [police, procuratorate, court];
const adm :List(R.Role) = [administrative];
const atCount :List(Text) = ["counted", "enter_from_paper", "correct"];
const open :List(Text) = ["accepted", "counted"];
# The procuratorate that refers a case itself needs no copy.
const notByProc :R.Condition = (not = (in = (left = "agency.sender.roles", values = ["procuratorate"])));

const pack :R.Pack = (
  procedures = [(
    id = "K08", name = "pol.adm.admin_liability", policy = "P1",
    label = (zh = "移送行政处理", en = "referral for administrative handling"),
    from = .senders, to = [administrative], sameLevel = true,
    states = [
      (id = "sent", label = (zh = "已发送", en = "sent")),
      (id = "presented", label = (zh = "已送达系统", en = "presented")),
      (id = "accepted", label = (zh = "已签收", en = "accepted")),
      (id = "counted", label = (zh = "已清点", en = "counted")),
      (id = "handling", label = (zh = "处理中", en = "handling")),
      (id = "decided", label = (zh = "已决定", en = "decided")),
      (id = "closed", final = true, label = (zh = "办结", en = "closed")),
      U.withdrawn, U.recalled
    ],
    outcomes = ["penalised", "no_penalty"],
    followOn = ["K19", "K25", "K29"],
    takes = U.acceptedAndSuspended,
    basis = [L.o310a13, L.apl27, L.mps177, L.mps187],

    steps = [
      (id = "refer", label = (zh = "移送行政处理", en = "referred"), opens = true,
       by = [(side = opener, roles = .senders, officer = "承办人 officer of the case")],
       documents = ["D17", "D11", "D18", "D130", "D71", "D19", "D16", "D06"],
       copies = [(roles = [procuratorate], documents = ["D17"], when = .notByProc, basis = [L.o310a13, L.apl27]),
                 (roles = [justice], documents = ["D17"], setting = "S20", basis = [L.site])],
       itemsListed = true, leads = (state = "sent"), basis = [L.o310a13, L.apl27, L.mps177, L.mps187]),
      (id = "counted", label = (zh = "清点", en = "counted together"), by = .together, inStates = ["accepted"],
       documents = ["D09"], itemsCounted = true, leads = (state = "counted"), basis = [L.mps185p2]),
      (id = "handed_over", label = (zh = "退还交接", en = "handed back"), by = .byAdm, inStates = ["counted"],
       documents = ["D09", "D16"],
       holds = (all = [
         (not = (compare = (left = "transfer.pendingPaper", is = more, right = (int = 0)))), (present = "held:D09")]),
       barred = (zh = "交接须有交接单据", en = "needs the slip of the count"),
       itemsMoved = true, leads = (state = "accepted"), basis = [L.design]),
      (id = "filed_admin", label = (zh = "行政立案", en = "filed administratively"), by = .byAdm, inStates = .open,
       documents = ["D49"], starts = [(clock = "K08.penalty90", perPair = true)],
       copies = [(to = sender, facts = ["occurred_at", "state"], basis = [L.apl54])],
       leads = (state = "handling"), basis = [L.apl54, L.apl60]),
      (id = "not_filed_admin", label = (zh = "不予行政立案", en = "not filed administratively"), by = .byAdm,
       inStates = .open, documents = ["D116"],
       copies = [(to = sender, documents = ["D116"], basis = [L.o310a13]),
                 (roles = [procuratorate], documents = ["D116"], when = .notByProc, basis = [L.o310a13])],
       leads = (state = "decided"), basis = [L.o310a10, L.o310a13]),
      (id = "penalised", label = (zh = "行政处罚", en = "penalised"), by = .byAdm, inStates = ["handling"],
       documents = ["D07", "D77"], starts = [(clock = "K19.publish20"), (clock = "K25.enter7")],
       ends = [(clock = "K08.penalty90", perPair = true)], holds = (present = "D07.number"),
       barred = (zh = "须附载明文号的行政处罚决定书", en = "needs the penalty decision with its number"),
       copies = [(to = sender, documents = ["D07"], basis = [L.o310a10]),
                 (roles = [procuratorate], documents = ["D07"], when = .notByProc, basis = [L.o310a10])],
       outcome = "penalised", leads = (noPairOpen = (state = "decided")), basis = [L.apl57, L.o310a10]),
      (id = "no_penalty", label = (zh = "不予处罚", en = "no penalty"), by = .byAdm, inStates = ["handling"],
       documents = ["D116", "D77"], ends = [(clock = "K08.penalty90", perPair = true)],
       holds = (present = "D116.reasons"),
       barred = (zh = "须附写明理由的不予行政处罚决定书", en = "needs the decision not to penalise with its reasons"),
       copies = [(to = sender, documents = ["D116"], basis = [L.apl57]),
                 (roles = [procuratorate], documents = ["D116"], when = .notByProc, basis = [L.apl57])],
       outcome = "no_penalty", leads = (noPairOpen = (state = "decided")), basis = [L.apl33, L.apl57]),
      (id = "close", label = (zh = "办结", en = "closed"), say = when, by = [(side = system)], inStates = ["decided"],
       holds = (always = void), leads = (state = "closed"), basis = [L.design])
    ],

    requirements = [
      (id = "K08.D17", document = "D17", steps = ["refer"],
       label = (zh = "移送行政处理函", en = "the letter of referral"),
       missing = (zh = "缺移送行政处理函", en = "missing: the letter of referral"), must = (present = "D17"),
       suppliedBy = .senders, basis = [L.o310a13, L.apl27]),
      (id = "K08.decision", steps = ["refer"],
       label = (zh = "所据决定(不予立案、撤案、终止侦查、免予刑事处罚)",
       en = "the decision behind it: not filed, withdrawn, investigation ended, or judgment"),
       missing = (zh = "缺所据决定", en = "missing: the decision behind the referral"),
       must = (any = [(present = "D11"), (present = "D18"), (present = "D130"), (present = "D71")]),
       suppliedBy = .senders, basis = [L.o310a13, L.mps177, L.mps187, L.apl27]),
      (id = "K08.lists", steps = ["refer"],
       label = (zh = "退回清单、材料清单", en = "list of what is returned, list of materials"),
       missing = (zh = "缺退回清单或移送材料清单", en = "missing: the list of what is returned or the list of materials"),
       must = (all = [(present = "D19"), (present = "D06")]), suppliedBy = .senders, basis = [L.o310a13]),
      (id = "K08.D06.list", document = "D06", fault = mismatch, steps = ["refer"],
       label = (zh = "清单与所附材料一致", en = "the list of materials agrees"),
       missing = (zh = "移送材料清单与所附材料的数量或摘要不一致",
       en = "the list of materials differs from what is attached, in number or digest"),
       when = (present = "D06"), must = (materialList = void), suppliedBy = .senders, basis = [L.design]),
      (id = "K08.pairs", steps = ["refer"],
       label = (zh = "人员和行为", en = "persons and matters"),
       missing = (zh = "未列明任何人员及其罪名,无法逐人作出结果",
       en = "no person with an offence is named; nothing can be decided per person"),
       must = (present = "pair.party"), suppliedBy = .senders, basis = [L.design]),
      (id = "K08.D09.list", document = "D09", fault = mismatch, steps = .atCount,
       label = (zh = "交接单据与移交清单一致", en = "the slip agrees with the handover list"),
       missing = (zh = "交接单据所列数量与移交清单不一致",
       en = "what the slip lists differs from the handover list in item, number or unit"),
       when = (all = [(present = "D09"), (present = "held:D16")]),
       must = (listsAgree = (left = "D09.lines", right = "held:D16.items")), suppliedBy = .senders,
       basis = [L.mps185p2, L.design]),
      (id = "K08.discrepancy", document = "D09", class = procedure, fault = mismatch, steps = .atCount,
       label = (zh = "清点一致", en = "the count agrees"),
       missing = (zh = "清点有差异", en = "the count shows a discrepancy"),
       when = (all = [K07.ofTheCount, K07.discrepancy]), must = (never = void), suppliedBy = .senders,
       basis = [L.mps185p2]),
      (id = "K08.handed_over.list", document = "D16", steps = ["handed_over"],
       label = (zh = "移交清单", en = "list of what is handed over"),
       missing = (zh = "缺移交清单", en = "missing: the list of what is handed over"), must = (present = "D16"),
       suppliedBy = .adm, basis = [L.design]),
      (id = "K08.filed_admin", document = "D49", steps = ["filed_admin"],
       label = (zh = "环节文书:立案登记", en = "papers of the step: the register of filing"),
       missing = (zh = "缺立案登记", en = "missing: the register of filing"), must = (present = "D49"), suppliedBy = .adm,
       basis = [L.apl54]),
      (id = "K08.not_filed_admin", document = "D116", steps = ["not_filed_admin"],
       label = (zh = "环节文书:不予立案决定书", en = "papers of the step: the decision not to file"),
       missing = (zh = "缺不予立案决定书", en = "missing: the decision not to file"), must = (present = "D116"),
       suppliedBy = .adm, basis = [L.o310a10, L.o310a13]),
      (id = "K08.reply", document = "D77", steps = ["penalised", "no_penalty"],
       label = (zh = "环节文书:处理结果回复函", en = "papers of the step: the reply with the result"),
       missing = (zh = "缺处理结果回复函", en = "missing: the reply with the result"), must = (present = "D77"),
       suppliedBy = .adm, basis = [L.o310a10, L.apl57]),
      (id = "K08.outcomes", steps = ["penalised", "no_penalty"],
       label = (zh = "逐人的结果", en = "outcome per person"),
       missing = (zh = "未写明对哪一人的结果", en = "no pair of person and offence is named"),
       must = (present = "outcome.party"), suppliedBy = .adm, basis = [L.apl57, L.design])
    ],

    clocks = [
      (id = "K08.penalty90", label = (zh = "立案后九十日内作出处理", en = "decide within 90 days of filing"),
       length = (amount = 90), dayBasis = calendar, rolls = true,
       extension = (approvers = [administrative], document = "D64"), suspends = true, suspendedBy = [administrative],
       suspendDocument = "D78", preWarning = (amount = 14), owner = receiver, lateFinding = "late_penalty",
       lineTo = [superiorAgency], lineOf = receiver,
       consequence = (zh = "上级机关可见", en = "a line to the superior agency"),
       basis = [L.apl60, (instrument = "APL", confidence = recalled, percent = 80,
       note = "suspension for appraisal, hearing: rules of the field")])
    ]
  )]
);
