@0xf1d0a85e0d4c7b13;
# What the police answer with, to whom a case goes instead (moved, designated, referred for administrative handling), and
# what goes back and forth until it is decided: cure, supplement, reasons, extension. `no` of an item in D66 and D67 is
# ours: what answers an item names it, in D68 too; without it the item's place in the list counts.

using R = import "/rules.capnp";
using L = import "laws.capnp";
using S = import "documents.capnp";

const pack :R.Pack = (
  documents = [
    (type = "D08", label = (zh = "移送案件通知书", en = "notice of moving a case"), class = notice,
     issuers = [police, procuratorate],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "MPS", article = "175, 184", confidence = verified)], includes = [S.head], fields = [
      (name = "reason", kind = code, codeList = "move_reason", label = (zh = "移送原因", en = "reason")),
      (name = "receivingOrgan", kind = agency, label = (zh = "接收机关", en = "receiving organ")),
      (name = "approver", label = (zh = "审批人", en = "approver")),
      (name = "fileList", kind = document, documents = ["D06"], label = (zh = "案卷清单", en = "list of the file")),
      (name = "suspectsHeld", kind = boolean, label = (zh = "是否有在押人员", en = "suspects held"))]),
    (type = "D11", label = (zh = "不予立案通知书", en = "notice of not filing"), class = notice, issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.o310a8, L.mps180p1], includes = [S.head], fields = [
      (name = "persons", kind = group, list = true, label = (zh = "人员及涉嫌罪名", en = "persons with offence"),
       includes = [S.person, S.offenceOf]),
      (name = "ground", kind = code, codeList = "nofile_ground", label = (zh = "理由类别", en = "ground")),
      (name = "reasons", label = (zh = "理由", en = "reasons")),
      (name = "returnedList", kind = document, documents = ["D19"],
       label = (zh = "退回清单", en = "list of what is returned")),
      (name = "remedies", label = (zh = "救济途径", en = "remedies"))]),
    (type = "D14", label = (zh = "立案决定书", en = "filing decision"), class = decision, issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "MPS", article = "178, 182", confidence = verified)], includes = [S.head], fields = [
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), includes = [S.person]),
      (name = "offence", kind = code, list = true, codeList = "offence", label = (zh = "罪名", en = "offence")),
      (name = "decidedAt", kind = date, label = (zh = "决定日期", en = "decided on")),
      (name = "approver", label = (zh = "审批人", en = "approver"))]),
    (type = "D17", label = (zh = "移送行政处理函", en = "referral for administrative handling"), class = letter,
     issuers = [police, procuratorate, court],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.o310a13, L.apl27], includes = [S.head], fields = [
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), includes = [S.person]),
      (name = "facts", label = (zh = "事实", en = "facts")),
      (name = "whyNoCriminalLiability", label = (zh = "不追究刑事责任的理由", en = "why there is no criminal liability")),
      (name = "decision", kind = document, label = (zh = "所据决定", en = "decision")),
      (name = "evidenceList", kind = evidence, list = true, label = (zh = "证据", en = "evidence")),
      (name = "propertyState", label = (zh = "涉案财物状况", en = "state of the property"))]),
    (type = "D18", label = (zh = "撤销案件决定书", en = "decision withdrawing the case"), class = decision, issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.mps186to189], includes = [S.head], fields = [
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), includes = [S.person]),
      (name = "ground", kind = code, codeList = "withdraw_ground", label = (zh = "理由", en = "ground")),
      (name = "decidedAt", kind = date, label = (zh = "决定日期", en = "decided on")),
      (name = "property", label = (zh = "涉案财物", en = "property"))]),
    (type = "D19", label = (zh = "退回清单", en = "list of what is returned"), class = list,
     issuers = [police, procuratorate],
     stampExpected = "双方在D09签名 both sides on D09", stampNeeded = false, carriers = ["E", "S", "P"],
     basis = [L.o310a8, L.mps180], fields = [
      (name = "rows", kind = group, list = true, need = optional, label = (zh = "材料", en = "materials"),
       includes = [S.row], fields = [
        (name = "digest", need = optional, label = (zh = "摘要", en = "digest of the part"))]),
      (name = "items", kind = group, list = true, need = optional, label = (zh = "物品", en = "items"),
       includes = [S.item]),
      (name = "reason", label = (zh = "退回理由", en = "reason"))]),
    (type = "D49", label = (zh = "受案登记表、受案回执", en = "acceptance register and receipt"), class = receipt,
     issuers = [police, administrative],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.mps171], includes = [S.head], fields = [
      (name = "registerNo", kind = number, label = (zh = "受案登记号", en = "register number")),
      (name = "acceptedAt", kind = instant, label = (zh = "受案时间", en = "accepted at")),
      (name = "source", kind = code, codeList = "case_source", label = (zh = "案件来源", en = "source of the case"))]),
    (type = "D50", label = (zh = "补正通知书", en = "cure notice"), class = notice, issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.mps180p2, L.design], includes = [S.head], fields = [
      (name = "transfer", kind = number, label = (zh = "移送书文号", en = "number of the transfer letter")),
      (name = "items", kind = group, list = true, label = (zh = "缺少事项", en = "what is missing"), fields = [
        (name = "requirement", label = (zh = "文书或要件", en = "document or requirement")),
        (name = "whatIsMissing", label = (zh = "缺少内容", en = "what is missing")),
        (name = "article", label = (zh = "依据", en = "article"))]),
      (name = "dueDays", kind = integer, label = (zh = "补正期限(日)", en = "days to cure")),
      (name = "issuedAt", kind = instant, label = (zh = "发出时间", en = "issued at"))]),
    (type = "D50.list", label = (zh = "补正通知书(清单部分)", en = "cure notice, its list alone"), class = list,
     issuers = [police],
     stampExpected = "随D50 with D50", stampNeeded = false, carriers = ["E", "S", "P"],
     basis = [L.mps180p2, L.design], fields = [
      (name = "number", kind = number, label = (zh = "通知书文号", en = "number of the notice")),
      (name = "items", kind = group, list = true, label = (zh = "缺少事项", en = "what is missing"), fields = [
        (name = "requirement", label = (zh = "文书或要件", en = "document or requirement")),
        (name = "whatIsMissing", label = (zh = "缺少内容", en = "what is missing")),
        (name = "article", label = (zh = "依据", en = "article"))]),
      (name = "dueDays", kind = integer, label = (zh = "补正期限(日)", en = "days to cure"))]),
    (type = "D51", label = (zh = "立案通知书(致行政执法机关)", en = "notice of filing"), class = notice, issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "O310", article = "8, 12", confidence = verified), L.mps180p1], includes = [S.head],
     fields = [
      (name = "persons", kind = group, list = true, label = (zh = "人员及涉嫌罪名", en = "persons with offence"),
       includes = [S.person, S.offenceOf]),
      (name = "filedAt", kind = date, label = (zh = "立案日期", en = "filed on")),
      (name = "decision", kind = document, need = optional, documents = ["D14"], label = (zh = "立案决定", en = "decision")),
      (name = "handoverPlace", need = optional, label = (zh = "移交地点", en = "place of handover"))]),
    (type = "D52", label = (zh = "移送情况告知书", en = "written notice of forwarding"), class = notice,
     issuers = [police, procuratorate],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.o310a7, L.mps184, L.spp328], includes = [S.head], fields = [
      (name = "movedTo", kind = agency, label = (zh = "移送至", en = "moved to")),
      (name = "movedAt", kind = instant, label = (zh = "移送时间", en = "moved at")),
      (name = "reason", label = (zh = "理由", en = "reason")),
      (name = "contact", label = (zh = "联系方式", en = "contact"))]),
    (type = "D53", label = (zh = "不属于公安机关职责范围通知书", en = "notice: not police business"), class = notice,
     issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.mps180p3], includes = [S.head], fields = [
      (name = "reasons", label = (zh = "理由", en = "reasons")),
      (name = "rightAuthority", kind = agency, label = (zh = "主管机关", en = "right authority")),
      (name = "returned", kind = document, documents = ["D19"], label = (zh = "退回清单", en = "list of what is returned"))]),
    (type = "D56", label = (zh = "理由(情况)说明书", en = "statement of reasons"), class = report,
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "MPS", article = "182, 296(4)", confidence = verified),
              (instrument = "SPP", article = "347, 562", confidence = verified),
              (instrument = "SPC", article = "447", confidence = verified)], includes = [S.head], fields = [
      (name = "answers", kind = document, need = optional, label = (zh = "答复的文书", en = "answers")),
      (name = "situation", label = (zh = "情况", en = "situation")),
      (name = "basis", label = (zh = "依据", en = "basis")),
      (name = "reasons", label = (zh = "理由", en = "reasons")),
      (name = "evidence", kind = evidence, list = true, need = optional, label = (zh = "证据", en = "evidence")),
      (name = "newDate", kind = date, need = optional, label = (zh = "新的日期", en = "new date"))]),
    (type = "D60", label = (zh = "指定管辖决定书", en = "designation decision"), class = decision,
     issuers = [superiorPolice, superiorProcuratorate, court],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.mps23], includes = [S.head], fields = [
      (name = "designated", kind = agency, label = (zh = "被指定机关", en = "designated")),
      (name = "from", kind = agency, list = true, label = (zh = "原机关", en = "from")),
      (name = "scope", label = (zh = "范围", en = "scope")),
      (name = "handOverBy", kind = date, need = optional, label = (zh = "移交期限", en = "hand over by")),
      (name = "standing", kind = boolean, label = (zh = "是否长期有效", en = "standing"))]),
    (type = "D61", label = (zh = "提请指定管辖请示", en = "request for designation"), class = letter,
     issuers = [police, procuratorate, court],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "MPS", article = "22(3)", confidence = verified)], includes = [S.head], fields = [
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), includes = [S.person]),
      (name = "offence", kind = code, list = true, codeList = "offence", label = (zh = "罪名", en = "offence")),
      (name = "facts", label = (zh = "事实", en = "facts")),
      (name = "dispute", label = (zh = "争议", en = "dispute")),
      (name = "talks", label = (zh = "协商情况", en = "talks")),
      (name = "ground", label = (zh = "理由", en = "ground")),
      (name = "approver", label = (zh = "审批人", en = "approver"))]),
    (type = "D64", label = (zh = "延长期限决定/批准文书", en = "extension decision"), class = decision,
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "CPL", article = "91, 156-159, 172", confidence = verified)], includes = [S.head], fields = [
      (name = "clock", label = (zh = "期限", en = "clock")),
      (name = "from", kind = instant, label = (zh = "原届满", en = "from")),
      (name = "to", kind = instant, label = (zh = "延长至", en = "to")),
      (name = "ground", label = (zh = "理由", en = "ground")),
      (name = "approver", label = (zh = "批准人", en = "approver"))]),
    (type = "D66", label = (zh = "补送(补充)材料通知", en = "request for supplement"), class = notice,
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "SPP", article = "158", confidence = verified), L.spc219p1i4,
              (instrument = "CivI", article = "354", confidence = verified), L.design], includes = [S.head],
     fields = [
      (name = "items", kind = group, list = true, label = (zh = "需补材料", en = "items"), fields = [
        (name = "no", kind = integer, need = optional, label = (zh = "序号", en = "item number")),
        (name = "what", label = (zh = "内容", en = "what")),
        (name = "why", label = (zh = "理由", en = "why")),
        (name = "article", need = optional, label = (zh = "依据", en = "article"))]),
      (name = "type", kind = code, codes = ["missing", "binding", "evidence", "cure"], label = (zh = "种类", en = "type")),
      (name = "due", kind = date, need = optional, label = (zh = "期限", en = "due")),
      (name = "dueDays", kind = integer, need = optional, label = (zh = "期限(日)", en = "days"))]),
    (type = "D67", label = (zh = "补充材料移送函", en = "cover letter of a supplement"), class = letter,
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [L.mps180p2, L.spp361, L.design], includes = [S.head], fields = [
      (name = "answers", kind = document, documents = ["D50", "D66", "D140"], label = (zh = "答复的通知", en = "answers")),
      (name = "items", kind = group, list = true, label = (zh = "逐项答复", en = "per item"), fields = [
        (name = "no", kind = integer, need = optional, label = (zh = "序号", en = "item number")),
        (name = "supplied", kind = boolean, label = (zh = "是否补充", en = "supplied")),
        (name = "part", kind = document, need = when, label = (zh = "材料", en = "part"),
         when = (compare = (left = "element.supplied", right = (bool = true))))]),
      (name = "newList", kind = document, documents = ["D06"], label = (zh = "新清单", en = "new list"))]),
    (type = "D116", label = (zh = "不予行政处罚(不予立案)决定书", en = "decision not to penalise"), class = decision,
     issuers = [administrative],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "APL", article = "33, 57", confidence = verified)], includes = [S.head], fields = [
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), includes = [S.person]),
      (name = "ground", kind = code, codeList = "nopenalty_ground", label = (zh = "理由类别", en = "ground")),
      (name = "reasons", label = (zh = "理由", en = "reasons"))]),
    (type = "D130", label = (zh = "终止侦查决定书", en = "decision ending investigation of a person"), class = decision,
     issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(instrument = "MPS", article = "186(2), 187", confidence = verified)], includes = [S.head], fields = [
      (name = "persons", kind = group, list = true, label = (zh = "人员", en = "persons"), includes = [S.person]),
      (name = "ground", label = (zh = "理由", en = "ground"))])
  ]
);
