@0xd3b2e5c79a1f46a8;
# N01: a letter from an administrative agency that the police answer, or refuse to answer. 函告与答复。
# No law stands behind it: every basis is `design`, our own. Where an article is known, write in its place
#   basis = [(instrument = "KEY", article = "6(1)", confidence = verified)]
# and give KEY a row among the instruments of pack.capnp.

using R = import "/rules.capnp";

const design :R.Basis = (confidence = design);

const pack :R.Pack = (
  procedures = [(
    id = "N01", name = "adm.pol.letter", policy = "P5", sameLevel = false,
    label = (zh = "函告与答复", en = "letter and answer"),
    from = [administrative], to = [police],
    basis = [.design],                             # the article that provides for the letter

    states = [
      (id = "sent", label = (zh = "已发送", en = "sent")),
      (id = "presented", label = (zh = "已送达系统", en = "presented")),
      (id = "accepted", label = (zh = "已签收", en = "signed for")),
      (id = "answered", label = (zh = "已答复", en = "answered")),
      (id = "refused", label = (zh = "不予答复", en = "refused")),
      (id = "closed", final = true, label = (zh = "办结", en = "closed"))
    ],

    # Who may say what in which state, with which document, and where it leads.
    steps = [
      (id = "notice", label = (zh = "发函", en = "letter"), opens = true,
       by = [(side = opener, officer = "承办人 officer in charge")],
       documents = ["D901"], leads = (state = "sent"), basis = [.design]),
      # The bus says it when the receiver's system took the letter. Nobody has read it yet.
      (id = "presented", label = (zh = "送达系统", en = "presented"), say = with, by = [(side = system)],
       inStates = ["sent"], leads = (state = "presented"), basis = [.design]),
      # An officer signs: from here on the receiver's time runs.
      (id = "accepted", label = (zh = "签收", en = "signed for"),
       by = [(side = receiver, officer = "签收人 named officer")], withoutDocument = true,
       inStates = ["presented"], starts = [(clock = "N01.answer")], leads = (state = "accepted"), basis = [.design]),
      (id = "supplied", label = (zh = "补送", en = "supplied"),
       by = [(side = sender, officer = "承办人 officer in charge")],
       inStates = ["sent", "presented", "accepted"], documents = ["D901"], basis = [.design]),
      (id = "answer", label = (zh = "答复", en = "answer"),
       by = [(side = receiver, officer = "承办人 officer in charge")],
       inStates = ["accepted"], documents = ["D902"], ends = [(clock = "N01.answer")],
       leads = (state = "answered"), basis = [.design]),
      (id = "refuse", label = (zh = "不予答复", en = "refusal"),
       by = [(side = receiver, officer = "承办人 officer in charge")],
       inStates = ["accepted"], documents = ["D903"], ends = [(clock = "N01.answer")],
       leads = (state = "refused"), basis = [.design]),
      # The bus says it when the time ran out, and tells the sender.
      (id = "overdue", label = (zh = "逾期未复", en = "not answered in time"), say = event, by = [(side = system)],
       inStates = ["accepted"], copies = [(to = sender, facts = ["state", "occurred_at"])], basis = [.design]),
      (id = "close", label = (zh = "办结", en = "closed"),
       by = [(side = sender, officer = "承办人 officer in charge")], withoutDocument = true,
       inStates = ["answered", "refused"], leads = (state = "closed"), basis = [.design])
    ],

    # What the bus looks at when a step is said.
    requirements = [
      # It bars: the letter is delivered all the same, and cannot be answered before it is there.
      (id = "N01.D901", document = "D901", steps = ["notice", "supplied"],
       label = (zh = "函", en = "the letter"), missing = (zh = "缺函", en = "the letter is missing"),
       must = (present = "held:D901"), bars = ["answer"], suppliedBy = [administrative],
       basis = [.design]),
      # The others are findings: the receiver reads them, and nothing is kept from going on.
      (id = "N01.D902", document = "D902", steps = ["answer"],
       label = (zh = "复函", en = "the answer"), missing = (zh = "缺复函", en = "the answer is missing"),
       must = (present = "D902"), suppliedBy = [police], basis = [.design]),
      (id = "N01.number", document = "D902", steps = ["answer"], fault = mismatch,
       label = (zh = "来函文号一致", en = "number of the letter"),
       missing = (zh = "复函所写来函文号与函不一致", en = "the answer names another number than the letter has"),
       when = (all = [(present = "D902.letterNumber"), (present = "held:D901.number")]),
       must = (compare = (left = "D902.letterNumber", right = (path = "held:D901.number"))),
       basis = [.design]),
      (id = "N01.D903", document = "D903", steps = ["refuse"],
       label = (zh = "不予答复函", en = "the refusal"), missing = (zh = "缺不予答复函", en = "the refusal is missing"),
       must = (present = "D903"), suppliedBy = [police], basis = [.design])
    ],

    clocks = [
      # 10 is no law's number. Started by `accepted`; an answer to a letter that never came by the bus says when it was received.
      (id = "N01.answer", label = (zh = "答复期限", en = "time to answer"), anchorPath = "D902.receivedOn",
       length = (amount = 10), dayBasis = working, rolls = true, preWarning = (amount = 2), owner = receiver,
       raises = "overdue", lateFinding = "late_answer",
       consequence = (zh = "提示逾期;不影响答复的效力", en = "a finding that it is late; the answer counts all the same"),
       basis = [.design])                          # the article that sets the time
    ]
  )]
);
