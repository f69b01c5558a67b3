import ActionPlan
import Ledger
import Logging

extension Settings.SignIn {
  /// What passwords must be here. Without a list that can be read, which is said now and at each check,
  /// the rules that are built in go on alone.
  func passwordRule(for plan: Plan, logger: Logger) -> PasswordRule {
    var rule = PasswordRule()
    rule.placeWords = PasswordRule.placeWords(of: plan)
    let tell: @Sendable (FileFault) -> Void = { fault in
      logger.warning(
        "the list of breached passwords cannot be read; the built-in rules go on alone",
        metadata: [
          "fault": "\(fault)",
          "remedy": "install john-data, or name a file with --breached-passwords",
        ])
    }
    let list = BreachedPasswords(path: breachedPasswords, unreadable: tell)
    do throws(FileFault) {
      try list.open()
    } catch {
      tell(error)
    }
    rule.breached = list
    return rule
  }
}
