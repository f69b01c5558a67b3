import Testing

@testable import Sheets

struct CellFormatTests {
  @Test(arguments: [
    ("30.600000000000001", "30.6"), ("1e-9223372036854775808", "1e-9223372036854775808"),
    ("1e400", "1e400"), ("2.5E1", "25"),
  ])
  func `a number is written as a sheet shows it, and what is none stays`(
    stored: String, shown: String
  ) {
    #expect(CellFormat(id: 0).text(stored, isFrom1904: false) == shown)
  }
}
