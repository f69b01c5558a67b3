/// The addresses of firms' own pages. 企业端
enum FirmAddress {
  static let ledgerRoute = "firm/:firm/ledgers/:id"

  static func page(_ firm: String) -> String { "/firm/\(LocalPath.encode(firm))" }

  static func ledger(_ register: String, of firm: String) -> String {
    "\(page(firm))/ledgers/\(register)"
  }
}
