import Foundation

/// The life of the server under the officers: started, killed, its clock set, until enough cases have
/// lived to their end.
struct HistoryRun {
  let district: HistoryDistrict
  let histories: Int
  private let check: HistoryCheck
  private var moments: SeededMoments
  private(set) var kills = 0
  private(set) var steps = 0
  private(set) var breaches: [String] = []
  private var opened = 0
  private var lastCase: Int64 = 0
  private var lastEntry: Int64 = 0
  /// Hours that the clock stands away from the true time.
  private var hours = 0

  /// Rows that are imported at once; each opens a case.
  private static let batch = 120
  /// Cases in hand below which more are opened.
  private static let enough = 60

  init(district: HistoryDistrict, histories: Int, seed: UInt64) throws {
    self.district = district
    self.histories = histories
    check = try HistoryCheck(data: district.site.data, plan: district.plan)
    moments = SeededMoments(seed: seed)
  }

  /// Until enough histories are done.
  mutating func liveThrough() async throws {
    while true {
      let server = try await start()
      // Nothing that was acknowledged before the kill may be gone.
      try await judgeWhatIsNew()
      try await openMore()
      await district.board.serves(true)
      let isDone = try await serve()
      await district.board.serves(false)
      guard server.isRunning else {
        breaches.append("the server ended by itself: \(server.logTail())")
        await district.board.end()
        return
      }
      server.kill()
      kills += 1
      if isDone { break }
      if moments.next(in: 0...2) == 0 { try setClock() }
    }
    await district.board.end()
  }

  private func start() async throws -> ServerProcess {
    let server = try ServerProcess.spawn(
      district.site, environment: district.clock.environment)
    try await server.servesPages(withinSeconds: 120)
    return server
  }

  /// - Returns: whether enough histories are done.
  private mutating func serve() async throws -> Bool {
    // Long enough, now and then, for the server to look for what is late.
    let seconds = moments.next(in: 0...1) == 0 ? moments.next(in: 1...8) : moments.next(in: 11...30)
    let end = ContinuousClock.now + .milliseconds(seconds * 1_000 + moments.next(in: 0...999))
    var nextStep = ContinuousClock.now + .milliseconds(moments.next(in: 300...12_000))
    while ContinuousClock.now < end {
      if ContinuousClock.now >= nextStep {
        try setClock()
        nextStep = ContinuousClock.now + .seconds(moments.next(in: 6...30))
      }
      if await district.board.finished >= histories { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return await district.board.finished >= histories
  }

  /// By an hour, forth or back.
  private mutating func setClock() throws {
    let way = moments.next(in: 0...1) == 0 ? -1 : 1
    hours = min(2, max(-1, hours + way))
    try district.clock.stand(at: hours * 3_600)
    steps += 1
  }

  private mutating func openMore() async throws {
    guard await district.board.inHand < Self.enough, opened < histories * 2 else { return }
    let count = min(Self.batch, histories + 8)
    let rows = (opened..<(opened + count)).map { number in
      "s-\(number),firm-1,900001,\(number % 2 == 0 ? "plain" : "joint")"
    }
    let file = district.site.folder.appending(path: "spots.csv")
    try Data((["spot,facility,place,way"] + rows).joined(separator: "\n").utf8).write(to: file)
    let outcome = try await BuiltCommand.run([
      "register", "import", "spots", file.path, "--data", district.site.data.path,
    ])
    guard outcome.status == 0 else {
      throw HarnessFailure(description: "no rows: \(outcome.output)\(outcome.errors)")
    }
    opened += count
    let deadline = ContinuousClock.now + .seconds(120)
    while true {
      let ids = try await check.cases(after: 0)
      if ids.count == opened {
        await district.board.add(ids.filter { $0 > lastCase })
        lastCase = ids.last ?? 0
        return
      }
      guard ContinuousClock.now < deadline, ids.count < opened else {
        throw HarnessFailure(description: "\(ids.count) cases for \(opened) rows")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private mutating func judgeWhatIsNew() async throws {
    let sent = await district.board.sent
    let last = try await check.lastEntry
    breaches += try await check.judge(after: lastEntry, sent: sent).breaches
    lastEntry = last
  }

  /// Lets every deadline pass, twice, and judges everything.
  func settle() async throws -> HistoryCheck.Outcome {
    var rest = 0
    try district.clock.stand(at: 48 * 3_600)
    let server = try await start()
    for _ in 1...2 {
      let deadline = ContinuousClock.now + .seconds(300)
      // One look at the clock at least.
      try await Task.sleep(for: .seconds(11))
      rest = Int(Date().timeIntervalSince1970) + 48 * 3_600
      while try await !check.isQuiet(at: rest) {
        guard ContinuousClock.now < deadline else {
          throw HarnessFailure(description: "what is late is never told")
        }
        try await Task.sleep(for: .milliseconds(200))
      }
      // Nothing is told anew when the clock is set back and comes to the same time again.
      try district.clock.stand(at: 47 * 3_600)
      try await Task.sleep(for: .milliseconds(500))
      try district.clock.stand(at: 48 * 3_600)
    }
    _ = try await server.stop(withinSeconds: 60)
    var outcome = try await check.judge(sent: await district.board.sent, atRest: rest)
    let audit = try await BuiltCommand.run(["audit", "verify", "--data", district.site.data.path])
    if audit.status != 0 { outcome.breaches.append("audit: \(audit.output)\(audit.errors)") }
    return outcome
  }
}
