@0x9c42e6b8f1d0735a;
# K02 pol.pol.forward: a police organ that is not competent passes the case on; also to join it with another after
# filing. The row `forward` names the new organ. K01 goes on there: its rows `forwarded`, `moved_after_filing` and
# `taken_over` are said with those here, and its clocks begin anew with it (S04). What the sender of the K01 and its
# procuratorate are owed for a forwarding, K01 says; here it is owed where the case has no K01.

using R = import "/rules.capnp";
using L = import "laws.capnp";
using U = import "universal.capnp";
using K07 = import "k07.capnp";

const byOld :List(R.Actor) = [(side = sender, roles = [police], officer = "经办民警 officer of the old organ")];
const byNew :List(R.Actor) = [(side = receiver, roles = [police], officer = "接收机关民警 officer of the new organ")];
const together :List(R.Actor) = [(side = both, roles = [police], officer = "双方经办人 one officer of each organ")];
const police :List(R.Role) = [police];
const withoutK01 :R.Condition = (not = (present = "case.transfer.K01.state"));
const atCount :List(Text) = ["counted", "enter_from_paper", "correct"];

const pack :R.Pack = (
  procedures = [(
    id = "K02", name = "pol.pol.forward", policy = "P1",
    label = (zh = "移送案件(公安内部)", en = "forwarding between police organs"),
    from = [police], to = [police], sameLevel = false,
    states = [
      (id = "sent", label = (zh = "已发送", en = "sent")),
      (id = "presented", label = (zh = "已送达系统", en = "presented")),
      (id = "disputed", label = (zh = "管辖争议", en = "disputed")),
      (id = "designation", label = (zh = "报请指定管辖中", en = "referred for designation")),
      (id = "taken_over", label = (zh = "已接受", en = "taken over")),
      (id = "counted", label = (zh = "已查点", en = "counted")),
      (id = "handed_over", label = (zh = "已交接", en = "handed over")),
      (id = "closed", final = true, label = (zh = "办结", en = "closed")),
      U.withdrawn, U.recalled
    ],
    counters = ["forwards"],
    followOn = ["K01", "K30", "K29"],
    takes = U.presentedToo,
    basis = [L.o310a7, L.mps175, L.mps184, L.mps185],

    # Its outcomes, taken over and jurisdiction disputed, are the rows; the code list has none for a pair.
    steps = [
      (id = "forward", label = (zh = "转送", en = "forwarded"), opens = true,
       by = [(side = opener, roles = [police], officer = "经办民警 officer of the old organ")],
       documents = ["D08", "D52", "D06", "D16"], ends = [(clock = "K01.forward24")],
       copies = [
         (roles = [procuratorate], documents = ["D08"], when = .withoutK01, basis = [L.mps175, L.mps184]),
         (roles = [procuratorate], of = receiver, documents = ["D08"], basis = [L.mps175, L.mps184]),
         (to = firstSender, documents = ["D52"], when = .withoutK01, basis = [L.o310a7])],
       counters = ["forwards"], itemsListed = true, leads = (state = "sent"), basis = [L.o310a7, L.mps175, L.mps184]),
      (id = "taken_over", label = (zh = "接受", en = "taken over"), by = .byNew, inStates = ["presented", "disputed"],
       documents = ["D48", "D49"], ends = [(clock = "ALL.signoff"), (clock = "K02.talk")],
       copies = [(to = firstSender, documents = ["D48"], when = .withoutK01, basis = [L.o310a7])],
       leads = (state = "taken_over"), basis = [L.mps185, (confidence = site, note = "S04")]),
      (id = "disputed", label = (zh = "管辖争议", en = "jurisdiction disputed"), by = .byNew, inStates = ["presented"],
       documents = ["D56"], starts = [(clock = "K02.talk")], ends = [(clock = "ALL.signoff")],
       copies = [(roles = [procuratorate], facts = ["state", "occurred_at"], basis = [L.mps22])],
       leads = (state = "disputed"), basis = [L.mps22]),
      (id = "agreed", label = (zh = "协商一致", en = "agreed"), by = .together, inStates = ["disputed"],
       documents = ["D132"], ends = [(clock = "K02.talk")], leads = (state = "presented"), basis = [L.mps22]),
      (id = "referred_up", label = (zh = "报请指定", en = "referred for designation"),
       by = [(side = either, roles = [police], officer = "经办民警 officer of the case")], inStates = ["disputed"],
       documents = ["D61"], ends = [(clock = "K02.talk")],
       openings = [(procedure = "K30", step = "ask")], leads = (state = "designation"), basis = [L.mps22]),
      # The decision names the organ that goes on; the message goes to it, which is the receiver from now on. Both
      # organs of the dispute have the decision, though a third be named.
      (id = "designated", label = (zh = "被指定", en = "designated"),
       by = [(side = other, roles = [superiorPolice], officer = "上级公安机关 superior police")], inStates = ["designation"],
       documents = ["D60"],
       copies = [(to = sender, documents = ["D60"], basis = [L.mps23]), (to = receiver, documents = ["D60"],
       basis = [L.mps23]),
                 (to = firstSender, documents = ["D60"], basis = [L.mps23]),
                 (roles = [procuratorate], documents = ["D60"], basis = [L.mps23]),
                 (roles = [procuratorate], of = receiver, documents = ["D60"], basis = [L.mps23])],
       receiver = named, leads = (state = "presented"), basis = [L.mps23]),
      (id = "counted", label = (zh = "当面查点", en = "counted together"), by = .together, inStates = ["taken_over"],
       documents = ["D09"], itemsCounted = true, leads = (state = "counted"), basis = [L.mps185p2]),
      (id = "handed_over", label = (zh = "交接", en = "handed over"), by = .byNew, inStates = ["counted"],
       documents = ["D09", "D16"],
       holds = (all = [
         (not = (compare = (left = "transfer.pendingPaper", is = more, right = (int = 0)))), K07.heldSignedByBoth]),
       barred = (zh = "交接须有双方查点人签名、逐项有结果的交接单据",
       en = "needs the slip signed by both counters, each line with its result"),
       itemsMoved = true, leads = (state = "handed_over"), basis = [L.mps185]),
      # Taken over closes by itself where no item is to change hands.
      (id = "close", label = (zh = "办结", en = "closed"), say = when, by = [(side = system)],
       inStates = ["handed_over", "taken_over"],
       holds = (any = [(compare = (left = "transfer.state", right = (text = "handed_over"))),
                       (not = (present = "case.item.status"))]),
       leads = (state = "closed"), basis = [L.design])
    ],

    requirements = [
      (id = "K02.forward", steps = ["forward"],
       label = (zh = "移送案件通知书、清单", en = "notice of moving the case, list of materials"),
       missing = (zh = "缺移送案件通知书或移送材料清单", en = "missing: notice of moving the case or list of materials"),
       must = (all = [(present = "D08"), (present = "D06")]), suppliedBy = .police, basis = [L.mps175, L.mps184]),
      (id = "K02.D52", document = "D52", steps = ["forward"],
       label = (zh = "移送情况告知书", en = "notice to the sender"),
       missing = (zh = "缺移送情况告知书", en = "missing: notice to the sender"), must = (present = "D52"),
       suppliedBy = .police, basis = [L.o310a7, L.mps184]),
      (id = "K02.file", steps = ["forward"],
       label = (zh = "诉讼卷宗或原移送材料", en = "the file, or the transfer as it was received"),
       missing = (zh = "缺诉讼卷宗或原移送材料", en = "missing: the file or the transfer as it was received"),
       must = (any = [(present = "D25"), (present = "D01")]), suppliedBy = .police, basis = [L.mps175, L.mps185]),
      (id = "K02.D16", document = "D16", class = conditional, steps = ["forward"],
       label = (zh = "移交清单(本案有物品)", en = "list of what is handed over (the case has items)"),
       missing = (zh = "缺移交清单", en = "missing: the list of what is handed over"),
       when = (present = "case.item.status"), must = (present = "D16"), suppliedBy = .police, basis = [L.mps185]),
      (id = "K02.D112", document = "D112", class = conditional, steps = ["forward"],
       label = (zh = "强制措施及羁押文书(有在押人员)", en = "papers on measures (somebody is held)"),
       missing = (zh = "缺强制措施及羁押文书", en = "missing: papers on compulsory measures"),
       when = (compare = (left = "D08.suspectsHeld", right = (bool = true))), must = (present = "D112"),
       suppliedBy = .police, basis = [L.mps175, L.mps184]),
      (id = "K02.D06.list", document = "D06", fault = mismatch, steps = ["forward"],
       label = (zh = "清单与所附材料一致", en = "the list of materials agrees"),
       missing = (zh = "移送材料清单与所附材料的数量或摘要不一致",
       en = "the list of materials differs from what is attached, in number or digest"),
       when = (present = "D06"), must = (materialList = void), suppliedBy = .police, basis = [L.design]),
      # Counted before this one: the third of a case.
      (id = "K02.third", class = procedure, fault = flag, steps = ["forward"],
       label = (zh = "报请指定管辖", en = "ask for designation"),
       missing = (zh = "本案已转送两次,建议报请指定管辖", en = "the case was forwarded twice; ask for designation (K30)"),
       must = (not = (compare = (left = "case.counter.forwards", is = atLeast, right = (int = 2)))),
       suppliedBy = .police, basis = [L.mps22, L.design]),
      (id = "K02.taken_over", steps = ["taken_over"],
       label = (zh = "签收回执、受案回执", en = "sign-off slip, acceptance receipt"),
       missing = (zh = "缺签收回执或受案回执", en = "missing: sign-off slip or acceptance receipt"),
       must = (all = [(present = "D48"), (present = "D49")]), suppliedBy = .police, basis = [L.mps185, L.mps171]),
      (id = "K02.disputed", document = "D56", steps = ["disputed"],
       label = (zh = "管辖争议说明", en = "statement on the dispute"),
       missing = (zh = "缺管辖争议说明", en = "missing: statement on the dispute"), must = (present = "D56"),
       suppliedBy = .police, basis = [L.mps22]),
      (id = "K02.agreed", document = "D132", steps = ["agreed"],
       label = (zh = "协商结果", en = "what was agreed"), missing = (zh = "缺协商结果文书", en = "missing: what was agreed"),
       must = (present = "D132"), suppliedBy = .police, basis = [L.mps22]),
      (id = "K02.referred_up", document = "D61", steps = ["referred_up"],
       label = (zh = "提请指定管辖请示", en = "request for designation"),
       missing = (zh = "缺提请指定管辖请示", en = "missing: the request for designation"), must = (present = "D61"),
       suppliedBy = .police, basis = [L.mps22]),
      (id = "K02.designated", document = "D60", steps = ["designated"],
       label = (zh = "指定管辖决定书", en = "designation decision"),
       missing = (zh = "缺指定管辖决定书", en = "missing: the designation decision"), must = (present = "D60"),
       basis = [L.mps23]),
      (id = "K02.D09", document = "D09", fault = unmet, steps = .atCount, bars = ["handed_over"],
       label = (zh = "双方签名、逐项有结果的交接单据", en = "slip signed by both counters, each line with its result"),
       missing = (zh = "交接单据须有双方查点人签名,每项写明一致或差异",
       en = "the slip must be signed by both counters and say of each line: agreed, or the discrepancy"),
       when = K07.ofTheCount, must = K07.heldSignedByBoth, suppliedBy = .police, basis = [L.mps185p2]),
      (id = "K02.discrepancy", document = "D09", class = procedure, fault = mismatch, steps = .atCount,
       label = (zh = "查点一致", en = "the count agrees"),
       missing = (zh = "查点有差异", en = "the count shows a discrepancy"),
       when = (all = [K07.ofTheCount, K07.discrepancy]), must = (never = void), suppliedBy = .police,
       basis = [L.mps185p2]),
      (id = "K02.handed_over.list", document = "D16", steps = ["handed_over"],
       label = (zh = "移交清单", en = "list of what is handed over"),
       missing = (zh = "缺移交清单", en = "missing: the list of what is handed over"), must = (present = "D16"),
       suppliedBy = .police, basis = [L.mps185])
    ],

    clocks = [
      # Extended by both organs; which paper says so is not in the law.
      (id = "K02.talk", label = (zh = "三个工作日内协商管辖", en = "talks on jurisdiction within 3 working days"),
       length = (amount = 3), dayBasis = working, rolls = true, custodyNoRoll = true,
       extension = (approvers = [police], document = "D64"), preWarning = (amount = 1), owner = either,
       lateFinding = "ask_for_designation", setting = "S24",
       consequence = (zh = "提示报请指定管辖", en = "a finding: ask for designation"),
       basis = [L.mps22, (confidence = site, note = "S24")])
    ]
  )]
);
