import ActionPlan
import Ledger

/// Imports under way: what was uploaded, what it will change, how far it is. Kept in memory until it
/// is applied or discarded, and for an hour at most.
actor ImportDesk {
  /// What a file will change, or what is wrong with it.
  struct Preview: Sendable {
    struct Fault: Sendable {
      let sheet: String
      let row: String
      let column: String
      let found: String
      let remedy: String
    }

    struct Change: Sendable {
      let row: Int64
      let title: String
      let old: [String: FieldValue]
      let new: [String: FieldValue]
    }

    /// Of what was staged; nil where the file could not be read as a table.
    let stage: Int64?
    let added: Int
    let changed: Int
    let unchanged: Int
    let faults: [Fault]
    /// Beyond those listed.
    let moreFaults: Int
    let changes: [Change]

    var isSound: Bool { faults.isEmpty && moreFaults == 0 }
  }

  enum State: Sendable {
    case reading
    case previewed(Preview)
    case writing(done: Int, all: Int)
    case done(added: Int, changed: Int)
    /// Key of the catalogue's group `registers`.
    case failed(String)
  }

  struct Job: Sendable {
    let id: String
    let register: String
    let account: Int64
    let file: String
    let bytes: [UInt8]
    let begunAt: Int
    var state: State
    /// What the changes of its preview refer to.
    var names = RegisterNames()
  }

  /// Files held at the same time.
  static let limit = 16
  static let keptSeconds = 3_600

  private var jobs: [String: Job] = [:]

  /// - Returns: nil where too many are under way.
  func open(
    register: String, account: Int64, file: String, bytes: [UInt8], now: Int
  ) -> String? {
    jobs = jobs.filter { $0.value.begunAt > now - Self.keptSeconds }
    // A new upload takes the place of what the same person left lying.
    let own = jobs.values.filter { $0.account == account && $0.register == register }
    for job in own where !job.isWriting { jobs[job.id] = nil }
    guard jobs.count < Self.limit else { return nil }
    let id = RequestID.make()
    jobs[id] = Job(
      id: id, register: register, account: account, file: file, bytes: bytes, begunAt: now,
      state: .reading)
    return id
  }

  /// - Returns: nil where there is no such import of that person.
  func job(_ id: String, of account: Int64, register: String) -> Job? {
    guard let job = jobs[id], job.account == account, job.register == register else { return nil }
    return job
  }

  func set(_ state: State, of id: String) { jobs[id]?.state = state }

  func preview(_ preview: Preview, names: RegisterNames, of id: String) {
    jobs[id]?.state = .previewed(preview)
    jobs[id]?.names = names
  }

  /// Takes a sound preview into writing, once.
  ///
  /// - Returns: whether it is to be written now.
  func begin(_ id: String) -> Bool {
    guard let job = jobs[id], case .previewed(let preview) = job.state, preview.isSound else {
      return false
    }
    jobs[id]?.state = .writing(done: 0, all: preview.added + preview.changed)
    return true
  }

  /// Works on an import beside the request that began it. The work ends by itself; the desk, which
  /// lives as long as the server, owns it.
  func run(_ id: String, _ work: @escaping @Sendable (Job) async -> Void) {
    guard let job = jobs[id] else { return }
    Task { await work(job) }
  }

  func discard(_ id: String) {
    guard let job = jobs[id], !job.isWriting else { return }
    jobs[id] = nil
  }
}

extension ImportDesk.Job {
  var isWriting: Bool {
    if case .writing = state { return true }
    return false
  }
}
