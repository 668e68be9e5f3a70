@0xe07b5a9c3d1f4286;
# K01b adm.proc.transfer_copy: the procuratorate of the same level learns that a case was, or late was not, transferred. It never
# gets the file. The bus opens it with K01 `transfer` and keeps it up to date: each copy of a K01 or K07 row that says
# `under = "K01b"` is the row `update`, one delivery and not two.

using R = import "/rules.capnp";
using L = import "laws.capnp";
using U = import "universal.capnp";
using Q = import "k01_requirements.capnp";

const pack :R.Pack = (
  procedures = [(
    id = "K01b", name = "adm.proc.transfer_copy", policy = "P5",
    label = (zh = "移送备案抄送", en = "copy of a transfer for the record"),
    from = [administrative], to = [procuratorate], sameLevel = true,
    states = [
      (id = "sent", label = (zh = "已发送", en = "sent")),
      (id = "presented", label = (zh = "已送达系统", en = "presented")),
      (id = "noted", label = (zh = "已备案", en = "noted")),
      (id = "closed", final = true, label = (zh = "办结", en = "closed")),
      U.withdrawn, U.recalled
    ],
    followOn = ["K10", "K04", "K26"],
    takes = U.presentedToo,
    basis = [L.op06, L.op11],

    steps = [
      (id = "copy", label = (zh = "抄送", en = "copy"), say = with, opens = true, by = [(side = system)],
       documents = ["D01", "D06", "D07"], leads = (state = "sent"), basis = [L.op06, L.op11]),
      (id = "late_penalty_copy", label = (zh = "处罚后未移送抄送", en = "copy of a penalty without transfer"), opens = true,
       by = [(side = opener, roles = [administrative], officer = "案件承办人 officer of the case")],
       documents = ["D07", "D01", "D44"], ends = [(clock = "K01b.late10")],
       copies = [(roles = [police], documents = ["D07"], basis = [L.op06])],
       openings = [(procedure = "K32", step = "owed")], leads = (state = "sent"), basis = [L.op06]),
      (id = "update", label = (zh = "更新", en = "update"), say = with, by = [(side = system)], anyState = true,
       finalToo = true,
       basis = [L.design]),
      (id = "noted", label = (zh = "备案", en = "noted"), inStates = ["presented"],
       by = [(side = receiver, roles = [procuratorate], officer = "签收人 named officer")],
       documents = ["D48"], ends = [(clock = "ALL.signoff")], leads = (state = "noted"), basis = [L.design]),
      # When K01 has ended; a penalty copied without a transfer closes once it is noted.
      (id = "close", label = (zh = "办结", en = "closed"), say = when, by = [(side = system)],
       inStates = ["noted", "presented"],
       holds = (any = [
         (in = (left = "case.transfer.K01.state", values = ["closed", "returned", "withdrawn", "recalled"])),
         (all = [(not = (present = "case.transfer.K01.state")),
                 (compare = (left = "transfer.state", right = (text = "noted")))])]),
       leads = (state = "closed"), basis = [L.design])
    ],

    requirements = [
      (id = "K01b.D07", document = "D07", steps = ["late_penalty_copy"],
       label = (zh = "行政处罚决定书", en = "the penalty decision"),
       missing = (zh = "缺行政处罚决定书", en = "missing: the penalty decision"),
       must = (present = "D07"), suppliedBy = [administrative], basis = [L.op06]),
      (id = "K01b.letter", steps = ["late_penalty_copy"],
       label = (zh = "移送书或线索移送函", en = "a transfer letter or a lead letter"),
       missing = (zh = "缺移送书或线索移送函", en = "missing: a transfer letter or a lead letter"),
       must = (any = [(present = "D01"), (present = "D44")]), suppliedBy = [administrative], basis = [L.op06]),
      (id = "K01b.noted", document = "D48", steps = ["noted"],
       label = (zh = "签收回执", en = "sign-off slip"), missing = (zh = "缺签收回执", en = "missing: the sign-off slip"),
       must = (present = "D48"), suppliedBy = [procuratorate], basis = [L.design]),
      (id = "K01b.informant", class = procedure, fault = unmet, stops = true, steps = ["late_penalty_copy"],
       label = (zh = "不得载明举报人身份", en = "no informant is named"),
       missing = (zh = "文书载有举报人的姓名或证件号码,不得抄送", en = "a document tells the name or number of an informant; it would be copied"),
       must = (not = (any = [
         (exists = (some = "D01.persons", meets = Q.namedInformant)),
         (exists = (some = "D07.persons", meets = Q.namedInformant)),
         (exists = (some = "D44.persons", meets = Q.namedInformant))])),
       suppliedBy = [administrative], basis = [L.op06, L.design])
    ],

    clocks = [
      (id = "K01b.late10", label = (zh = "处罚后十日内抄送", en = "copy within 10 days of the penalty"), anchor = asserted,
       anchorPath = "D07.decidedAt", length = (amount = 10), dayBasis = calendar, rolls = true,
       preWarning = (amount = 3), owner = sender, lateFinding = "late_penalty_copy",
       lineTo = [procuratorate, superiorAgency],
       setting = "S01", consequence = (zh = "检察院和上级可见", en = "a line to the procuratorate and the superior agency"),
       basis = [L.op06])
    ]
  )]
);
