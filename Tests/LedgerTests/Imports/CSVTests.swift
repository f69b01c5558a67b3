import Testing

@testable import Ledger

struct CSVTests {
  private func rows(_ text: String) throws -> [[String]] {
    let table = try CSVTable(reading: Array(text.utf8), file: "f.csv")
    return [table.header] + table.rows.map(\.fields)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a,b\n1,", [["a", "b"], ["1", ""]]), ("a,b\n,\n", [["a", "b"], ["", ""]]),
    ("a,b\n\"x,\"\"y\"\"\",\"l1\nl2\"\n", [["a", "b"], ["x,\"y\"", "l1\nl2"]]),
    ("a\n\n\n1\n", [["a"], ["1"]]), ("名称\n蓝天\n", [["名称"], ["蓝天"]]),
    ("a,b\n\"\",x", [["a", "b"], ["", "x"]]),
  ])
  func `quotes, line ends, byte order marks and empty fields are read`(
    text: String, wanted: [[String]]
  ) throws {
    #expect(try rows(text) == wanted)
  }

  @Test(arguments: [
    ("", 1, "an empty file"), ("a,b\n1\n", 2, "1 fields"),
    ("a,b\n\"x\ny\",2\n1,2,3\n", 4, "3 fields"),
    ("a,b\n1,2\n\"x,2\n", 3, "a quotation mark that is never closed"),
    ("a,b\nx\"y,2\n", 2, "a quotation mark inside a field"),
    ("a,b\n\"x\"y,2\n", 2, "text after a closing quotation mark"),
  ])
  func `what is not CSV is refused with its line`(text: String, line: Int, found: String) {
    let error = #expect(throws: ImportFaults.self) { try rows(text) }
    #expect(error?.faults.first?.line == line)
    #expect(error?.faults.first?.found == found)
  }

  @Test func `a file that is not UTF-8 is refused`() {
    let error = #expect(throws: ImportFaults.self) {
      try CSVTable(reading: [0xC3, 0xFB, 0xB3, 0xC6, 0x0A], file: "f.csv")
    }
    #expect(error?.faults.first?.remedy == "save the file as \"CSV UTF-8\"")
  }
}
