@0xce448f1ba9311805;
# Filing standards 立案标准 of the offences against intellectual property, by version: hints, which no verdict, finding or step looks
# at (O310 3(2): with reasonable suspicion a transfer below them is lawful). Figures in fen; copies, clicks and members as counted.
# First tier only. Each figure says how sure it is: the interpretations of 2004, 2007 and 2020 were read, that of 2025 was not.
using R = import "/rules.capnp";

const goods :R.Condition = (not = (exists = (some = "right",
  meets = (compare = (left = "element.type", right = (text = "trademark_service"))))));
const goodsWords :R.Label = (zh = "商品商标", en = "marks of goods");
const twoMarks :R.Condition = (count = (of = "right", is = atLeast, number = 2,
  meets = (compare = (left = "element.type", right = (text = "trademark_goods")))));
const twoMarksWords :R.Label = (zh = "两种以上商品注册商标", en = "two or more registered marks of goods");
const twoPatents :R.Condition = (count = (of = "right", is = atLeast, number = 2,
  meets = (in = (left = "element.type", values = ["invention", "utility_model", "design"]))));
const twoPatentsWords :R.Label = (zh = "两项以上专利", en = "two or more patents");

const pack :R.Pack = (
  standards = [
    (offence = "213", version = "I-2004", effectiveFrom = "2004-12-22", effectiveTo = "2025-04-25", basis = [(instrument = "I2004", confidence = verified, note = "of units, three times as much until 2007-04-04: not measured")], limbs = [
      (measures = [(kinds = ["turnover"], atLeast = 5000000)], when = .goods, label = .goodsWords, basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["gain"], atLeast = 3000000)], when = .goods, label = .goodsWords, basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["turnover"], atLeast = 3000000)], when = .twoMarks, label = .twoMarksWords, basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["gain"], atLeast = 2000000)], when = .twoMarks, label = .twoMarksWords, basis = [(instrument = "I2004", confidence = verified)])]),
    (offence = "213", version = "I-2025", effectiveFrom = "2025-04-26", basis = [(instrument = "I2025", confidence = recalled, percent = 85, note = "goods; marks of services have figures of their own, not measured; lower figures for a repeat within two years are not measured: no field tells it")], limbs = [
      (measures = [(kinds = ["turnover"], atLeast = 5000000)], when = .goods, label = .goodsWords, basis = [(instrument = "I2025", confidence = recalled, percent = 85)]),
      (measures = [(kinds = ["gain"], atLeast = 3000000)], when = .goods, label = .goodsWords, basis = [(instrument = "I2025", confidence = recalled, percent = 85)]),
      (measures = [(kinds = ["turnover"], atLeast = 3000000)], when = .twoMarks, label = .twoMarksWords, basis = [(instrument = "I2025", confidence = recalled, percent = 85)]),
      (measures = [(kinds = ["gain"], atLeast = 2000000)], when = .twoMarks, label = .twoMarksWords, basis = [(instrument = "I2025", confidence = recalled, percent = 85)])]),
    (offence = "214", version = "I-2004", effectiveFrom = "2004-12-22", effectiveTo = "2010-05-06", basis = [(instrument = "I2004", confidence = verified, note = "of units, three times as much until 2007-04-04: not measured")], limbs = [
      (measures = [(kinds = ["sales"], atLeast = 5000000)], basis = [(instrument = "I2004", confidence = verified)])]),
    (offence = "214", version = "ZS-2010", effectiveFrom = "2010-05-07", effectiveTo = "2025-04-25", basis = [(instrument = "ZS2010", article = "70", confidence = page, note = "its first day is recalled; since 2021-03-01 the statute speaks of illegal gain and circumstances, and no figures followed until 2025")], limbs = [
      (measures = [(kinds = ["sales"], atLeast = 5000000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["sales", "goods_value"], atLeast = 15000000)], basis = [(instrument = "ZS2010", article = "70", confidence = page)])]),
    (offence = "214", version = "I-2025", effectiveFrom = "2025-04-26", basis = [(instrument = "I2025", confidence = recalled, percent = 85, note = "lower figures for a repeat within two years are not measured: no field tells it")], limbs = [
      (measures = [(kinds = ["gain"], atLeast = 3000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 85)]),
      (measures = [(kinds = ["sales"], atLeast = 5000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 85)]),
      (measures = [(kinds = ["sales", "goods_value"], atLeast = 15000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 85)])]),
    (offence = "215", version = "I-2004", effectiveFrom = "2004-12-22", effectiveTo = "2025-04-25", basis = [(instrument = "I2004", confidence = verified, note = "of units, three times as much until 2007-04-04: not measured")], limbs = [
      (measures = [(kinds = ["copies"], atLeast = 20000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["turnover"], atLeast = 5000000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["gain"], atLeast = 3000000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["copies"], atLeast = 10000)], when = .twoMarks, label = .twoMarksWords, basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["turnover"], atLeast = 3000000)], when = .twoMarks, label = .twoMarksWords, basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["gain"], atLeast = 2000000)], when = .twoMarks, label = .twoMarksWords, basis = [(instrument = "I2004", confidence = verified)])]),
    (offence = "215", version = "I-2025", effectiveFrom = "2025-04-26", basis = [(instrument = "I2025", confidence = recalled, percent = 75, note = "lower figures for a repeat within two years are not measured: no field tells it")], limbs = [
      (measures = [(kinds = ["copies"], atLeast = 10000)], basis = [(instrument = "I2025", confidence = recalled, percent = 75)]),
      (measures = [(kinds = ["gain"], atLeast = 2000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 75)]),
      (measures = [(kinds = ["turnover"], atLeast = 3000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 75)]),
      (measures = [(kinds = ["copies"], atLeast = 5000)], when = .twoMarks, label = .twoMarksWords, basis = [(instrument = "I2025", confidence = recalled, percent = 75)]),
      (measures = [(kinds = ["gain"], atLeast = 1000000)], when = .twoMarks, label = .twoMarksWords, basis = [(instrument = "I2025", confidence = recalled, percent = 75)]),
      (measures = [(kinds = ["turnover"], atLeast = 2000000)], when = .twoMarks, label = .twoMarksWords, basis = [(instrument = "I2025", confidence = recalled, percent = 75)])]),
    (offence = "216", version = "I-2004", effectiveFrom = "2004-12-22", effectiveTo = "2025-04-25", basis = [(instrument = "I2004", confidence = verified, note = "of units, three times as much until 2007-04-04: not measured")], limbs = [
      (measures = [(kinds = ["turnover"], atLeast = 20000000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["gain"], atLeast = 10000000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["loss"], atLeast = 50000000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["turnover"], atLeast = 10000000)], when = .twoPatents, label = .twoPatentsWords, basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["gain"], atLeast = 5000000)], when = .twoPatents, label = .twoPatentsWords, basis = [(instrument = "I2004", confidence = verified)])]),
    (offence = "216", version = "I-2025", effectiveFrom = "2025-04-26", basis = [(instrument = "I2025", confidence = recalled, percent = 70, note = "lower figures for a repeat within two years are not measured: no field tells it")], limbs = [
      (measures = [(kinds = ["loss"], atLeast = 30000000)], basis = [(instrument = "I2025", confidence = page)]),
      (measures = [(kinds = ["turnover"], atLeast = 20000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 70)]),
      (measures = [(kinds = ["gain"], atLeast = 10000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 70)]),
      (measures = [(kinds = ["turnover"], atLeast = 10000000)], when = .twoPatents, label = .twoPatentsWords, basis = [(instrument = "I2025", confidence = recalled, percent = 70)]),
      (measures = [(kinds = ["gain"], atLeast = 5000000)], when = .twoPatents, label = .twoPatentsWords, basis = [(instrument = "I2025", confidence = recalled, percent = 70)])]),
    (offence = "217", version = "I-2004", effectiveFrom = "2004-12-22", effectiveTo = "2007-04-04", basis = [(instrument = "I2004", confidence = verified, note = "of units, three times as much until 2007-04-04: not measured")], limbs = [
      (measures = [(kinds = ["gain"], atLeast = 3000000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["turnover"], atLeast = 5000000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["copies"], atLeast = 1000)], basis = [(instrument = "I2004", confidence = verified)])]),
    (offence = "217", version = "I-2007", effectiveFrom = "2007-04-05", effectiveTo = "2025-04-25", basis = [(instrument = "I2007", confidence = verified)], limbs = [
      (measures = [(kinds = ["gain"], atLeast = 3000000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["turnover"], atLeast = 5000000)], basis = [(instrument = "I2004", confidence = verified)]),
      (measures = [(kinds = ["copies"], atLeast = 500)], basis = [(instrument = "I2007", confidence = verified)])]),
    (offence = "217", version = "I-2025", effectiveFrom = "2025-04-26", basis = [(instrument = "I2025", confidence = recalled, percent = 80, note = "halves of two standards together are not measured; lower figures for a repeat within two years are not measured: no field tells it; downloads and items online are not measured")], limbs = [
      (measures = [(kinds = ["gain"], atLeast = 3000000)], basis = [(instrument = "I2025", article = "13", confidence = page)]),
      (measures = [(kinds = ["turnover"], atLeast = 5000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 80)]),
      (measures = [(kinds = ["copies"], atLeast = 500)], basis = [(instrument = "I2025", confidence = recalled, percent = 80)]),
      (measures = [(kinds = ["clicks"], atLeast = 100000)], basis = [(instrument = "I2025", confidence = recalled, percent = 80)]),
      (measures = [(kinds = ["members"], atLeast = 1000)], basis = [(instrument = "I2025", confidence = recalled, percent = 80)])]),
    (offence = "218", version = "I-2004", effectiveFrom = "2004-12-22", effectiveTo = "2025-04-25", basis = [(instrument = "I2004", confidence = verified, note = "of units, three times as much until 2007-04-04: not measured")], limbs = [
      (measures = [(kinds = ["gain"], atLeast = 10000000)], basis = [(instrument = "I2004", confidence = verified)])]),
    (offence = "218", version = "I-2025", effectiveFrom = "2025-04-26", basis = [(instrument = "I2025", confidence = recalled, percent = 75, note = "lower figures for a repeat within two years are not measured: no field tells it; value of goods and unsold goods are not measured")], limbs = [
      (measures = [(kinds = ["gain"], atLeast = 5000000)], basis = [(instrument = "I2025", confidence = page)]),
      (measures = [(kinds = ["sales"], atLeast = 10000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 75)]),
      (measures = [(kinds = ["copies"], atLeast = 1000)], basis = [(instrument = "I2025", confidence = recalled, percent = 75)])]),
    (offence = "219", version = "I-2004", effectiveFrom = "2004-12-22", effectiveTo = "2020-09-13", basis = [(instrument = "I2004", confidence = verified, note = "of units, three times as much until 2007-04-04: not measured")], limbs = [
      (measures = [(kinds = ["loss"], atLeast = 50000000)], basis = [(instrument = "I2004", confidence = verified)])]),
    (offence = "219", version = "I-2020", effectiveFrom = "2020-09-14", effectiveTo = "2025-04-25", basis = [(instrument = "I2020", confidence = verified, note = "bankruptcy is not measured; the filing standard for trade secrets of 2020-09-17 is not held")], limbs = [
      (measures = [(kinds = ["loss"], atLeast = 30000000)], basis = [(instrument = "I2020", confidence = verified)]),
      (measures = [(kinds = ["gain"], atLeast = 30000000)], basis = [(instrument = "I2020", confidence = verified)])]),
    (offence = "219", version = "I-2025", effectiveFrom = "2025-04-26", basis = [(instrument = "I2025", confidence = recalled, percent = 80, note = "lower figures for a repeat within two years are not measured: no field tells it; bankruptcy is not measured")], limbs = [
      (measures = [(kinds = ["loss"], atLeast = 30000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 80)]),
      (measures = [(kinds = ["gain"], atLeast = 30000000)], basis = [(instrument = "I2025", confidence = recalled, percent = 80)])])
  ]
);
