import NIOCore

extension SubmittedForm {
  /// The boundary named by a `multipart/form-data` content type.
  static func boundary(ofContentType type: String) -> String? {
    for parameter in type.split(separator: ";").dropFirst() {
      let pair = parameter.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, pair[0].trimmingBlanks().lowercased() == "boundary" else { continue }
      var value = pair[1].trimmingBlanks()
      if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
        value = String(value.dropFirst().dropLast())
      }
      return (1...70).contains(value.utf8.count) ? value : nil
    }
    return nil
  }

  /// Reads `multipart/form-data`.
  ///
  /// - Source: RFC 7578 and RFC 2046, 5.1.1.
  static func multipart(_ body: ByteBuffer, boundary: String) throws(Fault) -> SubmittedForm {
    var form = SubmittedForm()
    let bytes = body.readableBytesView
    let delimiter = Array("\r\n--\(boundary)".utf8)
    // The first delimiter stands at the very start, without its line break.
    guard bytes.starts(with: delimiter.dropFirst(2)) else { throw .boundaryMissing }
    var position = bytes.startIndex + delimiter.count - 2
    while true {
      if bytes[position...].starts(with: Array("--".utf8)) { return form }
      guard bytes[position...].starts(with: Array("\r\n".utf8)) else { throw .brokenPart }
      position += 2
      guard let end = find(delimiter, in: bytes, from: position),
        let head = find(Array("\r\n\r\n".utf8), in: bytes, from: position, until: end)
      else { throw .brokenPart }
      let headers = try text(bytes[position..<head])
      try form.addPart(headers: headers, content: bytes[(head + 4)..<end], body: body)
      position = end + delimiter.count
    }
  }

  private mutating func addPart(
    headers: String, content: ByteBufferView, body: ByteBuffer
  ) throws(Fault) {
    guard let disposition = Self.disposition(in: headers), let name = disposition.name else {
      throw .brokenPart
    }
    guard fieldCount + fileCount < Limit.fields else { throw .tooManyFields }
    if let fileName = disposition.fileName {
      guard fileCount < Limit.files else { throw .tooManyFields }
      add(File(name: fileName, bytes: ByteBuffer(content)), to: name)
    } else {
      guard content.count <= Limit.textBytes else { throw .tooManyFields }
      add(try Self.text(content), to: name)
    }
  }

  private static func disposition(in headers: String) -> (name: String?, fileName: String?)? {
    for line in headers.split(separator: "\r\n") {
      guard line.lowercased().hasPrefix("content-disposition:") else { continue }
      return (quoted("name", in: line), quoted("filename", in: line))
    }
    return nil
  }

  /// The value of `; key="…"`. Browsers write a quotation mark inside it as `%22`.
  private static func quoted(_ key: String, in line: some StringProtocol) -> String? {
    for piece in line.split(separator: ";").dropFirst() {
      let trimmed = piece.trimmingBlanks()
      guard trimmed.lowercased().hasPrefix(key + "=\"") else { continue }
      let value = trimmed.dropFirst(key.count + 2)
      return String(value.prefix { $0 != "\"" })
    }
    return nil
  }

  /// First place of a pattern; the search for its first byte runs over contiguous memory.
  private static func find(
    _ pattern: [UInt8], in bytes: ByteBufferView, from start: Int, until end: Int? = nil
  ) -> Int? {
    let end = end ?? bytes.endIndex
    var position = start
    while position + pattern.count <= end {
      guard let candidate = bytes[position..<end].firstIndex(of: pattern[0]),
        candidate + pattern.count <= end
      else { return nil }
      if bytes[candidate..<(candidate + pattern.count)].elementsEqual(pattern) { return candidate }
      position = candidate + 1
    }
    return nil
  }
}
