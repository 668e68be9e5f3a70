@0xc2a1d4b68f0e3597;
# The documents of N01 and what each must hold. 文书及其应载明的内容。
# A field that is required and absent is a finding; it never stops a message. Types from D901 on are free in cn-ip.

using R = import "/rules.capnp";

# What every letter here begins with.
const head :List(R.Field) = [
  (name = "number", kind = number, label = (zh = "文号", en = "number")),
  (name = "issued", kind = date, label = (zh = "日期", en = "date"))
];

const pack :R.Pack = (
  documents = [
    (type = "D901", label = (zh = "函", en = "letter"), class = letter, issuers = [administrative],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(confidence = design)],              # here goes the article that asks for the letter
     includes = [.head], fields = [
      (name = "asks", label = (zh = "请答复事项", en = "what is asked")),
      (name = "wantedBy", kind = date, need = optional, label = (zh = "希望答复日期", en = "answer wanted by"))]),
    (type = "D902", label = (zh = "复函", en = "answer"), class = letter, issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(confidence = design)],
     includes = [.head], fields = [
      (name = "letterNumber", kind = number, label = (zh = "来函文号", en = "number of the letter")),
      (name = "receivedOn", kind = date, label = (zh = "收函日期", en = "letter received on")),
      (name = "text", label = (zh = "答复内容", en = "what is answered"))]),
    (type = "D903", label = (zh = "不予答复函", en = "refusal to answer"), class = letter, issuers = [police],
     stampExpected = "机关印章 organ seal", carriers = ["E", "S", "P"],
     basis = [(confidence = design)],
     includes = [.head], fields = [
      (name = "reason", label = (zh = "理由", en = "reason"))])
  ]
);
