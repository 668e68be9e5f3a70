@0xb4d70e9a16c8f352;
# K15 proc.court.indictment: the procuratorate indicts; the court looks at what came within seven days, may ask for what
# is missing within three, takes the case or returns it person by person, and judges. Requirements stand in
# k15_requirements.capnp.
#
# The file of K12 is decided by the same word: its row `prosecuted` is said with `indict`. What ends K12.review for
# those indicted is that row; here it would end it for everybody in the case. `convicted`, `acquitted`,
# `exempted_from_punishment` and `terminated` are results in D71; of a pair they are `judged`.

using R = import "/rules.capnp";
using L = import "laws.capnp";
using U = import "universal.capnp";
using Q = import "k15_requirements.capnp";

const byProc :List(R.Actor) = [(side = sender, roles = [procuratorate], officer = "承办检察官 prosecutor of the case")];
const byCourt :List(R.Actor) = [(side = receiver, roles = [court], officer = "审判人员 judge of the case")];
# Every earlier sender is to be told by the court; by the procuratorate where the case is with it again.
const courtTells :List(R.Opening) = [(procedure = "K29", step = "outcome_made", sender = receiver,
to = earlierSenders)];
const procTells :List(R.Opening) = [(procedure = "K29", step = "outcome_made", to = earlierSenders)];
# Told of the state, never of the content.
const policeFact :List(R.Copy) = [(roles = [police], facts = ["occurred_at", "state", "outcome"], basis = [L.design])];
const trial :List(R.ClockStart) = [(clock = "K15.trial2", perPair = true), (clock = "K15.trial3", perPair = true)];
const trialOfDecided :List(R.ClockStop) = [(clock = "K15.trial2", perPair = true), (clock = "K15.trial3",
perPair = true)];
const onTrial :List(Text) = ["accepted", "postponed"];
const answered :R.Condition = (not = (compare = (left = "transfer.unanswered", is = more, right = (int = 0))));
const answeredInOpen :R.Condition = (all = [
  (compare = (left = "transfer.state", right = (text = "supplement_open"))), .answered]);
# Whoever was served with this message: the proof of service names him.
const served :R.Condition = (compare = (left = "element.name", right = (path = "D75.person")));

const pack :R.Pack = (
  procedures = [(
    id = "K15", name = "proc.court.indictment", policy = "P3",
    label = (zh = "提起公诉", en = "indictment"),
    from = [procuratorate], to = [court], sameLevel = true,
    states = [
      (id = "sent", label = (zh = "已发送", en = "sent")),
      (id = "presented", label = (zh = "已送达系统", en = "presented")),
      (id = "received", label = (zh = "已收到", en = "received")),
      (id = "supplement_open", label = (zh = "补送中", en = "supplement open")),
      (id = "accepted", label = (zh = "已受理", en = "accepted")),
      (id = "postponed", label = (zh = "延期审理", en = "postponed")),
      (id = "stayed", label = (zh = "中止审理", en = "stayed")),
      (id = "pulled_back", label = (zh = "已撤回起诉", en = "indictment withdrawn")),
      (id = "judged", label = (zh = "已判决", en = "judged")),
      (id = "on_appeal", label = (zh = "二审中", en = "on appeal")),
      (id = "effective", label = (zh = "已生效", en = "effective")),
      (id = "returned", final = true, label = (zh = "退回", en = "returned")),
      (id = "closed", final = true, label = (zh = "办结", en = "closed")),
      U.withdrawn, U.recalled
    ],
    outcomes = ["accepted_by_court", "returned_by_court", "judged", "indictment_withdrawn"],
    stages = ["accepted_by_court"],
    counters = ["postponements"],
    followOn = ["K29", "K31", "K08", "K32", "K33"],
    takes = U.presentedAndWaived,
    requirements = Q.requirements,
    basis = [L.cpl176, L.spp358, L.spc218, L.spc219],

    steps = [
      (id = "indict", label = (zh = "提起公诉", en = "indicted"), opens = true,
       by = [(side = opener, roles = [procuratorate], officer = "承办检察官 prosecutor of the case")],
       documents = ["D32", "D25", "D26", "D33", "D34", "D112", "D115", "D06"],
       # The police that sent the file hear it from K12; without one, the counterpart hears it here.
       copies = [(roles = [police], facts = ["occurred_at", "state"],
       when = (not = (present = "case.transfer.K12.state")),
                  basis = [L.cpl176])],
       openings = .procTells, links = "follow_on", itemsListed = true, leads = (state = "sent"),
       basis = [L.cpl176, L.spp358, L.spp359, L.spp364]),
      (id = "received", label = (zh = "收到起诉书", en = "indictment received"), by = .byCourt, inStates = ["presented"],
       documents = ["D48"], starts = [(clock = "K15.intake7")], ends = [(clock = "ALL.signoff")],
       leads = (state = "received"), basis = [L.spc218]),
      (id = "supplement_asked", label = (zh = "通知补送", en = "supplement asked for"), by = .byCourt,
       inStates = ["received"], documents = ["D66"], starts = [(clock = "K15.supply", onReceipt = true)],
       asks = (requirement = "K15.items", list = "D66.items"), leads = (state = "supplement_open"),
       basis = [L.spc219p1i4, L.spc335to336]),
      (id = "supplemented", label = (zh = "补送", en = "supplemented"), by = .byProc,
       inStates = ["supplement_open", "received", "accepted"], documents = ["D67", "D06"],
       answers = (requirement = "K15.items", list = "D67.items",
                  when = (compare = (left = "element.supplied", right = (bool = true)))),
       ends = [(clock = "K15.supply", when = .answered)],
       leads = (firstThatHolds = [(when = .answeredInOpen, state = "received")]), basis = [L.spp361to362]),
      (id = "supplement_declined", label = (zh = "不予补送", en = "supplement declined"), by = .byProc,
       inStates = ["supplement_open"], documents = ["D68"],
       answers = (requirement = "K15.items", list = "D68.items"), ends = [(clock = "K15.supply", when = .answered)],
       leads = (firstThatHolds = [(when = .answeredInOpen, state = "received")]), basis = [L.spp361]),
      (id = "supply_lapsed", label = (zh = "补送期满", en = "time to supplement ran out"), say = event,
       by = [(side = system)], inStates = ["supplement_open"], ends = [(clock = "K15.supply")],
       copies = [(to = sender, facts = ["state", "occurred_at"], basis = [L.design]),
                 (to = receiver, facts = ["state", "occurred_at"], basis = [L.design])],
       leads = (state = "received"), basis = [L.design]),
      # Open in `accepted` too while somebody is not accepted: it is said of each.
      (id = "accepted", label = (zh = "受理", en = "accepted"), by = .byCourt,
       inStates = ["received", "supplement_open", "accepted"], documents = ["D69"],
       holds = (all = [
         (any = [.answered, (compare = (left = "clock.K15.supply.past", right = (bool = true)))]),
         (any = [(not = (compare = (left = "transfer.state", right = (text = "accepted")))),
                 (exists = (some = "pair", meets = (not = (present = "element.outcome"))))])]),
       waivedBy = [court],
       barred = (zh = "通知补送的事项尚未全部补送或说明不予补送且补送期限未满,或者全案人员均已受理",
                 en = "an item that was asked for is neither supplied nor declined while the time to supplement runs, or everybody is accepted already"),
       starts = .trial, ends = [(clock = "K15.intake7")],
       copies = .policeFact, openings = .courtTells, outcome = "accepted_by_court", leads = (state = "accepted"),
       basis = [L.spc219, L.cpl208]),
      (id = "returned", label = (zh = "退回", en = "returned"), by = .byCourt,
       inStates = ["received", "supplement_open", "accepted"], documents = ["D70"], ends = [(clock = "K15.intake7")],
       outcome = "returned_by_court", leads = (noPairOpen = (state = "returned")), basis = [L.spc219p1i1to3and6]),
      (id = "evidence_ordered", label = (zh = "调取证据", en = "evidence ordered"), by = .byCourt, inStates = .onTrial,
       documents = ["D140"], starts = [(clock = "K15.evidence3", onReceipt = true)], basis = [L.spc275]),
      (id = "evidence_handed", label = (zh = "移交证据", en = "evidence handed over"), by = .byProc, inStates = .onTrial,
       documents = ["D67"], ends = [(clock = "K15.evidence3")],
       openings = [(procedure = "K32", step = "owed", sender = receiver)], basis = [L.spc275]),
      # Persons and charges that are added are pairs of the transfer from then on.
      (id = "amended", label = (zh = "变更、追加、补充起诉", en = "indictment amended"), by = .byProc, inStates = .onTrial,
       documents = ["D135"], pairsAdded = true, basis = [L.spp423and425to426, L.spc297]),
      (id = "postponed", label = (zh = "延期审理补充侦查", en = "postponed"), by = .byCourt, inStates = ["accepted"],
       documents = ["D134"],
       holds = (not = (compare = (left = "case.counter.postponements", is = atLeast, right = (int = 2)))),
       barred = (zh = "补充侦查延期审理以二次为限", en = "a trial is postponed for investigation at most twice"),
       starts = [(clock = "K15.postpone1")], ends = [(clock = "K15.trial2"), (clock = "K15.trial3")],
       counters = ["postponements"], leads = (state = "postponed"), basis = [L.cpl204to205, L.spc274]),
      (id = "resumed", label = (zh = "恢复审理", en = "resumed"), by = .byCourt, inStates = ["postponed"],
       documents = ["D67"], starts = .trial, ends = [(clock = "K15.postpone1")],
       openings = [(procedure = "K32", step = "owed", sender = receiver)], leads = (state = "accepted"),
       basis = [L.cpl208p3]),
      (id = "stayed", label = (zh = "中止审理", en = "stayed"), by = .byCourt, inStates = ["accepted"], documents = ["D78"],
       pauses = ["K15.trial2", "K15.trial3"], leads = (state = "stayed"), basis = [L.cpl206]),
      (id = "unstayed", label = (zh = "恢复审理(中止原因消失)", en = "stay lifted"), by = .byCourt, inStates = ["stayed"],
       documents = ["D78"], resumes = ["K15.trial2", "K15.trial3"], leads = (state = "accepted"), basis = [L.cpl206p2]),
      (id = "indictment_withdrawn", label = (zh = "撤回起诉", en = "indictment withdrawn"), inStates = .onTrial,
       by = [(side = both, roles = [procuratorate, court],
       officer = "检察院撤回,法院准许 the procuratorate withdraws, the court allows")],
       documents = ["D128"], starts = [(clock = "K15.after_withdrawal")], ends = .trialOfDecided,
       copies = .policeFact, openings = .procTells, outcome = "indictment_withdrawn",
       leads = (noPairOpen = (state = "pulled_back")), basis = [L.spp424, L.spc296]),
      (id = "nonprosecution_decided", label = (zh = "撤回后不起诉", en = "not prosecuted after withdrawal"), by = .byProc,
       inStates = ["pulled_back"], documents = ["D21", "D80"],
       starts = [(clock = "K14.request"), (clock = "K09.internal3"), (clock = "K09.serve3")],
       ends = [(clock = "K15.after_withdrawal")],
       copies = [(roles = [police], documents = ["D21"], basis = [L.spp424p2])], openings = .procTells,
       leads = (state = "closed"), basis = [L.spp424p2, L.spp424p3]),
      # The days to appeal count for each from his own service: at once for whom this message proves service, else
      # from `served`.
      (id = "judged", label = (zh = "判决、裁定", en = "judged"), by = .byCourt, inStates = ["accepted"],
       documents = ["D71", "D71.prop", "D75"],
       starts = [(clock = "K15.serve5"), (clock = "K15.appeal", perPair = true, when = .served)],
       ends = .trialOfDecided,
       copies = [(roles = [police], documents = ["D71.prop"], basis = [L.spc302to303])],
       outcome = "judged", leads = (noPairOpen = (state = "judged")), basis = [L.spc302to303]),
      (id = "served", label = (zh = "送达", en = "served"), by = .byCourt, inStates = ["judged"], documents = ["D71",
      "D75"],
       starts = [(clock = "K15.appeal", perPair = true, when = .served)], ends = [(clock = "K15.serve5")],
       openings = [(procedure = "K32", step = "owed", sender = receiver)], basis = [L.spc302to303]),
      (id = "appealed", label = (zh = "上诉、抗诉", en = "appealed"), inStates = ["judged"],
       by = [(side = sender, roles = [procuratorate], officer = "检察院抗诉 protest of the procuratorate"),
             (side = receiver, roles = [court], officer = "法院报告上诉 the court reports an appeal")],
       ends = [(clock = "K15.appeal")], copies = .policeFact, openings = .courtTells, leads = (state = "on_appeal"),
       basis = [L.cpl230to232]),
      (id = "appeal_decided", label = (zh = "二审裁判", en = "decided on appeal"), inStates = ["on_appeal"],
       by = [(side = other, roles = [court], officer = "二审法院 court of second instance")], documents = ["D71"],
       openings = .courtTells, leads = (state = "effective"), basis = [L.cpl236]),
      (id = "effective", label = (zh = "生效", en = "effective"), by = .byCourt, inStates = ["judged"],
      documents = ["D71"],
       holds = (all = [(compare = (left = "clock.K15.appeal.past", right = (bool = true))),
                       (not = (compare = (left = "clock.K15.appeal.running", right = (bool = true))))]),
       barred = (zh = "上诉期限未满", en = "the time to appeal has not run out"),
       starts = [(clock = "K31.order10")], ends = [(clock = "K15.appeal")],
       copies = .policeFact, openings = .courtTells, leads = (state = "effective"),
       basis = [L.cpl230and259, L.spc303p2and447]),
      # The property is ordered on (K31), or there is none.
      (id = "close", label = (zh = "办结", en = "closed"), say = when, by = [(side = system)], inStates = ["effective"],
       holds = (not = (compare = (left = "clock.K31.order10.running", right = (bool = true)))),
       leads = (state = "closed"), basis = [L.design])
    ],

    clocks = [
      (id = "K15.intake7", label = (zh = "七日内审查是否受理", en = "decide on intake within 7 days"), length = (amount = 7),
       dayBasis = calendar, rolls = true, custodyNoRoll = true, preWarning = (amount = 1), owner = receiver,
       lateFinding = "late_intake", setting = "S18",
       consequence = (zh = "本方和检察院可见;补送期间不停止", en = "own and the procuratorate's view; it runs on during a supplement"),
       basis = [L.spc219p2, (confidence = site, note = "S18")]),
      (id = "K15.supply", label = (zh = "三日内补送", en = "supplement within 3 days"), anchor = received,
       anchorDocument = "D66", length = (amount = 3), dayBasis = calendar, rolls = true, custodyNoRoll = true,
       preWarning = (amount = 1), owner = sender, raises = "supply_lapsed", lateFinding = "late_supply",
       consequence = (zh = "法院可就现有材料决定", en = "the court decides on the file"),
       basis = [L.spc219p1i4, L.spp361, L.spc73, (confidence = site, note = "S08")]),
      # S08 names no order of evidence: it counts from a signature.
      (id = "K15.evidence3", label = (zh = "三日内移交证据", en = "hand over evidence within 3 days"), anchor = received,
       anchorDocument = "D140", onAck = false, length = (amount = 3), dayBasis = calendar, rolls = true,
       custodyNoRoll = true, preWarning = (amount = 1), owner = sender, lateFinding = "late_evidence",
       consequence = (zh = "法院可就现有材料决定", en = "the court decides on the file"), basis = [L.spc275, L.spc73]),
      (id = "K15.trial2", label = (zh = "二个月内审结", en = "try within two months"), length = (amount = 2, unit = months),
       rolls = true, custodyNoRoll = true, suspends = true, preWarning = (amount = 7), owner = receiver,
       consequence = (zh = "标记已满二个月并显示理由", en = "flag: second month past, the reason is shown"),
       basis = [L.cpl208]),
      (id = "K15.trial3", label = (zh = "至迟三个月内审结", en = "try within three months at the latest"),
       length = (amount = 3, unit = months), rolls = true, custodyNoRoll = true,
       extension = (approvers = [court], document = "D64", most = 3), suspends = true, preWarning = (amount = 14),
       owner = receiver, lateFinding = "late_trial", lineTo = [court], lineOf = receiver,
       consequence = (zh = "上级法院可见", en = "a line to the superior court"), basis = [L.cpl208]),
      (id = "K15.postpone1", label = (zh = "一个月内补充侦查完毕", en = "investigate within a month"),
       length = (amount = 1, unit = months), rolls = true, custodyNoRoll = true, preWarning = (amount = 7),
       owner = sender,
       lateFinding = "late_investigation",
       consequence = (zh = "法院可就现有材料裁判", en = "the court may judge on the file"),
       basis = [L.cpl204to205, L.spc274]),
      (id = "K15.serve5", label = (zh = "五日内送达", en = "serve within 5 days"), length = (amount = 5),
       dayBasis = calendar, rolls = true, preWarning = (amount = 1), owner = receiver, lateFinding = "late_service",
       consequence = (zh = "仅本方可见", en = "own view only"), basis = [L.spc302to303]),
      # Rolls for a defendant in custody too: it is his right, no term of custody (S19). Five days for a ruling.
      (id = "K15.appeal", label = (zh = "上诉期限", en = "time to appeal"), length = (amount = 10),
       lengthFrom = "D71.appealDays", dayBasis = calendar, rolls = true, preWarning = (amount = 3), owner = either,
       mayPass = true, setting = "S19",
       consequence = (zh = "期满后判决生效", en = "once it is past the judgment may take effect"),
       basis = [L.cpl230, L.cpl105, (confidence = site, note = "S19")]),
      (id = "K15.after_withdrawal", label = (zh = "撤回后三十日内决定", en = "decide within 30 days of withdrawal"),
       length = (amount = 30), dayBasis = calendar, rolls = true, custodyNoRoll = true, preWarning = (amount = 7),
       owner = sender, lateFinding = "late_nonprosecution", lineTo = [superiorProcuratorate],
       consequence = (zh = "上级检察院可见:应作不起诉决定", en = "a line to the superior procuratorate: non-prosecution is due"),
       basis = [L.spp424p2])
    ]
  )]
);
