@0xd81c5a3f7be29460;
# K12 pol.proc.prosecution: the police end their investigation and send the file to the procuratorate. Its intake desk
# takes the file at once and registers it person by person; the prosecutor then decides for each person and charge. What
# a gap keeps closed is `registered`, never the delivery. Requirements stand in k12_requirements.capnp.
#
# Said with a word of another kind, and so no message here: `returned_for_investigation` (K13 `return`), `retransferred`
# and `police_withdrew` (the police's answers in K13), `prosecuted` (K15 `indict`). The table's row
# `third_return_refused` is the requirement K13.third, which returns the message and names what is left to do.

using R = import "/rules.capnp";
using L = import "laws.capnp";
using U = import "universal.capnp";
using Q = import "k12_requirements.capnp";

const byPol :List(R.Actor) = [(side = sender, roles = [police], officer = "办案民警 officer of the case")];
const byDesk :List(R.Actor) = [(side = receiver, roles = [procuratorate], officer = "案管人员 intake desk")];
const byProc :List(R.Actor) = [(side = receiver, roles = [procuratorate], officer = "承办检察官 prosecutor of the case")];

# Whoever sent the case first, or every earlier sender, is to be told by the procuratorate.
const tellFirst :List(R.Opening) = [(procedure = "K29", step = "outcome_made", sender = receiver, to = firstSender)];

# Speedy procedure for who admits guilt: ten days beside the month. Both run from the same registration, so that the
# month goes on from its own anchor when the case leaves the speedy procedure.
const fast :R.Condition = (all = [
  (compare = (left = "held:D24.guiltyPlea", right = (bool = true))),
  (compare = (left = "held:D24.fastTrack", right = (bool = true)))]);
# The file came for the first time: S23 lets the earlier reading count from its receipt.
const firstReceipt :R.Condition = (all = [
  (not = (compare = (left = "transfer.state", right = (text = "registered")))),
  (not = (present = "case.transfer.K13.state"))]);
const wasDecided :R.Condition = (compare = (left = "transfer.state", right = (text = "decided")));

const pack :R.Pack = (
  procedures = [(
    id = "K12", name = "pol.proc.prosecution", policy = "P2",
    label = (zh = "移送审查起诉", en = "transfer for prosecution"),
    from = [police], to = [procuratorate], sameLevel = true,
    states = [
      (id = "sent", label = (zh = "已发送", en = "sent")),
      (id = "presented", label = (zh = "已送达系统", en = "presented")),
      (id = "received", label = (zh = "已接收", en = "received")),
      (id = "supplement_open", label = (zh = "补送中", en = "supplement open")),
      (id = "registered", label = (zh = "已受理", en = "registered")),
      (id = "with_police", label = (zh = "退回补充侦查中", en = "with the police")),
      (id = "moving", label = (zh = "移送其他检察院中", en = "moving to another procuratorate")),
      (id = "decided", label = (zh = "已决定", en = "decided")),
      (id = "returned", final = true, label = (zh = "退回", en = "returned")),
      (id = "closed", final = true, label = (zh = "办结", en = "closed")),
      U.withdrawn, U.recalled
    ],
    # `wait_suspect` is kept on the form of registration (D65); no row makes it. `moved` is no outcome of the code list:
    # the pairs stay open at the new procuratorate.
    outcomes = ["prosecution_registered", "wait_suspect", "prosecuted", "nonprosecuted", "charge_dropped",
    "case_withdrawn"],
    stages = ["prosecution_registered"],
    followOn = ["K13", "K15", "K09", "K14", "K29", "K31", "K32"],
    takes = U.presentedAndWaived,
    requirements = Q.requirements,
    basis = [L.cpl162, L.mps287to292, L.spp157to158],

    steps = [
      (id = "transfer", label = (zh = "移送起诉", en = "transfer"), opens = true,
       by = [(side = opener, roles = [police], officer = "办案民警 officer of the case")],
       documents = ["D24", "D25", "D26", "D112", "D06"], ends = [(clock = "K11.custody2")],
       itemsListed = true, leads = (state = "sent"), basis = [L.cpl162, L.mps287to292]),
      (id = "received", label = (zh = "接收案卷", en = "file received"), by = .byDesk, inStates = ["presented"],
       documents = ["D48"], starts = [(clock = "K12.desk")], ends = [(clock = "ALL.signoff")],
       leads = (state = "received"), basis = [L.spp157to158]),
      (id = "supplement_asked", label = (zh = "要求补送", en = "supplement asked for"), by = .byDesk,
       inStates = ["received"], documents = ["D66"], starts = [(clock = "K12.supply", onReceipt = true)],
       leads = (state = "supplement_open"), basis = [L.spp158p2]),
      (id = "rebind_asked", label = (zh = "要求重新装订", en = "binding anew asked for"), by = .byDesk,
       inStates = ["received"], documents = ["D66"], starts = [(clock = "K12.supply", onReceipt = true)],
       leads = (state = "supplement_open"), basis = [L.spp158p2]),
      # Each supplement begins the desk's time anew; what comes after registration begins none.
      (id = "supplemented", label = (zh = "补送", en = "supplemented"), by = .byPol,
       inStates = ["supplement_open", "received", "registered"], documents = ["D67", "D06"],
       starts = [(clock = "K12.desk", when = (not = (compare = (left = "transfer.state",
       right = (text = "registered")))))],
       ends = [(clock = "K12.supply")],
       leads = (firstThatHolds = [
         (when = (compare = (left = "transfer.state", right = (text = "supplement_open"))), state = "received")]),
       basis = [L.spp157to158, L.mps297]),
      (id = "desk_returned", label = (zh = "退回移送", en = "returned by the desk"), by = .byDesk,
       inStates = ["received", "supplement_open"], documents = ["D70"],
       ends = [(clock = "K12.desk"), (clock = "K12.supply")], leads = (state = "returned"), basis = [L.spp157to158]),
      # Open in `registered` too while somebody has not been registered: a suspect added later, or one who was at large.
      (id = "registered", label = (zh = "受理登记", en = "registered"), by = .byDesk,
       inStates = ["received", "supplement_open", "registered"], documents = ["D65"],
       holds = (any = [
         (not = (compare = (left = "transfer.state", right = (text = "registered")))),
         (exists = (some = "pair", meets = (not = (present = "element.outcome"))))]),
       barred = (zh = "全案人员均已受理登记", en = "everybody in the file is registered already"),
       starts = [
         (clock = "K12.review", perPair = true, warnFrom = "transfer.signedOffAt", when = .firstReceipt),
         (clock = "K12.review", perPair = true, when = (not = .firstReceipt)),
         (clock = "K12.fast", perPair = true, when = .fast)],
       ends = [(clock = "K12.desk")],
       copies = [(to = sender, documents = ["D65"], basis = [L.spp158p1])], openings = .tellFirst,
       outcome = "prosecution_registered", leads = (state = "registered"), basis = [L.spp158p1, L.spp158p3]),
      (id = "joined", label = (zh = "并案", en = "joined"), by = .byProc, inStates = ["registered"], documents = ["D132"],
       copies = [(to = sender, documents = ["D132"], basis = [L.design])], links = "joined", basis = [L.design,
       L.spc220]),
      # The message goes to the new procuratorate, which is the receiver from now on. No field tells when it was found
      # not to be its own, so the five days count from the step.
      (id = "jurisdiction_moved", label = (zh = "移送其他检察院", en = "moved to another procuratorate"), by = .byProc,
       inStates = ["registered"], documents = ["D08", "D52"], starts = [(clock = "K12.move5")],
       ends = [(clock = "K12.review")], copies = [(to = sender, documents = ["D52"], basis = [L.spp328])],
       receiver = named, leads = (state = "moving"), basis = [L.spp328, L.cpl172p2]),
      (id = "moved_received", label = (zh = "接收移送", en = "move received"), by = .byDesk, inStates = ["moving"],
       documents = ["D48", "D65"], starts = [(clock = "K12.review", perPair = true)], ends = [(clock = "K12.move5")],
       copies = [(to = sender, documents = ["D65"], basis = [L.spp351p2])],
       leads = (state = "registered"), basis = [L.cpl172p2, L.spp351p2]),
      (id = "evidence_asked", label = (zh = "要求提供证据", en = "evidence asked for"), by = .byProc,
       inStates = ["registered"], documents = ["D66"], basis = [L.cpl175p1, L.spp340, L.mps297]),
      (id = "further_suspect_demanded", label = (zh = "要求补充移送", en = "further suspect demanded"), by = .byProc,
       inStates = ["registered"], documents = ["D82"], basis = [L.spp356]),
      # He is taken in by `registered` while the others go on as they were.
      (id = "suspect_added", label = (zh = "补充移送", en = "suspect added"), by = .byPol,
       inStates = ["registered", "with_police"], documents = ["D24", "D25", "D112"], pairsAdded = true,
       basis = [L.spp356, L.mps296i2]),
      (id = "demand_answered", label = (zh = "不补充移送说明", en = "reasons for adding nobody"), by = .byPol,
       inStates = ["registered"], documents = ["D56"], basis = [L.design]),
      (id = "extended", label = (zh = "延长十五日", en = "extended by fifteen days"), by = .byProc,
       inStates = ["registered"], documents = ["D64"],
       copies = [(to = sender, documents = ["D64"], basis = [L.cpl172p1])], basis = [L.cpl172p1]),
      (id = "returned_for_investigation", label = (zh = "退回补充侦查", en = "returned for investigation"), say = with,
       withSteps = ["K13.return"], by = [(side = system)], inStates = ["registered"],
       ends = [(clock = "K12.review"), (clock = "K12.fast")], leads = (state = "with_police"),
       basis = [L.cpl175p2, L.spp342]),
      (id = "retransferred", label = (zh = "补查重报", en = "transferred again"), say = with,
       withSteps = ["K13.resent_completed", "K13.resent_new_opinion", "K13.unfounded"], by = [(side = system)],
       inStates = ["with_police"], leads = (state = "received"), basis = [L.cpl175p3, L.mps296]),
      # A return that its sender took back before it was answered, or that went to the wrong police: the file comes back
      # and is registered anew, as after an answer. No source tells of it; without the row nothing could lead it on.
      (id = "return_withdrawn", label = (zh = "撤回退查", en = "return taken back"), say = with,
       withSteps = ["K13.withdraw", "K13.recall"], by = [(side = system)], inStates = ["with_police"],
       holds = (in = (left = "transfer.saidWith", values = ["withdrawn", "recalled"])),
       leads = (state = "received"), basis = [L.design]),
      (id = "police_withdrew", label = (zh = "撤案通知", en = "withdrawn by the police"), say = with,
       withSteps = ["K13.withdrawn_case"], by = [(side = system)], inStates = ["with_police"],
       outcome = "case_withdrawn", leads = (noPairOpen = (state = "decided")), basis = [L.mps296i3]),
      # What is owed to earlier senders for it is owed by K15 `indict`: one act, one notice.
      (id = "prosecuted", label = (zh = "提起公诉", en = "prosecuted"), say = with, withSteps = ["K15.indict"],
       by = [(side = system)], inStates = ["registered"],
       ends = [(clock = "K12.review", perPair = true), (clock = "K12.fast", perPair = true)],
       copies = [(to = sender, facts = ["occurred_at", "outcome"], basis = [L.cpl176])],
       outcome = "prosecuted", leads = (noPairOpen = (state = "decided")), basis = [L.cpl176]),
      (id = "charge_dropped", label = (zh = "不认定该罪", en = "charge dropped"), by = .byProc, inStates = ["registered"],
       documents = ["D32", "D21"], ends = [(clock = "K12.review", perPair = true), (clock = "K12.fast",
       perPair = true)],
       copies = [(to = sender, facts = ["occurred_at", "outcome"], basis = [L.spp355p2])],
       outcome = "charge_dropped", leads = (noPairOpen = (state = "decided")), basis = [L.spp355p2]),
      (id = "nonprosecuted", label = (zh = "不起诉", en = "not prosecuted"), by = .byProc, inStates = ["registered"],
       documents = ["D21", "D80", "D75"],
       starts = [(clock = "K14.request"), (clock = "K09.internal3"), (clock = "K09.serve3"), (clock = "K32.tell")],
       ends = [(clock = "K12.review", perPair = true), (clock = "K12.fast", perPair = true)],
       copies = [(to = sender, documents = ["D21"], basis = [L.spp365to374])],
       openings = [(procedure = "K32", step = "owed", sender = receiver),
                   (procedure = "K29", step = "outcome_made", sender = receiver, to = earlierSenders)],
       outcome = "nonprosecuted", leads = (noPairOpen = (state = "decided")),
       basis = [L.cpl175p4, L.cpl177to180, L.spp365to374]),
      (id = "overdue", label = (zh = "审查起诉逾期", en = "review overdue"), say = event, by = [(side = system)],
       inStates = ["registered"],
       copies = [(roles = [superiorProcuratorate], of = receiver, facts = ["state", "occurred_at"],
       basis = [L.design])],
       basis = [L.design]),
      (id = "wait_custody_found", label = (zh = "到案后移送", en = "sent on once found"), by = .byPol,
       inStates = ["received", "registered", "decided"], documents = ["D67", "D112"],
       leads = (firstThatHolds = [(when = .wasDecided, state = "received")]), basis = [L.spp158p3]),
      # An indictment that the court's system has not taken yet, and limits of K14 and K09 that still run, keep the
      # file open.
      (id = "close", label = (zh = "办结", en = "closed"), say = when, by = [(side = system)], inStates = ["decided"],
       holds = (all = [
         (not = (in = (left = "case.transfer.K15.state", values = ["sent"]))),
         (not = (compare = (left = "clock.K14.request.running", right = (bool = true)))),
         (not = (compare = (left = "clock.K09.internal3.running", right = (bool = true)))),
         (not = (compare = (left = "clock.K09.serve3.running", right = (bool = true))))]),
       leads = (state = "closed"), basis = [L.design])
    ],

    clocks = [
      (id = "K12.desk", label = (zh = "案管立即审查", en = "intake desk at once"), length = (amount = 1),
       dayBasis = working, rolls = true, preWarning = (amount = 4, unit = hours), owner = receiver,
       lateFinding = "late_desk", setting = "S16",
       consequence = (zh = "仅本方可见", en = "own view only"),
       basis = [L.spp157to158, (confidence = site, note = "S16; the text says at once and promptly, no number")]),
      (id = "K12.supply", label = (zh = "补送期限", en = "time to supplement"), anchor = received, anchorDocument = "D66",
       length = (amount = 3), lengthFrom = "D66.due", lengthOr = "D66.dueDays", dayBasis = calendar, rolls = true,
       custodyNoRoll = true, extension = (approvers = [procuratorate], document = "D66"), preWarning = (amount = 1),
       owner = sender, lateFinding = "late_supplement", setting = "S17",
       consequence = (zh = "提示;案管可退回或免补", en = "a finding; the desk may return the file or waive"),
       basis = [L.spp158p2, (confidence = site, note = "S17 where the notice sets no date; S08")]),
      (id = "K12.review", label = (zh = "一个月内审查起诉", en = "review within a month"),
       length = (amount = 1, unit = months), rolls = true, custodyNoRoll = true,
       extension = (approvers = [procuratorate], document = "D64", mostIs = (amount = 15)), preWarning = (amount = 7),
       owner = receiver, raises = "overdue", lateFinding = "late_review", setting = "S23",
       consequence = (zh = "上级检察院可见", en = "the superior procuratorate sees it"),
       basis = [L.cpl172, L.spp351, (confidence = site,
       note = "S13, S23: the text names no anchor for the first receipt")]),
      (id = "K12.fast", label = (zh = "速裁案件十日内审查起诉", en = "speedy procedure: review within ten days"),
       length = (amount = 10), dayBasis = calendar, rolls = true, custodyNoRoll = true,
       extension = (approvers = [procuratorate], document = "D64", most = 5), preWarning = (amount = 2),
       owner = receiver,
       consequence = (zh = "转为一个月审查期限", en = "the month of the ordinary review counts"), basis = [L.cpl172]),
      (id = "K12.move5", label = (zh = "五日内移送有管辖权的检察院", en = "move within five days"), length = (amount = 5),
       dayBasis = calendar, rolls = true, custodyNoRoll = true, preWarning = (amount = 1), owner = receiver,
       lateFinding = "late_move", lineTo = [superiorProcuratorate], lineOf = receiver,
       consequence = (zh = "上级检察院可见", en = "a line to the superior procuratorate"), basis = [L.spp328])
    ]
  )]
);
