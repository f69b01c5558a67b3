import NIOCore

extension DeviceBench {
  mutating func received(_ frame: Frame, _ now: Int) -> [Effect] {
    let packet = Packet(headerOf: frame)
    judge(frame, packet)
    var effects: [Effect] = []
    if identity == nil, let mn = packet.mn {
      identity = Identity(
        mn: mn, pw: packet.pw ?? "123456", st: packet.st ?? "22", edition: packet.edition)
      effects += next(now)
    }
    if report.mn == nil { (report.mn, report.edition) = (packet.mn, packet.edition) }
    if let answer = Answer(packet), answer != .data {
      return effects + received(answer, packet, now)
    }
    let data = receivedData(packet, now)
    return acknowledge(packet, now) + effects + data
  }

  private mutating func received(_ answer: Answer, _ packet: Packet, _ now: Int) -> [Effect] {
    guard let current = running else { return [] }
    if packet.answeredRequest != current.qn {
      add(
        .otherRequest(found: packet.answeredRequest ?? "", due: current.qn), step: current.step,
        frame: report.frames)
    }
    if case .request = answer { running?.sawVerdict = true }
    return apply(.answer(answer), now)
  }

  private mutating func receivedData(_ packet: Packet, _ now: Int) -> [Effect] {
    // What 2011 and 2021 begin comes by itself for as long as it likes, and is no part of the request.
    guard let current = running, packet.command == current.command, !current.exchange.isNotice,
      current.step != .beginRealTime, current.step != .beginStates
    else { return [] }
    running?.sawData = true
    keepValue(packet, current, now)
    return apply(.data, now)
  }

  private mutating func keepValue(_ packet: Packet, _ current: Running, _ now: Int) {
    guard let said = Statement(Message(packet), from: .unit, edition: packet.edition) else {
      return
    }
    if let seconds = said.number("RtdInterval") { realTimeSeconds = seconds }
    if let minutes = said.number("MinInterval") { minuteMinutes = minutes }
    if let local = said.time("SystemTime") {
      let ahead = local - utcOffsetSeconds - now / 1000
      if abs(ahead) > 60 { add(.clockIsOff(seconds: ahead), step: current.step) }
    }
  }

  /// Answers what wants an answer, but for the upload that is to be sent again.
  private mutating func acknowledge(_ packet: Packet, _ now: Int) -> [Effect] {
    let form = packet.command.flatMap { CommandForm.of($0, from: .unit, in: packet.edition) }
    let isNotice = form?.kind == .notice || packet.command == .fieldHeartbeat
    guard isNotice || packet.wantsAnswer else { return [] }
    if isWithholding, !isNotice, let qn = packet.qn {
      guard let withheld else {
        self.withheld = qn
        return [.wait(milliseconds: limits.answerMilliseconds * 3)]
      }
      guard withheld == qn else { return [answer(.data, to: packet)] }
      isWithholding = false
      end(.withheldAnswer, .passed)
      return [answer(.data, to: packet)] + next(now)
    }
    return [answer(isNotice ? .notice : .data, to: packet)]
  }

  private func answer(_ answer: Answer, to packet: Packet) -> Effect {
    var bytes = ByteBuffer()
    answer.write(to: packet, into: &bytes)
    return .send(bytes)
  }

  /// Everything that the frame itself says otherwise than the standard.
  private mutating func judge(_ frame: Frame, _ packet: Packet) {
    if let fault = packet.dataAreaFault {
      add(fault)
      return
    }
    let content = packet.content(utcOffsetSeconds: utcOffsetSeconds)
    for note in frame.notes + content.notes {
      add(note, offset: note.byteOffset - frame.byteOffset)
    }
    for fault in content.faults {
      report.add(
        BenchFinding(
          code: fault.code, chinese: fault.chinese, english: fault.explanation,
          clause: fault.clause, frame: report.frames,
          byteOffset: fault.byteOffset - frame.byteOffset, step: running?.step))
    }
    for fault in packet.formFaults(from: .unit) where !isToldAlready(fault, content) {
      report.add(
        BenchFinding(
          code: fault.code, chinese: "CN=\(packet.cn ?? "")：\(fault.chinese)",
          english: "CN=\(packet.cn ?? ""): \(fault.english)", clause: fault.clause,
          frame: report.frames, byteOffset: fault.byteOffset - frame.byteOffset,
          step: running?.step))
    }
  }

  /// A value that is no number or no time is told of once.
  private func isToldAlready(_ fault: FormFault, _ content: PacketContent) -> Bool {
    content.faults.contains { $0.byteOffset == fault.byteOffset }
      || fault.kind == .missing(key: "DataTime")
        && content.faults.contains { $0.kind == .dataTimeAbsent }
  }
}

extension FormFault {
  /// Short fixed name for machines.
  public var code: String {
    switch kind {
    case .notOfThisSide: "command-of-other-side"
    case .notInEdition: "command-of-other-edition"
    case .missing: "item-missing"
    case .unexpected: "item-unexpected"
    case .value: "item-form"
    case .repeated: "item-repeated"
    }
  }
}
