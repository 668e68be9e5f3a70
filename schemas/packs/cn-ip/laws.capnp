@0xf72cfaf2a2dc86fb;
# The set cn-ip: what it is, the instruments it cites, and the bases that its rows share.
# Facts: sources named in docs; texts were read in a public collection of 2025-04-19, so that is `checkedAsOf`. A number, title
# or date that was not read is `recalled` with our own estimate; an article says its own confidence. Nothing recalled is ever
# written as verified, and nothing recalled bars a step.

using R = import "/rules.capnp";

const pack :R.Pack = (
  id = "cn-ip",
  version = "2025-05-01.1",
  issuer = "Caseway",
  agreement = "成员单位协议(样本) · sample members' agreement",
  effectiveFrom = "2025-05-01",
  checkedAsOf = "2025-04-19",
  instruments = [
    (key = "O310", number = "国务院令第310号(2020修订)", effectiveFrom = "2020-08-07", checkedAsOf = "2025-04-19",
     title = (zh = "行政执法机关移送涉嫌犯罪案件的规定", en = "Rules on transfer of suspected crimes by administrative agencies"),
     confidence = verified),
    (key = "MPS", number = "公安部令第127号(2012),公安部令第159号修正(2020)", checkedAsOf = "2025-04-19",
     title = (zh = "公安机关办理刑事案件程序规定", en = "Rules on police handling of criminal cases"),
     confidence = recalled, percent = 95, note = "text read; the order numbers are recalled"),
    (key = "MPS15", number = "公通字〔2015〕32号",
     title = (zh = "关于改革完善受案立案制度的意见", en = "Opinion on reforming acceptance and filing"),
     confidence = page, note = "press report of its limits was read"),
    (key = "MPS16", number = "公通字〔2016〕16号", effectiveFrom = "2016-06-16",
     title = (zh = "公安机关受理行政执法机关移送涉嫌犯罪案件规定", en = "Rules on police acceptance of administrative transfers"),
     confidence = page, note = "existence, title and number; its articles are recalled"),
    (key = "CPL", number = "2018-10-26修正", effectiveFrom = "2018-10-26", checkedAsOf = "2025-04-19",
     title = (zh = "刑事诉讼法", en = "Criminal Procedure Law"), confidence = verified),
    (key = "CL", number = "刑法修正案(十一)后", effectiveFrom = "2021-03-01", checkedAsOf = "2025-04-19",
     title = (zh = "刑法", en = "Criminal Law"), confidence = verified),
    (key = "SPP", number = "人民检察院刑事诉讼规则(2019)", checkedAsOf = "2025-04-19",
     title = (zh = "人民检察院刑事诉讼规则", en = "Rules of criminal procedure of the procuratorates"), confidence = verified),
    (key = "SPP24", number = "2024-11-07通过,2024-11-26印发",
     title = (zh = "人民检察院行刑反向衔接工作指引", en = "Guidelines on reverse transfer to administrative agencies"),
     confidence = page),
    (key = "SPC", number = "法释〔2021〕1号", effectiveFrom = "2021-03-01", checkedAsOf = "2025-04-19",
     title = (zh = "最高人民法院关于适用刑事诉讼法的解释", en = "Supreme Court interpretation on criminal procedure"),
     confidence = recalled, percent = 99, note = "text read; the number is recalled"),
    (key = "APL", number = "2021-01-22修订", effectiveFrom = "2021-07-15", checkedAsOf = "2025-04-19",
     title = (zh = "行政处罚法", en = "Administrative Penalty Law"), confidence = verified),
    (key = "OP06", number = "高检会〔2006〕2号",
     title = (zh = "关于在行政执法中及时移送涉嫌犯罪案件的意见", en = "Opinion on timely transfer of suspected crimes"),
     confidence = page),
    (key = "OP11", number = "中办发〔2011〕8号",
     title = (zh = "关于加强行政执法与刑事司法衔接工作的意见", en = "Opinion on linking enforcement and criminal justice"),
     confidence = recalled, percent = 85),
    (key = "IP11", number = "法发〔2011〕3号", effectiveFrom = "2011-01-10",
     title = (zh = "关于办理侵犯知识产权刑事案件适用法律若干问题的意见", en = "Opinion on law applied in criminal IP cases"),
     confidence = page, note = "standing after the interpretation of 2025 was not confirmed"),
    (key = "ED16", number = "法发〔2016〕22号", effectiveFrom = "2016-10-01",
     title = (zh = "关于办理刑事案件收集提取和审查判断电子数据若干问题的规定", en = "Rules on electronic data in criminal cases"),
     confidence = page),
    (key = "CivI", number = "法释〔2022〕11号", checkedAsOf = "2025-04-19",
     title = (zh = "最高人民法院关于适用民事诉讼法的解释", en = "Supreme Court interpretation on civil procedure"),
     confidence = recalled, percent = 95, note = "text read; the number is recalled"),
    (key = "CivPL", number = "2023修正", effectiveFrom = "2024-01-01", checkedAsOf = "2025-04-19",
     title = (zh = "民事诉讼法", en = "Civil Procedure Law"), confidence = recalled, percent = 98,
     note = "text read; the day it took effect is recalled"),
    (key = "CivEv", number = "法释〔2020〕12号", effectiveFrom = "2020-11-18", checkedAsOf = "2025-04-19",
     title = (zh = "关于知识产权民事诉讼证据的若干规定", en = "Rules on evidence in civil IP cases"), confidence = verified),
    (key = "I2004", number = "法释〔2004〕19号", effectiveFrom = "2004-12-22", checkedAsOf = "2025-04-19",
     title = (zh = "关于办理侵犯知识产权刑事案件具体应用法律若干问题的解释", en = "Interpretation on criminal IP cases (2004)"),
     confidence = recalled, percent = 98, note = "text read; replaced on 2025-04-26, governs older acts"),
    (key = "I2007", number = "法释〔2007〕6号", effectiveFrom = "2007-04-05", checkedAsOf = "2025-04-19",
     title = (zh = "关于办理侵犯知识产权刑事案件具体应用法律若干问题的解释(二)", en = "Interpretation on criminal IP cases (2007)"),
     confidence = recalled, percent = 95, note = "text read; replaced on 2025-04-26, governs older acts"),
    (key = "ZS2010", number = "公通字〔2010〕23号", effectiveFrom = "2010-05-07", checkedAsOf = "2025-04-19",
     title = (zh = "立案追诉标准(二)", en = "Filing standards of criminal cases (2010)"),
     confidence = page, note = "articles 69 and 70 read in an excerpt; its first day is recalled"),
    (key = "I2020", number = "法释〔2020〕10号", effectiveFrom = "2020-09-14", checkedAsOf = "2025-04-19",
     title = (zh = "关于办理侵犯知识产权刑事案件具体应用法律若干问题的解释(三)", en = "Interpretation on criminal IP cases (2020)"),
     confidence = recalled, percent = 95, note = "text read; replaced on 2025-04-26"),
    (key = "I2025", number = "法释〔2025〕5号", effectiveFrom = "2025-04-26",
     title = (zh = "关于办理侵犯知识产权刑事案件适用法律若干问题的解释", en = "Interpretation on criminal IP cases (2025)"),
     confidence = page),
    (key = "NL", title = (zh = "公证法", en = "Notary Law"), checkedAsOf = "2025-04-19", confidence = verified),
    (key = "OL", number = "法释〔2021〕12号", effectiveFrom = "2021-08-01", checkedAsOf = "2025-04-19",
     title = (zh = "人民法院在线诉讼规则", en = "Rules of online litigation"), confidence = recalled, percent = 95,
     note = "text read; the number is recalled"),
    (key = "OM", number = "2022", checkedAsOf = "2025-04-19",
     title = (zh = "人民法院在线调解规则", en = "Rules of online mediation of the people's courts"), confidence = verified),
    (key = "TM", number = "2019-04-23修正", checkedAsOf = "2025-04-19",
     title = (zh = "商标法", en = "Trademark Law"), confidence = verified,
     note = "a revision of 2026 was not yet in force when seen"),
    (key = "PUB", effectiveFrom = "2021-09-01", checkedAsOf = "2025-04-19",
     title = (zh = "市场监督管理行政处罚信息公示规定", en = "Rules on publishing market-regulation penalties"), confidence = verified),
    (key = "SEC", number = "2024修订", title = (zh = "保守国家秘密法", en = "State Secrets Law"), confidence = verified),
    (key = "GD", number = "2022", effectiveFrom = "2022-05-01", checkedAsOf = "2025-04-19",
     title = (zh = "广东省知识产权保护条例", en = "Guangdong IP Protection Regulations"), confidence = verified),
    (key = "PRICE", number = "价格认定规定(2015)", title = (zh = "价格认定规定", en = "Rules on price determination"),
     confidence = recalled, percent = 85)
  ]
);

# Bases that documents and rows of the kinds name. A name says instrument and article: p before a paragraph, i before an
# item, `to` and `and` where the article is several; a before the article of an instrument whose key ends in a digit.
const design :R.Basis = (confidence = design);
const site :R.Basis = (confidence = site, note = "the law is silent");
const o310a3 :R.Basis = (instrument = "O310", article = "3", confidence = verified);
const o310a3p2 :R.Basis = (instrument = "O310", article = "3(2)", confidence = verified);
const o310a4p2 :R.Basis = (instrument = "O310", article = "4(2)", confidence = verified);
const o310a5 :R.Basis = (instrument = "O310", article = "5", confidence = verified);
const o310a5p1 :R.Basis = (instrument = "O310", article = "5(1)", confidence = verified);
const o310a5p2 :R.Basis = (instrument = "O310", article = "5(2)", confidence = verified);
const o310a6 :R.Basis = (instrument = "O310", article = "6", confidence = verified);
const o310a6i1 :R.Basis = (instrument = "O310", article = "6(1)", confidence = verified);
const o310a6i2 :R.Basis = (instrument = "O310", article = "6(2)", confidence = verified);
const o310a6i3 :R.Basis = (instrument = "O310", article = "6(3)", confidence = verified);
const o310a6i4 :R.Basis = (instrument = "O310", article = "6(4)", confidence = verified);
const o310a6i5 :R.Basis = (instrument = "O310", article = "6(5)", confidence = verified);
const o310a7 :R.Basis = (instrument = "O310", article = "7", confidence = verified);
const o310a8 :R.Basis = (instrument = "O310", article = "8", confidence = verified);
const o310a11 :R.Basis = (instrument = "O310", article = "11", confidence = verified);
const o310a12 :R.Basis = (instrument = "O310", article = "12", confidence = verified);
const o310a13 :R.Basis = (instrument = "O310", article = "13", confidence = verified);
const o310a15 :R.Basis = (instrument = "O310", article = "15", confidence = verified,
 note = "only where exhibits are hidden, divided or destroyed");
const o310a16p1 :R.Basis = (instrument = "O310", article = "16(1)", confidence = verified);
const o310a17 :R.Basis = (instrument = "O310", article = "17", confidence = verified);
const mps23 :R.Basis = (instrument = "MPS", article = "23", confidence = verified);
const mps171 :R.Basis = (instrument = "MPS", article = "171", confidence = verified);
const mps175 :R.Basis = (instrument = "MPS", article = "175", confidence = verified);
const mps180 :R.Basis = (instrument = "MPS", article = "180", confidence = verified);
const mps180p1 :R.Basis = (instrument = "MPS", article = "180(1)", confidence = verified);
const mps180p2 :R.Basis = (instrument = "MPS", article = "180(2)", confidence = verified);
const mps180p3 :R.Basis = (instrument = "MPS", article = "180(3)", confidence = verified);
const mps178p3 :R.Basis = (instrument = "MPS", article = "178(3)", confidence = verified);
const mps190 :R.Basis = (instrument = "MPS", article = "190", confidence = verified);
const mps184 :R.Basis = (instrument = "MPS", article = "184", confidence = verified);
const mps185 :R.Basis = (instrument = "MPS", article = "185", confidence = verified);
const mps185p2 :R.Basis = (instrument = "MPS", article = "185(2)", confidence = verified,
 note = "model: handover between police organs");
const mps186to189 :R.Basis = (instrument = "MPS", article = "186-189", confidence = verified);
const mps189 :R.Basis = (instrument = "MPS", article = "189", confidence = verified);
const mps251 :R.Basis = (instrument = "MPS", article = "251", confidence = verified);
const mps288 :R.Basis = (instrument = "MPS", article = "288", confidence = verified);
const mps292 :R.Basis = (instrument = "MPS", article = "292", confidence = verified);
const mps295 :R.Basis = (instrument = "MPS", article = "295", confidence = verified);
const mps296i1 :R.Basis = (instrument = "MPS", article = "296(1)", confidence = verified);
const mps15 :R.Basis = (instrument = "MPS15", confidence = page);
const mps16a2 :R.Basis = (instrument = "MPS16", article = "2", confidence = recalled, percent = 90);
const mps16a5 :R.Basis = (instrument = "MPS16", article = "5", confidence = recalled, percent = 90);
const mps16a6 :R.Basis = (instrument = "MPS16", article = "6", confidence = recalled, percent = 90);
const spp328 :R.Basis = (instrument = "SPP", article = "328", confidence = verified);
const spp342 :R.Basis = (instrument = "SPP", article = "342", confidence = verified);
const spp346 :R.Basis = (instrument = "SPP", article = "346", confidence = verified);
const spp356 :R.Basis = (instrument = "SPP", article = "356", confidence = verified);
const spp358 :R.Basis = (instrument = "SPP", article = "358", confidence = verified);
const spp359 :R.Basis = (instrument = "SPP", article = "359", confidence = verified);
const spp361 :R.Basis = (instrument = "SPP", article = "361", confidence = verified);
const spp364 :R.Basis = (instrument = "SPP", article = "364", confidence = verified);
const spp383 :R.Basis = (instrument = "SPP", article = "383", confidence = verified);
const spp423and425to426 :R.Basis = (instrument = "SPP", article = "423, 425-426", confidence = verified);
const spp424 :R.Basis = (instrument = "SPP", article = "424", confidence = verified);
const spp562 :R.Basis = (instrument = "SPP", article = "562", confidence = verified);
const spc77 :R.Basis = (instrument = "SPC", article = "77", confidence = verified);
const spc78 :R.Basis = (instrument = "SPC", article = "78", confidence = verified);
const spc218 :R.Basis = (instrument = "SPC", article = "218", confidence = verified);
const spc218i2 :R.Basis = (instrument = "SPC", article = "218(2)", confidence = verified);
const spc218i5 :R.Basis = (instrument = "SPC", article = "218(5)", confidence = verified);
const spc218i7 :R.Basis = (instrument = "SPC", article = "218(7)", confidence = verified);
const spc219 :R.Basis = (instrument = "SPC", article = "219", confidence = verified);
const spc219p1i4 :R.Basis = (instrument = "SPC", article = "219(1)(4)", confidence = verified);
const spc220 :R.Basis = (instrument = "SPC", article = "220", confidence = verified);
const spc274 :R.Basis = (instrument = "SPC", article = "274", confidence = verified);
const spc275 :R.Basis = (instrument = "SPC", article = "275", confidence = verified);
const spc296 :R.Basis = (instrument = "SPC", article = "296", confidence = verified);
const spc303 :R.Basis = (instrument = "SPC", article = "303", confidence = verified);
const spc335to336 :R.Basis = (instrument = "SPC", article = "335-336", confidence = verified);
const cpl54 :R.Basis = (instrument = "CPL", article = "54", confidence = verified);
const cpl105 :R.Basis = (instrument = "CPL", article = "105", confidence = verified);
const cpl162 :R.Basis = (instrument = "CPL", article = "162", confidence = verified);
const cpl175 :R.Basis = (instrument = "CPL", article = "175", confidence = verified);
const cpl176p2 :R.Basis = (instrument = "CPL", article = "176(2)", confidence = verified);
const cpl204to205 :R.Basis = (instrument = "CPL", article = "204-205", confidence = verified);
const cpl206 :R.Basis = (instrument = "CPL", article = "206", confidence = verified);
const cpl230 :R.Basis = (instrument = "CPL", article = "230", confidence = verified);
const apl27 :R.Basis = (instrument = "APL", article = "27", confidence = verified);
const apl35 :R.Basis = (instrument = "APL", article = "35", confidence = verified);
const apl55 :R.Basis = (instrument = "APL", article = "55", confidence = verified);
const op06 :R.Basis = (instrument = "OP06", confidence = page);
const op11 :R.Basis = (instrument = "OP11", confidence = recalled, percent = 85);
const ip11a2p2 :R.Basis = (instrument = "IP11", article = "2(2)", confidence = page);
const ed16a5and14and18 :R.Basis = (instrument = "ED16", article = "5, 14, 18", confidence = page);

# Of the criminal path: K02, K08, K12, K13, K15.
const o310a10 :R.Basis = (instrument = "O310", article = "10", confidence = verified);
const mps22 :R.Basis = (instrument = "MPS", article = "22", confidence = verified);
const mps177 :R.Basis = (instrument = "MPS", article = "177", confidence = verified);
const mps187 :R.Basis = (instrument = "MPS", article = "187", confidence = verified);
const mps284 :R.Basis = (instrument = "MPS", article = "284", confidence = verified);
const mps287to292 :R.Basis = (instrument = "MPS", article = "287-292", confidence = verified);
const mps296 :R.Basis = (instrument = "MPS", article = "296", confidence = verified);
const mps296i2 :R.Basis = (instrument = "MPS", article = "296(2)", confidence = verified);
const mps296i3 :R.Basis = (instrument = "MPS", article = "296(3)", confidence = verified);
const mps296i4 :R.Basis = (instrument = "MPS", article = "296(4)", confidence = verified);
const mps297 :R.Basis = (instrument = "MPS", article = "297", confidence = verified);
const spp157to158 :R.Basis = (instrument = "SPP", article = "157-158", confidence = verified);
const spp158p1 :R.Basis = (instrument = "SPP", article = "158(1)", confidence = verified);
const spp158p2 :R.Basis = (instrument = "SPP", article = "158(2)", confidence = verified);
const spp158p3 :R.Basis = (instrument = "SPP", article = "158(3)", confidence = verified);
const spp340 :R.Basis = (instrument = "SPP", article = "340", confidence = verified);
const spp347 :R.Basis = (instrument = "SPP", article = "347", confidence = verified);
const spp349 :R.Basis = (instrument = "SPP", article = "349", confidence = verified);
const spp350 :R.Basis = (instrument = "SPP", article = "350", confidence = verified);
const spp351 :R.Basis = (instrument = "SPP", article = "351", confidence = verified);
const spp351p2 :R.Basis = (instrument = "SPP", article = "351(2)", confidence = verified);
const spp355p2 :R.Basis = (instrument = "SPP", article = "355(2)", confidence = verified);
const spp361to362 :R.Basis = (instrument = "SPP", article = "361-362", confidence = verified);
const spp365to374 :R.Basis = (instrument = "SPP", article = "365-374", confidence = verified);
const spp367 :R.Basis = (instrument = "SPP", article = "367", confidence = verified);
const spp424p2 :R.Basis = (instrument = "SPP", article = "424(2)", confidence = verified);
const spp424p3 :R.Basis = (instrument = "SPP", article = "424(3)", confidence = verified);
const spc73 :R.Basis = (instrument = "SPC", article = "73", confidence = verified);
const spc218i3 :R.Basis = (instrument = "SPC", article = "218(3)", confidence = verified);
const spc218i4 :R.Basis = (instrument = "SPC", article = "218(4)", confidence = verified);
const spc218i8 :R.Basis = (instrument = "SPC", article = "218(8)", confidence = verified);
const spc218i9 :R.Basis = (instrument = "SPC", article = "218(9)", confidence = verified);
const spc219p1i1to3and6 :R.Basis = (instrument = "SPC", article = "219(1)(1)-(3), (6)", confidence = verified);
const spc219p2 :R.Basis = (instrument = "SPC", article = "219(2)", confidence = verified);
const spc297 :R.Basis = (instrument = "SPC", article = "297", confidence = verified);
const spc302to303 :R.Basis = (instrument = "SPC", article = "302-303", confidence = verified);
const spc303p2and447 :R.Basis = (instrument = "SPC", article = "303(2), 447", confidence = verified);
const cpl172 :R.Basis = (instrument = "CPL", article = "172", confidence = verified);
const cpl172p1 :R.Basis = (instrument = "CPL", article = "172(1)", confidence = verified);
const cpl172p2 :R.Basis = (instrument = "CPL", article = "172(2)", confidence = verified);
const cpl175p1 :R.Basis = (instrument = "CPL", article = "175(1)", confidence = verified);
const cpl175p2 :R.Basis = (instrument = "CPL", article = "175(2)", confidence = verified);
const cpl175p3 :R.Basis = (instrument = "CPL", article = "175(3)", confidence = verified);
const cpl175p4 :R.Basis = (instrument = "CPL", article = "175(4)", confidence = verified);
const cpl176 :R.Basis = (instrument = "CPL", article = "176", confidence = verified);
const cpl177to180 :R.Basis = (instrument = "CPL", article = "177-180", confidence = verified);
const cpl206p2 :R.Basis = (instrument = "CPL", article = "206(2)", confidence = verified);
const cpl208 :R.Basis = (instrument = "CPL", article = "208", confidence = verified);
const cpl208p3 :R.Basis = (instrument = "CPL", article = "208(3)", confidence = verified);
const cpl230to232 :R.Basis = (instrument = "CPL", article = "230-232", confidence = verified);
const cpl230and259 :R.Basis = (instrument = "CPL", article = "230, 259", confidence = verified);
const cpl236 :R.Basis = (instrument = "CPL", article = "236", confidence = verified);
const apl33 :R.Basis = (instrument = "APL", article = "33", confidence = verified);
const apl54 :R.Basis = (instrument = "APL", article = "54", confidence = verified);
const apl57 :R.Basis = (instrument = "APL", article = "57", confidence = verified);
const apl60 :R.Basis = (instrument = "APL", article = "60", confidence = verified);
