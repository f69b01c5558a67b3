import ActionPlan
import AirQuality
import Foundation
import Ledger
import Testing

@testable import Checks

struct LabelTests {
  @Test func `a label shows class, colour and the fields of the plan`() async throws {
    let district = try await FreshDistrict()
    try await district.add(
      "diggers", ["number": .text("3A-001"), "grade": .text("blue"), "power": .tonnes("74.5")])
    try await district.add("diggers", ["number": .text("3A-002")])
    let found = try await district.ask("sticker", ["code": "3a-001"])
    #expect(found.code == "found")
    #expect(found.reasons.first?.values["colour"] == "blue")
    #expect(try await district.codes("sticker", ["code": "3A-002"]) == ["no-class"])
    #expect(try await district.ask("sticker", ["code": "3A-003"]).code == "unknown")
    let plan = district.plan
    guard case .label(let label) = plan.check("sticker")!.kind else { return }
    let cards = try await district.ledger.read { db in
      try LabelReading.cards(label, after: 0, limit: 10, plan: plan, in: db)
    }
    #expect(cards.map(\.code) == ["3A-001", "3A-002"])
    #expect(cards[0].values == ["power": .tonnes("74.5")])
    #expect(cards.map(\.colour) == [.blue, nil])
  }

  @Test(arguments: [
    "https://example.org/codes/machine-label/3A-001", "%E6%B5%99D12345", "A",
    "https://example.org/codes/" + String(repeating: "x", count: 180),
  ])
  func `an independent reader reads the code that is printed`(text: String) throws {
    let code = try #require(QRCode(text))
    let folder = FileManager.default.temporaryDirectory.appending(path: "qr-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let image = folder.appending(path: "code.pgm")
    try pixels(of: code).write(to: image)
    #expect(try read(image) == text)
  }

  @Test func `what no label holds gives no code`() {
    #expect(QRCode("") == nil)
    #expect(QRCode("a\u{0}b") == nil)
    #expect(QRCode("浙D12345") == nil)
    #expect(QRCode(String(repeating: "x", count: QRCode.longest + 1)) == nil)
    #expect(QRCode(String(repeating: "x", count: QRCode.longest)) != nil)
  }

  @Test func `the drawn path covers the dark modules and nothing else`() throws {
    let code = try #require(QRCode("3A-001"))
    var dark: Set<[Int]> = []
    for match in code.path.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
      let (column, row, length) = (Int(match.1)!, Int(match.2)!, Int(match.3)!)
      for offset in 0..<length { dark.insert([row - 4, column + offset - 4]) }
    }
    for row in 0..<code.width {
      for column in 0..<code.width {
        #expect(dark.contains([row, column]) == code.isDark(row: row, column: column))
      }
    }
  }

  /// A portable grey map, eight pixels a module, with the quiet zone.
  private func pixels(of code: QRCode) -> Data {
    let side = (code.width + 8) * 8
    var data = Data("P5\n\(side) \(side)\n255\n".utf8)
    for y in 0..<side {
      for x in 0..<side {
        let (row, column) = (y / 8 - 4, x / 8 - 4)
        let isInside = (0..<code.width).contains(row) && (0..<code.width).contains(column)
        data.append(isInside && code.isDark(row: row, column: column) ? 0 : 255)
      }
    }
    return data
  }

  /// By Debian's zbarimg.
  private func read(_ image: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/zbarimg")
    process.arguments = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", image.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
