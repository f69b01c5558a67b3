import Foundation

/// Minutes of many devices over a TCP connection each, as fast as they are answered, and no further
/// ahead of what can be asked than is allowed.
final class FrameFeed {
  private struct Wire {
    let descriptor: Int32
    var minute = 0
    var waiting = 0
    var outgoing: [UInt8] = []
  }

  private var wires: [Wire]
  private var minutes: MadeUpMinutes
  private var frames: MinuteFrames
  private let window: Int
  private(set) var sent = 0
  private(set) var acknowledged = 0
  /// Answers may come in parts.
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  init(minutes: MadeUpMinutes, port: UInt16, window: Int) throws {
    self.minutes = minutes
    self.window = window
    frames = MinuteFrames(devices: minutes.devices)
    wires = try (0..<minutes.devices).map { _ in
      Wire(descriptor: try connection(port: port))
    }
  }

  deinit { for wire in wires { close(wire.descriptor) } }

  /// One pass: sends what the window lets, and takes in what was answered.
  ///
  /// - Parameter sends: false only waits for answers.
  func turn(sends: Bool) throws {
    // A look at thousands of connections costs half a millisecond: few of them, each finding much.
    usleep(5_000)
    var polls = wires.indices.map { place -> pollfd in
      if sends, wires[place].outgoing.isEmpty, wires[place].waiting <= window / 2 { fill(place) }
      let events = wires[place].outgoing.isEmpty ? POLLIN : POLLIN | POLLOUT
      return pollfd(fd: wires[place].descriptor, events: Int16(events), revents: 0)
    }
    guard poll(&polls, nfds_t(polls.count), 20) > 0 else { return }
    for place in wires.indices where polls[place].revents != 0 {
      if polls[place].revents & Int16(POLLOUT) != 0 { try flush(place) }
      if polls[place].revents & Int16(POLLIN | POLLHUP) != 0 { try receive(place) }
    }
  }

  private func fill(_ place: Int) {
    while wires[place].waiting < window {
      frames.append(
        device: place, minute: wires[place].minute, of: &minutes, to: &wires[place].outgoing)
      wires[place].minute += 1
      wires[place].waiting += 1
      sent += 1
    }
  }

  private func flush(_ place: Int) throws {
    let bytes = wires[place].outgoing
    let count = send(
      wires[place].descriptor, bytes, bytes.count,
      Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    if count > 0 { wires[place].outgoing.removeFirst(count) }
    if count < 0, errno != EAGAIN { throw closed(place) }
  }

  private func receive(_ place: Int) throws {
    let count = recv(wires[place].descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count < 0, errno == EAGAIN { return }
    guard count > 0 else { throw closed(place) }
    let answers = buffer[..<count].count { $0 == UInt8(ascii: "\n") }
    wires[place].waiting -= answers
    acknowledged += answers
  }

  private func closed(_ place: Int) -> Stopped {
    Stopped("\(MeasuredDevice.number(place)): the server closed the connection")
  }
}
