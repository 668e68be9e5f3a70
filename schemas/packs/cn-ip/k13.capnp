@0xe19b7d405ac83f26;
# K13 proc.pol.supplementary_investigation: the procuratorate sends the file back with an outline of what to prove, at
# most twice for one review; the police answer in one of four ways (MPS 296), each with its paper, which the
# procuratorate may waive. The file of K12 stands still meanwhile: its rows `returned_for_investigation`,
# `retransferred` and `police_withdrew` are said with those here, and end and begin its clocks. The outcomes of the
# table (completed, cannot be proved, new suspect or crime, unfounded) are the four answers; of the code list only a
# case withdrawn is an outcome of a pair.

using R = import "/rules.capnp";
using L = import "laws.capnp";
using U = import "universal.capnp";
using K01 = import "k01_requirements.capnp";

const byPol :List(R.Actor) = [(side = receiver, roles = [police], officer = "办案民警 officer of the case")];
const byProc :List(R.Actor) = [(side = sender, roles = [procuratorate], officer = "承办检察官 prosecutor of the case")];
const police :List(R.Role) = [police];
const proc :List(R.Role) = [procuratorate];
const open :List(Text) = ["received", "expired"];

const pack :R.Pack = (
  procedures = [(
    id = "K13", name = "proc.pol.supplementary_investigation", policy = "P5",
    label = (zh = "退回补充侦查", en = "return for supplementary investigation"),
    from = [procuratorate], to = [police], sameLevel = true,
    states = [
      (id = "sent", label = (zh = "已发送", en = "sent")),
      (id = "presented", label = (zh = "已送达系统", en = "presented")),
      (id = "received", label = (zh = "已接到", en = "received")),
      (id = "expired", label = (zh = "逾期", en = "expired")),
      (id = "resent", label = (zh = "已重报", en = "resent")),
      (id = "closed", final = true, label = (zh = "办结", en = "closed")),
      U.withdrawn, U.recalled
    ],
    outcomes = ["case_withdrawn"],
    counters = ["investigation_rounds"],
    followOn = ["K12", "K09", "K29"],
    takes = U.presentedAndWaived,
    basis = [L.cpl175, L.spp342, L.spp346],

    steps = [
      (id = "return", label = (zh = "退回", en = "returned"), opens = true,
       by = [(side = opener, roles = [procuratorate], officer = "承办检察官 prosecutor of the case")],
       documents = ["D27", "D28", "D25"], counters = ["investigation_rounds"], links = "follow_on",
       leads = (state = "sent"), basis = [L.cpl175, L.spp342, L.spp346]),
      (id = "received", label = (zh = "接到", en = "received"), by = .byPol, inStates = ["presented"],
      documents = ["D48"],
       starts = [(clock = "K13.month")], ends = [(clock = "ALL.signoff")],
       copies = [(to = sender, facts = ["occurred_at"], basis = [L.mps295])],
       leads = (state = "received"), basis = [L.mps295]),
      (id = "resent_completed", label = (zh = "补查完毕", en = "investigation completed"), by = .byPol, inStates = .open,
       documents = ["D29", "D25", "D06"], ends = [(clock = "K13.month")], holds = (present = "D29"),
       waivedBy = .proc,
       barred = (zh = "补查完毕须附补充侦查报告书", en = "needs the report of the supplementary investigation"),
       leads = (state = "resent"), basis = [L.mps296i1]),
      (id = "resent_new_opinion", label = (zh = "重新制作起诉意见书", en = "new prosecution opinion"), by = .byPol,
       inStates = .open, documents = ["D24", "D25", "D06"], ends = [(clock = "K13.month")], holds = (present = "D24"),
       waivedBy = .proc,
       barred = (zh = "须附重新制作的起诉意见书", en = "needs the new prosecution opinion"),
       leads = (state = "resent"), basis = [L.mps296i2]),
      # For those whose case is withdrawn; who is left is answered for by another step.
      (id = "withdrawn_case", label = (zh = "撤案、终止侦查", en = "case withdrawn, investigation ended"), by = .byPol,
       inStates = .open, documents = ["D18", "D130", "D83"], starts = [(clock = "K01.withdraw_notice")],
       ends = [(clock = "K13.month", when = (not = (compare = (left = "transfer.openPairs", is = more,
       right = (int = 0)))))],
       holds = (any = [(present = "D18"), (present = "D130")]),
       waivedBy = .proc,
       barred = (zh = "须附撤销案件或终止侦查决定书", en = "needs the decision withdrawing the case or ending the investigation"),
       copies = [(to = firstSender, documents = ["D18", "D130"], basis = [L.mps189])],
       outcome = "case_withdrawn", leads = (noPairOpen = (state = "resent")), basis = [L.mps296i3, L.mps189]),
      (id = "unfounded", label = (zh = "退查不当说明", en = "return said to be unfounded"), by = .byPol, inStates = .open,
       documents = ["D56", "D25"], ends = [(clock = "K13.month")], holds = (present = "D56"),
       waivedBy = .proc,
       barred = (zh = "须附退查不当的理由说明", en = "needs the statement why the return is unfounded"),
       leads = (state = "resent"), basis = [L.mps296i4]),
      # Nothing is barred by it: the file may still be sent again.
      (id = "month_expired", label = (zh = "补查期满", en = "the month ran out"), say = event, by = [(side = system)],
       inStates = ["received"], copies = [(to = sender, facts = ["state", "occurred_at"], basis = [L.spp347])],
       leads = (state = "expired"), basis = [L.spp347]),
      (id = "reasons_demanded", label = (zh = "要求说明理由", en = "reasons demanded"), by = .byProc, inStates = ["expired"],
       documents = ["D81"], basis = [L.spp347]),
      (id = "reasons_given", label = (zh = "说明理由", en = "reasons given"), by = .byPol, inStates = ["expired"],
       documents = ["D56"], basis = [L.spp347]),
      # Once the file of K12 is no longer with the police.
      (id = "close", label = (zh = "办结", en = "closed"), say = when, by = [(side = system)], inStates = ["resent"],
       holds = (not = (in = (left = "case.transfer.K12.state", values = ["with_police"]))),
       leads = (state = "closed"), basis = [L.design])
    ],

    requirements = [
      # SPP 346, 350: rounds count together for joined files, added suspects and after a change of jurisdiction.
      (id = "K13.third", class = procedure, fault = unmet, stops = true, steps = ["return"],
       label = (zh = "退回补充侦查以二次为限", en = "at most two returns"),
       missing = (zh = "已退回补充侦查二次,不得再退;可依现有证据作出决定(规则367条),对新的犯罪线索移送处理(规则349条),或自行侦查(规则342条)",
       en = "the case was returned twice; decide on the evidence (SPP 367), pass on clues of new crimes (SPP 349), or investigate yourself (SPP 342)"),
       must = (not = (compare = (left = "case.counter.investigation_rounds", is = atLeast, right = (int = 2)))),
       basis = [L.spp346, L.spp350, L.spp349, L.spp367]),
      (id = "K13.D27", document = "D27", fault = absent, stops = true, steps = ["return"],
       label = (zh = "补充侦查提纲", en = "the outline of what to prove"),
       missing = (zh = "缺补充侦查提纲", en = "missing: the outline of what to prove"), must = (present = "D27"),
       suppliedBy = .proc, basis = [L.spp342, L.mps295]),
      (id = "K13.D27.purpose", document = "D27", fault = defective, steps = ["return"],
       label = (zh = "逐项写明补查目的", en = "a purpose of each item"),
       missing = (zh = "补充侦查提纲有事项未写明目的", en = "an item of the outline has no purpose"),
       when = (present = "D27"), must = (forAll = (each = "D27.items", meets = (present = "element.purpose"))),
       suppliedBy = .proc, basis = [L.spp342]),
      (id = "K13.return", steps = ["return"],
       label = (zh = "退回补充侦查决定书、诉讼卷宗", en = "the decision to return, the file"),
       missing = (zh = "缺退回补充侦查决定书或诉讼卷宗", en = "missing: the decision to return or the file"),
       must = (all = [(present = "D28"), (present = "D25")]), suppliedBy = .proc, basis = [L.cpl175, L.spp346]),
      (id = "K13.D28.round", document = "D28", fault = mismatch, steps = ["return"],
       label = (zh = "退回次数相符", en = "the round agrees"),
       missing = (zh = "决定书所写第几次退回与平台计数不符", en = "the round on the decision differs from the count of the case"),
       when = (present = "D28.round"),
       must = (compare = (left = "D28.round", right = (path = "case.counter.investigation_rounds", plus = 1))),
       suppliedBy = .proc, basis = [L.spp346, L.design]),
      # Said on the day or after it: the end is the first instant after the last day.
      (id = "K13.late_return", class = procedure, fault = late, steps = ["return"],
       label = (zh = "在审查起诉期限内退回", en = "returned within the review"),
       missing = (zh = "审查起诉期限届满时或届满后退回", en = "returned when the review was at its end or later"),
       must = (not = (compare = (left = "step.occurredAt", is = atLeast, right = (path = "clock.K12.review.due")))),
       basis = [L.cpl172, L.spp346]),
      (id = "K13.pairs", steps = ["return"],
       label = (zh = "退回所涉人员和罪名", en = "persons and charges returned"),
       missing = (zh = "未列明退回所涉人员及其罪名", en = "no person with an offence is named"),
       must = (present = "pair.party"), suppliedBy = .proc, basis = [L.design]),
      (id = "K13.received", document = "D48", steps = ["received"],
       label = (zh = "签收回执", en = "sign-off slip"), missing = (zh = "缺签收回执", en = "missing: the sign-off slip"),
       must = (present = "D48"), suppliedBy = .police, basis = [L.mps295]),
      (id = "K13.resent", steps = ["resent_completed", "resent_new_opinion"],
       label = (zh = "诉讼卷宗、新清单", en = "the file and the new list"),
       missing = (zh = "缺诉讼卷宗或新清单", en = "missing: the file or the new list"),
       must = (all = [(present = "D25"), (present = "D06")]), suppliedBy = .police, basis = [L.mps296i1, L.mps296i2]),
      (id = "K13.unfounded.file", document = "D25", steps = ["unfounded"],
       label = (zh = "诉讼卷宗", en = "the file"), missing = (zh = "缺诉讼卷宗", en = "missing: the file"),
       must = (present = "D25"), suppliedBy = .police, basis = [L.mps296i4]),
      (id = "K13.D29.items", document = "D29", fault = unmet, steps = ["resent_completed"],
       label = (zh = "逐项答复提纲", en = "an answer to each item of the outline"),
       missing = (zh = "补充侦查报告书未逐项答复提纲", en = "the report does not answer each item of the outline"),
       when = (all = [(present = "D29"), (present = "held:D27.items.no")]),
       must = (covers = (part = "held:D27.items.no", whole = "D29.answers.item")), suppliedBy = .police,
       basis = [L.mps296i1, L.mps295]),
      (id = "K13.D06.list", document = "D06", fault = mismatch, steps = ["resent_completed", "resent_new_opinion"],
       label = (zh = "清单与所附材料一致", en = "the list of materials agrees"),
       missing = (zh = "移送材料清单与所附材料的数量或摘要不一致",
       en = "the list of materials differs from what is attached, in number or digest"),
       when = (present = "D06"), must = (materialList = void), suppliedBy = .police, basis = [L.spp157to158]),
      (id = "K13.D99.lines", document = "D99", class = practice, fault = mismatch,
       steps = ["resent_completed", "resent_new_opinion"],
       label = (zh = "金额核算表逐行相符", en = "lines of the amount sheet add up"),
       missing = (zh = "金额核算表某行单价乘数量不等于金额", en = "a line of the amount sheet: quantity times price is not its sum"),
       when = (present = "D99"), must = K01.linesAddUp, suppliedBy = .police, basis = [L.design]),
      (id = "K13.D99.total", document = "D99", class = practice, fault = mismatch,
       steps = ["resent_completed", "resent_new_opinion"],
       label = (zh = "金额核算表合计相符", en = "total of the amount sheet"),
       missing = (zh = "金额核算表合计与明细不符", en = "the lines of the amount sheet do not add up to a total"),
       when = (present = "D99"), must = (sumEquals = (of = "D99.lines.sum", right = (path = "D99.totals.amount"))),
       suppliedBy = .police, basis = [L.design]),
      (id = "K13.D83", document = "D83", steps = ["withdrawn_case"],
       label = (zh = "案件结果通报函", en = "the outcome notice"),
       missing = (zh = "缺案件结果通报函", en = "missing: the outcome notice"), must = (present = "D83"),
       suppliedBy = .police, basis = [L.mps189]),
      (id = "K13.outcomes", steps = ["withdrawn_case"],
       label = (zh = "逐人逐罪的结果", en = "outcome per person and offence"),
       missing = (zh = "未写明对哪一人、哪一罪撤案", en = "no pair of person and offence is named"),
       must = (present = "outcome.party"), suppliedBy = .police, basis = [L.mps296i3, L.design]),
      (id = "K13.reasons_demanded", document = "D81", steps = ["reasons_demanded"],
       label = (zh = "环节文书:要求说明理由通知书", en = "papers of the step: the demand to explain"),
       missing = (zh = "缺要求说明理由通知书", en = "missing: the demand to explain"), must = (present = "D81"),
       suppliedBy = .proc, basis = [L.spp347]),
      (id = "K13.reasons_given", document = "D56", steps = ["reasons_given"],
       label = (zh = "环节文书:理由说明书", en = "papers of the step: the statement of reasons"),
       missing = (zh = "缺理由说明书", en = "missing: the statement of reasons"), must = (present = "D56"),
       suppliedBy = .police, basis = [L.spp347])
    ],

    clocks = [
      (id = "K13.month", label = (zh = "一个月内补充侦查完毕", en = "complete within a month"),
       length = (amount = 1, unit = months), rolls = true, custodyNoRoll = true, preWarning = (amount = 7),
       owner = receiver,
       raises = "month_expired", lateFinding = "late_resend",
       consequence = (zh = "检察院可要求说明理由;仍可重报,重新受理后审查期限才重新计算",
       en = "the procuratorate demands reasons; sending again stays possible, its review begins anew on registration only"),
       basis = [L.cpl175p3, L.spp346, L.spp347, L.mps295])
    ]
  )]
);
