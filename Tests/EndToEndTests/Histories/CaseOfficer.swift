import Foundation

/// Somebody who works cases at random, mostly rightly, over the API.
struct CaseOfficer: Sendable {
  /// What somebody is to cases.
  enum Part: Sendable, Hashable {
    case desk, lead, firm
    case unit(String)

    var mayClose: Bool { self == .desk || self == .lead }

    /// Whether they may have something to do as the case stands.
    func concerns(_ item: SeenCase.Item) -> Bool {
      switch self {
      case .desk where item.state == "opened": true
      case .desk, .lead: item.isSuspended || ["handled", "checked"].contains(item.state)
      case .firm: item.state == "dispatched" || item.closedAt != nil
      case .unit(let unit):
        item.closedAt == nil && (item.unit == unit || item.state == "punished")
      }
    }
  }

  let name: String
  let key: String
  let part: Part
  let client: CaseClient
  let board: CaseBoard
  /// Somebody else who may close.
  let rivalKey: String
  /// Asked for a repeat of what was done, for an answer that did not come, and so on.
  private var moments: SeededMoments
  private var count = 0

  init(
    name: String, key: String, part: Part, rivalKey: String, client: CaseClient,
    board: CaseBoard, seed: UInt64
  ) {
    self.name = name
    self.key = key
    self.part = part
    self.rivalKey = rivalKey
    self.client = client
    self.board = board
    moments = SeededMoments(seed: seed)
  }

  /// Until all is over.
  mutating func work() async {
    while let id = await board.pick(for: part) {
      guard let seen = await client.see(id, key: key) else { continue }
      await board.saw(seen.case)
      await decide(seen)
    }
  }

  private mutating func decide(_ seen: SeenCase) async {
    let steps = seen.steps.filter { $0.barredBy == nil }
    let roll = moments.next(in: 0...99)
    if seen.case.isSuspended, seen.acts.contains("resume"), roll < 50 {
      return await act("resume", seen)
    }
    switch roll {
    case ..<72 where !steps.isEmpty:
      // Forward more often than back or past something.
      let forward = steps.filter { !$0.isReturn && !$0.isSkip }
      let choice = forward.isEmpty || moments.next(in: 0...7) == 0 ? steps : forward
      await take(one(of: choice), seen)
    case 72..<82 where !seen.acts.isEmpty: await act(one(of: seen.acts), seen)
    case 82..<86: await send("notes", fresh(seen, version: nil), seen)
    case 86...: await err(seen)
    default: break
    }
  }

  private mutating func take(_ step: SeenCase.Step, _ seen: SeenCase) async {
    var request = fresh(seen)
    if step.needs.contains("cause") || moments.next(in: 0...3) == 0 { request.cause = cause() }
    if step.unit != "none" { request.unit = unit() }
    if step.isSkip { request.skip = true }
    let address = "steps/\(step.step)"
    if step.step == "closed", part.mayClose, moments.next(in: 0...1) == 0 {
      return await fight(address, request, seen)
    }
    await send(address, request, seen)
  }

  private mutating func act(_ act: String, _ seen: SeenCase) async {
    var request = fresh(seen)
    fill(act, &request)
    await send("acts/\(act)", request, seen)
  }

  private mutating func fill(_ act: String, _ request: inout CaseRequest) {
    switch act {
    case "prioritise": request.priority = one(of: ["low", "normal", "high", "urgent"])
    case "reclassify": request.severity = one(of: ["minor", "ordinary", "serious", "grave"])
    case "offer", "arbitrate": request.unit = unit()
    case "decide": request.decision = one(of: ["granted", "upheld"])
    default: break
    }
  }

  /// Two people close at once; at most one of them does.
  private mutating func fight(_ part: String, _ own: CaseRequest, _ seen: SeenCase) async {
    var other = fresh(seen)
    other.cause = own.cause
    let (client, key, rivalKey, id) = (client, key, rivalKey, seen.case.id)
    async let first = client.send(own, part, of: id, key: key)
    async let second = client.send(other, part, of: id, key: rivalKey)
    let (one, two) = await (first, second)
    await board.note(one, to: own, of: id, isFirst: true)
    await board.note(two, to: other, of: id, isFirst: true)
    await board.fought(one, two, of: id)
  }

  /// What must be refused, or counts once.
  private mutating func err(_ seen: SeenCase) async {
    let states = ["dispatched", "explained", "handled", "proved", "punished", "checked", "closed"]
    var request = fresh(seen)
    request.cause = cause()
    switch moments.next(in: 0...3) {
    case 0:
      request.version = max(0, seen.case.version - 1)
      await send("steps/\(one(of: states))", request, seen)
    case 1: await send("steps/\(one(of: states))", request, seen)
    case 2:
      let act = one(of: ["accept", "refuse", "arbitrate", "decide", "reopen", "appeal", "offer"])
      fill(act, &request)
      await send("acts/\(act)", request, seen)
    default:
      request.cause = "no-such-cause"
      await send("steps/\(one(of: states))", request, seen)
    }
  }

  /// Sends until an answer comes, or gives up; sometimes sends again what was answered.
  private mutating func send(_ part: String, _ request: CaseRequest, _ seen: SeenCase) async {
    let id = seen.case.id
    var isFirst = true
    var reply = await client.send(request, part, of: id, key: key)
    while case .silence = reply {
      await board.note(reply, to: request, of: id, isFirst: false)
      isFirst = false
      if moments.next(in: 0...5) == 0 { return }
      await board.whenServed()
      if await board.isOver { return }
      reply = await client.send(request, part, of: id, key: key)
    }
    await board.note(reply, to: request, of: id, isFirst: isFirst)
    guard case .done = reply, moments.next(in: 0...15) == 0 else { return }
    var again = request
    let isOther = moments.next(in: 0...1) == 0
    if isOther { again.note = "something else" }
    switch (isOther, await client.send(again, part, of: id, key: key)) {
    case (_, .silence), (false, .done), (true, .refused(code: "request-reused", _)): break
    case (_, let odd): await board.breach("case \(id): a repeat of \(request.request) got \(odd)")
    }
  }

  private mutating func fresh(_ seen: SeenCase, version: Int?? = .none) -> CaseRequest {
    count += 1
    let id = "\(name)-\(count)-\(moments.next(in: 0...999_999))"
    return CaseRequest(request: id, version: version ?? seen.case.version, note: id)
  }

  private mutating func cause() -> String { one(of: ["fault", "mistake"]) }
  private mutating func unit() -> String { one(of: ["ENV", "POL", "TRA"]) }
  private mutating func one<Element>(of all: [Element]) -> Element {
    all[moments.next(in: 0...(all.count - 1))]
  }
}
