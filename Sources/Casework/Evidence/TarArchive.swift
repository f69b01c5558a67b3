/// Files in one file, as `tar` reads it: names of ASCII, nothing of whoever packed it, so that the same
/// content always gives the same bytes.
///
/// Source: IEEE Std 1003.1-2017, pax, "ustar Interchange Format".
struct TarArchive: Equatable {
  struct Member: Equatable {
    let name: String
    let bytes: [UInt8]
  }

  static let block = 512
  /// Of one file.
  static let longestName = 99
  static let mostMembers = 200_000

  var members: [Member] = []
  /// Of every file, epoch seconds.
  var modifiedAt: Int

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(members.reduce(1_024) { $0 + $1.bytes.count + 1_024 })
    for member in members {
      bytes += header(of: member)
      bytes += member.bytes
      bytes += [UInt8](repeating: 0, count: Self.padding(after: member.bytes.count))
    }
    return bytes + [UInt8](repeating: 0, count: 2 * Self.block)
  }

  private static func padding(after count: Int) -> Int { (block - count % block) % block }

  private func header(of member: Member) -> [UInt8] {
    precondition(
      member.name.utf8.count <= Self.longestName && member.name.utf8.allSatisfy { $0 < 0x80 },
      "names in a package are ours")
    var header: [UInt8] = []
    func add(_ text: String, _ length: Int) {
      header += Array(text.utf8) + [UInt8](repeating: 0, count: length - text.utf8.count)
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    add(member.name, 100)
    add(octal(0o444, 7), 8)
    add(octal(0, 7), 8)
    add(octal(0, 7), 8)
    add(octal(member.bytes.count, 11), 12)
    add(octal(max(0, modifiedAt), 11), 12)
    add("        ", 8)
    add("0", 1)
    add("", 100)
    add("ustar", 6)
    add("00", 2)
    add("", 32 + 32)
    add(octal(0, 7), 8)
    add(octal(0, 7), 8)
    add("", 155 + 12)
    let sum = header.reduce(0) { $0 + Int($1) }
    header.replaceSubrange(148..<156, with: Array("\(octal(sum, 6))\0 ".utf8))
    return header
  }
}

/// Where a package is not what it was.
public struct PackageFault: Error, Hashable, CustomStringConvertible {
  /// The file in the package; nil for the package itself.
  public let file: String?
  public let why: String

  public init(file: String?, why: String) {
    self.file = file
    self.why = why
  }

  public var description: String { "\(file ?? "package"): \(why)" }
}

extension TarArchive {
  /// Reads only what `bytes` of this type writes, to the last byte.
  ///
  /// - Throws: `PackageFault` that names the file in or before which the first wrong byte stands.
  init(reading bytes: [UInt8]) throws(PackageFault) {
    members = []
    modifiedAt = 0
    var offset = 0
    while true {
      guard offset + Self.block <= bytes.count else {
        throw Self.broken(members.last?.name, at: offset, "the package ends early")
      }
      if bytes[offset] == 0 { break }
      let (name, size, modified) = try Self.readHeader(
        bytes[offset..<offset + Self.block], after: members.last?.name, at: offset)
      if members.isEmpty { modifiedAt = modified }
      let start = offset + Self.block
      guard size <= bytes.count - start, members.count < Self.mostMembers else {
        throw Self.broken(name, at: offset, "the file is longer than the package")
      }
      members.append(Member(name: name, bytes: Array(bytes[start..<start + size])))
      offset = start + size + Self.padding(after: size)
    }
    let written = self.bytes
    guard written != bytes else { return }
    let first = zip(written, bytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let wrong = first ?? min(written.count, bytes.count)
    throw Self.broken(memberName(at: wrong), at: wrong, "a byte around the file is not as written")
  }

  private func memberName(at offset: Int) -> String? {
    var start = 0
    for member in members {
      start += Self.block + member.bytes.count + Self.padding(after: member.bytes.count)
      if offset < start { return member.name }
    }
    return nil
  }

  private static func readHeader(
    _ header: ArraySlice<UInt8>, after: String?, at offset: Int
  ) throws(PackageFault) -> (name: String, size: Int, modified: Int) {
    func field(_ start: Int, _ length: Int) -> ArraySlice<UInt8> {
      header[(header.startIndex + start)..<(header.startIndex + start + length)]
    }
    func number(_ start: Int) -> Int? {
      let digits = field(start, 11)
      guard digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
      return Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }
    let name = field(0, 100).prefix { $0 != 0 }
    guard name.count <= longestName, name.allSatisfy({ (0x21...0x7E).contains($0) }),
      let size = number(124), let modified = number(136)
    else {
      throw broken(after, at: offset, "what stands before the next file is no heading")
    }
    return (String(decoding: name, as: UTF8.self), size, modified)
  }

  private static func broken(_ file: String?, at offset: Int, _ why: String) -> PackageFault {
    PackageFault(file: file, why: "\(why) (byte \(offset) of the package)")
  }
}
