@0xa4b1d0c27c1e6f93;
# Kinds that the law knows and this set does not hold yet. A step that would open one opens nothing; clocks of these kinds do
# not run and count as past for `close`; a message of such a kind is returned with unknown_procedure.

using R = import "/rules.capnp";

const pack :R.Pack = (
  absent = [
    (id = "K03", name = "adm.pol.reconsider", label = (zh = "提请复议", en = "request for reconsideration")),
    (id = "K04", name = "adm.proc.filing_supervision", label = (zh = "建议立案监督", en = "request for filing supervision")),
    (id = "K05", name = "proc.pol.explain_nonfiling", label = (zh = "要求说明不立案理由", en = "demand to explain not filing")),
    (id = "K06", name = "proc.pol.notify_file", label = (zh = "通知立案", en = "notice to file")),
    (id = "K09", name = "proc.adm.reverse_opinion",
     label = (zh = "检察意见(行刑反向衔接)", en = "procuratorial opinion after non-prosecution")),
    (id = "K10", name = "proc.adm.demand_transfer",
     label = (zh = "督促移送检察意见", en = "demand to transfer a suspected crime")),
    (id = "K11", name = "pol.proc.arrest_request", label = (zh = "提请批准逮捕", en = "request for approval of arrest")),
    (id = "K14", name = "pol.proc.reconsider_nonprosecution",
     label = (zh = "不起诉复议复核", en = "contest of a non-prosecution")),
    (id = "K16", name = "med.court.confirmation", label = (zh = "司法确认", en = "judicial confirmation of mediation")),
    (id = "K16b", name = "court.med.entrust", label = (zh = "委派/委托调解", en = "entrustment to mediation")),
    (id = "K17", name = "court.tech.assign", label = (zh = "技术调查官指派", en = "assignment of a technical investigator")),
    (id = "K18", name = "not.any.deposit_record", label = (zh = "存证/公证记录", en = "deposit or notarial record")),
    (id = "K19", name = "adm.reg.disclosure", label = (zh = "行政处罚信息公示", en = "publication of a penalty")),
    (id = "K20", name = "any.any.lead", label = (zh = "线索移送", en = "passing on a lead")),
    (id = "K21", name = "ip.any.right_status", label = (zh = "权利状态变动", en = "change of status of a right")),
    (id = "K22", name = "plat.seller.notice", label = (zh = "平台通知-声明", en = "platform notice and counter-notice")),
    (id = "K23", name = "centre.any.intake_split", label = (zh = "一站式受理分流", en = "one-stop intake and split")),
    (id = "K24", name = "centre.centre.overseas_report",
     label = (zh = "涉外知识产权纠纷报告", en = "report on an overseas dispute")),
    (id = "K25", name = "adm.oversight.penalty_entry", label = (zh = "行政处罚案件信息录入", en = "entry of a penalty case")),
    (id = "K26", name = "any.any.consultation", label = (zh = "案件咨询/提前介入", en = "consultation and early involvement")),
    (id = "K27", name = "any.any.assistance", label = (zh = "办案协作/协查", en = "assistance")),
    (id = "K28", name = "any.adm.determination",
     label = (zh = "委托认定/价格认定", en = "commissioned determination or appraisal")),
    (id = "K30", name = "pol.upol.designation", label = (zh = "指定管辖/集中管辖", en = "designation of jurisdiction")),
    (id = "K31", name = "court.holder.exhibit_disposal", label = (zh = "涉案财物处置", en = "disposal of exhibits")),
    (id = "K32", name = "any.off.duty_to_tell", label = (zh = "告知义务", en = "duty to tell a person off the bus")),
    (id = "K33", name = "adm.reg.credit_listing", label = (zh = "失信列入与修复", en = "credit listing and repair")),
    (id = "K34", name = "any.med.recommendation",
     label = (zh = "调解/仲裁建议", en = "recommendation of mediation or arbitration"))
  ]
);
