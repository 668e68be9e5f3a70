@0xb4d70e9a16c8f353;
# What the bus looks at in a K15: the checks of SPC 218(2) to (9) as presence of what they look at. Two things stop at
# the sender: no indictment, no approval on it. What is missing keeps `accepted` closed until it is there, is waived by
# the court, was asked for and answered for whatever it was (K15.items), or the time to supplement is past. Asked for by
# no field and therefore not here: data of defenders (SPC 218(6)), which of several defendants pleads, so that one
# statement per defendant (D34) cannot be counted.

using R = import "/rules.capnp";
using L = import "laws.capnp";

const file :List(Text) = ["indict", "supplemented"];
const proc :List(R.Role) = [procuratorate];
const court :List(R.Role) = [court];
# Nothing was asked for yet, or something is not answered; and the time to supplement is not past.
const open :R.Condition = (all = [
  (any = [(not = (compare = (left = "transfer.asked", is = more, right = (int = 0)))),
          (compare = (left = "transfer.unanswered", is = more, right = (int = 0)))]),
  (not = (compare = (left = "clock.K15.supply.past", right = (bool = true))))]);
const held :List(Text) = ["detention", "arrest"];

# 8 copies, and 5 for each further defendant. A count cannot be multiplied: written out to twelve, beyond which fewer
# are asked for.
const enoughCopies :R.Condition = (all = [
  .one, .two, .three, .four, .five, .six, .seven, .eight, .nine, .ten, .eleven, .twelve]);
const one :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 1)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 8)))]);
const two :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 2)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 13)))]);
const three :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 3)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 18)))]);
const four :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 4)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 23)))]);
const five :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 5)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 28)))]);
const six :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 6)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 33)))]);
const seven :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 7)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 38)))]);
const eight :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 8)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 43)))]);
const nine :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 9)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 48)))]);
const ten :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 10)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 53)))]);
const eleven :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 11)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 58)))]);
const twelve :R.Condition = (any = [
  (count = (of = "D32.persons", meets = (always = void), is = less, number = 12)),
  (compare = (left = "D32.copies", is = atLeast, right = (int = 63)))]);

const requirements :List(R.Requirement) = [
  (id = "K15.D32", document = "D32", stops = true, steps = ["indict"],
   label = (zh = "起诉书", en = "the indictment"), missing = (zh = "缺起诉书", en = "missing: the indictment"),
   must = (present = "D32"), suppliedBy = .proc, basis = [L.cpl176, L.spc218]),
  (id = "K15.approval", document = "D32", fault = unmet, stops = true, steps = ["indict"],
   label = (zh = "检察长或授权检察官批准", en = "approval by the chief or an authorised prosecutor"),
   missing = (zh = "起诉书未见批准人", en = "no approval on the indictment"),
   when = (present = "D32"), must = (present = "D32.approver"), suppliedBy = .proc, basis = [L.spp358, L.cpl176]),

  # The file (SPC 218(2) to (9)).
  (id = "K15.D25", document = "D25", steps = .file, bars = ["accepted"], barsWhile = .open, untilWaived = true,
  waivedBy = .court,
   label = (zh = "定罪量刑的证据(诉讼卷宗)", en = "evidence for conviction and sentence: the file"),
   missing = (zh = "缺诉讼卷宗", en = "missing: the litigation file"), must = (present = "held:D25"), suppliedBy = .proc,
   basis = [L.spc218i3]),
  (id = "K15.D26", document = "D26", steps = .file, bars = ["accepted"], barsWhile = .open, untilWaived = true,
  waivedBy = .court,
   label = (zh = "随案移送清单", en = "the list of things moved with the case"),
   missing = (zh = "缺随案移送清单", en = "missing: the list of things moved with the case"), must = (present = "held:D26"),
   suppliedBy = .proc, basis = [L.spc218i4]),
  (id = "K15.D26.ownership", document = "D26", fault = defective, steps = .file, bars = ["accepted"], barsWhile = .open,
   untilWaived = true, waivedBy = .court,
   label = (zh = "逐项写明权属和处理意见", en = "ownership and proposed disposal of each item"),
   missing = (zh = "随案移送清单有物品未写明权属或处理意见", en = "an item of the list has no ownership or no proposed disposal"),
   when = (present = "held:D26"),
   must = (forAll = (each = "held:D26.items", meets = (all = [
     (present = "element.ownership"), (present = "element.disposalProposal")]))),
   suppliedBy = .proc, basis = [L.spc218i4]),
  (id = "K15.D115", document = "D115", steps = .file, bars = ["accepted"], barsWhile = .open, untilWaived = true,
  waivedBy = .court,
   label = (zh = "证人、鉴定人名单", en = "lists of witnesses and appraisers"),
   missing = (zh = "缺证人、鉴定人名单(含保护名单)", en = "missing: lists of witnesses and appraisers, the protected list too"),
   must = (present = "held:D115"), suppliedBy = .proc, basis = [L.spc218i5, L.spp359]),
  (id = "K15.D112", document = "D112", steps = .file, bars = ["accepted"], barsWhile = .open, untilWaived = true,
  waivedBy = .court,
   label = (zh = "强制措施及羁押文书", en = "papers on compulsory measures"),
   missing = (zh = "缺强制措施及羁押文书", en = "missing: papers on compulsory measures"), must = (present = "held:D112"),
   suppliedBy = .proc, basis = [L.spc218i2, L.spc218i8]),
  (id = "K15.D33", document = "D33", steps = .file, bars = ["accepted"], barsWhile = .open, untilWaived = true,
  waivedBy = .court,
   label = (zh = "量刑建议书", en = "the sentencing proposal"),
   missing = (zh = "缺量刑建议书", en = "missing: the sentencing proposal"), must = (present = "held:D33"),
   suppliedBy = .proc, basis = [L.spc218i9, L.spp364]),
  (id = "K15.D34", document = "D34", class = conditional, steps = .file, bars = ["accepted"], barsWhile = .open,
   untilWaived = true, waivedBy = .court,
   label = (zh = "认罪认罚具结书(起诉书写明认罪认罚)", en = "the statement accepting guilt (the indictment notes a plea)"),
   missing = (zh = "缺认罪认罚具结书", en = "missing: the statement accepting guilt and punishment"),
   when = (compare = (left = "held:D32.pleaAndSpeedy", right = (bool = true))), must = (present = "held:D34"),
   suppliedBy = .proc, basis = [L.spc218i9, L.cpl176p2]),
  (id = "K15.D111", document = "D111", class = conditional, steps = .file, bars = ["accepted"], barsWhile = .open,
   untilWaived = true, waivedBy = .court,
   label = (zh = "单位主体及诉讼代表人信息", en = "particulars of the unit and its litigation representative"),
   missing = (zh = "缺单位主体或诉讼代表人信息", en = "missing: particulars of the unit or its litigation representative"),
   when = (in = (left = "party.kind", values = ["unit"])), must = (present = "held:D111.litigationRep"),
   suppliedBy = .proc, basis = [L.spc335to336, L.spp358]),
  (id = "K15.D114", document = "D114", class = conditional, steps = .file, bars = ["accepted"], barsWhile = .open,
   untilWaived = true, waivedBy = .court,
   label = (zh = "附带民事诉讼材料", en = "papers of the civil claim"),
   missing = (zh = "缺附带民事诉讼材料", en = "missing: papers of the civil claim that the police's opinion notes"),
   when = (compare = (left = "case:D24.civilClaim", right = (bool = true))), must = (present = "held:D114"),
   suppliedBy = .proc, basis = [L.spc218i7]),
  (id = "K15.D107", document = "D107", class = conditional, steps = .file,
   label = (zh = "保密承诺书", en = "the confidentiality undertaking"),
   missing = (zh = "缺保密承诺书", en = "missing: the confidentiality undertaking"),
   when = (any = [(in = (left = "evidence.secrecy", values = ["trade_secret"])),
                  (in = (left = "D05.marking", values = ["trade_secret"]))]),
   must = (present = "held:D107"), suppliedBy = .proc,
   basis = [L.cpl54, (instrument = "I2020", article = "6", confidence = verified)]),
  (id = "K15.D108", document = "D108", class = conditional, steps = .file,
   label = (zh = "外文证据的中文译本", en = "the Chinese translation of evidence in another language"),
   missing = (zh = "缺外文证据的中文译本", en = "missing: the Chinese translation of evidence in another language"),
   when = (exists = (some = "evidence", meets = (all = [
     (present = "element.language"), (not = (in = (left = "element.language", values = ["zh"])))]))),
   must = (present = "held:D108"), suppliedBy = .proc, basis = [L.spc78]),
  (id = "K15.D113", document = "D113", class = conditional, steps = .file,
   label = (zh = "辩护律师意见", en = "the opinion of the defence lawyer"),
   missing = (zh = "缺侦查阶段的辩护律师意见", en = "missing: the opinion of the defence lawyer that the police moved on"),
   when = (present = "case:D24.lawyerOpinion"), must = (present = "case:D113"), suppliedBy = .proc,
   basis = [L.spc218i8, L.spp358]),
  (id = "K15.D06", document = "D06", steps = .file,
   label = (zh = "移送材料清单", en = "the list of materials"),
   missing = (zh = "缺移送材料清单", en = "missing: the list of materials"), must = (present = "D06"), suppliedBy = .proc,
   basis = [L.spc218i8]),
  (id = "K15.D06.list", document = "D06", fault = mismatch, steps = .file,
   label = (zh = "清单与所附材料一致", en = "the list of materials agrees"),
   missing = (zh = "移送材料清单与所附材料的数量或摘要不一致",
   en = "the list of materials differs from what is attached, in number or digest"),
   when = (present = "D06"), must = (materialList = void), suppliedBy = .proc, basis = [L.spc218i8]),
  (id = "K15.D26.list", document = "D26", fault = mismatch, steps = ["indict"],
   label = (zh = "与前一随案移送清单一致", en = "agrees with the earlier list of things"),
   missing = (zh = "随案移送清单与前一清单的品项、数量或单位不一致",
   en = "the list of things differs from the earlier one in item, number or unit"),
   when = (all = [(present = "D26"), (present = "earlier:D26")]),
   must = (listsAgree = (left = "D26.items", right = "earlier:D26.items")), suppliedBy = .proc,
   basis = [L.spc218i4, L.design]),
  (id = "K15.copies", document = "D32", fault = defective, steps = ["indict"],
   label = (zh = "起诉书一式八份,每增加一名被告人增加五份", en = "8 copies of the indictment, 5 more for each further defendant"),
   missing = (zh = "起诉书份数不足", en = "too few copies of the indictment"),
   when = (present = "D32"), must = .enoughCopies, suppliedBy = .proc, basis = [L.spp358, L.spc218]),
  (id = "K15.custody_place", document = "D32", fault = absent, steps = ["indict"],
   label = (zh = "在押被告人的羁押地点", en = "place of custody of who is held"),
   missing = (zh = "起诉书未写明在押被告人的羁押地点",
   en = "the indictment does not tell the place of custody of a defendant who is held"),
   when = (present = "D32"),
   must = (forAll = (each = "D32.persons", meets = (any = [
     (not = (in = (left = "element.measure", values = .held))), (present = "element.custodyPlace")]))),
   suppliedBy = .proc, basis = [L.spc218i2]),
  (id = "K15.measure_overdue", document = "D112", class = procedure, fault = flag, steps = ["indict"],
   label = (zh = "强制措施未超期", en = "no measure is overdue"),
   missing = (zh = "有强制措施已过所报期限", en = "a compulsory measure is past the term that was reported"),
   when = (present = "D112"),
   must = (not = (exists = (some = "D112.measures", meets =
     (compare = (left = "element.until", is = less, right = (path = "step.occurredAt")))))),
   suppliedBy = .proc, basis = [L.spc218i2, L.spp358]),
  (id = "K15.frozen_overdue", document = "D26", class = procedure, fault = flag, steps = ["indict"],
   label = (zh = "查封、扣押、冻结未超期", en = "no freezing is overdue"),
   missing = (zh = "有冻结已过期限", en = "a freezing is past its term"),
   when = (present = "D26"),
   must = (not = (exists = (some = "D26.items", meets =
     (compare = (left = "element.frozenUntil", is = less, right = (path = "step.occurredAt")))))),
   suppliedBy = .proc, basis = [L.spc218i4]),
  (id = "K15.pairs", steps = ["indict"],
   label = (zh = "被告人和罪名", en = "defendants and charges"),
   missing = (zh = "未列明任何被告人及其罪名,无法逐人作出结果",
   en = "no defendant with an offence is named; nothing can be decided per person"),
   must = (present = "pair.party"), suppliedBy = .proc, basis = [L.spc218i2, L.design]),

  # What the court asks for, item by item. `accepted` waits until each is answered, or the court waives (its row in
  # k15.capnp).
  (id = "K15.items", document = "D66", fault = unmet, steps = ["supplement_asked"],
   label = (zh = "法院通知补送的事项", en = "an item that the court asks for"),
   missing = (zh = "法院通知补送的事项未补送,也未说明不予补送", en = "an item that the court asked for is neither supplied nor declined"),
   suppliedBy = .proc, basis = [L.spc219p1i4, L.spp361]),

  # Documents of the later steps: their absence is a finding, the step stands.
  (id = "K15.received", document = "D48", steps = ["received"],
   label = (zh = "签收回执", en = "sign-off slip"), missing = (zh = "缺签收回执", en = "missing: the sign-off slip"),
   must = (present = "D48"), suppliedBy = .court, basis = [L.spc218]),
  (id = "K15.supplement_asked", document = "D66", steps = ["supplement_asked"],
   label = (zh = "环节文书:补送材料通知", en = "papers of the step: the request for supplement"),
   missing = (zh = "缺补送材料通知", en = "missing: the request for supplement"), must = (present = "D66"),
   suppliedBy = .court, basis = [L.spc219p1i4]),
  (id = "K15.supplemented", document = "D67", steps = ["supplemented"],
   label = (zh = "环节文书:补充材料移送函", en = "papers of the step: cover letter of the supplement"),
   missing = (zh = "缺补充材料移送函", en = "missing: the cover letter of the supplement"), must = (present = "D67"),
   suppliedBy = .proc, basis = [L.spp361to362]),
  (id = "K15.supplement_declined", document = "D68", steps = ["supplement_declined"],
   label = (zh = "环节文书:不予补送说明", en = "papers of the step: the statement declining"),
   missing = (zh = "缺不予补送说明", en = "missing: the statement declining to supplement"), must = (present = "D68"),
   suppliedBy = .proc, basis = [L.spp361]),
  (id = "K15.D68.reason", document = "D68", fault = defective, steps = ["supplement_declined"],
   label = (zh = "逐项写明不予补送的理由", en = "a reason for each item that is declined"),
   missing = (zh = "不予补送未逐项写明理由", en = "an item is declined without a reason"),
   when = (present = "D68"), must = (forAll = (each = "D68.items", meets = (present = "element.reason"))),
   suppliedBy = .proc, basis = [L.spp361]),
  (id = "K15.accepted.paper", document = "D69", steps = ["accepted"],
   label = (zh = "环节文书:受理通知", en = "papers of the step: the acceptance"),
   missing = (zh = "缺受理通知", en = "missing: the acceptance"), must = (present = "D69"), suppliedBy = .court,
   basis = [L.spc219]),
  (id = "K15.returned", document = "D70", steps = ["returned"],
   label = (zh = "环节文书:退回函", en = "papers of the step: the letter of return"),
   missing = (zh = "缺退回函", en = "missing: the letter of return"), must = (present = "D70"), suppliedBy = .court,
   basis = [L.spc219p1i1to3and6]),
  (id = "K15.returned.ground", document = "D70", fault = defective, steps = ["returned"],
   label = (zh = "退回的法定情形", en = "ground of the return"),
   missing = (zh = "退回限于管辖、法定不追究情形、被告人不在案、撤诉后无新证据",
   en = "returned only for jurisdiction, CPL 16, an absent defendant, or no new evidence after withdrawal"),
   when = (present = "D70"),
   must = (in = (left = "D70.reason", values = ["not_own", "art16", "absent", "no_new_evidence"])), suppliedBy = .court,
   basis = [L.spc219p1i1to3and6]),
  (id = "K15.evidence_ordered", document = "D140", steps = ["evidence_ordered"],
   label = (zh = "环节文书:调取证据材料决定书", en = "papers of the step: the order to hand over evidence"),
   missing = (zh = "缺调取证据材料决定书", en = "missing: the order to hand over evidence"), must = (present = "D140"),
   suppliedBy = .court, basis = [L.spc275]),
  (id = "K15.evidence_handed", document = "D67", steps = ["evidence_handed"],
   label = (zh = "环节文书:补充材料移送函", en = "papers of the step: cover letter of the evidence"),
   missing = (zh = "缺补充材料移送函", en = "missing: the cover letter of the evidence"), must = (present = "D67"),
   suppliedBy = .proc, basis = [L.spc275]),
  (id = "K15.amended", document = "D135", steps = ["amended"],
   label = (zh = "环节文书:变更、追加、补充起诉决定书", en = "papers of the step: the amended indictment"),
   missing = (zh = "缺变更、追加、补充起诉决定书", en = "missing: the amended indictment"), must = (present = "D135"),
   suppliedBy = .proc, basis = [L.spp423and425to426]),
  (id = "K15.D134", document = "D134", steps = ["postponed"],
   label = (zh = "环节文书:延期审理建议及决定", en = "papers of the step: the postponement"),
   missing = (zh = "缺延期审理建议及决定", en = "missing: the postponement"), must = (present = "D134"), suppliedBy = .court,
   basis = [L.spc274]),
  (id = "K15.D134.count", document = "D134", fault = mismatch, steps = ["postponed"],
   label = (zh = "延期次数相符", en = "the count of postponements agrees"),
   missing = (zh = "文书所写第几次延期与平台计数不符", en = "the count on the paper differs from that of the case"),
   when = (present = "D134.count"),
   must = (compare = (left = "D134.count", right = (path = "case.counter.postponements", plus = 1))),
   suppliedBy = .court,
   basis = [L.spc274, L.design]),
  (id = "K15.resumed", document = "D67", steps = ["resumed"],
   label = (zh = "环节文书:补充材料移送函", en = "papers of the step: cover letter of what was found"),
   missing = (zh = "缺补充材料移送函", en = "missing: the cover letter of what was found"), must = (present = "D67"),
   suppliedBy = .court, basis = [L.cpl208p3]),
  (id = "K15.stayed", document = "D78", steps = ["stayed", "unstayed"],
   label = (zh = "环节文书:中止(恢复)决定书", en = "papers of the step: the decision to stay or go on"),
   missing = (zh = "缺中止(恢复)决定书", en = "missing: the decision to stay or go on"), must = (present = "D78"),
   suppliedBy = .court, basis = [L.cpl206]),
  (id = "K15.indictment_withdrawn", document = "D128", steps = ["indictment_withdrawn"],
   label = (zh = "环节文书:撤回起诉决定书、准许裁定", en = "papers of the step: the withdrawal, the ruling that allows it"),
   missing = (zh = "缺撤回起诉决定书或准许裁定", en = "missing: the withdrawal or the ruling that allows it"),
   must = (present = "held:D128"), suppliedBy = .proc, basis = [L.spp424, L.spc296]),
  (id = "K15.nonprosecution_decided", steps = ["nonprosecution_decided"],
   label = (zh = "环节文书:不起诉决定书、解除通知书", en = "papers of the step: the decision, notice lifting seizure"),
   missing = (zh = "缺不起诉决定书或解除查封扣押冻结通知书", en = "missing: the decision or the notice lifting seizure"),
   must = (all = [(present = "D21"), (present = "D80")]), suppliedBy = .proc, basis = [L.spp424p2]),
  (id = "K15.judgment", document = "D71", steps = ["judged", "served", "appealed", "appeal_decided"],
   label = (zh = "刑事判决书、裁定书", en = "the judgment or ruling"),
   missing = (zh = "缺刑事判决书、裁定书", en = "missing: the judgment or ruling"), must = (present = "held:D71"),
   suppliedBy = .court, basis = [L.spc302to303]),
  (id = "K15.service", document = "D75", steps = ["judged", "served"],
   label = (zh = "送达回证", en = "proof of service"), missing = (zh = "缺送达回证", en = "missing: the proof of service"),
   must = (present = "D75"), suppliedBy = .court, basis = [L.spc302to303]),
  (id = "K15.effect_note", document = "D71", steps = ["effective"],
   label = (zh = "写明生效日期的判决书", en = "the judgment with the day of its effect"),
   missing = (zh = "判决书未写明生效日期", en = "the judgment does not tell the day of its effect"),
   must = (present = "D71.effective"), suppliedBy = .court, basis = [L.cpl230and259, L.spc303p2and447]),
  (id = "K15.outcomes", steps = ["accepted", "returned", "judged", "indictment_withdrawn"],
   label = (zh = "逐人逐罪的结果", en = "outcome per person and offence"),
   missing = (zh = "未写明对哪一人、哪一罪的结果", en = "no pair of person and offence is named"),
   must = (present = "outcome.party"), suppliedBy = .court, basis = [L.spc219, L.design])
];
