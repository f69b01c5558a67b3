public import ActionPlan

extension RegisterStore {
  /// The column of a field that holds exactly what was written, quoted; of a decimal its text, of a
  /// position the longitude.
  public static func exactColumn(_ field: Field) -> String {
    RegisterTable.quoted(RegisterTable.columns(of: field)[0])
  }
}
