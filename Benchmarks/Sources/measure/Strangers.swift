import Foundation
import Synchronization

/// Connections that mean no good, kept up by a thread of their own: ones that are silent, ones that send a
/// byte a second of a frame that never ends, and ones that send anything as fast as it is taken.
final class Strangers: Sendable {
  private let isOver = Atomic(false)
  private let done = DispatchSemaphore(value: 0)
  let sentBytes = Atomic(0)
  let refused = Atomic(0)

  init(idle: Int, slow: Int, garbage: Int, port: UInt16) {
    Thread { [self] in
      var lines = Lines(idle: idle, slow: slow, garbage: garbage, port: port)
      while !isOver.load(ordering: .relaxed) { lines.turn(self) }
      lines.end()
      done.signal()
    }.start()
  }

  func stop() {
    isOver.store(true, ordering: .relaxed)
    done.wait()
  }

  private struct Lines {
    enum Kind { case idle, slow, garbage }

    private let port: UInt16
    private var lines: [(kind: Kind, descriptor: Int32)] = []
    private var noise = [UInt8](repeating: 0, count: 65_536)
    private var nextByte = ContinuousClock.now
    private let head = Array("##0400QN=20210601000000000;ST=22;CN=2011;PW=1;MN=1;".utf8)
    private var place = 0

    init(idle: Int, slow: Int, garbage: Int, port: UInt16) {
      self.port = port
      for (kind, count) in [(Kind.idle, idle), (.slow, slow), (.garbage, garbage)] {
        for _ in 0..<count { lines.append((kind, -1)) }
      }
      var random = Random(seed: 5)
      for index in noise.indices { noise[index] = UInt8(random.below(256)) }
    }

    mutating func turn(_ strangers: Strangers) {
      let isDue = ContinuousClock.now >= nextByte
      if isDue {
        nextByte = .now + .seconds(1)
        place += 1
      }
      for index in lines.indices {
        if lines[index].descriptor < 0 {
          guard isDue || lines[index].kind == .garbage else { continue }
          open(index, strangers)
        }
        switch lines[index].kind {
        case .idle: if isDue { send(index, 0, strangers) }
        case .slow: if isDue { send(index, 1, strangers) }
        case .garbage: send(index, noise.count, strangers)
        }
      }
      usleep(1_000)
    }

    private mutating func open(_ index: Int, _ strangers: Strangers) {
      guard let descriptor = try? connection(port: port) else {
        strangers.refused.add(1, ordering: .relaxed)
        return
      }
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      lines[index].descriptor = descriptor
    }

    /// What the other side has closed is opened again.
    private mutating func send(_ index: Int, _ count: Int, _ strangers: Strangers) {
      let descriptor = lines[index].descriptor
      var byte: UInt8 = 0
      let peeked = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT | MSG_PEEK))
      var isClosed = peeked == 0 || peeked < 0 && errno != EAGAIN
      if !isClosed, count > 0 {
        let sent =
          count == 1
          ? write(descriptor, [head[place % head.count]], 1) : write(descriptor, noise, count)
        if sent > 0 { strangers.sentBytes.add(sent, ordering: .relaxed) }
        isClosed = sent < 0 && errno != EAGAIN
      }
      guard isClosed else { return }
      close(descriptor)
      lines[index].descriptor = -1
    }

    mutating func end() { for line in lines where line.descriptor >= 0 { close(line.descriptor) } }
  }
}
