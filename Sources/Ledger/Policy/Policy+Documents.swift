public import ActionPlan

/// Who may do what with the official documents of a case.
extension Policy {
  /// Drafts are papers of the offices; whoever sees a case sees what was issued in it.
  public static func seesDrafts(_ account: Account?, of relation: CaseRelation) -> Bool {
    guard let account, may(account, .viewCase, .caseFile(relation)) else { return false }
    return account.roles != [.enterprise]
  }

  /// Writes drafts, and notes how what was issued was served: the desk, and officers of the units
  /// that lead the case or have it in hand.
  public static func draftsDocuments(_ account: Account?, of relation: CaseRelation) -> Bool {
    guard let account, may(account, .noteCase, .caseFile(relation)) else { return false }
    if account.roles.contains(.duty) { return true }
    guard account.roles.contains(.officer), let unit = account.unit else { return false }
    return unit == relation.leadUnit || unit == relation.assignedUnit
  }

  /// Reads a draft for its office before it is signed. That nobody reads their own draft, the book of
  /// documents sees to.
  public static func reviewsDocuments(_ account: Account?, of relation: CaseRelation) -> Bool {
    guard let account, may(account, .noteCase, .caseFile(relation)) else { return false }
    return !account.roles.isDisjoint(with: [.duty, .officer, .leader])
  }

  /// Whether the account is one of those who may sign.
  public static func signsDocuments(
    _ account: Account?, of relation: CaseRelation, as signers: [DocumentForm.Signer]
  ) -> Bool {
    guard let account, may(account, .noteCase, .caseFile(relation)) else { return false }
    return signers.contains { signer in
      switch signer {
      case .leader: account.roles.contains(.leader)
      case .duty: account.roles.contains(.duty)
      case .lead: signs(account, for: relation.leadUnit)
      case .assignee: signs(account, for: relation.assignedUnit)
      case .unit(let unit): signs(account, for: unit)
      }
    }
  }

  private static func signs(_ account: Account, for unit: String?) -> Bool {
    unit != nil && account.unit == unit
      && !account.roles.isDisjoint(with: [.officer, .duty, .leader])
  }
}
