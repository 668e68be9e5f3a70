@0xf1d0a85e0d4c7b15;
# Documents between the police and the procuratorate: the opinion and the file that go up, what is asked for and sent
# back, and what the procuratorate decides short of an indictment (kinds K12, K13).

using R = import "/rules.capnp";
using L = import "laws.capnp";
using S = import "documents.capnp";

const pack :R.Pack = (
  documents = [
    # The law asks for `roles` of a joint crime. Whether persons acted together nobody here judges: that it is asked for
    # where the opinion names more than one is ours. `measure` of a person is stated, see suspect.
    (type = "D24", label = (zh = "起诉意见书", en = "prosecution opinion"), class = letter, issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.cpl162, (instrument = "MPS", article = "284, 289-292", confidence = verified), L.design],
     includes = [S.head], fields = [
      (name = "persons", kind = group, list = true, label = (zh = "犯罪嫌疑人", en = "persons with offences"),
       includes = [S.suspect, S.offencesOf]),
      (name = "facts", label = (zh = "犯罪事实", en = "facts")),
      (name = "evidenceCatalogue", kind = evidence, list = true, label = (zh = "证据目录", en = "catalogue of evidence")),
      (name = "article", label = (zh = "适用条款", en = "article")),
      (name = "roles", need = when, label = (zh = "各人在共同犯罪中的作用", en = "role of each in a joint crime"),
       when = (count = (of = "element.persons", meets = (always = void), is = more, number = 1))),
      (name = "guiltyPlea", kind = boolean, label = (zh = "是否认罪", en = "guilty plea")),
      (name = "fastTrack", kind = boolean, need = optional, label = (zh = "建议适用速裁", en = "speedy procedure proposed")),
      (name = "civilClaim", kind = boolean, label = (zh = "是否附带民事诉讼", en = "civil claim")),
      (name = "lawyerOpinion", kind = document, need = optional, documents = ["D113"],
       label = (zh = "辩护律师意见", en = "opinion of the defence lawyer")),
      (name = "legalityReviewed", kind = boolean,
       label = (zh = "是否经证据合法性审核", en = "legality of evidence reviewed")),
      (name = "approver", label = (zh = "审批人", en = "approver")),
      (name = "approvedAt", kind = date, label = (zh = "批准日期", en = "approved on")),
      (name = "adds", kind = document, need = optional, documents = ["D24"],
       label = (zh = "补充的起诉意见书", en = "opinion that it adds to"))]),
    (type = "D25", label = (zh = "诉讼卷宗", en = "litigation file"), class = list, issuers = [police, procuratorate],
     stampExpected = "立卷人 binding officer", stampNeeded = false, carriers = ["E", "S", "P"],
     basis = [(instrument = "MPS", article = "287", confidence = verified),
              (instrument = "SPP", article = "157", confidence = verified)], fields = [
      (name = "volumes", kind = group, list = true, label = (zh = "卷册", en = "volumes"), fields = [
        (name = "no", kind = integer, label = (zh = "卷号", en = "volume number")),
        (name = "title", label = (zh = "卷名", en = "title")),
        (name = "pages", kind = integer, label = (zh = "页数", en = "pages")),
        (name = "class", kind = code, codeList = "volume", label = (zh = "卷别", en = "class of the volume")),
        (name = "manifest", kind = evidence, list = true, label = (zh = "卷内目录", en = "manifest"))]),
      (name = "innerFileExcluded", kind = boolean, label = (zh = "侦查内卷未随案", en = "inner file kept back"))]),
    # No field says that an item is frozen, so `frozenUntil` is asked of nobody. Of `copies` there are 2 in law.
    (type = "D26", label = (zh = "随案移送清单", en = "list of things moved with the case"), class = list,
     issuers = [police, procuratorate, court],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.mps288, (instrument = "SPC", article = "218(4), 441", confidence = verified)], fields = [
      (name = "items", kind = group, list = true, label = (zh = "物品", en = "items"), includes = [S.item], fields = [
        (name = "ownership", label = (zh = "权属", en = "ownership")),
        (name = "disposalProposal", kind = code, codeList = "disposal", label = (zh = "处理意见", en = "proposed disposal")),
        (name = "actuallyMoved", kind = boolean, label = (zh = "实物是否随案", en = "actually moved")),
        (name = "photo", kind = evidence, need = when, label = (zh = "照片或其他证明", en = "photo, where it stays behind"),
         when = (compare = (left = "element.actuallyMoved", right = (bool = false)))),
        (name = "appraisal", kind = document, need = optional, documents = ["D04", "D91"],
         label = (zh = "鉴定或价格认定", en = "appraisal")),
        (name = "frozenUntil", kind = date, need = optional, label = (zh = "冻结至", en = "frozen until"))]),
      (name = "copies", kind = integer, label = (zh = "份数", en = "copies"))]),
    (type = "D27", label = (zh = "补充侦查提纲", en = "supplementary-investigation outline"), class = list,
     issuers = [procuratorate],
     stampExpected = "检察院印章 procuratorate seal", carriers = ["E", "S", "P"],
     basis = [L.spp342, L.mps295], fields = [
      (name = "items", kind = group, list = true, label = (zh = "补查事项", en = "items"), fields = [
        (name = "no", kind = integer, label = (zh = "序号", en = "item number")),
        (name = "toProve", label = (zh = "需查明的事实", en = "what is to be proved")),
        (name = "evidenceWanted", label = (zh = "需补充的证据", en = "evidence wanted")),
        (name = "purpose", label = (zh = "补查目的", en = "purpose")),
        (name = "direction", need = optional, label = (zh = "侦查方向", en = "direction"))])]),
    # `round` is 1 or 2; the kind compares it with the count on the case graph.
    (type = "D28", label = (zh = "退回补充侦查决定书", en = "decision to return for supplementary investigation"),
     class = decision, issuers = [procuratorate],
     stampExpected = "检察院印章 procuratorate seal", carriers = ["E", "S", "P"],
     basis = [L.cpl175, L.spp346,
              (instrument = "SPP", confidence = recalled, percent = 90, note = "the name of the form")],
     includes = [S.head], fields = [
      (name = "round", kind = integer, label = (zh = "第几次退回", en = "round")),
      (name = "reason", label = (zh = "理由", en = "reason")),
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), includes = [S.person]),
      (name = "outline", kind = document, documents = ["D27"], label = (zh = "补充侦查提纲", en = "outline"))]),
    # The source asks for a reason where something was not found. We ask for one of every answer but `found`, so of
    # `partly` and `unfounded` too.
    (type = "D29", label = (zh = "补充侦查报告书", en = "supplementary-investigation report"), class = report,
     issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.mps296i1, L.design], includes = [S.head], fields = [
      (name = "answers", kind = group, list = true, label = (zh = "逐项答复", en = "answers"), fields = [
        (name = "item", kind = integer, label = (zh = "提纲序号", en = "item of the outline")),
        (name = "result", kind = code, codeList = "si_result", label = (zh = "结果", en = "result")),
        (name = "evidence", kind = evidence, list = true, need = optional, label = (zh = "证据", en = "evidence")),
        (name = "reason", need = when, label = (zh = "未查清理由", en = "reason where not found"),
         when = (compare = (left = "element.result", is = notEqual, right = (text = "found"))))]),
      (name = "approver", label = (zh = "审批人", en = "approver"))]),
    (type = "D80", label = (zh = "解除查封、扣押、冻结通知书", en = "notice lifting seizure or freezing"), class = notice,
     issuers = [procuratorate],
     stampExpected = "检察院印章 procuratorate seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "CPL", article = "177(3)", confidence = verified),
              (instrument = "SPP", article = "374", confidence = verified)], includes = [S.head], fields = [
      (name = "measure", kind = document, documents = ["D101", "D112"], label = (zh = "所解除的措施", en = "measure lifted")),
      (name = "items", label = (zh = "财物", en = "items")),
      (name = "to", kind = agency, label = (zh = "致", en = "to"))]),
    # Of `answerDays` there are 7 in law where they are stated.
    (type = "D81", label = (zh = "要求说明理由通知书(逾期)", en = "demand to explain a delay"), class = notice,
     issuers = [procuratorate],
     stampExpected = "检察院印章 procuratorate seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "SPP", article = "347, 562", confidence = verified)], includes = [S.head], fields = [
      (name = "lateStep", label = (zh = "逾期环节", en = "late step")),
      (name = "due", kind = date, label = (zh = "应完成日期", en = "due on")),
      (name = "answerDays", kind = integer, need = optional, label = (zh = "答复期限(日)", en = "days to answer"))]),
    (type = "D82", label = (zh = "补充移送起诉通知书", en = "demand to transfer a further suspect or crime"), class = notice,
     issuers = [procuratorate],
     stampExpected = "检察院印章 procuratorate seal", carriers = ["E", "S", "P"],
     basis = [L.spp356, (instrument = "SPP", confidence = recalled, percent = 85, note = "the name of the form")],
     includes = [S.head], fields = [
      (name = "personsOrCrimes", label = (zh = "遗漏的人员或罪行", en = "persons or crimes")),
      (name = "evidenceSeen", kind = evidence, list = true, need = optional, label = (zh = "所据证据", en = "evidence seen")),
      (name = "reasons", label = (zh = "理由", en = "reasons"))]),
    # One line for each person and measure. Custody is detention and arrest.
    (type = "D112", label = (zh = "强制措施及羁押文书", en = "papers on compulsory measures"), class = certificate,
     issuers = [police, procuratorate],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "SPP", article = "157(4), 358", confidence = verified), L.spc218i2], fields = [
      (name = "measures", kind = group, list = true, label = (zh = "每人的措施", en = "measures, per person"), fields = [
        (name = "person", label = (zh = "人员", en = "person")),
        (name = "measure", kind = code, codeList = "crim_measure", label = (zh = "强制措施", en = "measure")),
        (name = "document", kind = number, label = (zh = "文书文号", en = "number of the paper")),
        (name = "from", kind = instant, label = (zh = "自", en = "from")),
        (name = "until", kind = instant, label = (zh = "至", en = "until")),
        (name = "place", need = when, label = (zh = "羁押地点", en = "place of custody"),
         when = (in = (left = "element.measure", values = ["detention", "arrest"]))),
        (name = "reportedBy", kind = agency, label = (zh = "报告单位", en = "reported by"))])]),
    (type = "D113", label = (zh = "辩护律师意见", en = "opinion of the defence lawyer"), class = proof,
     stampExpected = "律师签名 signature of the lawyer", stampNeeded = false, carriers = ["E", "S", "P"],
     basis = [(instrument = "CPL", article = "161", confidence = verified),
              (instrument = "MPS", article = "289", confidence = verified)], fields = [
      (name = "person", label = (zh = "犯罪嫌疑人", en = "person")),
      (name = "lawyer", label = (zh = "律师", en = "lawyer")),
      (name = "received", kind = date, label = (zh = "收到日期", en = "received on")),
      (name = "file", kind = evidence, label = (zh = "文件", en = "file"))]),
    (type = "D114", label = (zh = "附带民事诉讼材料", en = "civil claim papers"), class = proof,
     stampExpected = "原告人签名 signature of the claimant", stampNeeded = false, carriers = ["E", "S", "P"],
     basis = [L.mps292, L.spc218i7], fields = [
      (name = "claimant", label = (zh = "附带民事诉讼原告人", en = "claimant")),
      (name = "against", label = (zh = "被告人", en = "against")),
      (name = "claims", label = (zh = "诉讼请求", en = "claims")),
      (name = "amount", kind = amount, need = optional, label = (zh = "金额", en = "amount")),
      (name = "evidence", kind = evidence, list = true, need = optional, label = (zh = "证据", en = "evidence"))])
  ]
);
