import NIOCore

extension DeviceBench {
  /// - Returns: `nil` where the step needs something that never came.
  func begin(_ step: BenchStep, _ identity: Identity, _ now: Int) -> Running? {
    guard let statement = statement(step, identity, now),
      let exchange = Exchange(statement.form, limits: limits)
    else { return nil }
    let qn = TimeLabel.requestNumber(epochMilliseconds: now, utcOffsetSeconds: utcOffsetSeconds)
    var message = Message(
      statement,
      in: Envelope(
        qn: qn, st: identity.st, pw: identity.pw, mn: identity.mn, edition: identity.edition))
    switch step {
    case .wrongPassword: message.pw = identity.pw == "000000" ? "111111" : "000000"
    case .unknownCommand: message.cn = "1999"
    default: break
    }
    guard var bytes = try? message.frame() else { return nil }
    // The digits of the CRC stand before CR LF.
    if step == .brokenChecksum {
      let place = bytes.writerIndex - 3
      let digit = bytes.getInteger(at: place, as: UInt8.self) ?? 0
      bytes.setInteger(
        digit == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0"), at: place)
    }
    return Running(
      step: step, qn: qn, command: statement.form.command, bytes: bytes, exchange: exchange)
  }

  private func statement(_ step: BenchStep, _ identity: Identity, _ now: Int) -> Statement? {
    let local = now / 1000 + utcOffsetSeconds
    let hour = local / 3600 * 3600
    let day = local / 86_400 * 86_400
    switch step {
    case .readClock, .wrongPassword, .unknownCommand, .brokenChecksum: return .readClock()
    case .setClock: return .setClock(to: local)
    case .setTimeouts: return .setTimeouts(answerSeconds: 10, resends: 3)
    case .readRealTimeInterval: return .readRealTimeInterval
    case .setRealTimeInterval:
      return realTimeSeconds.map { .setRealTimeInterval(seconds: $0) }
    case .readMinuteInterval:
      return identity.edition == .of2005 ? nil : .readMinuteInterval
    case .setMinuteInterval: return minuteMinutes.map { .setMinuteInterval(minutes: $0) }
    case .endRealTime: return .endRealTime
    case .beginRealTime: return .beginRealTime
    case .endStates: return .endStates
    case .beginStates: return .beginStates
    case .minuteHistory: return .history(.minute, from: hour - 3600, to: hour)
    case .hourHistory: return .history(.hour, from: hour - 3 * 3600, to: hour)
    case .dayHistory: return .history(.day, from: day - 2 * 86_400, to: day)
    case .withheldAnswer: return nil
    }
  }

  /// What a step's end says of the device.
  mutating func judge(_ ended: Running, _ outcome: Exchange.Outcome) -> BenchVerdict {
    switch (ended.step, outcome) {
    case (.wrongPassword, .refused(.wrongPassword)), (.unknownCommand, .refused(.wrongCommand)),
      (.brokenChecksum, .unanswered), (.brokenChecksum, .refused(.wrongCRC)):
      return .passed
    case (.wrongPassword, _), (.unknownCommand, _), (.brokenChecksum, _):
      add(.answeredOtherwise(ended.step, outcome), step: ended.step)
      return .deviating
    case (_, .failed(.noData)): return verdict(ended, .noData)
    case (_, .done): return verdict(ended, .passed)
    default:
      add(.outcome(outcome), step: ended.step)
      return .deviating
    }
  }

  private mutating func verdict(_ ended: Running, _ usual: BenchVerdict) -> BenchVerdict {
    if !ended.exchange.isNotice, !ended.sawVerdict {
      add(.withoutVerdict, step: ended.step)
      return .deviating
    }
    if ended.step.readsValue, !ended.sawData {
      add(.withoutValue, step: ended.step)
      return .deviating
    }
    return usual
  }
}
