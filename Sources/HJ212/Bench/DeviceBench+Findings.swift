extension DeviceBench {
  /// What is found in how the device behaves.
  enum Behaviour {
    case outcome(Exchange.Outcome)
    case answeredOtherwise(BenchStep, Exchange.Outcome)
    case withoutVerdict
    case withoutValue
    case otherRequest(found: String, due: String)
    case clockIsOff(seconds: Int)
    case notSentAgain(qn: String)
    case linkLost
    case saysNothing

    var code: String {
      switch self {
      case .outcome(.unanswered): "no-answer"
      case .outcome(.withoutResult): "no-result"
      case .outcome: "request-not-done"
      case .answeredOtherwise: "not-refused"
      case .withoutVerdict: "no-9011"
      case .withoutValue: "no-value"
      case .otherRequest: "answer-of-other-qn"
      case .clockIsOff: "clock-off"
      case .notSentAgain: "not-sent-again"
      case .linkLost: "link-lost"
      case .saysNothing: "says-nothing"
      }
    }

    var clause: String {
      switch self {
      case .outcome, .withoutVerdict, .withoutValue, .otherRequest, .linkLost, .saysNothing:
        Clause.exchange
      case .answeredOtherwise: "HJ 212-2017 table 7"
      case .clockIsOff: "HJ 212-2017 6.7, C.3"
      case .notSentAgain: Clause.resends
      }
    }

    var chinese: String {
      switch self {
      case .outcome(let outcome): DeviceBench.chinese(outcome)
      case .answeredOtherwise(.wrongPassword, let outcome):
        "密码错误的请求应以 9011、QnRtn=3 拒绝；" + DeviceBench.chinese(outcome)
      case .answeredOtherwise(.unknownCommand, let outcome):
        "没有的命令应以 9011、QnRtn=8 拒绝；" + DeviceBench.chinese(outcome)
      case .answeredOtherwise(_, let outcome):
        "CRC 错误的请求不应处理；" + DeviceBench.chinese(outcome)
      case .withoutVerdict: "没有先以 9011 应答请求"
      case .withoutValue: "没有上传所提取的内容就返回了执行结果"
      case .otherRequest(let found, let due): "应答的 QN 为“\(found)”，应为“\(due)”"
      case .clockIsOff(let seconds): "现场机时间比上位机\(seconds > 0 ? "快" : "慢") \(abs(seconds)) 秒"
      case .notSentAgain(let qn): "上传（QN=\(qn)）没有得到应答，却没有重发"
      case .linkLost: "测试中连接断开"
      case .saysNothing: "连接后没有主动发送任何数据包，无法得知其 MN；可用 --mn 指明"
      }
    }

    var english: String {
      switch self {
      case .outcome(let outcome): DeviceBench.english(outcome)
      case .answeredOtherwise(.wrongPassword, let outcome):
        "a wrong password is to be refused by 9011 with QnRtn=3; " + DeviceBench.english(outcome)
      case .answeredOtherwise(.unknownCommand, let outcome):
        "an unknown command is to be refused by 9011 with QnRtn=8; " + DeviceBench.english(outcome)
      case .answeredOtherwise(_, let outcome):
        "a request with a broken CRC is not to be handled; " + DeviceBench.english(outcome)
      case .withoutVerdict: "the request is not answered by 9011 first"
      case .withoutValue: "the result comes without the value that was asked for"
      case .otherRequest(let found, let due):
        "the answer's QN is \"\(found)\"; \"\(due)\" is due"
      case .clockIsOff(let seconds):
        "the clock is \(abs(seconds)) s \(seconds > 0 ? "fast" : "slow")"
      case .notSentAgain(let qn): "the upload QN=\(qn) was not answered and not sent again"
      case .linkLost: "the link was lost"
      case .saysNothing:
        "it sends nothing by itself once it has connected, so that its MN is not known; name it by --mn"
      }
    }
  }

  mutating func add(_ behaviour: Behaviour, step: BenchStep? = nil, frame: Int? = nil) {
    report.add(
      BenchFinding(
        code: behaviour.code,
        chinese: (step.map { $0.chinese + "：" } ?? "") + behaviour.chinese,
        english: (step.map { $0.english + ": " } ?? "") + behaviour.english,
        clause: behaviour.clause, frame: frame,
        byteOffset: nil, step: nil))
  }

  mutating func add(_ note: Note, offset: Int) {
    report.add(
      BenchFinding(
        code: note.kind.rawValue, chinese: note.chinese, english: note.explanation,
        clause: note.clause, frame: report.frames, byteOffset: offset, step: running?.step))
  }

  mutating func add(_ fault: FrameFault) {
    report.add(
      BenchFinding(
        code: fault.code, chinese: fault.chinese, english: fault.explanation,
        clause: fault.clause, frame: report.frames,
        byteOffset: fault.byteOffset - fault.frameOffset, step: running?.step))
  }

  mutating func add(_ skipped: Skipped) {
    report.add(
      BenchFinding(
        code: "no-header", chinese: "有不属于任何数据包的字节；数据包以 ## 和四位长度开头",
        english: "bytes belong to no frame; a frame begins with ## and a length of four digits",
        clause: Clause.packet, frame: nil, byteOffset: skipped.byteOffset, step: running?.step))
  }

  fileprivate static func chinese(_ outcome: Exchange.Outcome) -> String {
    switch outcome {
    case .done: "设备执行了请求"
    case .refused(let verdict): "设备以 QnRtn=\(verdict.rawValue) 拒绝"
    case .failed(let verdict): "设备返回 ExeRtn=\(verdict.rawValue)"
    case .unanswered: "重发之后仍没有应答"
    case .withoutResult: "应答之后没有执行结果（9012）"
    }
  }

  fileprivate static func english(_ outcome: Exchange.Outcome) -> String {
    switch outcome {
    case .done: "the device did as asked"
    case .refused(let verdict): "the device refused with QnRtn=\(verdict.rawValue)"
    case .failed(let verdict): "the device returned ExeRtn=\(verdict.rawValue)"
    case .unanswered: "no answer came after the last resend"
    case .withoutResult: "no result (9012) followed the answer"
    }
  }
}
