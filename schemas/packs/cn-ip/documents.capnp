@0xe6d2c9b07f1a4835;
# What documents of the set share: macro H (head of a letter), macro P (a person), items of a list, rows of a material list.
# A document names them in `includes`, and a group field does; its own fields come after. A required field that is absent is a
# finding of class form, never a stop.

using R = import "/rules.capnp";

# Macro H.
const head :List(R.Field) = [
  (name = "number", kind = number, label = (zh = "文号", en = "number")),
  (name = "issuer", kind = agency, label = (zh = "制作机关", en = "issuer")),
  (name = "addressee", kind = agency, label = (zh = "致送单位", en = "addressee")),
  (name = "issued", kind = date, label = (zh = "日期", en = "date of issue")),
  (name = "caseNumbers", kind = number, list = true, need = optional,
   label = (zh = "各单位案号", en = "case numbers of each member")),
  (name = "officer", need = optional, label = (zh = "承办人", en = "officer")),
  (name = "marking", kind = code, need = optional, codeList = "secrecy", label = (zh = "密级标记", en = "marking"))
];

# Macro H where a document is often a mere sheet: the same, nothing required.
const headIfAny :List(R.Field) = [
  (name = "number", kind = number, need = optional, label = (zh = "文号", en = "number")),
  (name = "issuer", kind = agency, need = optional, label = (zh = "制作机关", en = "issuer")),
  (name = "addressee", kind = agency, need = optional, label = (zh = "致送单位", en = "addressee")),
  (name = "issued", kind = date, need = optional, label = (zh = "日期", en = "date of issue")),
  (name = "caseNumbers", kind = number, list = true, need = optional,
   label = (zh = "各单位案号", en = "case numbers of each member")),
  (name = "officer", need = optional, label = (zh = "承办人", en = "officer")),
  (name = "marking", kind = code, need = optional, codeList = "secrecy", label = (zh = "密级标记", en = "marking"))
];

# The fields of macro P. `id` is asked for unless the person has none or gave a name only; `org` of a unit.
const name :R.Field = (name = "name", label = (zh = "姓名或名称", en = "name"));
const aliases :R.Field = (name = "aliases", list = true, need = optional, label = (zh = "别名", en = "aliases"));
const kind :R.Field = (name = "kind", kind = code, codeList = "person_kind", label = (zh = "类别", en = "kind"));
const idType :R.Field = (name = "idType", kind = code, codeList = "id_type",
 label = (zh = "证件种类", en = "kind of identity paper"));
const id :R.Field = (name = "id", kind = person, need = when, label = (zh = "证件号码", en = "identity number"),
 when = (not = (in = (left = "element.idType", values = ["none", "self_reported"]))));
const org :R.Field = (name = "org", kind = organisation, need = when, label = (zh = "单位代码", en = "organisation code"),
 when = (compare = (left = "element.kind", right = (text = "unit"))));
const role :R.Field = (name = "role", kind = code, codeList = "party_role", label = (zh = "身份", en = "role"));
const present :R.Field = (name = "present", kind = boolean, label = (zh = "是否在案", en = "present"));

# Macro P.
const person :List(R.Field) = [
  .name, .aliases, .kind, .idType, .id, .org, .role, .present,
  (name = "measure", kind = code, need = optional, codeList = "crim_measure",
   label = (zh = "强制措施", en = "compulsory measure, if one was taken"))
];

# Macro P "with measures": what a person is under is stated, `none` too. A unit is under no such measure.
const suspect :List(R.Field) = [
  .name, .aliases, .kind, .idType, .id, .org, .role, .present,
  (name = "measure", kind = code, need = when, codeList = "crim_measure",
   label = (zh = "强制措施", en = "compulsory measure, or none"),
   when = (not = (compare = (left = "element.kind", right = (text = "unit")))))
];

const offenceOf :List(R.Field) = [
  (name = "offence", kind = code, codeList = "offence", label = (zh = "涉嫌罪名", en = "suspected offence"))
];

# The same where one person may stand for several: an opinion or an indictment names each charge of each person.
const offencesOf :List(R.Field) = [
  (name = "offence", kind = code, list = true, codeList = "offence", label = (zh = "涉嫌罪名", en = "suspected offences"))
];

# An exhibit, D03, D16, D19, D26.
const item :List(R.Field) = [
  (name = "no", kind = integer, label = (zh = "序号", en = "item number")),
  (name = "name", label = (zh = "名称", en = "name")),
  (name = "quantity", kind = integer, label = (zh = "数量", en = "quantity")),
  (name = "unit", kind = code, codeList = "unit", label = (zh = "单位", en = "unit")),
  (name = "features", label = (zh = "特征", en = "features")),
  (name = "brand", need = optional, label = (zh = "品牌", en = "brand")),
  (name = "serial", need = optional, label = (zh = "编号", en = "serial number")),
  (name = "place", label = (zh = "存放地点", en = "where it is kept")),
  (name = "state", label = (zh = "状态", en = "state")),
  (name = "measure", kind = code, need = optional, codeList = "adm_measure",
   label = (zh = "行政措施", en = "administrative measure")),
  (name = "measureDoc", kind = document, need = when, documents = ["D101"],
   label = (zh = "措施文书", en = "paper of the measure"),
   when = (in = (left = "element.measure", values = ["seal", "seize"]))),
  (name = "samplePhoto", kind = evidence, need = optional, label = (zh = "样品照片", en = "photo of a sample")),
  (name = "needsTest", kind = boolean, label = (zh = "需要检验鉴定", en = "needs a test")),
  (name = "needsTestReason", need = when, label = (zh = "检验理由", en = "why it needs a test"),
   when = (compare = (left = "element.needsTest", right = (bool = true)))),
  (name = "value", kind = amount, need = optional, label = (zh = "价值", en = "value"))
];

# A row of D06, D16, D19, without its digest.
const row :List(R.Field) = [
  (name = "no", kind = integer, label = (zh = "序号", en = "row number")),
  (name = "document", kind = document, label = (zh = "文件", en = "document or evidence")),
  (name = "title", label = (zh = "名称", en = "title")),
  (name = "pages", kind = integer, label = (zh = "页数", en = "pages")),
  (name = "copies", kind = integer, label = (zh = "份数", en = "copies")),
  (name = "carrier", kind = code, codeList = "carrier", label = (zh = "载体", en = "carrier")),
  (name = "sealed", kind = boolean, label = (zh = "是否密封", en = "sealed"))
];
