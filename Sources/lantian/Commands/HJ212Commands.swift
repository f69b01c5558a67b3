import ArgumentParser
import Foundation
import HJ212
import NIOCore

/// `lantian hj212`: looks at frames and devices without a server.
struct HJ212Group: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hj212",
    abstract: "Looks at HJ 212 frames and at the devices that send them.",
    subcommands: [HJ212Decode.self, HJ212Bench.self])
}

/// `lantian hj212 decode`: frames on standard input, one line of JSON each.
struct HJ212Decode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Reads HJ 212 frames on standard input and prints one line of JSON for each.",
    discussion: """
      A line has "fault" (with the byte where the trouble is, counted from 0) only where the frame \
      is rejected, and "notes" where something was tolerated or its content is impossible. "cp" \
      lists the groups of the data area; a key that comes several times in a group holds a list.

      The exit status is 1 if a frame was rejected, otherwise 0.
      """)

  @Option(help: "Greatest data segment in bytes, 1 to 9999.")
  var segmentLimit = FrameReader.standardLimit

  @Flag(help: "Accept plain Modbus CRC-16 in place of the standard's checksum.")
  var acceptModbusCrc = false

  @Flag(help: "Accept a length field of three digits.")
  var acceptThreeDigitLength = false

  @Flag(help: "Read text as GBK (GB 18030) in place of UTF-8.")
  var gbk = false

  @Option(help: "Key that opens sealed data areas of the 2025 edition: 32 hexadecimal digits.")
  var sm4Key: String?

  func validate() throws {
    if let sm4Key, SealingKey(hexadecimal: sm4Key) == nil {
      throw ValidationError("--sm4-key is not 32 hexadecimal digits; write the 16 bytes of the key")
    }
    guard (1...FrameReader.hardLimit).contains(segmentLimit) else {
      throw ValidationError(
        "--segment-limit is \(segmentLimit); give a number from 1 to \(FrameReader.hardLimit)")
    }
  }

  func run() async throws {
    var lines = FrameLines(
      settings: FrameReader.Settings(
        segmentLimit: segmentLimit, acceptsModbusCRC: acceptModbusCrc,
        acceptsThreeDigitLength: acceptThreeDigitLength),
      coding: gbk ? .gb18030 : .utf8, key: sm4Key.flatMap(SealingKey.init(hexadecimal:)))
    var buffer = ByteBuffer()
    var isRejected = false
    var isAtEnd = false
    while !isAtEnd {
      let chunk = FileHandle.standardInput.availableData
      isAtEnd = chunk.isEmpty
      buffer.writeBytes(chunk)
      for line in lines.read(&buffer, atEnd: isAtEnd) {
        isRejected = isRejected || line.isRejected
        print(line.json)
      }
      buffer.discardReadBytes()
    }
    if isRejected { throw ExitCode.failure }
  }
}
