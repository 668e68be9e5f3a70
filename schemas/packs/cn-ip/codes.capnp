@0xf0cb00f3b0f3efd4;
# Code lists (documents.md section 3). A value that is not listed is a finding `code_unknown` and is kept as written. Lists that
# a field writes in place (approve, not_approve) are complete there. Countries (ISO 3166-1) are used by no document of this set.

using R = import "/rules.capnp";

const pack :R.Pack = (
  codeLists = [
    # 罪名(刑法修正案(十一)后)
    (name = "offence", values = [
      (code = "213", label = (zh = "假冒注册商标罪", en = "counterfeiting registered trademarks")),
      (code = "214", label = (zh = "销售假冒注册商标的商品罪", en = "selling goods with counterfeit marks")),
      (code = "215", label = (zh = "非法制造、销售非法制造的注册商标标识罪", en = "illegally making or selling mark representations")),
      (code = "216", label = (zh = "假冒专利罪", en = "counterfeiting patents")),
      (code = "217", label = (zh = "侵犯著作权罪", en = "infringing copyright")),
      (code = "218", label = (zh = "销售侵权复制品罪", en = "selling infringing copies")),
      (code = "219", label = (zh = "侵犯商业秘密罪", en = "infringing trade secrets")),
      (code = "219-1", label = (zh = "为境外窃取、刺探、收买、非法提供商业秘密罪", en = "commercial espionage for bodies abroad")),
      (code = "220", label = (zh = "单位犯前述各罪", en = "unit liability, a flag on the pair")),
      (code = "other", label = (zh = "其他罪名", en = "other offence, article and name as text"))]),
    (name = "ip_right", values = [
      (code = "trademark_goods", label = (zh = "商标(商品)", en = "trademark for goods")),
      (code = "trademark_service", label = (zh = "商标(服务)", en = "trademark for services")),
      (code = "geographical_indication", label = (zh = "地理标志", en = "geographical indication")),
      (code = "special_symbol", label = (zh = "特殊标志", en = "special symbol")),
      (code = "invention", label = (zh = "发明", en = "invention patent")),
      (code = "utility_model", label = (zh = "实用新型", en = "utility model")),
      (code = "design", label = (zh = "外观设计", en = "design")),
      (code = "copyright", label = (zh = "著作权", en = "copyright")),
      (code = "related_right", label = (zh = "邻接权", en = "related right")),
      (code = "software", label = (zh = "软件", en = "software")),
      (code = "trade_secret", label = (zh = "商业秘密", en = "trade secret")),
      (code = "plant_variety", label = (zh = "植物新品种", en = "plant variety")),
      (code = "layout", label = (zh = "集成电路布图设计", en = "layout of integrated circuits"))]),
    (name = "party_role", values = [
      (code = "suspect", label = (zh = "犯罪嫌疑人", en = "suspect")),
      (code = "defendant", label = (zh = "被告人", en = "defendant")),
      (code = "non_prosecuted", label = (zh = "被不起诉人", en = "person not prosecuted")),
      (code = "party", label = (zh = "当事人(行政)", en = "party (administrative)")),
      (code = "unit_suspect", label = (zh = "单位嫌疑人", en = "suspected unit")),
      (code = "person_in_charge", label = (zh = "直接负责的主管人员", en = "person in charge")),
      (code = "other_responsible", label = (zh = "其他直接责任人员", en = "other person directly responsible")),
      (code = "legal_rep", label = (zh = "法定代表人", en = "legal representative")),
      (code = "actual_controller", label = (zh = "实际控制人", en = "actual controller")),
      (code = "litigation_rep", label = (zh = "诉讼代表人", en = "litigation representative")),
      (code = "right_holder", label = (zh = "权利人", en = "right holder")),
      (code = "licensee", label = (zh = "被许可人", en = "licensee")),
      (code = "victim", label = (zh = "被害人", en = "victim")), (code = "witness", label = (zh = "证人", en = "witness")),
      (code = "informant", label = (zh = "举报人(仅代号)", en = "informant (pseudonym only)")),
      (code = "lawyer", label = (zh = "辩护人、代理人", en = "lawyer")),
      (code = "mediator", label = (zh = "调解员", en = "mediator")),
      (code = "third_party", label = (zh = "第三人", en = "third party"))]),
    (name = "person_kind", values = [
      (code = "person", label = (zh = "自然人", en = "person")), (code = "unit", label = (zh = "单位", en = "unit")),
      (code = "unidentified", label = (zh = "身份不明", en = "unidentified"))]),
    (name = "id_type", values = [
      (code = "citizen_18", label = (zh = "居民身份证(18位)", en = "citizen number, 18")),
      (code = "citizen_15", label = (zh = "居民身份证(15位)", en = "citizen number, 15")),
      (code = "passport", label = (zh = "护照", en = "passport")),
      (code = "hk_macao", label = (zh = "港澳居民证件", en = "Hong Kong or Macao permit")),
      (code = "taiwan", label = (zh = "台湾居民证件", en = "Taiwan permit")),
      (code = "foreign_permanent", label = (zh = "外国人永久居留身份证", en = "foreign permanent resident card")),
      (code = "uscc", label = (zh = "统一社会信用代码", en = "unified social credit code")),
      (code = "old_org_code", label = (zh = "组织机构代码", en = "older organisation code")),
      (code = "self_reported", label = (zh = "自报", en = "self-reported")),
      (code = "none", label = (zh = "无", en = "none"))]),
    # 行政措施
    (name = "adm_measure", values = [
      (code = "seal", label = (zh = "查封", en = "sealing")), (code = "seize", label = (zh = "扣押", en = "seizure")),
      (code = "register_keep", label = (zh = "先行登记保存", en = "registration and preservation")),
      (code = "sampling", label = (zh = "抽样取证", en = "sampling")),
      (code = "customs_detain", label = (zh = "海关扣留", en = "customs detention")),
      (code = "order_stop", label = (zh = "责令停止", en = "order to stop"))]),
    # 强制措施; detention 与 arrest 为在押
    (name = "crim_measure", values = [
      (code = "none", label = (zh = "未采取", en = "none")), (code = "summons", label = (zh = "拘传", en = "summons")),
      (code = "bail", label = (zh = "取保候审", en = "bail")),
      (code = "residence", label = (zh = "监视居住", en = "residential surveillance")),
      (code = "detention", label = (zh = "刑事拘留", en = "detention")),
      (code = "arrest", label = (zh = "逮捕", en = "arrest")), (code = "liuzhi", label = (zh = "留置", en = "liuzhi"))]),
    (name = "police_measure", values = [
      (code = "search", label = (zh = "搜查", en = "search")), (code = "inquiry", label = (zh = "查询", en = "inquiry")),
      (code = "freeze", label = (zh = "冻结", en = "freezing")), (code = "seize", label = (zh = "扣押", en = "seizure")),
      (code = "remote_data", label = (zh = "电子数据勘验", en = "inspection of electronic data")),
      (code = "trace", label = (zh = "查找嫌疑人", en = "tracing a suspect")),
      (code = "other", label = (zh = "其他", en = "other"))]),
    # APL 9
    (name = "penalty", values = [
      (code = "warning", label = (zh = "警告", en = "warning")),
      (code = "circular", label = (zh = "通报批评", en = "circular of criticism")),
      (code = "fine", label = (zh = "罚款", en = "fine")),
      (code = "confiscate_gain", label = (zh = "没收违法所得", en = "confiscation of gain")),
      (code = "confiscate_goods", label = (zh = "没收非法财物", en = "confiscation of goods")),
      (code = "suspend_licence", label = (zh = "暂扣许可证件", en = "suspension of a licence")),
      (code = "downgrade", label = (zh = "降低资质等级", en = "lower grade")),
      (code = "revoke_licence", label = (zh = "吊销许可证件", en = "revocation of a licence")),
      (code = "limit_business", label = (zh = "限制开展生产经营活动", en = "limits on business")),
      (code = "order_stop", label = (zh = "责令停产停业", en = "order to suspend business")),
      (code = "order_close", label = (zh = "责令关闭", en = "order to close")),
      (code = "limit_practice", label = (zh = "限制从业", en = "limits on practice")),
      (code = "detention", label = (zh = "行政拘留", en = "administrative detention")),
      (code = "other", label = (zh = "其他", en = "other"))]),
    (name = "penalty_status", values = [
      (code = "decided", label = (zh = "已决定", en = "decided")), (code = "served", label = (zh = "已送达", en = "served")),
      (code = "performed", label = (zh = "已履行", en = "performed")),
      (code = "partly", label = (zh = "部分履行", en = "partly performed")),
      (code = "contested", label = (zh = "争议中", en = "contested")),
      (code = "annulled", label = (zh = "已撤销", en = "annulled")),
      (code = "stayed", label = (zh = "中止执行", en = "stayed"))]),
    # 每人每罪的结果
    (name = "outcome", values = [
      (code = "filed", label = (zh = "立案", en = "filed")),
      (code = "not_filed", label = (zh = "不予立案", en = "not filed")),
      (code = "case_withdrawn", label = (zh = "撤案", en = "case withdrawn")),
      (code = "investigation_ended", label = (zh = "终止侦查", en = "investigation ended")),
      (code = "forwarded", label = (zh = "转送", en = "forwarded")),
      (code = "returned_not_police", label = (zh = "非公安职责", en = "not police business")),
      (code = "arrested", label = (zh = "批捕", en = "arrest approved")),
      (code = "arrest_refused", label = (zh = "不批捕", en = "arrest refused")),
      (code = "prosecution_registered", label = (zh = "受理审查起诉", en = "registered for prosecution")),
      (code = "wait_suspect", label = (zh = "未到案", en = "suspect at large")),
      (code = "returned_for_investigation", label = (zh = "退补", en = "returned for investigation")),
      (code = "prosecuted", label = (zh = "起诉", en = "prosecuted")),
      (code = "nonprosecuted", label = (zh = "不起诉", en = "not prosecuted")),
      (code = "charge_dropped", label = (zh = "不认定", en = "charge dropped")),
      (code = "accepted_by_court", label = (zh = "法院受理", en = "accepted by the court")),
      (code = "returned_by_court", label = (zh = "法院退回", en = "returned by the court")),
      (code = "indictment_withdrawn", label = (zh = "撤回起诉", en = "indictment withdrawn")),
      (code = "judged", label = (zh = "判决", en = "judged")),
      (code = "effective", label = (zh = "生效", en = "effective")),
      (code = "penalised", label = (zh = "行政处罚", en = "penalised")),
      (code = "no_penalty", label = (zh = "不予处罚", en = "no penalty")),
      (code = "property_disposed", label = (zh = "财物已处置", en = "property disposed of"))]),
    # O310 8, MPS 178
    (name = "nofile_ground", values = [
      (code = "no_facts", label = (zh = "没有犯罪事实", en = "no criminal facts")),
      (code = "minor", label = (zh = "显著轻微", en = "clearly minor")),
      (code = "other_statutory", label = (zh = "其他依法不追究", en = "other statutory ground"))]),
    # CPL 177(1), 177(2), 175(4)
    (name = "nonprosecution", values = [
      (code = "statutory", label = (zh = "法定", en = "statutory")),
      (code = "discretionary", label = (zh = "酌定", en = "discretionary")),
      (code = "insufficient", label = (zh = "存疑", en = "insufficient evidence"))]),
    # MPS 186
    (name = "withdraw_ground", values = [
      (code = "no_facts", label = (zh = "没有犯罪事实", en = "no criminal facts")),
      (code = "minor", label = (zh = "情节显著轻微", en = "clearly minor")),
      (code = "time_barred", label = (zh = "已过追诉时效", en = "time-barred")),
      (code = "amnesty", label = (zh = "特赦", en = "amnesty")),
      (code = "dead", label = (zh = "嫌疑人死亡", en = "suspect dead")),
      (code = "other_statutory", label = (zh = "其他依法不追究", en = "other statutory ground"))]),
    (name = "judgment_result", values = [
      (code = "guilty", label = (zh = "有罪", en = "guilty")),
      (code = "guilty_exempt", label = (zh = "免予刑事处罚", en = "guilty, exempted")),
      (code = "not_guilty", label = (zh = "无罪", en = "not guilty")),
      (code = "not_guilty_insufficient", label = (zh = "证据不足无罪", en = "not guilty, evidence insufficient")),
      (code = "terminated", label = (zh = "终止审理", en = "terminated")),
      (code = "rejected", label = (zh = "驳回", en = "rejected"))]),
    (name = "arrest_refusal", values = [
      (code = "no_crime", label = (zh = "不构成犯罪", en = "no crime")),
      (code = "insufficient", label = (zh = "证据不足", en = "insufficient evidence")),
      (code = "no_danger", label = (zh = "无社会危险性", en = "no danger"))]),
    (name = "recon_result", values = [
      (code = "maintained", label = (zh = "维持", en = "maintained")),
      (code = "changed", label = (zh = "变更", en = "changed")), (code = "revoked", label = (zh = "撤销", en = "revoked")),
      (code = "late_not_examined", label = (zh = "逾期不予复议", en = "late, not examined"))]),
    (name = "si_result", values = [
      (code = "found", label = (zh = "已查清", en = "found")), (code = "partly", label = (zh = "部分查清", en = "partly")),
      (code = "cannot_be_found", label = (zh = "无法查清", en = "cannot be found")),
      (code = "unfounded", label = (zh = "退查不当", en = "unfounded"))]),
    (name = "reply_result", values = [
      (code = "penalised", label = (zh = "已处罚", en = "penalised")),
      (code = "not_penalised", label = (zh = "未处罚", en = "not penalised")),
      (code = "partly", label = (zh = "部分处罚", en = "partly")),
      (code = "in_progress", label = (zh = "办理中", en = "in progress"))]),
    (name = "confirmation_result", values = [
      (code = "valid", label = (zh = "有效", en = "valid")), (code = "dismissed", label = (zh = "驳回", en = "dismissed")),
      (code = "annulled", label = (zh = "撤销", en = "annulled"))]),
    (name = "supervision_result", values = [
      (code = "reasons_valid", label = (zh = "理由成立", en = "reasons valid")),
      (code = "not_yet_overdue", label = (zh = "尚未超期", en = "not yet overdue")),
      (code = "notify_file", label = (zh = "通知立案", en = "notified to file")),
      (code = "self_corrected", label = (zh = "自行立案", en = "corrected by itself"))]),
    # 清点结果
    (name = "count_result", values = [
      (code = "agreed", label = (zh = "一致", en = "agreed")), (code = "short", label = (zh = "短少", en = "short")),
      (code = "over", label = (zh = "多出", en = "over")),
      (code = "other_item", label = (zh = "品名不符", en = "other item")),
      (code = "seal_broken", label = (zh = "封存破损", en = "seal broken"))]),
    (name = "disposal", values = [
      (code = "return_owner", label = (zh = "返还", en = "return to the owner")),
      (code = "confiscate", label = (zh = "没收", en = "confiscate")),
      (code = "destroy", label = (zh = "销毁", en = "destroy")), (code = "charity", label = (zh = "公益", en = "charity")),
      (code = "auction", label = (zh = "拍卖", en = "auction")),
      (code = "keep_sample", label = (zh = "留样", en = "keep a sample")),
      (code = "release", label = (zh = "解除", en = "release")),
      (code = "to_treasury", label = (zh = "上缴国库", en = "to the treasury")),
      (code = "hold_for_civil", label = (zh = "待民事案件", en = "hold for a civil case")),
      (code = "not_found", label = (zh = "未找到", en = "not found"))]),
    (name = "move_reason", values = [
      (code = "not_own", label = (zh = "不属本机关管辖", en = "not own jurisdiction")),
      (code = "joinder", label = (zh = "并案", en = "joinder")),
      (code = "designation", label = (zh = "指定", en = "designation"))]),
    (name = "link", values = [
      (code = "joined", label = (zh = "并案", en = "joined")), (code = "split", label = (zh = "分案", en = "split")),
      (code = "duplicate_of", label = (zh = "重复", en = "duplicate of")),
      (code = "follow_on", label = (zh = "后续", en = "follow-on")),
      (code = "same_party", label = (zh = "同一当事人", en = "same party"))]),
    # 证据种类
    (name = "evidence", values = [
      (code = "E1", label = (zh = "物证", en = "physical")), (code = "E2", label = (zh = "书证", en = "documentary")),
      (code = "E3", label = (zh = "证人证言", en = "witness")), (code = "E4", label = (zh = "被害人陈述", en = "victim")),
      (code = "E5", label = (zh = "供述和辩解、当事人陈述", en = "suspect or party")),
      (code = "E6", label = (zh = "鉴定意见、检验报告", en = "appraisal")),
      (code = "E7", label = (zh = "勘验、检查、现场等笔录", en = "records")),
      (code = "E8", label = (zh = "视听资料", en = "audio-visual")),
      (code = "E9", label = (zh = "电子数据", en = "electronic data")),
      (code = "E10", label = (zh = "公证书", en = "notarised matter")),
      (code = "E11", label = (zh = "行政决定认定的事实", en = "facts found by an effective act")),
      (code = "E12", label = (zh = "境外证据", en = "from abroad"))]),
    # SPP 424(1)(1)-(7)
    (name = "withdraw_indictment", values = [
      (code = "424-1", label = (zh = "不存在犯罪事实", en = "no criminal facts")),
      (code = "424-2", label = (zh = "非被告人所为", en = "not done by the accused")),
      (code = "424-3", label = (zh = "情节显著轻微", en = "clearly minor")),
      (code = "424-4", label = (zh = "证据不足或变化", en = "evidence insufficient or changed")),
      (code = "424-5", label = (zh = "未达责任年龄", en = "under age")),
      (code = "424-6", label = (zh = "法律变化", en = "change of law")),
       (code = "424-7", label = (zh = "其他", en = "other"))]),
    # 国家秘密三级不得上线; 其余为访问级别
    (name = "secrecy", values = [
      (code = "top_secret", label = (zh = "绝密", en = "top secret")),
      (code = "secret", label = (zh = "机密", en = "secret")),
      (code = "confidential", label = (zh = "秘密", en = "confidential")),
      (code = "work_secret", label = (zh = "工作秘密", en = "work secret")),
      (code = "trade_secret", label = (zh = "商业秘密", en = "trade secret")),
      (code = "privacy", label = (zh = "个人隐私", en = "privacy")), (code = "minor", label = (zh = "未成年人", en = "minor")),
      (code = "protected_person", label = (zh = "需保护人员", en = "protected person")),
      (code = "sealed_record", label = (zh = "犯罪记录封存", en = "sealed criminal record")),
      (code = "not_public", label = (zh = "不公开", en = "not public")), (code = "none", label = (zh = "无", en = "none"))]),
    # O310 3
    (name = "transfer_ground", values = [
      (code = "3(1)", label = (zh = "达到追诉标准", en = "criteria met")),
      (code = "3(2)", label = (zh = "合理嫌疑", en = "reasonable suspicion"))]),
    (name = "case_source", values = [
      (code = "complaint", label = (zh = "投诉", en = "complaint")),
      (code = "report", label = (zh = "举报", en = "report")),
      (code = "inspection", label = (zh = "检查", en = "inspection")),
      (code = "transfer", label = (zh = "移送", en = "transfer")),
      (code = "platform", label = (zh = "平台", en = "platform")), (code = "data", label = (zh = "数据线索", en = "data")),
      (code = "surrender", label = (zh = "自首", en = "surrender"))]),
    (name = "hint", values = [
      (code = "meets", label = (zh = "达到", en = "meets")), (code = "below", label = (zh = "未达到", en = "below")),
      (code = "just_below", label = (zh = "接近(80%以上)", en = "just below (80 % or more)")),
      (code = "no_amount", label = (zh = "无金额", en = "no amount")),
      (code = "not_computed", label = (zh = "未计算", en = "not computed"))]),
    (name = "price_basis", values = [
      (code = "sold_actual", label = (zh = "实际销售价", en = "actual sales price")),
      (code = "marked", label = (zh = "标价", en = "marked price")),
      (code = "average_actual", label = (zh = "已查清平均价", en = "average of known prices")),
      (code = "market_middle", label = (zh = "市场中间价", en = "market middle price")),
      (code = "appraisal", label = (zh = "价格认定", en = "appraisal"))]),
    (name = "amount_kind", values = [
      (code = "turnover", label = (zh = "非法经营数额", en = "illegal turnover")),
      (code = "gain", label = (zh = "违法所得", en = "illegal gain")),
      (code = "sales", label = (zh = "销售金额", en = "sales")),
      (code = "goods_value", label = (zh = "货值", en = "value of goods")),
      (code = "loss", label = (zh = "损失", en = "loss")), (code = "copies", label = (zh = "件、复制品数", en = "copies")),
      (code = "clicks", label = (zh = "点击数", en = "clicks")), (code = "members", label = (zh = "会员数", en = "members"))]),
    # 载体
    (name = "carrier", values = [
      (code = "E", label = (zh = "电子原件", en = "electronic original")),
      (code = "S", label = (zh = "纸质扫描件", en = "scan of a paper original")),
      (code = "P", label = (zh = "仅纸质", en = "paper only")), (code = "M", label = (zh = "存储介质", en = "storage medium"))]),
    # 送达方式
    (name = "service", values = [
      (code = "direct", label = (zh = "直接送达", en = "direct")), (code = "post", label = (zh = "邮寄", en = "post")),
      (code = "electronic", label = (zh = "电子送达", en = "electronic")),
      (code = "left", label = (zh = "留置", en = "left")),
      (code = "announcement", label = (zh = "公告", en = "announcement")),
      (code = "through_unit", label = (zh = "转交", en = "through a unit"))]),
    (name = "recall_reason", values = [
      (code = "wrong_member", label = (zh = "发错单位", en = "wrong member")),
      (code = "wrong_part", label = (zh = "发错材料", en = "wrong part")),
      (code = "too_much", label = (zh = "超范围", en = "too much")),
      (code = "superseded", label = (zh = "已被替代", en = "superseded"))]),
    (name = "return_reason", values = [
      (code = "not_own", label = (zh = "不属本机关", en = "not own")),
      (code = "art16", label = (zh = "刑诉法第十六条", en = "CPL 16(2)-(6)")),
      (code = "absent", label = (zh = "不在案", en = "absent")),
      (code = "no_new_evidence", label = (zh = "无新证据", en = "no new evidence")),
      (code = "not_competent", label = (zh = "非职权", en = "not competent")),
      (code = "other", label = (zh = "其他", en = "other"))]),
    # CivI 355(1)-(5)
    (name = "nonaccept_ground", values = [
      (code = "not_scope", label = (zh = "不属受理范围", en = "not within the scope")),
      (code = "not_this_court", label = (zh = "不属本院管辖", en = "not this court")),
      (code = "personal_status", label = (zh = "身份关系", en = "personal status")),
      (code = "special_procedure", label = (zh = "适用其他程序", en = "other procedure")),
      (code = "ownership_or_validity", label = (zh = "涉及知识产权确权", en = "ownership or validity of an IP right"))]),
    # APL 33, 57(1)(2)-(3), 36, 35
    (name = "nopenalty_ground", values = [
      (code = "minor_corrected", label = (zh = "轻微并及时改正", en = "minor and corrected")),
      (code = "first_minor", label = (zh = "初次违法且轻微", en = "first and minor")),
      (code = "no_fault", label = (zh = "无主观过错", en = "no fault")),
      (code = "minor", label = (zh = "违法轻微", en = "minor")),
      (code = "not_established", label = (zh = "违法事实不成立", en = "facts not established")),
      (code = "time_barred", label = (zh = "超过追究时效", en = "time-barred")),
      (code = "criminal_fine_imposed", label = (zh = "已判处罚金", en = "criminal fine imposed"))]),
    (name = "credit_ground", values = [
      (code = "intentional_infringement", label = (zh = "故意侵犯知识产权", en = "intentional infringement")),
      (code = "other", label = (zh = "其他", en = "other"))]),
    (name = "right_event", values = [
      (code = "filed_invalidity", label = (zh = "提出无效", en = "invalidity filed")),
      (code = "invalid", label = (zh = "无效", en = "invalid")),
      (code = "partly_invalid", label = (zh = "部分无效", en = "partly invalid")),
      (code = "maintained", label = (zh = "维持", en = "maintained")),
      (code = "expired", label = (zh = "期满", en = "expired")),
      (code = "transferred", label = (zh = "转让", en = "transferred")),
      (code = "restored", label = (zh = "恢复", en = "restored"))]),
    # 计量单位; 不换算
    (name = "unit", values = [
      (code = "件", label = (zh = "件", en = "piece")), (code = "个", label = (zh = "个", en = "item")),
      (code = "双", label = (zh = "双", en = "pair")), (code = "盒", label = (zh = "盒", en = "box")),
      (code = "箱", label = (zh = "箱", en = "case")), (code = "瓶", label = (zh = "瓶", en = "bottle")),
      (code = "袋", label = (zh = "袋", en = "bag")), (code = "卷", label = (zh = "卷", en = "roll")),
      (code = "台", label = (zh = "台", en = "set")), (code = "套", label = (zh = "套", en = "suite")),
      (code = "米", label = (zh = "米", en = "metre")), (code = "千克", label = (zh = "千克", en = "kilogram")),
      (code = "吨", label = (zh = "吨", en = "tonne")), (code = "升", label = (zh = "升", en = "litre")),
      (code = "张", label = (zh = "张", en = "sheet")), (code = "枚", label = (zh = "枚", en = "coin")),
      (code = "other", label = (zh = "其他", en = "other"))]),
    (name = "edata", values = [
      (code = "file", label = (zh = "文件", en = "file")), (code = "message", label = (zh = "聊天记录", en = "messages")),
      (code = "transaction", label = (zh = "交易记录", en = "transactions")),
      (code = "web", label = (zh = "网页", en = "web page")), (code = "database", label = (zh = "数据库", en = "database")),
      (code = "log", label = (zh = "日志", en = "log")), (code = "disk_image", label = (zh = "磁盘镜像", en = "disk image"))]),
    (name = "edata_method", values = [
      (code = "medium_sealed", label = (zh = "扣押封存介质", en = "medium sealed")),
      (code = "extracted", label = (zh = "提取", en = "extracted")),
      (code = "remote", label = (zh = "远程勘验", en = "remote")), (code = "frozen", label = (zh = "冻结", en = "frozen")),
      (code = "retrieved", label = (zh = "调取", en = "retrieved")),
      (code = "printed", label = (zh = "打印", en = "printed"))]),
    (name = "digest_alg", values = [
      (code = "sha256", label = (zh = "SHA-256", en = "SHA-256")), (code = "sm3", label = (zh = "SM3", en = "SM3")),
      (code = "other", label = (zh = "其他", en = "other"))]),
    (name = "verify_result", values = [
      (code = "verified", label = (zh = "一致", en = "verified")),
      (code = "mismatch", label = (zh = "不一致", en = "mismatch")),
      (code = "not_verifiable", label = (zh = "无法核验", en = "not verifiable"))]),
    (name = "dispute_kind", values = [
      (code = "invalidity", label = (zh = "无效", en = "invalidity")),
      (code = "infringement", label = (zh = "侵权", en = "infringement")),
      (code = "customs", label = (zh = "海关", en = "customs")),
      (code = "platform", label = (zh = "平台", en = "platform")),
      (code = "s337", label = (zh = "337调查", en = "section 337")),
      (code = "trade_secret", label = (zh = "商业秘密", en = "trade secret")),
      (code = "other", label = (zh = "其他", en = "other"))]),
    (name = "assist_act", values = [
      (code = "question", label = (zh = "询问", en = "question")), (code = "search", label = (zh = "搜查", en = "search")),
      (code = "seize", label = (zh = "扣押", en = "seize")), (code = "freeze", label = (zh = "冻结", en = "freeze")),
      (code = "inspect", label = (zh = "勘验", en = "inspect")), (code = "serve", label = (zh = "送达", en = "serve")),
      (code = "look_up", label = (zh = "查询", en = "look up")), (code = "arrest", label = (zh = "拘捕", en = "arrest"))]),
    (name = "suspension_ground", values = [
      (code = "police_contest", label = (zh = "公安复议复核", en = "contest by police")),
      (code = "victim_appeal", label = (zh = "被害人申诉", en = "appeal of the victim")),
      (code = "private_suit", label = (zh = "自诉", en = "private suit")),
      (code = "person_appeal", label = (zh = "被不起诉人申诉", en = "appeal of the person")),
      (code = "ownership_dispute", label = (zh = "权属争议", en = "dispute on ownership")),
      (code = "parallel_suit", label = (zh = "关联诉讼", en = "parallel suit")),
      (code = "illness", label = (zh = "患病", en = "illness")),
      (code = "absconded", label = (zh = "潜逃", en = "absconded")),
      (code = "force_majeure", label = (zh = "不可抗力", en = "force majeure"))]),
    (name = "platform_measure", values = [
      (code = "remove", label = (zh = "删除", en = "remove")), (code = "block", label = (zh = "屏蔽", en = "block")),
      (code = "disconnect", label = (zh = "断开链接", en = "disconnect")),
      (code = "stop_trade", label = (zh = "终止交易", en = "stop the trade")),
      (code = "none", label = (zh = "无", en = "none"))]),
    (name = "med_result", values = [
      (code = "agreement", label = (zh = "达成协议", en = "agreement")),
      (code = "partial", label = (zh = "部分达成", en = "partial")), (code = "failed", label = (zh = "不成", en = "failed")),
      (code = "declined", label = (zh = "不接受", en = "declined"))]),
    (name = "trial_procedure", values = [
      (code = "speedy", label = (zh = "速裁", en = "speedy")), (code = "summary", label = (zh = "简易", en = "summary")),
      (code = "ordinary", label = (zh = "普通", en = "ordinary"))]),
    (name = "path", values = [
      (code = "adm", label = (zh = "行政", en = "administration")), (code = "pol", label = (zh = "公安", en = "police")),
      (code = "court", label = (zh = "法院", en = "court")), (code = "med", label = (zh = "调解", en = "mediation")),
      (code = "not", label = (zh = "公证", en = "notary")), (code = "refuse", label = (zh = "不受理", en = "refuse"))]),
    (name = "volume", values = [
      (code = "procedure", label = (zh = "程序卷", en = "procedure")),
      (code = "evidence", label = (zh = "证据卷", en = "evidence")),
      (code = "exhibits", label = (zh = "物证卷", en = "exhibits"))]),
    (name = "opinion_kind", values = [
      (code = "penalise", label = (zh = "给予处罚", en = "penalise")),
      (code = "discipline", label = (zh = "给予处分", en = "discipline")),
      (code = "confiscate", label = (zh = "没收", en = "confiscate")),
      (code = "should_transfer", label = (zh = "应当移送", en = "should transfer"))]),
    # ISO 639-1; 未列出的保留并提示
    (name = "language", values = [
      (code = "zh", label = (zh = "中文", en = "Chinese")), (code = "en", label = (zh = "英文", en = "English")),
      (code = "ja", label = (zh = "日文", en = "Japanese")), (code = "ko", label = (zh = "韩文", en = "Korean")),
      (code = "fr", label = (zh = "法文", en = "French")), (code = "de", label = (zh = "德文", en = "German")),
      (code = "es", label = (zh = "西班牙文", en = "Spanish")), (code = "it", label = (zh = "意大利文", en = "Italian")),
      (code = "pt", label = (zh = "葡萄牙文", en = "Portuguese")), (code = "nl", label = (zh = "荷兰文", en = "Dutch")),
      (code = "ru", label = (zh = "俄文", en = "Russian")), (code = "ar", label = (zh = "阿拉伯文", en = "Arabic")),
      (code = "th", label = (zh = "泰文", en = "Thai")), (code = "vi", label = (zh = "越南文", en = "Vietnamese")),
      (code = "ms", label = (zh = "马来文", en = "Malay")), (code = "id", label = (zh = "印尼文", en = "Indonesian")),
      (code = "tr", label = (zh = "土耳其文", en = "Turkish")), (code = "pl", label = (zh = "波兰文", en = "Polish")),
      (code = "sv", label = (zh = "瑞典文", en = "Swedish")), (code = "hi", label = (zh = "印地文", en = "Hindi"))])
  ]
);
