import Foundation
import Ledger

/// What an answer over HTTP says of a message.
struct AnswerReading {
  let settings: ChannelSettings

  /// - Parameters:
  ///   - status: of HTTP.
  ///   - retryAfter: the header, as written.
  ///   - body: the first bytes of it.
  func outcome(status: Int, retryAfter: String?, body: [UInt8]) -> PushOutcome {
    switch status {
    case 200..<300: break
    case 408, 425, 429, 500...:
      return .retry("http-\(status)", afterSeconds: retryAfter.flatMap { Int($0) })
    default: return .refused("http-\(status)")
    }
    switch settings.transport {
    case .wecom, .dingtalk: return robot(body)
    case .http(let template):
      guard let success = template.success else { return .sent }
      let text = String(decoding: body, as: UTF8.self)
      return text.contains(success) ? .sent : .refused(settings.shown("answer: \(text)"))
    case .mail: return .sent
    }
  }

  /// Both robots answer `{"errcode": 0, "errmsg": "ok"}`.
  private func robot(_ body: [UInt8]) -> PushOutcome {
    struct Answer: Decodable {
      let errcode: Int
      let errmsg: String?
    }
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
      return .retry("answer-unreadable", afterSeconds: nil)
    }
    let said = settings.shown("\(answer.errcode) \(answer.errmsg ?? "")")
    switch answer.errcode {
    case 0: return .sent
    case _ where Self.passing.contains(answer.errcode):
      return .retry("robot: \(said)", afterSeconds: Self.robotPauseSeconds)
    default: return .refused("robot: \(said)")
    }
  }

  /// The service is busy, or was asked too often.
  ///
  /// Source: WeCom "全局错误码" (-1, 45009, 45033), DingTalk "服务端API错误码" (-1, 130101, 410100).
  private static let passing: Set<Int> = [-1, 45_009, 45_033, 130_101, 410_100]
  /// Both robots count by the minute.
  private static let robotPauseSeconds = 60
}
