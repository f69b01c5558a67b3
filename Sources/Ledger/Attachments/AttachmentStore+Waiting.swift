extension AttachmentStore {
  /// A photo whose file was kept before, perhaps long after it was sent; it then waits anew for its row.
  /// Blocks: never on an event loop.
  ///
  /// - Parameter sha256: lower-case hex.
  /// - Returns: nil where there is no such file any more.
  /// - Throws: `AttachmentError`, `FileFault`.
  public func waiting(_ sha256: String) throws -> StagedAttachment? {
    guard sha256.utf8.count == 64, sha256.utf8.allSatisfy({ $0.isHexDigit }),
      let bytes = try PrivateFile.read(path(sha256))
    else { return nil }
    let staged = try stage(bytes)
    return staged.sha256 == sha256 ? staged : nil
  }
}

extension UInt8 {
  /// Lower case only: file names are.
  fileprivate var isHexDigit: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }
}
