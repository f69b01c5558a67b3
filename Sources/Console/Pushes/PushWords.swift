import ActionPlan
import Ledger

/// Channels, states and reasons of pushes in the page's language.
struct PushWords: Sendable {
  let texts: Texts
  let time: LocalTime
  let now: Int

  func channel(_ id: String, among channels: [PushChannel]) -> String {
    channels.first { $0.id == id }.map { texts($0.label) } ?? id
  }

  /// `gave-up: http-503` begins with a code of ours and ends with what the other side said.
  func reason(_ reason: String) -> String {
    let parts = reason.split(separator: ":", maxSplits: 1).map(String.init)
    guard let code = parts.first, texts.catalogue.label("push.reason-\(code)") != nil else {
      return reason
    }
    return ([texts("push.reason-\(code)")] + parts.dropFirst().map { $0.trimmingBlanks() })
      .joined(separator: texts.language == .zh ? "：" : ": ")
  }

  func state(_ told: PushTold) -> (text: String, isFault: Bool) {
    switch told.state {
    case .held(let until):
      if until <= now { return (texts("push.state-waiting"), false) }
      return (texts("push.heldUntil", ["time": time.short(until, now: now)]), false)
    case .waiting(let attempts, _):
      if attempts <= 1 { return (texts("push.state-waiting"), false) }
      return (texts("push.tried", ["count": "\(attempts)"]), true)
    case .sent(let at):
      return (texts("push.sentAt", ["time": time.short(at, now: now)]), false)
    case .failed(let at, let why):
      return (
        texts("push.failedAt", ["time": time.short(at, now: now), "reason": reason(why)]), true
      )
    }
  }

  /// What a channel sends, when.
  func rules(_ channel: PushChannel) -> String {
    var rules = [texts("push.reach-\(channel.reach.rawValue)")]
    func name(_ severity: Severity) -> String { texts("case.severity-\(severity.rawValue)") }
    if channel.least > .minor {
      rules.append(texts("push.ruleLeast", ["severity": name(channel.least)]))
    }
    if let quiet = channel.quiet {
      rules.append(
        texts(
          "push.ruleQuiet",
          [
            "from": clock(quiet.from), "until": clock(quiet.until), "severity": name(quiet.except),
          ]))
    }
    rules.append(texts("push.ruleRate", ["count": "\(channel.perMinute)"]))
    return rules.joined(separator: " · ")
  }

  private func clock(_ second: Int) -> String {
    let (hour, minute) = (second / 3_600, second % 3_600 / 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }
}
