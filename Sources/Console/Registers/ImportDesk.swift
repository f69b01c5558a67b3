/// Which uploads this server works on. Everything else about them is in the ledger and on disk, so
/// that a restart loses nothing: work that is wanted and not under way is begun again.
actor ImportDesk {
  private var atWork: Set<String> = []
  private var last: Task<Void, Never>?

  func isAtWork(_ token: String) -> Bool { atWork.contains(token) }

  /// Works on an upload beside the request that asked for it, one upload after another: two large
  /// tables together might be more than the memory holds. The work ends by itself; the desk, which
  /// lives as long as the server, owns it.
  ///
  /// - Returns: false where somebody works on it already.
  @discardableResult
  func begin(_ token: String, _ work: @escaping @Sendable () async -> Void) -> Bool {
    guard atWork.insert(token).inserted else { return false }
    let before = last
    last = Task {
      await before?.value
      await work()
      self.end(token)
    }
    return true
  }

  private func end(_ token: String) { atWork.remove(token) }
}
