/// What of a case's history is not for its facility.
extension CaseEvent {
  /// Messages with whoever reported the case, so that nobody is told apart to whom the report is about;
  /// and what the office does with a document before it is signed.
  public var isHiddenFromFacility: Bool {
    guard kind == .noted else { return false }
    if (reporterMessage ?? publicMessage) != nil { return true }
    return CaseDocumentNote(self).map { $0.number == nil } ?? false
  }

  /// The same as a condition on `case_event`: true for what a facility is shown.
  public static let shownToFacility = """
    (kind <> 'noted' OR (
      "values" ->> 'reporterMessage' IS NULL AND "values" ->> 'publicMessage' IS NULL
      AND ("values" ->> 'document-change' IS NULL OR "values" ->> 'document-number' IS NOT NULL)))
    """
}
