import Foundation

/// The same minutes in line protocol over HTTP, some thousand lines a request.
final class LineFeed {
  private let port: UInt16
  private let path: String
  private var minutes: MadeUpMinutes
  private let heads: [[UInt8]]
  private let keys: [[UInt8]]
  private var descriptor: Int32
  private let linesOfRequest = 3_000
  private var line = 0
  private(set) var values = 0

  init(minutes: MadeUpMinutes, port: UInt16, path: String) throws {
    self.minutes = minutes
    self.port = port
    self.path = path
    heads = (0..<minutes.devices).map { Array("r,mn=\(MeasuredDevice.number($0)) ".utf8) }
    keys = MeasuredDevice.quantities.map { Array($0.1.utf8) }
    descriptor = try connection(port: port)
  }

  deinit { close(descriptor) }

  /// One request and its answer.
  func turn() throws {
    var body: [UInt8] = []
    body.reserveCapacity(1 << 20)
    for _ in 0..<linesOfRequest {
      append(device: line % minutes.devices, minute: line / minutes.devices, to: &body)
      line += 1
    }
    let head =
      "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Length: \(body.count)\r\n\r\n"
    try send(Array(head.utf8))
    try send(body)
    let answer = try answer()
    guard answer.hasPrefix("HTTP/1.1 204") else { throw Stopped("\(path) was answered: \(answer)") }
    values += linesOfRequest * minutes.valuesOfFrame
    // VictoriaMetrics lets no connection live for longer than two minutes.
    guard answer.contains("Connection: close") else { return }
    close(descriptor)
    descriptor = try connection(port: port)
  }

  private func append(device: Int, minute: Int, to body: inout [UInt8]) {
    body += heads[device]
    for (place, key) in keys.enumerated() {
      let value = minutes.next(device: device, factor: place)
      if place > 0 { body.append(UInt8(ascii: ",")) }
      if minutes.isWhole {
        add(value.least, "min=", of: key, to: &body)
        body.append(UInt8(ascii: ","))
        add(value.greatest, "max=", of: key, to: &body)
        body.append(UInt8(ascii: ","))
      }
      add(value.mean, "avg=", of: key, to: &body)
    }
    body.append(UInt8(ascii: " "))
    body.append(number: (MadeUpMinutes.begin + minute * 60) * 1_000_000_000)
    body.append(UInt8(ascii: "\n"))
  }

  private func add(_ tenths: Int32, _ suffix: StaticString, of key: [UInt8], to body: inout [UInt8])
  {
    body += key
    body += UnsafeBufferPointer(start: suffix.utf8Start, count: suffix.utf8CodeUnitCount)
    body.append(tenths: tenths)
  }

  private func send(_ bytes: [UInt8]) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { pointer in
        Glibc.send(
          descriptor, pointer.baseAddress.map { $0 + done }, bytes.count - done,
          Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Stopped("port \(port) closed the connection") }
      done += count
    }
  }

  /// The head of an answer without a body.
  private func answer() throws -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while !String(decoding: bytes, as: UTF8.self).contains("\r\n\r\n") {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { throw Stopped("port \(port) closed the connection") }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
