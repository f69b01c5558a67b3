import Crypto
import CryptoExtras
import NIOPosix

/// What scrypt costs (RFC 7914): memory is 128 × N × r bytes.
public struct ScryptCost: Sendable, Hashable {
  /// N, a power of two.
  public let rounds: Int
  /// r.
  public let blockSize: Int
  /// p.
  public let parallelism: Int

  /// - Precondition: `rounds` is a power of two of at least 2; the others are at least 1.
  public init(rounds: Int, blockSize: Int = 8, parallelism: Int = 1) {
    precondition(rounds >= 2 && rounds & (rounds - 1) == 0, "scrypt N \(rounds) is no power of two")
    precondition(blockSize >= 1 && parallelism >= 1, "scrypt r and p are at least 1")
    self.rounds = rounds
    self.blockSize = blockSize
    self.parallelism = parallelism
  }

  /// 32 MiB and about 80 ms a try.
  public static let standard = ScryptCost(rounds: 32_768)
}

/// A password as it is kept.
public struct PasswordHash: Sendable, Hashable {
  public let cost: ScryptCost
  public let salt: [UInt8]
  /// 32 bytes.
  public let hash: [UInt8]
}

/// Runs scrypt off the event loops, a few at a time, with a bounded queue.
public actor PasswordHasher {
  public let cost: ScryptCost
  private let concurrent: Int
  private let waitingLimit: Int
  private var running = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// - Parameters:
  ///   - concurrent: how many run at once; each takes `cost`'s memory.
  ///   - waitingLimit: how many may wait beyond those; the next one is refused.
  public init(cost: ScryptCost = .standard, concurrent: Int = 2, waitingLimit: Int = 32) {
    precondition(concurrent >= 1 && waitingLimit >= 0, "at least one runs, none or more wait")
    self.cost = cost
    self.concurrent = concurrent
    self.waitingLimit = waitingLimit
  }

  public struct Busy: Error, Equatable, CustomStringConvertible {
    public var description: String { "too many sign-ins at once; try again in a few seconds" }
  }

  /// - Throws: `Busy`.
  public func hash(_ password: String) async throws -> PasswordHash {
    let salt = randomBytes(16)
    return PasswordHash(
      cost: cost, salt: salt, hash: try await derive(password, salt: salt, cost: cost))
  }

  /// Takes as long for `nil` (nobody of that name) as for a hash of the present cost.
  ///
  /// - Throws: `Busy`.
  public func matches(_ password: String, _ kept: PasswordHash?) async throws -> Bool {
    let derived = try await derive(
      password, salt: kept?.salt ?? [UInt8](repeating: 0, count: 16), cost: kept?.cost ?? cost)
    // Compared as keys: in constant time.
    let matches = SymmetricKey(data: derived) == SymmetricKey(data: kept?.hash ?? randomBytes(32))
    return matches && kept != nil
  }

  private func derive(_ password: String, salt: [UInt8], cost: ScryptCost) async throws -> [UInt8] {
    try await enter()
    defer { leave() }
    return try await NIOThreadPool.singleton.runIfActive {
      let key = try KDF.Scrypt.deriveKey(
        from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: cost.rounds,
        blockSize: cost.blockSize, parallelism: cost.parallelism)
      return key.withUnsafeBytes { Array($0) }
    }
  }

  private func enter() async throws(Busy) {
    if running < concurrent {
      running += 1
      return
    }
    guard waiting.count < waitingLimit else { throw Busy() }
    // Whoever leaves hands its place over, so `running` stays.
    await withCheckedContinuation { waiting.append($0) }
  }

  private func leave() {
    if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
  }
}

/// From the system's generator.
func randomBytes(_ count: Int) -> [UInt8] {
  var generator = SystemRandomNumberGenerator()
  return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}
