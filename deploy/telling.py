"""How the demonstration is told: the few words of its own in both languages, the lines of a receipt, and case by case what is printed."""


class Words:
    """The few words of the story itself; verdicts, findings and clocks come from the bus in both languages."""
    TABLE = {
        "verdict": ("校验结果", "verdict"), "proceeds": ("通过", "proceeds"), "proceeds_with_findings": ("附校验发现送达", "delivered with findings"),
        "next_step_barred": ("已送达,后续环节受阻", "delivered, a later step is barred"), "returned": ("退回发送方", "returned to sender"),
        "finding": ("校验发现", "finding"), "clock": ("期限", "clock"), "due": ("届满", "due"), "warns": ("预警", "warns"), "ended": ("结束", "ended"),
        "copy": ("抄送", "copy"), "receipt": ("平台凭证", "receipt"), "record": ("记录", "record"), "open": ("现可使用的环节", "open now"),
        "off": ("线下", "off the bus"), "bus": ("平台", "the bus"), "state": ("状态", "state"), "warned": ("期限预警", "clock warns"), "fired": ("期限届满", "clock ran out"),
        "armed": ("自文书收到时起算", "runs from receipt of the document"), "holds": ("收到的报文:", "what each system holds:"),
        "forged": ("伪造签名", "forged signature"), "stranger": ("未知成员", "unknown member"),
        "flipped": ("日志副本改动一个字节", "one byte flipped in a copy of the journal"),
        "refused": ("退回", "refused"), "kept_out": ("在门口被拒,没有应答", "kept out at the door: nothing answered"),
        "mismatch": ("不符", "mismatch"), "at_byte": ("位置", "offset"),
        "in_time": ("按时", "in_time"), "late": ("逾期", "late"), "lapsed": ("失效", "lapsed"), "answered_in_time": ("已按时答复", "answered_in_time"),
        "replayed": ("移送{transfers}件,记录{records}条,审计{audit}", "{transfers} transfers, {records} records, audit {audit}"),
        "agrees": ("一致", "agrees"),
        "end": ("最后", "at the end"), "sees": ("{agency}所见的案件({of})", "the case of {of}, as {agency} sees it"), "none": ("无", "none"),
        "outcome": ("结果", "outcome"), "counter": ("计数", "counter"), "link": ("关联", "link"), "said": ("已作出", "said"),
        "not_plain": ("非直接通过", "not simply proceeded"), "runs": ("仍在运行的期限", "clocks that still run"), "first": ("较早读法", "by the earlier reading"),
        "investigation_rounds": ("退回补充侦查次数", "investigation_rounds"), "outcomes_told": ("已通报结果数", "outcomes_told"),
        "cure_notices": ("补正通知数", "cure_notices"), "follow_on": ("后续", "follow_on"), "joined": ("并案", "joined"),
        "filed": ("立案", "filed"), "not_filed": ("不予立案", "not_filed"), "penalised": ("已处罚", "penalised"),
        "prosecution_registered": ("审查起诉受理", "prosecution_registered"), "prosecuted": ("提起公诉", "prosecuted"),
        "charge_dropped": ("不认定该罪", "charge_dropped"), "accepted_by_court": ("法院受理", "accepted_by_court"), "judged": ("已判决", "judged"),
        "effective": ("已生效", "effective"),
        "runs_on": ("平台继续运行(进程{pid},{endpoint});例如:", "the broker runs on (process {pid}, {endpoint}); for example:"),
        "stops": ("正常停止", "stops it cleanly"),
    }

    def __init__(self, lang):
        self.lang = lang

    def __call__(self, word):
        zh, en = self.TABLE[word]
        return zh if self.lang == "zh" else en

    def code(self, word):
        """What the bus names by a code, in words where the story has some."""
        return self(word) if word in self.TABLE else word

    def of(self, both):
        return both.get(self.lang) or both.get("en") or ""


class Pages:
    """Each case's lines together: the first case's as they come, those of each other once the cases before it have ended. `follow`:
    each line as it comes."""

    def __init__(self, cases, follow):
        self.waiting = {case: [] for case in cases}  # without those that have been told to their end
        self.over = set()
        self.follow = follow

    def line(self, case, text):
        if self.follow or case == next(iter(self.waiting)):
            self.show(text)
        else:
            self.waiting[case].append(text)

    def ended(self, case):
        """`case` has no further line."""
        self.over.add(case)
        while self.waiting and next(iter(self.waiting)) in self.over:
            self.turn()

    def close(self):
        """Prints what waits for a case that will not end."""
        while self.waiting:
            self.turn()

    def turn(self):
        del self.waiting[next(iter(self.waiting))]
        for text in next(iter(self.waiting.values()), []):
            self.show(text)

    def show(self, text):
        print(text, flush=True)


def clock_label(words, script, clock):
    """Of a pair, whose: "K01.review (Lin / 213)"."""
    pair = pair_of(script, clock)
    return clock["clock"] + (f" ({pair_name(words, script, pair)})" if pair in script.pairs else "")


def pair_name(words, script, pair):
    """Of a pair that the script does not call by a name, what `pair_of` made of it."""
    known = script.pairs.get(pair)
    return f"{words.of(known)} / {known['offence']}" if known else pair


def outcome_line(words, pair, outcome):
    return f"{words('outcome')} {pair}: {words.code(outcome)}"


def counter_label(words, counter):
    return f"{words('counter')} {words.code(counter)}"


def pair_of(script, clock):
    """What the script calls the pair whose clock it is; "" for a clock of the transfer as a whole."""
    if not clock.get("party"):
        return ""
    both = (clock["party"], clock["offence"])
    return next((name for name, pair in script.pairs.items() if (pair["party"], pair["offence"]) == both), f"{both[0]}/{both[1]}")


def receipt_lines(words, script, receipt):
    yield f"{words('verdict')}: {words(receipt['verdict'])}" + (f" ({receipt['code']})" if receipt.get("code") else "")
    for finding in receipt["findings"]:
        yield f"{words('finding')} {finding['code']}: {finding.get(words.lang) or finding['code']}"
    if receipt.get("openSteps"):
        yield f"{words('open')}: {', '.join(receipt['openSteps'])}"
    for clock in receipt["clocks"]:
        name = clock_label(words, script, clock)
        if clock["event"] in ("started", "moved"):
            yield clock_line(words, name, clock)
        elif clock["event"] == "ended":
            yield f"{words('clock')} {name}: {words('ended')} ({words.code(clock['how'])})"
    for copy in receipt["copies"]:
        parts = ", ".join(copy["documents"] or copy["facts"])
        yield f"{words('copy')} -> {copy['to']} ({copy['procedure'] or receipt['procedure']}): {parts}"
    states = ", ".join(f"{s['procedure']} {s['state']}" for s in receipt.get("states", []) if s["procedure"])
    yield (f"{words('receipt')}: {words('record')} {receipt['record']} / {receipt['treeSize']}" +
           (f"; {words('state')}: {states}" if states else ""))


def clock_line(words, name, clock):
    if not clock.get("due"):
        return f"{words('clock')} {name}: {words('armed')}"
    warns = f", {words('warns')} {clock['warn']}" if clock.get("warn") else ""
    first = f", {words('first')} {clock['first']}" if clock.get("first", clock["due"]) != clock["due"] else ""
    return f"{words('clock')} {name}: {words('due')} {clock['due']}{first}{warns}"


def in_short(message):
    """Who is owed what, in a line: "K01b transfer: D01 D06", "K01b: occurred_at state"."""
    if message["event"]:
        return f"{message['procedure']}: {' '.join(message['facts'])}"
    return f"{message['procedure']} {message['step']}: {' '.join(d['type'] for d in message['documents'])}"


def counted(messages):
    """What a system holds, each kind once with how often."""
    kinds = {}
    for message in messages:
        key = f"{message['procedure']} {message['step'] if not message['event'] else '(' + ', '.join(message['facts']) + ')'}"
        kinds[key] = kinds.get(key, 0) + 1
    return "; ".join(f"{k} x{n}" if n > 1 else k for k, n in kinds.items()) or "-"
