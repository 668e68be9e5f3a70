@0x9de3c5b7284f60a1;
# K29 any.sender.outcome_notice: whoever holds the case tells every earlier sender what became of it, per person. K01
# `filed` and `not_filed` owe none, the administration gets D51 and D11 itself. Rows of K12 and K15 open it with
# `outcome_made`, one for each agency that is to be told; `notify_off_bus` tells of outcomes reached elsewhere. The
# operative part that goes along is one of those that the law's table lists: an acceptance (D69) and an indictment (D32)
# are not among them.

using R = import "/rules.capnp";
using L = import "laws.capnp";
using U = import "universal.capnp";
using Q = import "k01_requirements.capnp";

const told :List(R.Basis) = [L.mps184, L.mps189, L.spp383, L.spc303,
(confidence = site, note = "S21: judgment to the administration")];

const pack :R.Pack = (
  procedures = [(
    id = "K29", name = "any.sender.outcome_notice", policy = "P5",
    label = (zh = "案件结果通报", en = "notice of outcome"), sameLevel = false,
    states = [
      (id = "owed", label = (zh = "应通报", en = "owed")),
      (id = "sent", label = (zh = "已发送", en = "sent")),
      (id = "presented", label = (zh = "已送达系统", en = "presented")),
      (id = "noted", label = (zh = "已收悉", en = "noted")),
      (id = "closed", final = true, label = (zh = "办结", en = "closed")),
      U.withdrawn, U.recalled
    ],
    counters = ["outcomes_owed", "outcomes_told"],
    followOn = ["K33", "K16", "K20"],
    takes = U.presentedToo,
    basis = .told,

    # The outcomes are carried in the head, not made: no row has `outcome`.
    steps = [
      (id = "outcome_made", label = (zh = "产生通报义务", en = "outcome made"), say = with, opens = true,
       by = [(side = system)],
       starts = [(clock = "K29.tell")], counters = ["outcomes_owed"], leads = (state = "owed"),
       basis = [(confidence = site, note = "S21")]),
      (id = "notify_off_bus", label = (zh = "通报(线下结果)", en = "notice of an outcome off the bus"), opens = true,
       by = [(side = opener, officer = "承办人 officer of the holder")], documents = ["D83"],
       ends = [(clock = "K29.tell")], counters = ["outcomes_told"], leads = (state = "sent"), basis = [L.design]),
      (id = "notify", label = (zh = "通报", en = "notice"), by = [(side = sender, officer = "承办人 officer of the holder")],
       inStates = ["owed"], documents = ["D83"], ends = [(clock = "K29.tell")], counters = ["outcomes_told"],
       leads = (state = "sent"), basis = .told),
      (id = "noted", label = (zh = "收悉", en = "noted"), by = [(side = receiver, officer = "签收人 named officer")],
       inStates = ["presented"], documents = ["D48"], ends = [(clock = "ALL.signoff")], leads = (state = "noted"),
       basis = [L.design]),
      (id = "late", label = (zh = "通报逾期", en = "notice late"), say = event, by = [(side = system)], inStates = ["owed"],
       copies = [(to = sender, facts = ["state", "occurred_at"], basis = [L.site])],
       basis = [(confidence = site, note = "S21")]),
      # Once it is noted; or, never noted, once the sign-off watch ran out.
      (id = "close", label = (zh = "办结", en = "closed"), say = when, by = [(side = system)],
       inStates = ["noted", "presented"],
       holds = (any = [(compare = (left = "transfer.state", right = (text = "noted"))),
                       (compare = (left = "clock.ALL.signoff.past", right = (bool = true)))]),
       leads = (state = "closed"), basis = [L.design])
    ],

    requirements = [
      (id = "K29.D83", document = "D83", steps = ["notify_off_bus", "notify"],
       label = (zh = "案件结果通报函", en = "the outcome notice"),
       missing = (zh = "缺案件结果通报函", en = "missing: the outcome notice"),
       must = (present = "D83"), basis = .told),
      (id = "K29.decision", document = "D83", steps = ["notify_off_bus", "notify"],
       label = (zh = "结果的文书", en = "the decision behind each outcome"),
       missing = (zh = "某项结果未写明文书", en = "an outcome names no document"),
       when = (present = "D83"),
       must = (forAll = (each = "D83.outcomes", meets = (present = "element.decision"))), basis = .told),
      (id = "K29.outcome", document = "D83", fault = defective, steps = ["notify_off_bus", "notify"],
       label = (zh = "可通报的结果", en = "an outcome that is told"),
       missing = (zh = "所列结果不属通报范围", en = "an outcome is not one that is told of"),
       must = (forAll = (each = "D83.outcomes", meets = (in = (left = "element.outcome", values = [
         "filed", "not_filed", "case_withdrawn", "arrested", "arrest_refused", "prosecution_registered", "prosecuted",
         "nonprosecuted", "accepted_by_court", "judged", "effective", "property_disposed"])))), basis = .told),
      (id = "K29.part", steps = ["notify_off_bus", "notify"],
       label = (zh = "决定的主文部分", en = "the operative part of the decision"),
       missing = (zh = "未附决定的主文部分", en = "the operative part of the decision is not attached"),
       must = (any = [(present = "D51"), (present = "D11"), (present = "D62"), (present = "D65"), (present = "D21"),
                      (present = "D71"), (present = "D18"), (present = "D73")]), basis = .told),
      (id = "K29.informant", class = procedure, fault = unmet, stops = true, steps = ["notify_off_bus", "notify"],
       label = (zh = "不得载明举报人身份", en = "no informant is named"),
       missing = (zh = "通报载有举报人的姓名或证件号码", en = "the notice tells the name or number of an informant"),
       must = (not = (any = [
         (exists = (some = "D51.persons", meets = Q.namedInformant)),
          (exists = (some = "D11.persons", meets = Q.namedInformant)),
         (exists = (some = "D62.persons", meets = Q.namedInformant)),
          (exists = (some = "D65.persons", meets = Q.namedInformant)),
         (exists = (some = "D21.persons", meets = Q.namedInformant)),
          (exists = (some = "D18.persons", meets = Q.namedInformant))])),
       basis = [L.design]),
      # The basis of S28 is named in the note; whether it is one, the officer judges.
      (id = "K29.sealed", document = "D83", class = procedure, fault = unmet, stops = true,
       steps = ["notify_off_bus", "notify"],
       label = (zh = "封存记录须有依据", en = "a sealed record needs a basis"),
       missing = (zh = "涉及犯罪记录封存的人员,未写明查询依据", en = "a sealed record is told of and no basis is named in the note"),
       when = (in = (left = "D83.marking", values = ["sealed_record"])), must = (present = "head.note"), setting = "S28",
       basis = [(instrument = "CPL", article = "286", confidence = verified), (confidence = site, note = "S28")])
    ],

    clocks = [
      (id = "K29.tell", label = (zh = "三个工作日内通报", en = "tell within 3 working days"),
       anchorPath = "D83.outcomes.decidedAt",
       length = (amount = 3), dayBasis = working, rolls = true, preWarning = (amount = 1), owner = sender,
       raises = "late",
       lateFinding = "late_outcome_notice", setting = "S21",
       consequence = (zh = "本方视图;统计应通报数", en = "own view; counted as an outcome owed"),
       basis = [L.mps184, L.mps189, (confidence = site, note = "S21 elsewhere")])
    ]
  )]
);
