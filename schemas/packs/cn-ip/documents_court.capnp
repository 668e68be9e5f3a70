@0xf1d0a85e0d4c7b16;
# Documents between the procuratorate and the court of first instance: the indictment and what goes with it, what the
# court asks, takes and returns, and how a trial is put off or an indictment changed (kind K15).

using R = import "/rules.capnp";
using L = import "laws.capnp";
using S = import "documents.capnp";

const pack :R.Pack = (
  documents = [
    # What SPP 358 and SPC 218(2) ask of each person stands with him. Of `copies` there are 8, and 5 for each further one.
    (type = "D32", label = (zh = "起诉书", en = "indictment"), class = letter, issuers = [procuratorate],
     stampExpected = "检察院印章,检察官署名 procuratorate seal, name of the prosecutor", carriers = ["E", "S", "P"],
     basis = [(instrument = "SPP", article = "358-359", confidence = verified), L.spc218], includes = [S.head],
     fields = [
      (name = "persons", kind = group, list = true, label = (zh = "被告人", en = "persons with offences"),
       includes = [S.suspect, S.offencesOf], fields = [
        (name = "priorSanctions", label = (zh = "前科及行政处罚", en = "prior sanctions, penalties included")),
        (name = "custodyPlace", need = when, label = (zh = "羁押地点", en = "place of custody"),
         when = (in = (left = "element.measure", values = ["detention", "arrest"])))]),
      (name = "causeAndSource", label = (zh = "案由和案件来源", en = "cause and source of the case")),
      (name = "facts", kind = group, list = true, label = (zh = "每罪的事实", en = "facts, per offence"), fields = [
        (name = "offence", kind = code, codeList = "offence", label = (zh = "罪名", en = "offence")),
        (name = "text", label = (zh = "事实", en = "facts"))]),
      (name = "legalBasis", label = (zh = "起诉的根据和理由", en = "legal basis")),
      (name = "pleaAndSpeedy", kind = boolean, label = (zh = "认罪认罚及速裁", en = "plea and speedy procedure")),
      (name = "annexes", kind = document, list = true, label = (zh = "附件", en = "annexes")),
      (name = "copies", kind = integer, label = (zh = "份数", en = "copies")),
      (name = "aliasesUsed", kind = boolean, label = (zh = "是否使用化名", en = "aliases used")),
      (name = "approver", label = (zh = "批准人", en = "approver"))]),
    (type = "D33", label = (zh = "量刑建议书", en = "sentencing proposal"), class = letter, issuers = [procuratorate],
     stampExpected = "检察院印章 procuratorate seal", carriers = ["E", "S", "P"],
     basis = [L.spp364, L.cpl176p2], includes = [S.head], fields = [
      (name = "proposals", kind = group, list = true, label = (zh = "每人的建议", en = "proposals, per person"), fields = [
        (name = "person", label = (zh = "人员", en = "person")),
        (name = "range", label = (zh = "幅度", en = "range")),
        (name = "circumstances", label = (zh = "量刑情节", en = "circumstances")),
        (name = "probation", kind = boolean, need = optional, label = (zh = "缓刑", en = "probation")),
        (name = "fine", kind = amount, need = optional, label = (zh = "罚金", en = "fine")),
        (name = "basis", label = (zh = "依据", en = "basis"))])]),
    # The grounds on which none is needed are in no list that was read: they are kept as written.
    (type = "D34", label = (zh = "认罪认罚具结书", en = "statement accepting guilt and punishment"), class = certificate,
     stampExpected = "犯罪嫌疑人和律师签名 signatures of the suspect and the lawyer", stampNeeded = false,
     carriers = ["S", "P", "E"],
     basis = [(instrument = "CPL", article = "174", confidence = verified)], fields = [
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), includes = [S.person]),
      (name = "offence", kind = code, list = true, codeList = "offence", label = (zh = "罪名", en = "offence")),
      (name = "proposal", label = (zh = "量刑建议", en = "proposal")),
      (name = "procedure", kind = code, codeList = "trial_procedure", label = (zh = "适用程序", en = "procedure")),
      (name = "lawyer", label = (zh = "在场律师", en = "lawyer")),
      (name = "signed", kind = date, label = (zh = "签署日期", en = "signed on")),
      (name = "notNeededReason", need = optional, label = (zh = "不需签署的理由", en = "why none is needed"))]),
    # `no` is ours: the number of the item in D66. Without it the item's place counts.
    (type = "D68", label = (zh = "不予补送说明", en = "statement declining to supplement"), class = report,
     issuers = [procuratorate],
     stampExpected = "检察院印章 procuratorate seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "SPP", article = "361", confidence = verified, note = "by inversion"), L.design],
     includes = [S.head], fields = [
      (name = "answers", kind = document, documents = ["D66"], label = (zh = "答复的通知", en = "answers")),
      (name = "items", kind = group, list = true, label = (zh = "逐项理由", en = "reason, per item"), fields = [
        (name = "no", kind = integer, need = optional, label = (zh = "序号", en = "item number")),
        (name = "reason", label = (zh = "理由", en = "reason"))]),
      (name = "prosecutor", label = (zh = "检察官", en = "prosecutor"))]),
    (type = "D69", label = (zh = "受理/不予受理通知(裁定)", en = "acceptance or non-acceptance"), class = decision,
     issuers = [court],
     stampExpected = "法院印章 court seal", carriers = ["E", "S", "P"],
     basis = [L.spc219, (instrument = "CivI", article = "355", confidence = verified),
              (instrument = "OL", article = "9", confidence = verified)], includes = [S.head], fields = [
      (name = "accepted", kind = boolean, label = (zh = "是否受理", en = "accepted")),
      (name = "courtCaseNo", kind = number, label = (zh = "案号", en = "court case number")),
      (name = "persons", kind = group, list = true, label = (zh = "人员或当事人", en = "persons or parties"),
       includes = [S.person]),
      (name = "ground", kind = code, need = when, codeList = "nonaccept_ground",
       label = (zh = "不予受理理由", en = "ground of non-acceptance"),
       when = (compare = (left = "element.accepted", right = (bool = false)))),
      (name = "judge", need = optional, label = (zh = "审判员", en = "judge"))]),
    # Whoever is protected stands here by an alias.
    (type = "D115", label = (zh = "证人、鉴定人名单(含保护名单)", en = "lists of witnesses and appraisers"), class = list,
     issuers = [procuratorate],
     stampExpected = "检察院印章 procuratorate seal", carriers = ["E", "S", "P"],
     basis = [L.spc218i5, L.spp359], fields = [
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), fields = [
        (name = "nameOrAlias", label = (zh = "姓名或化名", en = "name or alias")),
        (name = "capacity", label = (zh = "身份", en = "capacity")),
        (name = "contact", label = (zh = "联系方式", en = "contact")),
        (name = "toAppear", kind = boolean, label = (zh = "是否出庭", en = "to appear")),
        (name = "protected", kind = boolean, label = (zh = "是否保护", en = "protected"))]),
      (name = "aliasVolumeSealed", kind = boolean, need = when,
       label = (zh = "化名卷是否密封", en = "volume of aliases sealed"),
       when = (compare = (left = "element.persons.protected", right = (bool = true))))]),
    # A court's word carries its ruling; who wrote the paper is nothing that a field can ask for.
    (type = "D128", label = (zh = "撤回起诉决定书/准许撤诉裁定", en = "withdrawal of indictment"), class = decision,
     issuers = [procuratorate, court],
     stampExpected = "检察院、法院印章 seals", carriers = ["E", "S", "P"],
     basis = [L.spp424, L.spc296], includes = [S.head], fields = [
      (name = "ground", kind = code, codeList = "withdraw_indictment", label = (zh = "理由", en = "ground")),
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), includes = [S.person]),
      (name = "ruling", kind = number, need = optional, label = (zh = "准许裁定文号", en = "ruling of the court"))]),
    # `count` is 1 or 2; the kind keeps its own count.
    (type = "D134", label = (zh = "延期审理建议及决定", en = "postponement of trial"), class = decision,
     issuers = [procuratorate, court],
     stampExpected = "检察院、法院印章 seals", carriers = ["E", "S", "P"],
     basis = [L.cpl204to205, L.spc274], includes = [S.head], fields = [
      (name = "count", kind = integer, label = (zh = "第几次", en = "count")),
      (name = "ground", label = (zh = "理由", en = "ground")),
      (name = "to", kind = date, label = (zh = "延期至", en = "to"))]),
    (type = "D135", label = (zh = "变更/追加/补充起诉决定书", en = "amended indictment"), class = letter,
     issuers = [procuratorate],
     stampExpected = "检察院印章 procuratorate seal", carriers = ["E", "S", "P"],
     basis = [L.spp423and425to426], includes = [S.head], fields = [
      (name = "of", kind = document, documents = ["D32"], label = (zh = "所变更的起诉书", en = "of")),
      (name = "change", label = (zh = "变更内容", en = "change")),
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), includes = [S.person]),
      (name = "offence", kind = code, list = true, codeList = "offence", label = (zh = "罪名", en = "offence"))]),
    # Of `days` there are 3 in law.
    (type = "D140", label = (zh = "调取证据材料决定书", en = "order to hand over evidence"), class = decision, issuers = [court],
     stampExpected = "法院印章 court seal", carriers = ["E", "S", "P"],
     basis = [L.spc275], includes = [S.head], fields = [
      (name = "what", label = (zh = "调取内容", en = "what")),
      (name = "onWhoseApplication", kind = code, codeList = "party_role",
       label = (zh = "申请人身份", en = "on whose application")),
      (name = "days", kind = integer, label = (zh = "期限(日)", en = "days"))])
  ]
);
