@0xe4c3f6d8ab2057b9;
# Cases of N01: one message each, and what the bus must say about it. 用例:一份报文,以及平台应作出的校验结果。
# `caseway-rules test` wants each requirement seen failed and met, each step said, each clock started or ended.

using Test = import "/pack_test.capnp";

const amr :Test.TestAgency = (id = "a-amr", roles = [administrative], level = 4, region = "350123");
const police :Test.TestAgency = (id = "a-police", roles = [police], level = 4, region = "350123");

const letter :Test.TestDocument = (type = "D901", fields = [
  (name = "number", value = (text = "监函〔2026〕3号"))]);
const answer :Test.TestDocument = (type = "D902", fields = [
  (name = "letterNumber", value = (text = "监函〔2026〕3号")),
  (name = "receivedOn", value = (date = "2026-03-02"))]);

const test :Test.PackTest = (
  procedure = "N01",
  cases = [
    (name = "a letter", step = "notice", sender = .amr, recipient = .police, occurredAt = "2026-03-02T09:00:00+08:00",
     documents = [.letter], leadsTo = "sent"),
    (name = "nothing but a cover: no answer before the letter is there", step = "notice", sender = .amr,
     recipient = .police, occurredAt = "2026-03-02T09:00:00+08:00",
     findings = ["N01.D901"], barred = ["answer"], leadsTo = "sent"),
    (name = "the letter comes later", step = "supplied", state = "accepted", sender = .amr, recipient = .police,
     occurredAt = "2026-03-03T09:00:00+08:00", documents = [.letter], leadsTo = "accepted"),

    (name = "the receiver's system took it", step = "presented", state = "sent", sender = .amr, recipient = .police,
     occurredAt = "2026-03-02T09:01:00+08:00", leadsTo = "presented"),
    (name = "signed for: ten working days", step = "accepted", state = "presented", sender = .police,
     recipient = .amr, bySender = false, occurredAt = "2026-03-02T10:00:00+08:00", leadsTo = "accepted",
     clocks = [(clock = "N01.answer", first = "2026-03-16 24:00")]),

    (name = "answered on the last day", step = "answer", state = "accepted", sender = .police, recipient = .amr,
     bySender = false, occurredAt = "2026-03-16T23:59:59+08:00", held = [.letter], documents = [.answer],
     leadsTo = "answered", ended = ["N01.answer"]),
    (name = "answered a day late", step = "answer", state = "accepted", sender = .police, recipient = .amr,
     bySender = false, occurredAt = "2026-03-17T00:00:01+08:00", held = [.letter], documents = [.answer],
     findings = ["late_answer"], leadsTo = "answered"),
    (name = "the answer is missing", step = "answer", state = "accepted", sender = .police, recipient = .amr,
     bySender = false, occurredAt = "2026-03-10T09:00:00+08:00", held = [.letter], findings = ["N01.D902"],
     leadsTo = "answered"),
    (name = "an answer to another letter", step = "answer", state = "accepted", sender = .police, recipient = .amr,
     bySender = false, occurredAt = "2026-03-10T09:00:00+08:00", documents = [.answer],
     held = [(type = "D901", fields = [(name = "number", value = (text = "监函〔2026〕4号"))])],
     findings = ["N01.number"], leadsTo = "answered"),
    (name = "who asked cannot answer", step = "answer", state = "accepted", sender = .amr, recipient = .police,
     occurredAt = "2026-03-10T09:00:00+08:00", held = [.letter], documents = [.answer], refused = "wrong_role"),
    (name = "not answered before it is signed for", step = "answer", state = "presented", sender = .police,
     recipient = .amr, bySender = false, occurredAt = "2026-03-10T09:00:00+08:00", held = [.letter],
     documents = [.answer], refused = "step_not_open"),

    (name = "refused", step = "refuse", state = "accepted", sender = .police, recipient = .amr, bySender = false,
     occurredAt = "2026-03-10T09:00:00+08:00", held = [.letter], documents = [(type = "D903")], leadsTo = "refused"),
    (name = "refused without a letter", step = "refuse", state = "accepted", sender = .police, recipient = .amr,
     bySender = false, occurredAt = "2026-03-10T09:00:00+08:00", held = [.letter], findings = ["N01.D903"],
     leadsTo = "refused"),

    (name = "the time ran out", step = "overdue", state = "accepted", sender = .amr, recipient = .police,
     occurredAt = "2026-03-17T00:00:00+08:00", leadsTo = "accepted"),
    (name = "closed", step = "close", state = "refused", sender = .amr, recipient = .police,
     occurredAt = "2026-03-18T09:00:00+08:00", leadsTo = "closed")
  ]
);
