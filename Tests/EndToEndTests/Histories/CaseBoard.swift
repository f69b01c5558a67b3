import Foundation

/// What the officers share: the cases that are worked, and what the server said to each request.
actor CaseBoard {
  /// What became of a request: its id stands in the note of whatever it did.
  enum Outcome: Sendable, Hashable {
    /// With the version that the answer named, where it was the first one sent.
    case acknowledged(version: Int?)
    case refused
    case unanswered
  }
  struct Sent: Sendable {
    let id: Int64
    let outcome: Outcome
  }

  private(set) var sent: [String: Sent] = [:]
  private(set) var breaches: [String] = []
  private(set) var refusals: [String: Int] = [:]
  private(set) var duels = 0
  private(set) var finished = 0
  /// How often each case that is worked was still picked after it had closed.
  private var worked: [Int64: Int] = [:]
  private var order: [Int64] = []
  /// What each of them was when somebody saw it last.
  private var seen: [Int64: SeenCase.Item] = [:]
  private var isServed = false
  private(set) var isOver = false
  private var moments: SeededMoments

  init(seed: UInt64) { moments = SeededMoments(seed: seed) }

  /// Cases that were opened.
  func add(_ ids: [Int64]) {
    for id in ids {
      worked[id] = 0
      order.append(id)
    }
  }

  var inHand: Int { order.count }

  func serves(_ isServed: Bool) { self.isServed = isServed }

  /// Waits until a server takes requests.
  func whenServed() async {
    while !isServed, !isOver { try? await Task.sleep(for: .milliseconds(20)) }
  }

  /// A case to look at, mostly one in which somebody of the part has something to do; nil once all is
  /// over.
  func pick(for part: CaseOfficer.Part) async -> Int64? {
    while !isOver {
      if isServed, !order.isEmpty {
        for _ in 0..<12 {
          let id = order[moments.next(in: 0...(order.count - 1))]
          guard let item = seen[id], !part.concerns(item), moments.next(in: 0...19) > 0 else {
            return id
          }
        }
      }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return nil
  }

  /// Every twentieth case is left as it is once it was dispatched, so that what happens to late ones is
  /// seen; every fifth is worked on for a while after it was closed.
  func saw(_ item: SeenCase.Item) {
    guard let times = worked[item.id] else { return }
    seen[item.id] = item
    let isLeft = item.id % 20 == 7 && item.state != "opened"
    let isDone = item.closedAt != nil && (item.id % 5 != 0 || times > 12)
    if item.closedAt != nil { worked[item.id] = times + 1 }
    guard isLeft || isDone else { return }
    worked[item.id] = nil
    seen[item.id] = nil
    order.removeAll { $0 == item.id }
    finished += 1
  }

  func note(_ reply: CaseReply, to request: CaseRequest, of id: Int64, isFirst: Bool) {
    switch reply {
    case .done(let item):
      keep(.acknowledged(version: isFirst ? item.version : nil), request.request, id)
      saw(item)
    case .refused(let code, let isClear):
      refusals[code, default: 0] += 1
      keep(.refused, request.request, id)
      if !isClear { breaches.append("case \(id): refusal \(code) says neither what nor why") }
    case .silence: keep(.unanswered, request.request, id)
    case .odd(let what): breaches.append("case \(id): \(what)")
    }
  }

  private func keep(_ outcome: Outcome, _ request: String, _ id: Int64) {
    if let before = sent[request]?.outcome, before != .unanswered, outcome == .unanswered { return }
    sent[request] = Sent(id: id, outcome: outcome)
  }

  /// Two closings at the same version at the same time.
  func fought(_ one: CaseReply, _ other: CaseReply, of id: Int64) {
    duels += 1
    if case .done = one, case .done = other {
      breaches.append("case \(id): two closings at once were both acknowledged")
    }
  }

  func breach(_ what: String) { breaches.append(what) }

  func end() { isOver = true }
}
