@0xcb14f6e08a273d95;
# K07 adm.pol.exhibits_handover: exhibits and remaining materials change hands by joint count. A difference is written down, it
# is no refusal. The table's row `discrepancy_watch` is the start of K07.explain at `counted`.

using R = import "/rules.capnp";
using L = import "laws.capnp";
using U = import "universal.capnp";

const byAdm :List(R.Actor) = [(side = sender, roles = [administrative], officer = "案件承办人 officer of the case")];
const byPol :List(R.Actor) = [(side = receiver, roles = [police], officer = "经办民警 officer of the case")];
const together :List(R.Actor) = [(side = both, roles = [administrative, police],
officer = "双方清点人 one counter of each side")];
const atCount :List(Text) = ["counted", "enter_from_paper", "correct"];

# The count itself: the slip, or a word that says or confirms the step without carrying it again.
const ofTheCount :R.Condition = (any = [
  (present = "D09"), (compare = (left = "step.step", right = (text = "counted"))),
  (compare = (left = "head.paper.step", right = (text = "counted")))]);
# A line of D09 that is not "agreed" is a discrepancy; both are results, anything else is not. The slip may be that of
# the message which this one confirms.
const discrepancy :R.Condition =
  (exists = (some = "held:D09.lines",
   meets = (compare = (left = "element.result", is = notEqual, right = (text = "agreed")))));
# A counter of each side, and every line with its result.
const signedByBoth :R.Condition = (all = [
  (covers = (part = "transfer.sender", whole = "D09.counters.agency")),
  (covers = (part = "transfer.recipient", whole = "D09.counters.agency")),
  (present = "D09.lines"),
  (forAll = (each = "D09.lines", meets = (in = (left = "element.result",
     values = ["agreed", "short", "over", "other_item", "seal_broken"]))))]);
const heldSignedByBoth :R.Condition = (all = [
  (covers = (part = "transfer.sender", whole = "held:D09.counters.agency")),
  (covers = (part = "transfer.recipient", whole = "held:D09.counters.agency")),
  (present = "held:D09.lines"),
  (forAll = (each = "held:D09.lines", meets = (in = (left = "element.result",
     values = ["agreed", "short", "over", "other_item", "seal_broken"]))))]);

const pack :R.Pack = (
  procedures = [(
    id = "K07", name = "adm.pol.exhibits_handover", policy = "joint count",
    label = (zh = "涉案物品移交", en = "handover of exhibits"),
    from = [administrative], to = [police], sameLevel = true,
    states = [
      (id = "due", label = (zh = "应移交", en = "due")),
      (id = "sent", label = (zh = "已发送", en = "sent")),
      (id = "presented", label = (zh = "已送达系统", en = "presented")),
      (id = "appointed", label = (zh = "已约定", en = "appointed")),
      (id = "counted", label = (zh = "已清点", en = "counted")),
      (id = "handed_over", label = (zh = "已交接", en = "handed over")),
      (id = "kept", label = (zh = "暂存行政机关", en = "kept by the administration")),
      (id = "closed", final = true, label = (zh = "办结", en = "closed")),
      U.withdrawn, U.recalled
    ],
    followOn = ["K31", "K27", "K32"],
    takes = U.presentedToo,
    basis = [L.o310a12],

    steps = [
      (id = "filing_notice_received", label = (zh = "收到立案通知", en = "filing notice received"), opens = true,
       by = [(side = opener, roles = [administrative], officer = "案件承办人 officer of the case")],
       documents = ["D48"], starts = [(clock = "K07.handover")], leads = (state = "due"), basis = [L.o310a12, L.mps16a6]),
      (id = "offer", label = (zh = "提出移交", en = "offer"), by = .byAdm, inStates = ["due"], documents = ["D03", "D16"],
       itemsListed = true, leads = (state = "sent"), basis = [L.o310a12]),
      (id = "appointed", label = (zh = "约定清点", en = "count appointed"), by = .byPol, inStates = ["presented"],
       documents = ["D48"], ends = [(clock = "ALL.signoff")], leads = (state = "appointed"), basis = [L.design]),
      (id = "counted", label = (zh = "共同清点", en = "counted together"), by = .together, inStates = ["appointed"],
       documents = ["D09"], starts = [(clock = "K07.explain", when = .discrepancy)],
       copies = [(roles = [procuratorate], documents = ["D09"], under = "K01b", when = .discrepancy, basis = [L.site])],
       itemsCounted = true, leads = (state = "counted"), basis = [L.mps185p2, L.o310a12]),
      # Not open while the count stands on one side's word alone: a paper entry waits for confirm_paper.
      # The copy is "D09 first page": the slip as a document of the bus has one page, so it is the slip.
      (id = "handed_over", label = (zh = "交接完毕", en = "handed over"), by = .byPol, inStates = ["counted"],
       documents = ["D09", "D16"], ends = [(clock = "K07.handover")],
       holds = (all = [
         (not = (compare = (left = "transfer.pendingPaper", is = more, right = (int = 0)))),
         .signedByBoth]),
       barred = (zh = "交接须有双方清点人签名、逐项一致或记明差异的交接单据;补录的清点须经对方确认",
                 en = "needs the slip signed by both counters, each line agreed or a discrepancy; a count entered from paper must be confirmed by the other side"),
       copies = [(roles = [procuratorate], documents = ["D09"], under = "K01b", basis = [L.o310a12])],
       itemsMoved = true, leads = (state = "handed_over"), basis = [L.o310a12]),
      (id = "kept_by_adm", label = (zh = "暂由行政机关保管", en = "kept by the administration"), by = .together,
       inStates = ["appointed", "counted"], documents = ["D09", "D105"], ends = [(clock = "K07.handover")],
       leads = (state = "kept"), basis = [L.mps16a6]),
      (id = "fetched", label = (zh = "提取", en = "fetched"), by = .byPol, inStates = ["kept"], documents = ["D09"],
       itemsMoved = true, leads = (state = "handed_over"), basis = [L.design]),
      (id = "explained", label = (zh = "差异说明", en = "discrepancy explained"), by = .byAdm,
       inStates = ["counted", "handed_over"], documents = ["D117"], ends = [(clock = "K07.explain")],
       copies = [(roles = [procuratorate], documents = ["D117"], under = "K01b", basis = [L.site])],
       itemsExplained = true, basis = [(confidence = site, note = "S15")]),
      (id = "late", label = (zh = "移交逾期", en = "handover late"), say = event, by = [(side = system)],
       inStates = ["due", "presented", "appointed"],
       # The procuratorate sees it under its copy of the case; the superior agency has none.
       copies = [(roles = [procuratorate], facts = ["state", "occurred_at"], under = "K01b", basis = [L.o310a15]),
                 (roles = [superiorAgency], facts = ["state", "occurred_at"], basis = [L.o310a15])],
       basis = [L.o310a15]),
      # No discrepancy unexplained.
      (id = "close", label = (zh = "办结", en = "closed"), say = when, by = [(side = system)],
       inStates = ["handed_over", "kept"],
       holds = (not = (compare = (left = "case.item.unexplained", is = more, right = (int = 0)))),
       leads = (state = "closed"), basis = [L.design])
    ],

    requirements = [
      (id = "K07.opening", document = "D48", steps = ["filing_notice_received"],
       label = (zh = "立案通知书的签收回执", en = "sign-off slip for the notice of filing"),
       missing = (zh = "缺立案通知书的签收回执", en = "missing: the sign-off slip for the notice of filing"),
       must = (present = "D48"), suppliedBy = [administrative], basis = [L.o310a12]),
      (id = "K07.offer", steps = ["offer"],
       label = (zh = "物品清单、移交清单", en = "list of exhibits, list of what is handed over"),
       missing = (zh = "缺物品清单或移交清单", en = "missing: the list of exhibits or the list of what is handed over"),
       must = (all = [(present = "D03"), (present = "D16")]), suppliedBy = [administrative], basis = [L.o310a12]),
      (id = "K07.D03.list", document = "D03", fault = mismatch, steps = ["offer"],
       label = (zh = "与移送时的物品清单一致", en = "agrees with the list of the transfer"),
       missing = (zh = "物品清单与移送时的清单在品项、数量或单位上不一致",
       en = "the list of exhibits differs from that of the transfer in item, number or unit"),
       when = (all = [(present = "D03"), (present = "earlier:D03")]),
       must = (listsAgree = (left = "D03.items", right = "earlier:D03.items")), suppliedBy = [administrative],
       basis = [L.o310a12, L.design]),
      (id = "K07.D16.list", document = "D16", fault = mismatch, steps = ["offer"],
       label = (zh = "移交清单与物品清单一致", en = "what is handed over agrees with the list of exhibits"),
       missing = (zh = "移送时清单上的物品未列入移交清单,或数量、单位不同",
       en = "an item of the transfer's list is missing from the handover list, or number or unit differ"),
       when = (all = [(present = "D16"), (present = "earlier:D03")]),
       must = (listsAgree = (left = "D16.items", right = "earlier:D03.items")), suppliedBy = [administrative],
       basis = [L.o310a12, L.design]),
      # Samples were taken, and the list hands over as much as before: to be seen at the count.
      (id = "K07.samples", document = "D16", class = procedure, fault = flag, steps = ["offer"],
       label = (zh = "抽样消耗的物品", en = "items used up as samples"),
       missing = (zh = "本案有抽样取证记录,移交清单未扣减样品",
       en = "the case holds a sampling record; the handover list is not reduced by the samples"),
       when = (all = [(present = "case:D100"), (listsAgree = (left = "D16.items", right = "earlier:D03.items"))]),
       must = (never = void), suppliedBy = [administrative], basis = [L.design]),
      (id = "K07.appointed", document = "D48", steps = ["appointed"],
       label = (zh = "签收回执", en = "sign-off slip"), missing = (zh = "缺签收回执", en = "missing: the sign-off slip"),
       must = (present = "D48"), suppliedBy = [police], basis = [L.design]),
      (id = "K07.D09", document = "D09", fault = unmet, steps = .atCount, bars = ["handed_over"],
       label = (zh = "双方签名、逐项有结果的交接单据", en = "slip signed by both counters, each line with its result"),
       missing = (zh = "交接单据须有双方清点人签名,每项写明一致或差异",
       en = "the slip must be signed by both counters and say of each line: agreed, or the discrepancy"),
       when = .ofTheCount, must = .heldSignedByBoth, suppliedBy = [administrative, police], basis = [L.mps185p2, L.o310a12]),
      (id = "K07.discrepancy", document = "D09", class = procedure, fault = mismatch, steps = .atCount,
       label = (zh = "清点一致", en = "the count agrees"),
       missing = (zh = "清点有差异,须书面说明", en = "the count shows a discrepancy, to be explained in writing"),
       when = (all = [.ofTheCount, .discrepancy]), must = (never = void), suppliedBy = [administrative], setting = "S15",
       basis = [L.mps185p2, (confidence = site, note = "S15")]),
      (id = "K07.D09.list", document = "D09", fault = mismatch, steps = .atCount,
       label = (zh = "交接单据与移交清单一致", en = "the slip agrees with the handover list"),
       missing = (zh = "交接单据所列数量与移交清单不一致",
       en = "what the slip lists differs from the handover list in item, number or unit"),
       when = (all = [(present = "D09"), (present = "held:D16")]),
       must = (listsAgree = (left = "D09.lines", right = "held:D16.items")), suppliedBy = [administrative, police],
       basis = [L.mps185p2, L.design]),
      (id = "K07.D09.result", document = "D09", fault = mismatch, steps = .atCount,
       label = (zh = "清点结果与数量相符", en = "results agree with the numbers"),
       missing = (zh = "某项清点结果与清单、清点数量不符", en = "the result of a line does not follow from listed and counted"),
       when = (present = "D09"),
       must = (forAll = (each = "D09.lines", meets = (any = [
         (all = [(compare = (left = "element.result", right = (text = "agreed"))),
                 (compare = (left = "element.counted", right = (path = "element.listed")))]),
         (all = [(compare = (left = "element.result", right = (text = "short"))),
                 (compare = (left = "element.counted", is = less, right = (path = "element.listed")))]),
         (all = [(compare = (left = "element.result", right = (text = "over"))),
                 (compare = (left = "element.counted", is = more, right = (path = "element.listed")))]),
         (in = (left = "element.result", values = ["other_item", "seal_broken"]))]))),
       suppliedBy = [administrative, police], basis = [L.design]),
      (id = "K07.handed_over", document = "D16", steps = ["handed_over"],
       label = (zh = "移交清单", en = "list of what is handed over"),
       missing = (zh = "缺移交清单", en = "missing: the list of what is handed over"),
       must = (present = "D16"), suppliedBy = [police], basis = [L.o310a12]),
      (id = "K07.kept", steps = ["kept_by_adm"],
       label = (zh = "交接单据、特殊物品处置记录", en = "slip, record on special items"),
       missing = (zh = "缺交接单据或特殊物品处置记录", en = "missing: the slip or the record on special items"),
       must = (all = [(present = "D09"), (present = "D105")]), suppliedBy = [administrative], basis = [L.mps16a6]),
      (id = "K07.fetched", document = "D09", steps = ["fetched"],
       label = (zh = "交接单据", en = "the slip"), missing = (zh = "缺交接单据", en = "missing: the slip"),
       must = (present = "D09"), suppliedBy = [police], basis = [L.design]),
      (id = "K07.explained", document = "D117", steps = ["explained"],
       label = (zh = "差异说明函", en = "letter of explanation"),
       missing = (zh = "缺差异说明函", en = "missing: the letter of explanation"),
       must = (present = "D117"), suppliedBy = [administrative], basis = [(confidence = site, note = "S15")])
    ],

    clocks = [
      (id = "K07.handover", label = (zh = "三日内移交", en = "hand over in 3 days"), anchorDocument = "D51",
       length = (amount = 3), dayBasis = disputed, rolls = true, preWarning = (amount = 1), owner = sender,
       raises = "late",
       lateFinding = "late_handover", setting = "S01",
       # No lineTo: the copy of the event `late` is the line to the procuratorate.
       consequence = (zh = "检察院可见;其他法律另有规定的从其规定", en = "a line to the procuratorate; other laws may vary it"),
       basis = [L.o310a12, L.mps16a6, (confidence = site, note = "S07, S08")]),
      (id = "K07.explain", label = (zh = "五个工作日内说明差异", en = "explain a discrepancy in 5 working days"),
       length = (amount = 5),
       dayBasis = working, rolls = true, preWarning = (amount = 1), owner = sender, lateFinding = "late_explanation",
       lineTo = [procuratorate, superiorAgency], setting = "S15",
       consequence = (zh = "检察院和上级可见", en = "a line to the procuratorate and the superior agency"),
       basis = [(confidence = site, note = "S15")])
    ]
  )]
);
